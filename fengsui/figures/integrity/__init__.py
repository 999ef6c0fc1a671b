"""The other side of success (防形式主义): what a panel of good numbers must be read together with."""

from fengsui.figures.integrity.queries import integrity

__all__ = ["integrity"]
