"""Guessing which column holds what, by its header and by its values. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fengsui.places.importing.engine import values, vocabulary
from fengsui.places.importing.engine.fields import FIELDS, header_score, is_ignored
from fengsui.places.importing.engine.texts import is_nothing, text_of, tidy

_COMPANY = re.compile(r"(?:店|馆|公司|超市|部|厅|中心|院|所|厂|场|行|铺|吧|坊|社|城|园|站|室|宾馆|酒店|学校|广场|大厦|小区)$")
_ADDRESS = re.compile(r"(?:路|街|号|栋|楼|巷|胡同|单元|小区|东侧|西侧|南侧|北侧|米|段|村)")
_PERSON = re.compile(r"^[\u4e00-\u9fff·]{2,4}(?:先生|女士|经理)?$")
_CREDIT = re.compile(r"^[0-9A-HJ-NPQRTUWXY]{18}$")


@dataclass(frozen=True)
class Guess:
    """What a column was taken for: the field ('' = left out), how sure (0 to 1), and whether values or header decided."""

    column: int
    label: str
    field: str
    confidence: float
    why_zh: str
    why_en: str


@dataclass(frozen=True)
class Words:
    """What the guess asks of the district: whether a text names a street or a community."""

    is_street: Callable[[str], bool]
    is_community: Callable[[str], bool]


def _share(cells: Sequence[Any], test: Callable[[Any], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells) if cells else 0.0


def value_score(code: str, cells: Sequence[Any], words: Words) -> float | None:
    """Return how well the values of a column suit a field, 0 to 1; None when values say nothing about such a field."""
    reads = FIELDS[code].reads
    texts = [tidy(text_of(cell)) for cell in cells]
    if not texts:
        return None
    if reads == "phone":
        return _share(cells, lambda cell: bool(values.read_phones(cell)[0]))
    if reads == "person":
        return _share(texts, lambda text: bool(_PERSON.match(text.replace(" ", "")[:6])) or bool(re.search(r"\d{7}", text)))
    if code == "name":
        return 0.4 + 0.6 * _share(texts, lambda text: bool(_COMPANY.search(text)) and len(text) >= 3) if _share(
            texts, lambda text: len(text) >= 2 and not text.replace(".", "").isdigit()
        ) > 0.7 else 0.0  # fmt: skip
    if code == "address":
        return 0.2 + 0.8 * _share(texts, lambda text: len(text) >= 3 and bool(_ADDRESS.search(text)))
    if code == "street":
        return _share(texts, words.is_street)
    if code == "community":
        return max(_share(texts, words.is_community), 0.5 * _share(texts, lambda text: text.endswith(("社区", "村", "居委会"))))
    if code == "lon":
        return _share(cells, lambda cell: (read := values.read_degrees(cell)) is not None and 72 <= read.value <= 137)
    if code == "lat":
        return _share(cells, lambda cell: (read := values.read_degrees(cell)) is not None and 3 <= read.value <= 54)
    if reads == "point":
        return _share(cells, lambda cell: values.read_point(cell) is not None)
    if reads == "credit":
        return _share(texts, lambda text: bool(_CREDIT.match(text.upper())))
    if reads == "area_m2":
        return _share(cells, lambda cell: values.read_area_m2(cell) is not None)
    if reads in ("count", "number", "floors", "floor"):
        return _share(cells, lambda cell: values.read_floor(cell) is not None)
    if reads == "state":
        return _share(texts, lambda text: bool(vocabulary.state_of(text)))
    if reads == "activity":
        return _share(texts, lambda text: bool(vocabulary.activity_of(text)))
    if reads == "date":
        return _share(cells, lambda cell: values.read_date(cell) is not None)
    if reads == "yesno":
        return _share(cells, lambda cell: values.read_yesno(cell) is not None)
    return None


# Fields that values alone may name, where no header does: they are unlike anything else.
_BY_VALUES = ("phone", "credit_code", "point", "address")


def guess(labels: Sequence[str], samples: Sequence[Sequence[Any]], words: Words) -> list[Guess]:
    """Return a guess for every column. `samples`: the cells of each column in some data rows.

    Each field is given to one column (the best), except those many columns may feed.
    """
    scored: list[tuple[float, int, str, str]] = []
    cells_of = [[cell for cell in column if not is_nothing(text_of(cell))][:80] for column in samples]
    for column, label in enumerate(labels):
        cells = cells_of[column] if column < len(cells_of) else []
        if label and is_ignored(label):
            continue
        for code in FIELDS:
            head = header_score(label, code) if label else 0.0
            if head < 0.5 and code not in _BY_VALUES:
                continue
            fit = value_score(code, cells, words)
            if head < 0.5:
                if label and (len(cells) < 5 or code in ("phone", "address")):
                    continue
                total = 0.55 * fit if fit is not None and len(cells) >= 3 and fit >= 0.8 else 0.0
                if total:
                    scored.append((total, column, code, "values"))
                continue
            if fit is None:
                total = head * 0.9
            elif fit == 0 and len(cells) >= 5 and code in ("credit_code", "lon", "lat", "point", "phone", "area_m2", "name"):
                continue
            else:
                total = 0.7 * head + 0.3 * fit
            scored.append((total, column, code, "header"))
    scored.sort(key=lambda one: (-one[0], one[1], one[2]))
    taken_columns: dict[int, tuple[str, float, str]] = {}
    taken_fields: set[str] = set()
    for total, column, code, how in scored:
        if column in taken_columns or total < 0.4 or (code in taken_fields and not FIELDS[code].many):
            continue
        taken_columns[column] = (code, total, how)
        taken_fields.add(code)
    return [_shown(column, label, taken_columns.get(column)) for column, label in enumerate(labels)]


def _shown(column: int, label: str, taken: tuple[str, float, str] | None) -> Guess:
    if taken is None:
        return Guess(column, label, "", 0.0, "与场所档案无关或认不出，不导入", "not of the record, or unknown")
    code, total, how = taken
    if how == "values":
        return Guess(column, label, code, round(total, 2), "按列中的内容判断", "told by its values")
    return Guess(column, label, code, round(min(1.0, total), 2), "按表头判断", "told by its header")


def problems_of(mapping: dict[int, str]) -> list[tuple[int, str, str]]:
    """Return (column, zh, en) for what is wrong with a mapping: unknown fields, a field given twice, no name."""
    wrong: list[tuple[int, str, str]] = []
    seen: dict[str, int] = {}
    for column, code in sorted(mapping.items()):
        if not code:
            continue
        field = FIELDS.get(code)
        if field is None:
            wrong.append((column, f"没有“{code}”这个字段", f"there is no field {code}"))
        elif code in seen and not field.many:
            wrong.append(
                (column, f"“{field.zh}”已对应第 {seen[code] + 1} 列，一个字段只能对应一列", f"{field.en} has a column already")
            )
        seen.setdefault(code, column)
    if "name" not in seen:
        wrong.append((-1, "请指出哪一列是场所名称", "say which column holds the name"))
    return wrong
