"""Checking the cells: every figure counted again from its facts by a plain loop, and every sum from the cells below it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Min
from pyroaring import BitMap

from fengsui.kernel import clock, transaction
from fengsui.kernel.cells import spans
from fengsui.kernel.cells.declared import Balance, Daily, series_of
from fengsui.kernel.cells.members import all_numbers, opened
from fengsui.kernel.cells.reading import settled
from fengsui.kernel.figure import Figure, Period, every
from fengsui.kernel.models import Cell

Held = Any


@dataclass(frozen=True)
class Difference:
    """A cell that does not say what the facts say; `when` is a day, a month or a year."""

    figure_id: str
    area_path: str
    line: str
    when: int
    kept: int
    counted: int


@dataclass(frozen=True)
class Verification:
    """What was looked at and what did not agree."""

    figures: int
    cells: int
    differences: tuple[Difference, ...]


def verify(*, since: date | None = None, tell: Callable[[str], None] = lambda line: None) -> Verification:
    """Count every figure that has cells again from its facts, and every sum from the cells it is made of.

    `since` leaves out the days before it where each day is a question of its own (stocks, steps of the timeline).
    One transaction, so that nothing changes between the two counts.
    """
    settled()
    differences: list[Difference] = []
    looked = 0
    with transaction.write():
        figures = [figure for figure in every() if figure.cells is not None]
        for figure in figures:
            tell(figure.id)
            if not isinstance(figure.cells, Balance):
                looked += Cell.objects.filter(series=series_of(figure.id)).count()
                differences += _sums(figure)
            if isinstance(figure.cells, Daily) and figure.day_field:
                differences += _flow(figure)
            else:
                differences += _day_by_day(figure, since)
    return Verification(len(figures), looked, tuple(differences))


def _day_cells(figure_id: str) -> Iterator[tuple[int, str, str, int, Any]]:
    cells = Cell.objects.filter(series=series_of(figure_id), level=spans.OWN, span__gte=10_000_000)
    yield from cells.values_list("span", "area_path", "line", "n", "members").iterator(chunk_size=5000)


def _flow(figure: Figure) -> Iterator[Difference]:
    """Compare the cells of days with the facts, one by one."""
    everything = figure.facts(Period(date(spans.FIRST_YEAR, 1, 1), date(9999, 12, 31))).order_by()
    column = figure.distinct or figure.amount or "pk"
    told: dict[tuple[int, str, str], Any] = {}
    for day, area, line, value in everything.values_list(F(figure.day_field), "area_path", "line", column).iterator(20_000):
        key = (spans.of_day(day), area, line)
        if figure.distinct:
            told.setdefault(key, set()).add(str(value))
        else:
            told[key] = told.get(key, 0) + (value if figure.amount else 1)
    numbers = all_numbers(figure.cells.kind) if figure.distinct and isinstance(figure.cells, Daily) else {}
    for span, area, line, n, members in _day_cells(figure.id):
        counted = told.pop((span, area, line), set() if figure.distinct else 0)
        if figure.distinct:
            agrees = opened(members) == BitMap(numbers[key] for key in counted if key in numbers) and n == len(counted)
            counted = len(counted)
        else:
            agrees = n == counted
        if not agrees:
            yield Difference(figure.id, area, line, span, n, counted)
    for (span, area, line), counted in told.items():
        yield Difference(figure.id, area, line, span, 0, len(counted) if figure.distinct else counted)


def _sums(figure: Figure) -> Iterator[Difference]:
    """Compare streets, districts, months and years with the cells they are made of."""
    once = isinstance(figure.cells, Daily) and bool(figure.cells.distinct)
    made: dict[tuple[int, int, str, str], Held] = defaultdict(BitMap) if once else defaultdict(int)
    for span, area, line, n, members in _day_cells(figure.id):
        day = spans.day_of(span)
        for level in spans.LEVELS:
            for one in spans.all_of(day):
                if (level, one) == (spans.OWN, span):
                    continue
                key = (level, one, spans.path_at(area, level), line)
                made[key] = (made[key] | opened(members)) if once else made[key] + n
    kept = Cell.objects.filter(series=series_of(figure.id)).exclude(level=spans.OWN, span__gte=10_000_000)
    for level, span, area, line, n, members in kept.values_list("level", "span", "area_path", "line", "n", "members"):
        held = made.pop((level, span, area, line), BitMap() if once else 0)
        counted = len(held) if once else held
        if n != counted or (once and opened(members) != held):
            yield Difference(figure.id, area, line, span, n, counted)
    for (_, span, area, line), held in made.items():
        if held:
            yield Difference(figure.id, area, line, span, 0, len(held) if once else held)


def _day_by_day(figure: Figure, since: date | None) -> Iterator[Difference]:
    """Ask the facts for each day from the first on, and compare with what the cells of the days say."""
    signs = _signs(figure)
    changes: dict[date, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for figure_id, sign in signs:
        for span, area, line, n, _ in _day_cells(figure_id):
            changes[spans.day_of(span)][area, line] += sign * n
    first, last = _ends(figure, changes)
    standing: dict[tuple[str, str], int] = defaultdict(int)
    day = first
    while day <= last:
        if isinstance(figure.cells, Daily):
            standing = defaultdict(int)
        for key, n in changes.get(day, {}).items():
            standing[key] += n
        if since is None or day >= since:
            yield from _day(figure, day, standing)
        day += timedelta(days=1)


def _signs(figure: Figure) -> list[tuple[str, int]]:
    if isinstance(figure.cells, Balance):
        return [(figure.cells.plus, 1), (figure.cells.minus, -1)]
    return [(figure.id, 1)]


def _ends(figure: Figure, changes: dict[date, Any]) -> tuple[date, date]:
    today = clock.local_date()
    days = [*changes, today]
    if isinstance(figure.cells, Daily):
        source = figure.cells.source
        ends = source.rows().order_by().aggregate(first=Min(source.day), last=Max(source.day))
        days += [day for day in ends.values() if day is not None]
    return min(days) - timedelta(days=1), max(days) + timedelta(days=1)


def _day(figure: Figure, day: date, standing: dict[tuple[str, str], int]) -> Iterator[Difference]:
    at_eve = isinstance(figure.cells, Balance) and figure.cells.at_eve
    asked = Period.day(day + timedelta(days=1)) if at_eve else Period.day(day)
    told: dict[tuple[str, str], int] = defaultdict(int)
    for area, line in figure.facts(asked).order_by().values_list("area_path", "line"):
        told[area, line] += 1
    for area, line in sorted(told.keys() | standing.keys()):
        if told.get((area, line), 0) != standing.get((area, line), 0):
            yield Difference(figure.id, area, line, spans.of_day(day), standing[area, line], told[area, line])
