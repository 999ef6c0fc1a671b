"""The three kinds of bulletins: their words, their registers, and which period a day belongs to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from fengsui.kernel.figure import Period


@dataclass(frozen=True)
class Kind:
    """One kind: words, letters of its register, the period a day lies in, and the period before it."""

    code: str
    zh: str
    en: str
    prefix: str
    period: Callable[[date], Period]
    before: Callable[[Period], Period]


def _day(day: date) -> Period:
    return Period.day(day)


def _week(day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def _month(day: date) -> Period:
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Period(first, following - timedelta(days=1))


KINDS: dict[str, Kind] = {
    "daily": Kind("daily", "日报", "daily report", "RB", _day, lambda period: Period.day(period.eve)),
    "weekly": Kind("weekly", "周报", "weekly report", "ZB", _week, lambda period: _week(period.eve)),
    "monthly": Kind("monthly", "月度通报", "monthly bulletin", "TB", _month, lambda period: _month(period.eve)),
}


def a_year_before(period: Period) -> Period:
    """Return the same month a year earlier (同比), whole whatever February has."""
    return _month(period.start.replace(year=period.start.year - 1))


def register_of(kind: str) -> str:
    """Return the numbering register of a kind."""
    return f"bulletin_{kind}"


def period_words(period: Period) -> str:
    """Return a period as papers write it: 2026年3月10日, 2026年3月2日至3月8日, 2026年3月."""
    start, end = period.start, period.end
    if start == end:
        return f"{start.year}年{start.month}月{start.day}日"
    if start.day == 1 and _month(start) == period:
        return f"{start.year}年{start.month}月"
    until = f"{end.month}月{end.day}日" if start.year == end.year else f"{end.year}年{end.month}月{end.day}日"
    return f"{start.year}年{start.month}月{start.day}日至{until}"
