"""What cells are made of: sources of facts, what marks them as changed, and how a figure counts them."""

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True)
class Watch:
    """A table whose changes touch a source.

    `columns` are the ones that matter. `marks` is the SQL that says what a changed row touches, with {row} for the row
    before and after: day and area of a daily source, or the subject of a span source. Without it the row's own day and area.
    `when` is the SQL over OLD and NEW that says which updates matter; without it any change of the columns does.
    """

    model: type[Model]
    columns: tuple[str, ...]
    marks: str = ""
    when: str = ""


@dataclass(frozen=True)
class DailySource:
    """A table of facts told by day and area. `rows` gives all of them; `day`, `area`, `line` name the columns."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    day: str
    watches: tuple[Watch, ...]
    area: str = "area_path"
    line: str = "line"


class Standing(NamedTuple):
    """One spell of a record in a stock: in it from `enter_on` on, out of it from `leave_on` on (None: still in)."""

    subject: UUID
    area_path: str
    line: str
    enter_on: date
    leave_on: date | None


@dataclass(frozen=True)
class SpanSource:
    """Records that stand in a stock for some days. `tell` gives the spells of the named subjects, or of all for None."""

    name: str
    tell: Callable[[Collection[UUID] | None], Iterable[Standing]]
    watches: tuple[Watch, ...]


@dataclass(frozen=True)
class Daily:
    """Counted by day: the facts of a source that meet a condition.

    With `distinct` (a column of the source) each value counts once in any window and `kind` names what it is;
    with `amount` (a column) that number is summed instead of the rows. `words` names the condition where it holds a query,
    which has no words of its own; they change with it.
    """

    source: DailySource
    where: Q = field(default_factory=Q)
    distinct: str = ""
    kind: str = ""
    amount: str = ""
    words: str = ""

    def rule(self) -> str:
        """Return in one line by what is counted: the same in every process, another when the rule changes."""
        return f"{self.source.name} {self.words or self.where} {self.distinct} {self.amount}"


@dataclass(frozen=True)
class Spans:
    """Counted as a stock: the spells of a source."""

    source: SpanSource


@dataclass(frozen=True)
class Balance:
    """A stock made of two flows: all of `plus` less all of `minus` up to the end of the period, or up to its eve."""

    plus: str
    minus: str
    at_eve: bool = False


Kept = Daily | Spans
Cells = Daily | Spans | Balance
_kept: dict[str, Kept] = {}
_series: dict[int, str] = {}


def series_of(figure_id: str) -> int:
    """Return the number under which the cells of a figure are kept: the same in every installation."""
    return zlib.crc32(figure_id.encode()) & 0x7FFFFFFF


def keep(figure_id: str, cells: Kept) -> None:
    """Register how a figure's cells are counted.

    Raises ValueError when two ids share a number (rename one), or for a condition that needs `words`.
    """
    series = series_of(figure_id)
    if isinstance(cells, Daily) and " object at " in cells.rule():
        raise ValueError(f"{figure_id}: say in words what its condition counts")
    if _series.setdefault(series, figure_id) != figure_id:
        raise ValueError(f"figures {figure_id} and {_series[series]} share the number {series}")
    _kept[figure_id] = cells


def kept() -> dict[str, Kept]:
    """Return figure id → how its cells are counted, of every figure that has cells of its own."""
    return dict(_kept)


def of_source(name: str) -> Iterator[tuple[int, Kept]]:
    """Return (series, how it is counted) of the figures that count a source."""
    return ((series_of(figure_id), cells) for figure_id, cells in _kept.items() if cells.source.name == name)


def sources() -> dict[str, DailySource | SpanSource]:
    """Return every source by name. Raises ValueError when two different ones bear one name."""
    found: dict[str, DailySource | SpanSource] = {}
    for cells in _kept.values():
        if found.setdefault(cells.source.name, cells.source) is not cells.source:
            raise ValueError(f"source {cells.source.name} is declared twice")
    return found
