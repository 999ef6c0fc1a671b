"""Spans of days as numbers: days, months and years, and the few of them that make up any window."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

# Spans from the first to the last, both included, that follow each other as numbers.
Run = tuple[int, int]
FIRST_YEAR = 1900
FIRST_MONTH = FIRST_YEAR * 100
DISTRICT, STREET, OWN = 6, 10, 17
LEVELS = (OWN, STREET, DISTRICT)


def of_day(day: date) -> int:
    """Return the number of a day: 20260310."""
    return day.year * 10_000 + day.month * 100 + day.day


def of_month(day: date) -> int:
    """Return the number of a day's month: 202603."""
    return day.year * 100 + day.month


def of_year(day: date) -> int:
    """Return the number of a day's year: 2026."""
    return day.year


def day_of(span: int) -> date:
    """Return the day of a day's number."""
    return date(span // 10_000, span // 100 % 100, span % 100)


def all_of(day: date) -> tuple[int, int, int]:
    """Return the spans that a day lies in: the day, its month, its year."""
    return of_day(day), of_month(day), of_year(day)


def next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def window(start: date, end: date) -> list[int]:
    """Return the fewest spans that make up the days from start to end: years, months, days."""
    return list(_window(start, end))


def _window(start: date, end: date) -> Iterator[int]:
    day = start
    while day <= end:
        if day.day == 1:
            year_end = date(day.year, 12, 31)
            if day.month == 1 and year_end <= end:
                yield of_year(day)
                day = year_end + timedelta(days=1)
                continue
            after = next_month(day)
            if after - timedelta(days=1) <= end:
                yield of_month(day)
                day = after
                continue
        yield of_day(day)
        day += timedelta(days=1)


def runs(numbers: Iterable[int]) -> tuple[Run, ...]:
    """Return spans as runs of numbers that follow each other: those of any window are at most five."""
    made: list[Run] = []
    for number in numbers:
        if made and made[-1][1] == number - 1:
            made[-1] = (made[-1][0], number)
        else:
            made.append((number, number))
    return tuple(made)


@lru_cache(maxsize=512)
def runs_of(start: date, end: date) -> tuple[Run, ...]:
    """Return the runs that make up the days from start to end."""
    return runs(window(start, end))


@lru_cache(maxsize=512)
def runs_up_to(day: date) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return (runs to add, runs to take off) that leave all days up to and including one, made of the fewest spans.

    Late in a month the month without its last days is less to read than all the days before them; the same for a year.
    """
    last = next_month(day) - timedelta(days=1)
    days_before, days_after = _days(day.replace(day=1), day), _days(day + timedelta(days=1), last)
    months_before = [day.year * 100 + month for month in range(1, day.month)]
    months_after = [day.year * 100 + month for month in range(day.month + 1, 13)]
    ways: tuple[tuple[list[int], list[int]], ...] = (
        ([*months_before, *days_before], []),
        ([*months_before, of_month(day)], days_after),
        ([of_year(day)], [*months_after, *days_after]),
    )
    added, taken = min(ways, key=lambda way: len(way[0]) + len(way[1]))
    return runs([*range(FIRST_YEAR, day.year), *added]), runs(taken)


def _days(start: date, end: date) -> list[int]:
    return [of_day(start + timedelta(days=n)) for n in range((end - start).days + 1)]


def path_at(area_path: str, level: int) -> str:
    """Return the path under which a fact's cell is kept at a level."""
    return area_path if level == OWN else area_path[:level]
