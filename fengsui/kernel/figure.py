"""Figures (口径): each package declares what it can count, in words and as one query that gives value and rows alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import Count, Max, Model, QuerySet, Sum
from django.db.models.functions import Coalesce

from fengsui.kernel.cells.declared import Balance, Cells, keep

PeriodRule = Literal["flow", "stock"]
PERIOD_RULES: dict[str, tuple[str, str]] = {
    "flow": ("期间发生数", "what happened within the period"),
    "stock": ("期末存量", "what stands at the end of the period"),
}
# Unit code → words on screens and papers.
UNITS: dict[str, tuple[str, str]] = {
    "place": ("家", "places"),
    "visit": ("家次", "visits"),
    "case": ("处", "cases"),
    "person": ("人", "people"),
    "task": ("项", "tasks"),
    "file": ("份", "files"),
    "knock": ("户次", "household visits"),
    "household": ("户", "households"),
    "session": ("场", "sessions"),
    "attendance": ("人次", "attendances"),
    "post": ("人", "people"),
    "area": ("个", "areas"),
    "vehicle": ("辆", "vehicles"),
    "fire": ("起", "fires"),
    "view": ("次", "views"),
    "port": ("个", "ports"),
    "distance": ("千米", "km"),
    "day": ("天", "days"),
}


@dataclass(frozen=True)
class Period:
    """Whole district days, both ends included. Raises ValueError when the end lies before the start."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period ends on or after its start, got {self.start} to {self.end}")

    @classmethod
    def day(cls, day: date) -> "Period":
        """Return the period of one day."""
        return cls(day, day)

    @property
    def eve(self) -> date:
        """The day before the period: its closing stock is this period's opening stock."""
        return self.start - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class RowColumn:
    """One column of the rows behind a figure; `kind` as in documents.Column."""

    key: str
    zh: str
    en: str
    kind: Literal["text", "integer", "number", "percent", "date", "datetime", "yesno"] = "text"
    width: float = 14


@dataclass(frozen=True)
class Figure:
    """One figure: identity, words, and the facts it counts.

    `facts` gives the rows of a period, not yet narrowed to anyone's scope, exclusions already applied. With
    `distinct` set (a column such as place_id) each different value counts once and its rows carry `times` and
    `last_on` (the latest `day_field`). `order` sorts the rows and ends in a unique column. `show` turns one page of
    rows into what screens and exports list, each with `id`; `subject` names what that id opens (hazards.hazard).
    `day_field` is the local date by which a flow can be told day by day, '' where it cannot. `of` names the figure
    this one is a part of. With `amount` (a column) the value is that column's sum and its rows carry it. `cells` says how
    the figure is kept by day and area; without it the facts are counted each time, which suits a table of hundreds. `parts`
    gives the same facts in pieces without a row in common, each in the figure's order (ascending), where pieces are found by an
    index and the whole is not. `shown` are the fields that `show` reads, where the records have many more; no others are read.
    """

    id: str
    zh: str
    en: str
    unit: str
    definition: str
    definition_en: str
    period_rule: PeriodRule
    counted_on: str
    deduplication: str
    exclusions: str
    version: int
    permission: str
    facts: Callable[[Period], QuerySet[Any]]
    order: tuple[str, ...]
    columns: tuple[RowColumn, ...]
    show: Callable[[Sequence[Any]], list[dict[str, Any]]]
    subject: str
    distinct: str = ""
    day_field: str = ""
    of: str = ""
    amount: str = ""
    cells: Cells | None = None
    parts: Callable[[Period], Sequence[QuerySet[Any]]] | None = None
    shown: tuple[str, ...] = ()
    scope_rule: str = "按记录所在区域归口：已了结的留在当时的区域，未了结的随场所走；只算本人数据范围内的记录"

    def units(self, facts: QuerySet[Any]) -> QuerySet[Any]:
        """Return one row per counted unit, in order; its count() is the value, its slices are the rows."""
        if not self.distinct:
            return facts.order_by(*self.order)
        grouped: QuerySet[Any] = facts.order_by().values(self.distinct).annotate(times=Count("pk"), last_on=Max(self.day_field))
        return grouped.order_by(*self.order)

    def count(self) -> Any:
        """Return the aggregate that counts the units inside a GROUP BY."""
        if self.amount:
            return Coalesce(Sum(self.amount), 0)
        return Count(self.distinct, distinct=True) if self.distinct else Count("pk")


@dataclass(frozen=True)
class FigureValue:
    """A figure computed for someone, an area and a period."""

    figure: Figure
    period: Period
    area_path: str
    value: int


_figures: dict[str, Figure] = {}


def declare(figure: Figure) -> Figure:
    """Register a figure. Raises ValueError for an id declared before, an unknown unit, or incomplete words."""
    if figure.id in _figures and _figures[figure.id] is not figure:
        raise ValueError(f"figure {figure.id} is declared twice")
    if figure.unit not in UNITS:
        raise ValueError(f"figure {figure.id}: unknown unit {figure.unit}")
    if figure.distinct and not figure.day_field:
        raise ValueError(f"figure {figure.id}: a figure that counts each once needs the day its facts are dated by")
    words = (figure.zh, figure.en, figure.definition, figure.definition_en, figure.deduplication, figure.exclusions)
    if not all(words):
        raise ValueError(f"figure {figure.id}: every part of its definition needs words")
    _figures[figure.id] = figure
    if figure.cells is not None and not isinstance(figure.cells, Balance):
        keep(figure.id, figure.cells)
    return figure


def known(figure_id: str) -> Figure | None:
    """Return a declared figure, or None."""
    return _figures.get(figure_id)


def every() -> list[Figure]:
    """Return all declared figures in the order of declaration."""
    return list(_figures.values())


def unit_label(unit: str, language: str = "zh") -> str:
    """Return the words of a unit."""
    return UNITS[unit][0 if language == "zh" else 1]


def by_id(rows: Sequence[Model]) -> dict[Any, Any]:
    """Return rows by primary key, for `show` functions that look others up."""
    return {row.pk: row for row in rows}
