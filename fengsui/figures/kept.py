"""Figures read from cells: many questions in one read, for any window, area and scope; those without cells from their facts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from fengsui.figures import facts
from fengsui.kernel.actor import Actor
from fengsui.kernel.cells import spans
from fengsui.kernel.cells.declared import Balance, Daily, series_of
from fengsui.kernel.cells.reading import Ask, Part, Piece, pieces, read, settled
from fengsui.kernel.figure import Figure, Period

Answer = TypeVar("Answer")
# An answer that is there once the sheet has been read.
Later = Callable[[], Answer]
WHOLE: Part = (0, "")


# The spans of a question, and with which sign each counts.
Signed = tuple[tuple[tuple[spans.Run, ...], int], ...]


def _runs(figure: Figure, period: Period) -> Signed:
    if isinstance(figure.cells, Daily):
        return ((spans.runs_of(period.start, period.end), 1),)
    at_eve = isinstance(figure.cells, Balance) and figure.cells.at_eve
    added, taken = spans.runs_up_to(period.eve if at_eve else period.end)
    return ((added, 1), (taken, -1)) if taken else ((added, 1),)


def _series(figure: Figure) -> list[tuple[int, int]]:
    if isinstance(figure.cells, Balance):
        return [(series_of(figure.cells.plus), 1), (series_of(figure.cells.minus), -1)]
    return [(series_of(figure.id), 1)]


class Sheet:
    """Questions of one asker. They are written down first; the first look at an answer reads the cells for all of them."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._scopes: dict[tuple[str, str], tuple[Piece, ...] | None] = {}
        self._asked: dict[Ask, None] = {}
        self._told: dict[Ask, dict[Part, int]] = {}

    def values(self, figures: Sequence[Figure], *, period: Period, area_path: str = "") -> Later[dict[str, int]]:
        """Ask for figure id → value."""
        asked = {figure.id: self._ask(figure, _runs(figure, period), area_path) for figure in figures if figure.cells}

        def answer() -> dict[str, int]:
            return {
                figure.id: self._sum(asked[figure.id]).get(WHOLE, 0)
                if figure.id in asked
                else facts.value(figure, actor=self.actor, period=period, area_path=area_path)
                for figure in figures
            }

        return answer

    def by_area(
        self, figures: Sequence[Figure], *, period: Period, area_path: str, width: int
    ) -> Later[dict[str, dict[str, int]]]:
        """Ask for figure id → area path cut to a width → value."""
        asked = {figure.id: self._ask(figure, _runs(figure, period), area_path, width) for figure in figures if figure.cells}

        def answer() -> dict[str, dict[str, int]]:
            return {
                figure.id: {path: n for (_, path), n in self._sum(asked[figure.id]).items() if n}
                if figure.id in asked
                else facts.by_area(figure, actor=self.actor, period=period, area_path=area_path, width=width)
                for figure in figures
            }

        return answer

    def by_day(self, figure: Figure, *, period: Period, area_path: str) -> Later[dict[date, int]]:
        """Ask for local date → value of a flow; of a stock for local date → what stood at the end of every day."""
        if figure.cells is None:
            return lambda: facts.by_day(figure, actor=self.actor, period=period, area_path=area_path)
        days = [period.start + timedelta(days=n) for n in range(period.days)]
        asked = self._ask(figure, ((spans.runs(spans.of_day(day) for day in days), 1),), area_path, by_span=True)
        if isinstance(figure.cells, Daily):
            return lambda: {spans.day_of(span): n for (span, _), n in self._sum(asked).items() if n}
        opening = self.values([figure], period=Period.day(period.eve), area_path=area_path)

        def answer() -> dict[date, int]:
            standing, told = opening()[figure.id], self._sum(asked)
            made: dict[date, int] = {}
            for day in days:
                standing += told.get((spans.of_day(day), ""), 0)
                made[day] = standing
            return made

        return answer

    def _ask(
        self, figure: Figure, runs: Signed, area_path: str, width: int = 0, *, by_span: bool = False
    ) -> list[tuple[Ask, int]]:
        """Write a question down; return what is to be read for it, and with which sign each counts."""
        if (figure.permission, area_path) not in self._scopes:
            self._scopes[figure.permission, area_path] = pieces(self.actor, figure.permission, area_path)
        scope = self._scopes[figure.permission, area_path]
        once = isinstance(figure.cells, Daily) and bool(figure.cells.distinct)
        made = [
            (Ask(series, some, scope, once, width, by_span), sign * way) for series, sign in _series(figure) for some, way in runs
        ]
        self._asked |= {ask: None for ask, _ in made if ask not in self._told}
        return made

    def _sum(self, asked: Iterable[tuple[Ask, int]]) -> Mapping[Part, int]:
        if self._asked:
            settled()
            self._told |= read(self._asked)
            self._asked = {}
        found: dict[Part, int] = {}
        for ask, sign in asked:
            for part, n in self._told[ask].items():
                found[part] = found.get(part, 0) + sign * n
        return found


def values(figures: Sequence[Figure], *, actor: Actor, period: Period, area_path: str = "") -> dict[str, int]:
    """Return figure id → value."""
    return Sheet(actor).values(figures, period=period, area_path=area_path)()


def by_area(figures: Sequence[Figure], *, actor: Actor, period: Period, area_path: str, width: int) -> dict[str, dict[str, int]]:
    """Return figure id → area path cut to a width → value."""
    return Sheet(actor).by_area(figures, period=period, area_path=area_path, width=width)()


def by_day(figure: Figure, *, actor: Actor, period: Period, area_path: str) -> dict[date, int]:
    """Return local date → value of a flow; of a stock local date → what stood at the end of every day."""
    return Sheet(actor).by_day(figure, period=period, area_path=area_path)()


def by_month(figure: Figure, *, actor: Actor, period: Period, area_path: str) -> dict[date, int]:
    """Return first day of the month → value within it, or standing at its end; the first and last month may be cut short."""
    sheet = Sheet(actor)
    asked = {month.start.replace(day=1): sheet.values([figure], period=month, area_path=area_path) for month in months(period)}
    return {month: answer()[figure.id] for month, answer in asked.items()}


def months(period: Period) -> list[Period]:
    """Return a period in pieces of calendar months."""
    made: list[Period] = []
    day = period.start
    while day <= period.end:
        after = spans.next_month(day)
        made.append(Period(day, min(after - timedelta(days=1), period.end)))
        day = after
    return made
