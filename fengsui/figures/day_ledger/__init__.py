"""The day ledger of a street: what was seen, found, closed and is overdue on one day; on screen, as XLSX, as PDF."""

from fengsui.figures.day_ledger.build import DAY_FIGURES, day_ledger
from fengsui.figures.day_ledger.paper import day_ledger_pdf
from fengsui.figures.day_ledger.workbook import day_ledger_xlsx

__all__ = ["DAY_FIGURES", "day_ledger", "day_ledger_pdf", "day_ledger_xlsx"]
