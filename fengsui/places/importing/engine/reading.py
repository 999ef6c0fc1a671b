"""Reading sheets row by row, whatever they are kept in; merged cells and hidden columns told. Pure."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import python_calamine as calamine

from fengsui.kernel.errors import InvalidInput
from fengsui.places.importing.engine.guards import (
    MOST_COLUMNS,
    MOST_ROWS,
    Source,
    broken,
    check_size,
    encrypted,
    inspect,
    utf16_without_mark,
)
from fengsui.places.importing.engine.html_tables import read_tables

Cell = str | int | float | bool | date | datetime | time | timedelta
Found = TypeVar("Found")
Merge = tuple[tuple[int, int], tuple[int, int]]
__all__ = ["Book", "Cell", "Sheet", "Source", "inspect", "open_book"]
_HIDDEN = re.compile(r"<col\s[^>]*?hidden=\"(?:1|true)\"[^>]*>")
_SPAN = re.compile(r"\b(min|max)=\"(\d+)\"")


@dataclass
class Sheet:
    """One sheet: its name, whether it is hidden, and its rows from row 0, each a list of cells from column 0."""

    name: str
    hidden: bool
    height: int
    width: int
    merges: tuple[Merge, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    _cells: "calamine.CalamineSheet | None" = None
    _table: list[list[Cell]] | None = None

    def rows(self) -> Iterator[list[Cell]]:
        """Yield the rows in order, blank ones included; no row is longer than MOST_COLUMNS."""
        if self._cells is None:
            yield from self._table or ()
            return
        start = self._cells.start
        if start is None:
            return
        above, before = start
        for _ in range(above):
            yield []
        left: list[Cell] = [""] * before
        for row in self._cells.iter_rows():
            yield (left + row if before else row)[:MOST_COLUMNS]


class Book:
    """An opened file: its kind, its sheets by name."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._tables: dict[str, list[list[Cell]]] = {}
        self._workbook: calamine.CalamineWorkbook | None = None
        if source.kind == "csv":
            self._tables = {"表格": _read_text(source)}
        elif source.kind == "html":
            self._tables = {
                f"表格{n}": [list(row) for row in table]
                for n, table in enumerate(read_tables(_decode(source.path.read_bytes())), 1)
            }
            if not self._tables:
                raise InvalidInput(
                    "sheet_no_table",
                    zh="网页里没有表格。请在原网站重新导出，或用 Excel 打开后另存为 .xlsx。",
                    en="The web page holds no table. Export it again or save it as .xlsx.",
                )
        else:
            self._workbook = _guarded(lambda: calamine.CalamineWorkbook.from_path(source.path))

    def sheets(self) -> list[tuple[str, bool]]:
        """Return (name, hidden) of every worksheet in order."""
        if self._workbook is None:
            return [(name, False) for name in self._tables]
        kept = []
        for meta in self._workbook.sheets_metadata:
            if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                kept.append((meta.name, meta.visible != calamine.SheetVisibleEnum.Visible))
        return kept

    def sheet(self, name: str) -> Sheet:
        """Return one sheet. Raises InvalidInput `sheet_missing` or `sheet_broken`."""
        names = dict(self.sheets())
        if name not in names:
            raise InvalidInput(
                "sheet_missing",
                zh=f"文件里没有名为“{name}”的工作表。现有：{'、'.join(list(names)[:10])}。",
                en=f"No sheet named {name!r}. There are: {', '.join(list(names)[:10])}.",
            )
        if self._workbook is None:
            table = self._tables[name]
            return Sheet(name, False, len(table), max(map(len, table), default=0), _table=table)
        workbook = self._workbook
        found = _guarded(lambda: workbook.get_sheet_by_name(name))
        check_size(found.total_height, min(found.total_width, MOST_COLUMNS))
        told = _guarded(lambda: found.merged_cell_ranges) if self.source.kind in ("xlsx", "xls") else None
        merges = tuple(told or ())
        hidden = _hidden_columns(self.source, name) if self.source.kind == "xlsx" else frozenset()
        return Sheet(name, names[name], found.total_height, found.total_width, merges, hidden, _cells=found)


def open_book(source: Source) -> Book:
    """Open a guarded file. Raises InvalidInput `sheet_broken`, `sheet_encrypted`, `sheet_encoding`."""
    return Book(source)


def _guarded(read: Callable[[], Found]) -> Found:
    try:
        return read()
    except calamine.PasswordError as error:
        raise encrypted() from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise broken(str(error)) from error
    except BaseException as error:
        # A malformed file may make the reader panic; that surfaces as its own exception, outside Exception.
        if type(error).__name__ == "PanicException":
            raise broken("reader") from error
        raise


def _decode(raw: bytes) -> str:
    """Return text from bytes: byte order marks first, then UTF-8, UTF-16 by its zeros, then GB 18030."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif raw.startswith(b"\xef\xbb\xbf"):
        candidates = ["utf-8-sig"]
    elif b"\x00" in raw[:4096]:
        candidates = [utf16_without_mark(raw[:4096]) or "utf-8"]
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput(
        "sheet_encoding",
        zh="文件的文字编码认不出。请用 Excel 打开后另存为 .xlsx，或另存为 UTF-8 编码的 .csv。",
        en="The text encoding is unknown. Save it as .xlsx, or as .csv in UTF-8.",
    )


def _read_text(source: Source) -> list[list[Cell]]:
    text = _decode(source.path.read_bytes()).replace("\x00", "")
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in "\t,;|，"}
    mark = max(counts, key=lambda one: counts[one])
    if not counts[mark]:
        mark = ","
    try:
        table: list[list[Cell]] = []
        for row in csv.reader(io.StringIO(text), delimiter=mark):
            table.append(list(row[:MOST_COLUMNS]))
            if len(table) > MOST_ROWS:
                check_size(len(table), len(row))
    except csv.Error as error:
        raise broken(str(error)) from error
    return table


def _hidden_columns(source: Source, name: str) -> frozenset[int]:
    """Return the numbers (from 0) of the hidden columns of an xlsx sheet."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
            links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
            escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
            tag = next((tag for tag in re.findall(r"<sheet\s[^>]*>", book) if f'name="{escaped}"' in tag), "")
            link = re.search(r"r:id=\"([^\"]+)\"", tag)
            target = ""
            for relation in re.findall(r"<Relationship\s[^>]*>", links):
                if link and f'Id="{link.group(1)}"' in relation:
                    found = re.search(r"Target=\"([^\"]+)\"", relation)
                    target = found.group(1).lstrip("/") if found else ""
            part = target if target.startswith("xl/") else f"xl/{target}"
            if part not in archive.namelist():
                return frozenset()
            with archive.open(part) as handle:
                head = handle.read(200_000).decode("utf-8", "replace").split("<sheetData", 1)[0]
    except (KeyError, zipfile.BadZipFile) as error:
        raise broken(str(error)) from error
    hidden: set[int] = set()
    for tag in _HIDDEN.findall(head):
        span = dict(_SPAN.findall(tag))
        if "min" in span and "max" in span:
            hidden.update(range(int(span["min"]) - 1, min(int(span["max"]), MOST_COLUMNS)))
    return frozenset(hidden)
