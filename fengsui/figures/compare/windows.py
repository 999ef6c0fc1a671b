"""Which window a period is compared with: chosen by rule from the period alone, so that nobody can pick a kinder one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Against = Literal["previous", "year"]


@dataclass(frozen=True)
class Window:
    """Whole district days, both ends included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Pair:
    """The window asked about, cut at today, and the one it is compared with; `notes` are code and words of what to mind."""

    now: Window
    before: Window
    notes: tuple[tuple[str, str], ...]


def _month_start(day: date, months: int) -> date:
    """Return the first day of the month so many months from a day's."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _month_end(day: date) -> date:
    return _month_start(day, 1) - timedelta(days=1)


def _moved(day: date, months: int) -> date:
    """Return the same day of the month so many months from it, or the last day of a shorter one."""
    first = _month_start(day, months)
    return first.replace(day=min(day.day, _month_end(first).day))


def _months(window: Window) -> int:
    """Return how many whole calendar months a window is, 0 for anything else."""
    if window.start.day != 1 or window.end != _month_end(window.end):
        return 0
    return (window.end.year - window.start.year) * 12 + window.end.month - window.start.month + 1


def pair(start: date, end: date, today: date, against: Against) -> Pair:
    """Return the window of a period and the one it is compared with.

    The period is cut at today. 同比 (year): the same calendar days of the year before. 环比 (previous): of whole calendar
    months (a month, a quarter, a year) the same number of months before; of the first days of a month, a quarter or a
    year the same days of the one before; of anything else the same number of days right before.
    Raises ValueError for a period to come.
    """
    if start > today:
        raise ValueError(f"the period starts on {start}, after today, {today}")
    asked = Window(start, end)
    now = Window(start, min(end, today))
    notes: list[tuple[str, str]] = []
    if end > today:
        notes.append(("cut", f"期间尚未结束，只算到今天（{today}），对比期同样截短"))
    if now.end == today:
        notes.append(("today_open", "今天还没有结束，当天的数字会变"))
    before = _before(asked, now, against)
    if before.days != now.days:
        notes.append(("lengths_differ", f"按日历对应，本期 {now.days} 天，对比期 {before.days} 天，天数不同"))
    return Pair(now, before, tuple(notes))


def _before(asked: Window, now: Window, against: Against) -> Window:
    if against == "year":
        return _calendar(now, 12)
    months = _months(asked) or _unit_so_far(asked)
    if months:
        return _calendar(now, months)
    return Window(now.start - timedelta(days=now.days), now.start - timedelta(days=1))


def _calendar(now: Window, months: int) -> Window:
    start, end = _moved(now.start, -months), _moved(now.end, -months)
    if _months(now):
        end = _month_end(end)
    return Window(start, end)


def _unit_so_far(asked: Window) -> int:
    """Return the months of the unit that the window is the beginning of: 1 (month), 3 (quarter), 12 (year), else 0."""
    start, end = asked.start, asked.end
    if start.day != 1:
        return 0
    if (start.year, start.month) == (end.year, end.month):
        return 1
    if start.month % 3 == 1 and end < _month_start(start, 3):
        return 3
    return 12 if start.month == 1 and end.year == start.year else 0


def change_words(now: int, before: int) -> tuple[float | None, str]:
    """Return (percent of change to one decimal, words); a base of nothing has no percent and words say so."""
    if before:
        percent = round((now - before) * 100 / before, 1)
        return percent, "持平" if now == before else f"{'增加' if now > before else '减少'} {abs(percent)}%"
    return None, "两期均为 0" if not now else f"对比期为 0，本期 {now}，不计算百分比"
