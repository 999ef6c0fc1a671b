"""Fengsui (烽燧): a district's fire safety, street by street."""

__version__ = "0.1.0"
