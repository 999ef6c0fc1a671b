"""The catalogue: every figure and rate with its words, and those whose domain is not built yet."""
