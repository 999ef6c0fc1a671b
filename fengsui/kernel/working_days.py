"""Working days: pure arithmetic over a calendar that says of each day whether work is done on it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

import chinese_calendar

DayKind = Literal["working", "rest"]


@dataclass(frozen=True)
class DayFact:
    """One day: working or rest, where that is known from, and whether the State Council has yet to announce it."""

    kind: DayKind
    source: str
    provisional: bool = False


@dataclass(frozen=True)
class DueDate:
    """A computed limit: the date, whether it rests on unannounced days, and the days skipped (date, reason)."""

    date: dt.date
    provisional: bool
    skipped: tuple[tuple[dt.date, str], ...] = field(default=())

    def words(self) -> str:
        """Say in Chinese how the date came about, for the 由此算出 line of a screen."""
        parts = [f"{self.date.isoformat()} 截止"]
        if self.skipped:
            parts.append("跳过 " + "、".join(f"{day:%m-%d}（{why}）" for day, why in self.skipped))
        if self.provisional:
            parts.append("含未公布年份的节假日，待国务院公布后重算")
        return "；".join(parts)


Calendar = Callable[[dt.date], DayFact]


def announced(day: dt.date) -> DayFact:
    """Return what the State Council notices say of a day (chinesecalendar); Monday–Friday, provisional, beyond them."""
    try:
        working = chinese_calendar.is_workday(day)
    except NotImplementedError:
        return DayFact("working" if day.weekday() < 5 else "rest", "weekday", provisional=True)
    if working and day.weekday() >= 5:
        return DayFact("working", "调休上班")
    if not working and day.weekday() < 5:
        return DayFact("rest", "法定节假日")
    return DayFact("working" if working else "rest", "工作日" if working else "周末")


def with_table(table: Mapping[dt.date, tuple[DayKind, str]]) -> Calendar:
    """Return a calendar in which a district's own table {date: (kind, note)} overrules the announced days."""

    def look(day: dt.date) -> DayFact:
        own = table.get(day)
        return DayFact(own[0], own[1] or "区县日历") if own else announced(day)

    return look


def add_working_days(start: dt.date, count: int, calendar: Calendar = announced) -> DueDate:
    """Return the date that lies `count` working days after `start` (the day after the start is day one).

    `count` 0 means the start day itself. Raises ValueError for a negative count or one above 2,000.
    """
    if not 0 <= count <= 2000:
        raise ValueError(f"count of working days must be 0..2000, got {count}")
    day, left, provisional = start, count, False
    skipped: list[tuple[dt.date, str]] = []
    while left:
        day += timedelta(days=1)
        fact = calendar(day)
        provisional = provisional or fact.provisional
        if fact.kind == "working":
            left -= 1
        else:
            skipped.append((day, fact.source if fact.source != "weekday" else "周末"))
    return DueDate(day, provisional, tuple(skipped))


def working_days_between(start: dt.date, end: dt.date, calendar: Calendar = announced) -> int:
    """Return how many working days lie after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, calendar)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(calendar(day).kind == "working" for day in days)
