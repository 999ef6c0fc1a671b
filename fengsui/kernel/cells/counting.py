"""Counting the cells of a daily source from its facts: for some days and areas, or for all of a span of days."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce

from fengsui.kernel.cells.declared import Daily, DailySource, of_source


class Key(NamedTuple):
    """A cell as its facts lie: whose, on what day, where, in what line."""

    series: int
    day: date
    area_path: str
    line: str


class Counted(NamedTuple):
    """What the facts say: numbers, and for what counts once the ids themselves."""

    numbers: dict[Key, int]
    members: dict[Key, set[Any]]


def of_facts(source: DailySource, days: Collection[date] | tuple[date, date], areas: Collection[str] | None = None) -> Counted:
    """Count the cells of all figures of a source on some days (or from a day to a day) in some areas (None: in all).

    One query for all numbers and one for each figure that counts things once.
    """
    rows = _narrowed(source, days, areas)
    figures = [(series, cells) for series, cells in of_source(source.name) if isinstance(cells, Daily)]
    counted = Counted({}, {})
    plain = [(series, cells) for series, cells in figures if not cells.distinct]
    if plain:
        totals = {f"c{place}": _total(cells) for place, (_, cells) in enumerate(plain)}
        for day, area, line, *values in _parted(source, rows).annotate(**totals).values_list("d_", "a_", "l_", *totals):
            for (series, _), value in zip(plain, values, strict=True):
                if value:
                    counted.numbers[Key(series, day, area, line)] = value
    for series, cells in figures:
        if cells.distinct:
            told = _parted(source, rows.filter(cells.where)).values_list("d_", "a_", "l_", cells.distinct).distinct()
            for day, area, line, member in told.iterator(chunk_size=20_000):
                counted.members.setdefault(Key(series, day, area, line), set()).add(member)
    return counted


def _narrowed(source: DailySource, days: Any, areas: Collection[str] | None) -> QuerySet[Any]:
    rows = source.rows()
    if isinstance(days, tuple):
        rows = rows.filter(**{f"{source.day}__gte": days[0], f"{source.day}__lte": days[1]})
    else:
        rows = rows.filter(**{f"{source.day}__in": sorted(days)})
    return rows if areas is None else rows.filter(**{f"{source.area}__in": sorted(areas)})


def _parted(source: DailySource, rows: QuerySet[Any]) -> Any:
    named = rows.order_by().annotate(d_=F(source.day), a_=F(source.area), l_=F(source.line))
    return named.values("d_", "a_", "l_")


def _total(cells: Daily) -> Any:
    if cells.amount:
        return Coalesce(Sum(cells.amount, filter=cells.where or None), 0)
    return Count("pk", filter=cells.where or None)
