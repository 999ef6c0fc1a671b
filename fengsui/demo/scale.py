"""How big a demo is and how densely it is lived: the small one, the district with thin years, the district in full."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from fengsui.kernel.working_days import Calendar

DISTRICT = "150402"
# The two streets whose days are planned from the rule pack; they come first, so that the sign-ins told at the end are theirs.
PILOTS = ("150402/006", "150402/007")
OTHERS = tuple(f"150402/{code}" for code in ("001", "002", "003", "004", "005", "008", "009", "010", "011", "100", "102"))
YEARS_DAYS = 730
MONTH_DAYS = 30


@dataclass(frozen=True)
class Pace:
    """How much is done in a street on a working day.

    `out`: post → the share of people who go round that day; `errands` the share of those who go out only because
    somebody has mended something or a review waits. `knocks`: the share of grid workers who walk a building, and how many
    doors at least and at most. `trainings`: how likely a training is. `planned`: the list of the day is made by the plan.
    `on_site`: the share put right there and then, where next to nothing else is taken up (None: as it comes).
    """

    out: Mapping[str, float]
    errands: float = 0.0
    knocks: tuple[float, int, int] = (0.14, 3, 6)
    trainings: float = 0.0
    planned: bool = True
    on_site: float | None = None


@dataclass(frozen=True)
class Scale:
    """One size of the demo. `places` and `compounds` are per street; `pilots` are planned in the last `month` days."""

    name: str
    streets: tuple[str, ...]
    places: Mapping[str, int]
    compounds: Mapping[str, int]
    days: int
    month: int
    busy: Pace
    quiet: Pace
    years: Pace
    thin: bool = False
    grids_each: bool = True
    faults: tuple[tuple[int, float], ...] = ((0, 54.0), (1, 31.0), (2, 11.0), (3, 4.0))
    met: int = 62
    leaflets: tuple[float, float] = (1.0, 0.5)
    recent_days: int = 12
    attended: tuple[float, float] | None = None
    inspectors: Mapping[str, int] = field(default_factory=dict)
    facilities: float = 1.0
    careless: float = 0.0
    beside: bool = False
    affairs: bool = False
    key_units: float = 0.0
    weeks_apart: int = 1
    by_turns: bool = False

    def pace(self, street: str, day: date, today: date) -> Pace:
        """Return how a street lives a day."""
        if (today - day).days >= self.month:
            return self.years
        return self.busy if street in PILOTS else self.quiet

    def streets_on(self, day: date, today: date) -> tuple[str, ...]:
        """Return the streets that live a day: all of them, or `by_turns` every other one on a day of the thin years."""
        if not self.by_turns or (today - day).days < self.month:
            return self.streets
        turn = (today - day).days // (7 * self.weeks_apart) % 2
        return self.streets[turn::2]

    def lived(self, today: date, calendar: Calendar) -> list[date]:
        """Return the days that are lived, the last one today.

        In thin years one working day in each `weeks_apart` weeks is, another weekday each time; the last month is lived
        day by day.
        """
        first = today - timedelta(days=self.days - 1)
        every = [first + timedelta(days=n) for n in range(self.days)]
        if not self.thin:
            return every
        begin = today - timedelta(days=self.month - 1)
        weeks: dict[int, list[date]] = {}
        for day in every:
            if day < begin and calendar(day).kind == "working":
                weeks.setdefault((day - first).days // (7 * self.weeks_apart), []).append(day)
        thin = [days[(3 * week) % len(days)] for week, days in sorted(weeks.items())]
        return [*thin, *(day for day in every if day >= begin)]


_ALL_OUT = Pace(out={"grid_worker": 1.0, "inspector": 1.0}, trainings=1.0)
# Shares of the district's places and compounds, by how many grids a street has (469 in all).
GRIDS = {
    "150402/006": 36, "150402/007": 40, "150402/001": 24, "150402/002": 18, "150402/003": 24, "150402/004": 42,
    "150402/005": 30, "150402/008": 20, "150402/009": 25, "150402/010": 80, "150402/011": 55, "150402/100": 30,
    "150402/102": 45,
}  # fmt: skip
DISTRICT_PLACES = 5_900
DISTRICT_COMPOUNDS = 305
# Three inspectors a street, one more in the six biggest: 45.
SIX_BIGGEST = ("150402/010", "150402/011", "150402/102", "150402/004", "150402/007", "150402/006")
FAULTS = ((0, 46.0), (1, 34.0), (2, 14.0), (3, 6.0))


def small(places: Mapping[str, int], days: int) -> Scale:
    """Return two streets and a month, everybody out every day: for a look, and for tests."""
    return Scale("small", PILOTS, places, dict.fromkeys(PILOTS, 7), days, days, _ALL_OUT, _ALL_OUT, _ALL_OUT, grids_each=False)


def _district(name: str, *, years: Pace, month: Pace, thin: bool) -> Scale:
    total = sum(GRIDS.values())
    busy = replace(month, out={"grid_worker": 0.03, "inspector": 0.26}, errands=0.8, planned=True)
    quiet = replace(month, out={"grid_worker": 0.006, "inspector": 0.1}, errands=0.6)
    return Scale(
        name, (*PILOTS, *OTHERS),
        {path: round(DISTRICT_PLACES * grids / total) for path, grids in GRIDS.items()},
        {path: round(DISTRICT_COMPOUNDS * grids / total) for path, grids in GRIDS.items()},
        YEARS_DAYS, MONTH_DAYS, busy, quiet, years, thin=thin, faults=FAULTS, met=76, leaflets=(0.3, 0.1), recent_days=150,
        attended=(6.04, 0.85), inspectors={path: 4 if path in SIX_BIGGEST else 3 for path in GRIDS},
        facilities=0.1, careless=0.05, beside=True, affairs=True, key_units=0.34,
        weeks_apart=4, by_turns=thin,
    )  # fmt: skip


def thin() -> Scale:
    """Return the district with two thin years and the last thirty days in full.

    In the thin years one working day in four weeks is lived, by every other street in turn.
    """
    years = Pace({"grid_worker": 0.012, "inspector": 0.18}, 0.7, (0.04, 9, 16), 0.96, planned=False, on_site=0.97)
    month = Pace({}, knocks=(0.02, 9, 16), trainings=0.48, planned=False)
    return _district("thin", years=years, month=month, thin=True)


def full() -> Scale:
    """Return the district with two whole years, day by day."""
    years = Pace({"grid_worker": 0.012, "inspector": 0.2}, 0.5, (0.0295, 9, 16), 0.048, planned=False)
    month = Pace({}, knocks=(0.03, 9, 16), trainings=0.048, planned=False)
    # Nobody goes twice within sixteen months where others have not been seen at all.
    return replace(_district("full", years=years, month=month, thin=False), recent_days=500, attended=(6.0, 0.85))
