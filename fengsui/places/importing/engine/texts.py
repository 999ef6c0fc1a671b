"""Cells as text: one width, no stray spaces, numbers as a person would write them; and every change told. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_SPACES = re.compile(r"\s+")
_ODD = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"})
NOTHING = frozenset(
    {
        "",
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "无",
        "暂无",
        "不详",
        "未知",
        "空",
        "没有",
        "n/a",
        "na",
        "null",
        "none",
        "待定",
        "不清楚",
        "、",
        ".",
    }
)


@dataclass(frozen=True)
class Change:
    """One correction: the column (number from 0, -1 for the row), the field, the text before and after, and why."""

    column: int
    field: str
    before: str
    after: str
    zh: str
    en: str

    def as_json(self) -> dict[str, Any]:
        """Return it as stored: phones inside the texts masked."""
        return {
            "column": self.column, "field": self.field, "before": masked(self.before), "after": masked(self.after),
            "zh": self.zh, "en": self.en,
        }  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Something wrong in a cell: column (from 0, -1 for the row), field, stable code, words, whether the row is refused."""

    column: int
    field: str
    code: str
    zh: str
    en: str
    refuses: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as stored."""
        return {
            "column": self.column, "field": self.field, "code": self.code, "zh": masked(self.zh), "en": masked(self.en),
            "refuses": self.refuses,
        }  # fmt: skip


def text_of(cell: Any) -> str:
    """Return a cell as written: 1.3812345678E10 as 13812345678, dates as 2024-03-05, nothing else changed."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        if cell != cell or cell in (float("inf"), float("-inf")):
            return ""
        return str(int(cell)) if cell == int(cell) and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def tidy(text: str) -> str:
    """Return text in one width, without invisible characters and without spaces at the ends or doubled inside."""
    if text.isascii() and "  " not in text and text == text.strip() and text.isprintable():
        return text
    return _SPACES.sub(" ", _ODD.sub("", unicodedata.normalize("NFKC", text))).strip()


def tidy_name(text: str) -> str:
    """Return a Chinese name or address without the spaces that fill it up; spaces between Latin words stay."""
    plain = tidy(text)
    if " " not in plain:
        return plain
    return unicodedata.normalize("NFKC", re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", plain)).strip()


def is_nothing(text: str) -> bool:
    """Tell whether a cell says that there is nothing: blank, a dash, 无, 不详."""
    return text.strip().lower() in NOTHING


def masked(text: str) -> str:
    """Return text with the middle of every mobile number in it hidden."""
    return _MOBILE.sub(r"\1****\2", text) if len(text) >= 11 else text
