"""Commands that Django finds by name."""
