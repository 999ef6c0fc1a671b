"""Figures read from cells: several at once, for any window, area and scope; those without cells are counted from their facts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from fengsui.figures import facts
from fengsui.kernel.actor import Actor
from fengsui.kernel.cells import spans
from fengsui.kernel.cells.declared import Balance, Daily, series_of
from fengsui.kernel.cells.reading import Piece, pieces, settled, sums, unions
from fengsui.kernel.figure import Figure, Period

Part = TypeVar("Part")
WHOLE = ""


def _is_once(figure: Figure) -> bool:
    return isinstance(figure.cells, Daily) and bool(figure.cells.distinct)


def _is_stock(figure: Figure) -> bool:
    return not isinstance(figure.cells, Daily)


def _window(figure: Figure, period: Period) -> list[int]:
    if isinstance(figure.cells, Daily):
        return spans.window(period.start, period.end)
    at_eve = isinstance(figure.cells, Balance) and figure.cells.at_eve
    return spans.up_to(period.eve if at_eve else period.end)


def _series(figure: Figure) -> list[tuple[int, int]]:
    if isinstance(figure.cells, Balance):
        return [(series_of(figure.cells.plus), 1), (series_of(figure.cells.minus), -1)]
    return [(series_of(figure.id), 1)]


def _read(
    figures: Sequence[Figure], actor: Actor, area_path: str, window: Callable[[Figure], list[int]],
    part: Callable[[int, str], Part], width: int = 0,
) -> dict[str, dict[Part, int]]:  # fmt: skip
    """Return figure id → part → value, in one read for the figures of one permission and one window."""
    settled()
    groups: dict[tuple[str, bool, tuple[int, ...]], list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.permission, _is_once(figure), tuple(window(figure))].append(figure)
    found: dict[str, dict[Part, int]] = {}
    scopes: dict[str, tuple[Piece, ...] | None] = {}
    for (permission, once, asked), members in groups.items():
        if permission not in scopes:
            scopes[permission] = pieces(actor, permission, area_path)
        wanted = sorted({series for figure in members for series, _ in _series(figure)})
        values: dict[tuple[int, Part], Any]
        if once:
            values = {key: len(held) for key, held in unions(wanted, asked, scopes[permission], part, width).items()}
        else:
            values = dict(sums(wanted, asked, scopes[permission], part, width))
        for figure in members:
            told: dict[Part, int] = defaultdict(int)
            for series, sign in _series(figure):
                for (one, key), n in values.items():
                    if one == series:
                        told[key] += sign * n
            found[figure.id] = {key: n for key, n in told.items() if n}
    return found


def _split(figures: Iterable[Figure]) -> tuple[list[Figure], list[Figure]]:
    kept: list[Figure] = []
    counted: list[Figure] = []
    for figure in figures:
        (counted if figure.cells is None else kept).append(figure)
    return kept, counted


def values(figures: Sequence[Figure], *, actor: Actor, period: Period, area_path: str = "") -> dict[str, int]:
    """Return figure id → value."""
    kept, counted = _split(figures)
    told = _read(kept, actor, area_path, lambda figure: _window(figure, period), lambda span, path: WHOLE)
    found = {figure.id: told[figure.id].get(WHOLE, 0) for figure in kept}
    return found | {figure.id: facts.value(figure, actor=actor, period=period, area_path=area_path) for figure in counted}


def by_area(figures: Sequence[Figure], *, actor: Actor, period: Period, area_path: str, width: int) -> dict[str, dict[str, int]]:
    """Return figure id → area path cut to a width → value."""
    kept, counted = _split(figures)
    found = _read(kept, actor, area_path, lambda figure: _window(figure, period), lambda span, path: path[:width], width)
    for figure in counted:
        found[figure.id] = facts.by_area(figure, actor=actor, period=period, area_path=area_path, width=width)
    return found


def by_day(figure: Figure, *, actor: Actor, period: Period, area_path: str) -> dict[date, int]:
    """Return local date → value of a flow; of a stock local date → what stood at the end of every day."""
    if figure.cells is None:
        return facts.by_day(figure, actor=actor, period=period, area_path=area_path)
    days = [period.start + timedelta(days=n) for n in range(period.days)]
    asked = [spans.of_day(day) for day in days]
    told = _read([figure], actor, area_path, lambda _: asked, lambda span, path: span)[figure.id]
    if not _is_stock(figure):
        return {spans.day_of(span): n for span, n in told.items()}
    standing = values([figure], actor=actor, period=Period.day(period.eve), area_path=area_path)[figure.id]
    made: dict[date, int] = {}
    for day in days:
        standing += told.get(spans.of_day(day), 0)
        made[day] = standing
    return made


def by_month(figure: Figure, *, actor: Actor, period: Period, area_path: str) -> dict[date, int]:
    """Return first day of the month → value within it, or standing at its end; the first and last month may be cut short."""
    made: dict[date, int] = {}
    for month in months(period):
        made[month.start.replace(day=1)] = values([figure], actor=actor, period=month, area_path=area_path)[figure.id]
    return made


def months(period: Period) -> list[Period]:
    """Return a period in pieces of calendar months."""
    made: list[Period] = []
    day = period.start
    while day <= period.end:
        after = spans.next_month(day)
        made.append(Period(day, min(after - timedelta(days=1), period.end)))
        day = after
    return made
