"""Spreadsheets by XlsxWriter: real types, a frozen header with filters, widths, and no cell that turns into a formula."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fengsui.kernel import clock
from fengsui.kernel.documents.marks import SIMULATED, is_simulated

Kind = Literal["text", "integer", "number", "percent", "date", "datetime", "yesno"]
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
NUMBER_FORMATS: dict[str, str] = {
    "text": "@",
    "integer": "#,##0",
    "number": "#,##0.0",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "yesno": "@",
}


@dataclass(frozen=True)
class Column:
    """One column: the key in the rows, the words of its header, the kind of its cells, its width in characters."""

    key: str
    title: str
    kind: Kind = "text"
    width: float = 14


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name (at most 31 characters), its columns, its rows; `heading` is a line above the header."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]
    heading: str = ""
    marked: Mapping[tuple[int, str], str] = field(default_factory=dict)


class _Formats:
    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "等线", "font_size": 10.5, "valign": "vcenter", "border": 1, "border_color": "#C9CED6"}
        self.heading = book.add_format({"font_name": "等线", "font_size": 14, "bold": True, "valign": "vcenter"})
        self.header = book.add_format({**base, "bold": True, "bg_color": "#EEF1F4", "text_wrap": True, "align": "center"})
        self.note = book.add_format({"font_name": "等线", "font_size": 10.5, "text_wrap": True, "valign": "top"})
        self.cells = {
            kind: book.add_format({**base, "num_format": code, "text_wrap": kind == "text"})
            for kind, code in NUMBER_FORMATS.items()
        }
        self.quoted = book.add_format({**base, "num_format": "@", "quote_prefix": True, "text_wrap": True})
        self.marked = book.add_format(
            {**base, "num_format": "@", "bg_color": "#FFE3E3", "font_color": "#9B0A22", "quote_prefix": True, "text_wrap": True}
        )

    def text(self, value: str) -> Format:
        """Return the format of a text cell; one that reads like a formula keeps a leading quote in the file."""
        return self.quoted if value.startswith(FORMULA_STARTS) else self.cells["text"]


def table_xlsx(*, sheets: Sequence[Sheet], watermark: str = "", simulated: bool | None = None) -> bytes:
    """Return a workbook of tables, with a last sheet 说明 that says who made it, when, and over which data.

    Cells have the type of their column (dates as dates, in district time); text is always text, so that a value that
    starts with = + - @ is never a formula. `Sheet.marked` maps (row number from 0, key) → why, for cells to point at.
    Raises ValueError for a sheet of more rows than a spreadsheet holds.
    """
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    demo = is_simulated(simulated)
    book.set_properties({"title": sheets[0].title if sheets else "", "comments": watermark, "created": _naive(clock.now())})
    formats = _Formats(book)
    line = " · ".join(part for part in (SIMULATED if demo else "", watermark) if part)
    for sheet in sheets:
        _write_sheet(book, sheet, formats, line)
    _write_notes(book, formats, line, demo)
    book.close()
    return out.getvalue()


def _naive(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None, microsecond=0)


def _write_sheet(book: Workbook, sheet: Sheet, formats: _Formats, line: str) -> None:
    page = book.add_worksheet(_sheet_name(sheet.title))
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
    top = 0
    if sheet.heading:
        page.set_row(0, 26)
        page.write_string(0, 0, sheet.heading, formats.heading)
        top = 1
    for index, column in enumerate(sheet.columns):
        page.write_string(top, index, column.title, formats.header)
    last = top
    for number, row in enumerate(sheet.rows):
        last = top + 1 + number
        if last >= MOST_ROWS:
            raise ValueError(f"a sheet holds at most {MOST_ROWS - 1} rows")
        for index, column in enumerate(sheet.columns):
            why = sheet.marked.get((number, column.key)) if sheet.marked else None
            _write_cell(page, last, index, row.get(column.key), column.kind, formats, why)
    page.freeze_panes(top + 1, 0)
    if sheet.columns:
        page.autofilter(top, 0, max(last, top + 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer("&L" + line.replace("&", "&&")[:180] + "&R第 &P 页 共 &N 页")


def _sheet_name(title: str) -> str:
    return "".join("、" if c in "[]:*?/\\" else c for c in title).strip("'")[:31] or "表"


def _write_cell(page: Worksheet, row: int, index: int, value: Any, kind: Kind, formats: _Formats, why: str | None) -> None:
    if why is not None:
        page.write_string(row, index, _text(value), formats.marked)
        page.write_comment(row, index, why)
    elif value is None or value == "":
        page.write_blank(row, index, None, formats.cells["text"])
    elif kind == "yesno":
        page.write_string(row, index, "是" if value else "否", formats.cells["yesno"])
    elif kind == "datetime" and isinstance(value, datetime):
        page.write_datetime(row, index, _naive(value) if value.tzinfo else value, formats.cells["datetime"])
    elif kind == "date" and isinstance(value, datetime):
        page.write_datetime(row, index, clock.local_date(value) if value.tzinfo else value.date(), formats.cells["date"])
    elif kind == "date" and isinstance(value, date):
        page.write_datetime(row, index, value, formats.cells["date"])
    elif kind in ("integer", "number", "percent") and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        page.write_number(row, index, float(value), formats.cells[kind])
    else:
        text = _text(value)
        page.write_string(row, index, text, formats.text(text))


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{_naive(value) if value.tzinfo else value:%Y-%m-%d %H:%M}"
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(str(part) for part in value)
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _write_notes(book: Workbook, formats: _Formats, line: str, demo: bool) -> None:
    page = book.add_worksheet("说明")
    page.set_column(0, 0, 100)
    lines = [line] if line else []
    if demo:
        lines.append("本表由演示安装生成，单位、人员、电话和数字均为模拟，不作任何依据。")
    lines.append("数据按制表人的数据范围取出；超出范围的记录不在表内。")
    for number, words in enumerate(lines):
        page.write_string(number, 0, words, formats.note)
