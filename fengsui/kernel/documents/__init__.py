"""Documents: PDF papers set by Typst, spreadsheets written by XlsxWriter, QR codes; each says who made it and when."""

from fengsui.kernel.documents.marks import mark_of
from fengsui.kernel.documents.pdf import render, render_pdf
from fengsui.kernel.documents.qr import qr_svg
from fengsui.kernel.documents.spreadsheet import Column, Sheet, table_xlsx

__all__ = ["Column", "Sheet", "mark_of", "qr_svg", "render", "render_pdf", "table_xlsx"]
