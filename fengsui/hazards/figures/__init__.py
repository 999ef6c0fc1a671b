"""The figures of the closed loop: found, fixed on site, closed, stock before and after, overdue; declared in this order."""

from fengsui.hazards.figures import flow, in_time, stock
from fengsui.hazards.figures.rows import COLUMNS, countable, overdue_on, stock_on

__all__ = ["COLUMNS", "countable", "flow", "in_time", "overdue_on", "stock", "stock_on"]
