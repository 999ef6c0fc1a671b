"""The board of the five steps (五步法): each step a share of places, each share open to its rows."""
