"""Finding the table on a sheet: its header of one or two rows, and which rows below it are data. Pure."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fengsui.places.importing.engine.fields import EXACT, PARTS, looks_like_header, plain
from fengsui.places.importing.engine.reading import Cell, Merge
from fengsui.places.importing.engine.texts import text_of

LOOK_AT_ROWS = 60
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|合计数|本页小计|总数)")
_NOTE = re.compile(
    r"^(?:注\s*[:：]|备注\s*[:：]|说明\s*[:：]|填表|填报|制表|审核|填写说明|单位负责人|联系电话\s*[:：]|\*|※|此表)"
)
_PEOPLE_GROUPS = ("人", "法人", "老板", "店主", "房东", "位置", "坐标", "面积", "设施", "情况", "信息", "区域", "属地")


@dataclass(frozen=True)
class Header:
    """Where a header is: first row (from 0), how many rows it takes, the label of each column, how sure (0 to 1)."""

    row: int
    height: int
    labels: tuple[str, ...]
    score: float

    @property
    def first_data_row(self) -> int:
        """The row (from 0) right under the header."""
        return self.row + self.height

    @property
    def fingerprint(self) -> str:
        """A hash of the labels, by which a mapping made earlier is found again."""
        return hashlib.sha256("|".join(plain(label) for label in self.labels).encode()).hexdigest()[:32]


def _texts(row: Sequence[Cell], width: int) -> list[str]:
    texts = [text_of(cell).replace("\n", "").strip() for cell in row[:width]]
    return texts + [""] * (width - len(texts))


def _spread(rows: Sequence[Sequence[str]], merges: Sequence[Merge], first: int) -> list[list[str]]:
    """Return rows with merged cells filled sideways and downwards, for the rows at hand."""
    filled = [list(row) for row in rows]
    for (top, left), (bottom, right) in merges:
        for r in range(max(top, first), min(bottom, first + len(rows) - 1) + 1):
            source_row = top - first
            if not 0 <= source_row < len(filled) or left >= len(filled[source_row]):
                continue
            for c in range(left, min(right, len(filled[r - first]) - 1) + 1):
                filled[r - first][c] = filled[source_row][left]
    return filled


def find_header(rows: Sequence[Sequence[Cell]], merges: Sequence[Merge] = ()) -> Header | None:
    """Return the most likely header in the first rows of a sheet, or None when nothing there looks like one."""
    looked_at = rows[:LOOK_AT_ROWS]
    width = max((len(row) for row in looked_at), default=0)
    plain_rows = [_texts(row, width) for row in looked_at]
    best: Header | None = None
    for number, texts in enumerate(plain_rows):
        filled_count = sum(1 for text in texts if text)
        if filled_count < 2:
            continue
        # A row of parts right below (姓名, 电话 under 负责人) belongs to the header.
        labels = _labels(plain_rows, merges, number, 2, looked_at) if number + 2 <= len(plain_rows) else None
        height = 1 if labels is None else 2
        score = _score(labels or texts, looked_at, number + height)
        if best is None or score > best.score + (0.05 if number > best.row + 1 else 0.001):
            best = Header(number, height, tuple(labels or texts), score)
    return best if best and best.score >= 0.3 else None


def header_at(rows: Sequence[Sequence[Cell]], merges: Sequence[Merge], row: int, height: int) -> Header:
    """Return the header a person pointed at (row from 0, height 1 or 2), whatever it looks like."""
    width = max((len(one) for one in rows[: row + height + 40]), default=0)
    plain_rows = [_texts(one, width) for one in rows[: row + height]]
    labels = _labels(plain_rows, merges, row, height, rows, insist=True) or plain_rows[row]
    return Header(row, height, tuple(labels), 1.0)


def _labels(
    rows: list[list[str]], merges: Sequence[Merge], number: int, height: int, raw: Sequence[Sequence[Cell]], insist: bool = False
) -> list[str] | None:
    if height == 1:
        return list(rows[number])
    top, below = _spread(rows[number : number + 2], [m for m in merges if m[0][0] in (number, number + 1)], number)
    if not insist and not _is_second_row(rows[number], rows[number + 1], raw[number + 1]):
        return None
    labels, group = [], ""
    for position, (upper, lower) in enumerate(zip(top, below, strict=True)):
        if rows[number][position]:
            group = rows[number][position]
        head = upper or (group if lower and not rows[number][position] and _is_group(group, lower) else "")
        labels.append(head if not lower or plain(lower) == plain(head) else f"{head}/{lower}" if head else lower)
    return labels


def _is_group(group: str, lower: str) -> bool:
    return plain(lower) in PARTS or any(word in group for word in _PEOPLE_GROUPS)


def _is_second_row(upper: list[str], lower: list[str], raw: Sequence[Cell]) -> bool:
    """A second header row names parts under groups: few cells, known words, no values."""
    given = [(position, text) for position, text in enumerate(lower) if text]
    if not given or any(isinstance(cell, int | float | date | datetime) and not isinstance(cell, bool) for cell in raw):
        return False
    named = sum(
        1 for _, text in given if looks_like_header(text) or plain(text) in PARTS or plain(text) in ("数量", "型号", "有无")
    )
    if named < max(1, len(given) * 0.6):
        return False
    if sum(1 for position, text in given if plain(text) == plain(upper[position])) * 2 > len(given):
        return False
    alone = sum(1 for position, text in enumerate(upper) if text and position < len(lower) and not lower[position])
    groups = sum(1 for position, _ in given if not upper[position])
    return groups > 0 or alone > 0


def _score(labels: Sequence[str], rows: Sequence[Sequence[Cell]], data_from: int) -> float:
    given = [label for label in labels if label]
    if len(given) < 2:
        return 0.0
    known = [label for label in given if looks_like_header(label.split("/")[-1]) or looks_like_header(label.replace("/", ""))]
    codes = {EXACT.get(plain(label.replace("/", ""))) for label in known} - {None}
    has_name = bool(codes & {"name"}) or any("名称" in label or "店名" in label for label in given)
    long_ones = sum(1 for label in given if len(label) > 24 or any(mark in label for mark in "，。；"))
    digits = sum(1 for label in given if label.replace(".", "").replace("-", "").isdigit())
    repeats = len(given) - len({plain(label) for label in given})
    share = len(known) / len(given)
    below = [row for row in rows[data_from : data_from + 8] if any(text_of(cell).strip() for cell in row)]
    has_data = 1.0 if below else 0.6
    score = 0.55 * share + 0.25 * min(1.0, len(known) / 5) + (0.2 if has_name else 0)
    score -= 0.15 * (long_ones + digits) / len(given) + 0.3 * repeats / len(given)
    return max(0.0, score * has_data)


def kind_of_row(texts: Sequence[str], header: Header) -> str:
    """Return what a row under the header is: data, blank, header (repeated), total or note."""
    given = [(position, text) for position, text in enumerate(texts) if text]
    if not given:
        return "blank"
    first = given[0][1]
    for _, text in given[:2]:
        if _TOTAL.match(text) and sum(1 for _, other in given if not _is_number(other)) <= 3:
            return "total"
    if len(given) <= 3 and _NOTE.match(first):
        return "note"
    labelled = [position for position, text in given if position < len(header.labels) and header.labels[position]]
    if len(given) == 1 and len(first) > 30:
        return "note"
    same = sum(1 for position in labelled if plain(texts[position]) in _pieces(header.labels[position]))
    if len(labelled) >= 2 and same >= 0.6 * len(labelled):
        return "header"
    if header.height == 2 and len(given) >= 2 and all(plain(text) in PARTS for _, text in given):
        return "header"
    return "data"


def _pieces(label: str) -> set[str]:
    return {plain(label), plain(label.replace("/", "")), *(plain(piece) for piece in label.split("/") if piece)}


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "").replace("家", "").replace("户", "").isdigit()
