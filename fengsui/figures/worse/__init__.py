"""What got worse since the day before, area by area, each with the reason as far as the figures tell it."""

from fengsui.figures.worse.queries import ask_worse, worse

__all__ = ["ask_worse", "worse"]
