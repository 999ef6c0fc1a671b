"""When a place is due by its class: an interval, another one in seasons, moved off rest days. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from fengsui.kernel.working_days import Calendar

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
# A season comes back every year: what is not due in so many years never is.
_YEARS_AHEAD = 12
_LONGEST_HOLIDAY_DAYS = 40


@dataclass(frozen=True)
class Pace:
    """Once in every `every` units (day, month, quarter, half_year, year), what to do on rest days, and both in words."""

    every: int
    unit: str
    on_rest_day: str = "do"
    words: str = ""

    def __post_init__(self) -> None:
        if self.every < 1 or self.unit not in ("day", *_MONTHS):
            raise ValueError(f"no pace of visits: every {self.every} {self.unit}")

    @property
    def days(self) -> int:
        """About how many days lie between two visits; for comparing paces and spreading first visits."""
        return self.every if self.unit == "day" else round(self.every * _MONTHS[self.unit] * 30.4)

    def after(self, day: date) -> date:
        """Return the day one interval after a day; of a month that is too short its last day."""
        if self.unit == "day":
            return day + timedelta(days=self.every)
        months = day.year * 12 + day.month - 1 + self.every * _MONTHS[self.unit]
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class SeasonPace:
    """A pace from one day of the year to another (month, day), both in it, perhaps over the year's end."""

    begins: tuple[int, int]
    ends: tuple[int, int]
    pace: Pace

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in the season."""
        told = (day.month, day.day)
        if self.begins <= self.ends:
            return self.begins <= told <= self.ends
        return told >= self.begins or told <= self.ends

    def turns(self, year: int) -> tuple[date, date]:
        """Return the first day and the day after the last one in a year; 29 February is 1 March in a common year."""
        return _day_of(year, self.begins), _day_of(year, self.ends, after=True)


def _day_of(year: int, told: tuple[int, int], *, after: bool = False) -> date:
    month, day = told
    if day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1]) + _DAY
    return date(year, month, day) + (_DAY if after else timedelta(0))


@dataclass(frozen=True)
class Rhythm:
    """How often the places of a class are visited: a pace, and other ones in seasons (the quicker where two overlap)."""

    base: Pace | None
    seasons: tuple[SeasonPace, ...] = ()

    def on(self, day: date) -> Pace | None:
        """Return the pace of a day; None when such places are not visited then."""
        held = [season.pace for season in self.seasons if season.holds(day)]
        return min(held, key=lambda pace: (pace.days, pace.words)) if held else self.base

    def next_turn(self, day: date) -> date | None:
        """Return the first day after a day on which a season begins or has ended; None without seasons."""
        turns = (turn for season in self.seasons for year in (day.year, day.year + 1) for turn in season.turns(year))
        return min((turn for turn in turns if turn > day), default=None)

    def next_after(self, last: date) -> date | None:
        """Return the first day after `last` on which, by the pace of that day, the interval since `last` is over."""
        start: date = last + _DAY
        while start.year <= last.year + _YEARS_AHEAD:
            pace, turn = self.on(start), self.next_turn(start)
            if pace is not None:
                day = max(start, pace.after(last))
                if turn is None or day < turn:
                    return day
            if turn is None:
                return None
            start = turn
        return None


@dataclass(frozen=True)
class DueDay:
    """When a place is due: the day by its pace, the day after moving it off rest days, and why (due, never_visited)."""

    by_pace: date
    on: date
    reason: str
    pace: Pace
    provisional: bool = False


def moved(day: date, rule: str, calendar: Calendar, *, earliest: date) -> tuple[date, bool]:
    """Return a due day moved off rest days by a rule (do, before, after), and whether unannounced days decided it.

    It is never moved before `earliest`: a day that would be stays where it is.
    """
    if rule == "do":
        return day, False
    step, provisional, looked = (-_DAY if rule == "before" else _DAY), False, day
    for _ in range(_LONGEST_HOLIDAY_DAYS):
        fact = calendar(looked)
        provisional = provisional or fact.provisional
        if fact.kind == "working":
            return (looked, provisional) if looked >= earliest else (day, provisional)
        looked += step
    return day, provisional


def due_day(
    *,
    place_id: UUID,
    listed_on: date,
    last_on: date | None,
    rhythm: Rhythm,
    calendar: Calendar,
    missed_due: date | None = None,
    today: date | None = None,
) -> DueDay | None:
    """Return when a place is next due; None when its class is not visited as a routine.

    `last_on` is its last valid inspection. A place never inspected is due on a day of its first interval that depends
    on its id alone, so that a ledger of thousands does not fall due in one morning; it is never due before it was
    listed. `missed_due` is the day by pace of the last period that was missed: the next one that has begun by `today`
    follows it, so that a period is missed once and periods nobody planned are not made up afterwards.
    """
    reason = "never_visited" if last_on is None else "due"
    day: date | None
    if missed_due is not None and (last_on is None or missed_due > last_on):
        day = current_period(missed_due, rhythm, today or missed_due)
        earliest = missed_due + _DAY
    elif last_on is not None:
        day, earliest = rhythm.next_after(last_on), last_on + _DAY
    else:
        day, earliest = _first(place_id, listed_on, rhythm), listed_on
    if day is None:
        return None
    pace = rhythm.on(day)
    if pace is None:
        return None
    on, provisional = moved(day, pace.on_rest_day, calendar, earliest=earliest)
    return DueDay(day, on, reason, pace, provisional)


def _first(place_id: UUID, listed_on: date, rhythm: Rhythm) -> date | None:
    pace, start = rhythm.on(listed_on), listed_on
    if pace is None:
        turn = rhythm.next_turn(listed_on)
        while turn is not None and rhythm.on(turn) is None:
            turn = rhythm.next_turn(turn)
        if turn is None:
            return None
        start, pace = turn, rhythm.on(turn)
    assert pace is not None
    day = start + timedelta(days=place_id.int % pace.days)
    while rhythm.on(day) is None:
        # The first interval outlasts the season: the place is due in the season, not after it.
        day -= _DAY
    return day


def period_end(due: date, rhythm: Rhythm) -> date | None:
    """Return the day on which the period of a task due on a day (by its pace) is over: the next one begins there."""
    return rhythm.next_after(due)


def current_period(missed_due: date, rhythm: Rhythm, on: date) -> date | None:
    """Return the due day of the last period after a missed one that has begun by a day; periods nobody planned are let go."""
    day = rhythm.next_after(missed_due)
    if day is None or day > on:
        return day
    while (following := rhythm.next_after(day)) is not None and following <= on:
        day = following
    return day
