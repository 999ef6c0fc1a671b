"""The desk's first page (指挥总览): the day in figures, the loop, the streets side by side, what got worse since yesterday."""

from datetime import date, timedelta
from typing import Any

from fengsui.figures import queries
from fengsui.figures.day_ledger.build import CHILD_LEVEL, DAY_FIGURES, figure_row
from fengsui.kernel import clock, settings_store
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period
from fengsui.org.models import Area

LOOP = ("hazards.found", "hazards.assigned", "hazards.reported_fixed", "hazards.closed")
LOOP_WORDS = {
    "hazards.found": "发现",
    "hazards.assigned": "交办",
    "hazards.reported_fixed": "整改上报",
    "hazards.closed": "销案",
}
STREET_STOCKS = ("places.stock", "hazards.stock_closing", "hazards.overdue", "patrol.evidence_awaited")
STREET_FLOWS = ("patrol.places_visited", "patrol.visits", "patrol.not_entered", "hazards.found", "hazards.closed")
# Figures of which more is worse, compared with the evening before.
WORSE = ("hazards.overdue", "hazards.stock_closing", "patrol.evidence_awaited")
TREND = ("patrol.visits", "hazards.found", "hazards.closed")
TREND_DAYS = 30
RATE_FORMULA = "逾期率 = 期末逾期未改 ÷ 台账场所 × 100（处/百家）；台账为 0 时不算"


def per_hundred(count: int, stock: int) -> float | None:
    """Return a count per 100 places of the ledger, to one decimal; None when the ledger is empty."""
    return round(count * 100 / stock, 1) if stock else None


def overview(*, actor: Actor, day: date | None = None, area_path: str = "") -> dict[str, Any]:
    """Return the overview of an area at a day (default today and the asker's widest area).

    Every number carries figure id, area and period, so that the screen opens the rows behind it. The number of
    queries does not depend on the number of areas. Raises NotFound for an area outside the asker's scope.
    """
    on = min(day or clock.local_date(), clock.local_date())
    path = area_path or queries.default_area(actor)
    queries.require_area(actor, path)
    period = Period.day(on)
    computed = queries.values(actor=actor, period=period, area_path=path, ids=DAY_FIGURES)
    level = CHILD_LEVEL.get(len(path), "grid")
    streets = _streets(actor, path, level, period)
    loop = queries.values(actor=actor, period=period, area_path=path, ids=LOOP)
    return {
        "date": on,
        "area_path": path,
        "area_name": queries.area_names([path])[path],
        "level": level,
        "simulated": settings_store.is_demo(),
        "made_at": clock.now(),
        "figures": [figure_row(item) for item in computed.values()],
        "loop": [{**figure_row(item), "step": LOOP_WORDS[key]} for key, item in loop.items()],
        "streets": streets,
        "rate_formula": RATE_FORMULA,
        "worse": _worse(actor, path, level, period),
        "trend": _trend(actor, path, on),
    }


def _streets(actor: Actor, path: str, level: str, period: Period) -> list[dict[str, Any]]:
    tables = {
        figure.id: queries.by_area(figure, actor=actor, period=period, area_path=path, level=level)
        for figure in queries.figures_for(actor, (*STREET_STOCKS, *STREET_FLOWS))
    }
    children = Area.objects.filter(parent__path=path, active_to__isnull=True).values_list("path", "name", "short_name")
    names = {child: short or name for child, name, short in children}
    extra = {child for table in tables.values() for child in table} - names.keys()
    names |= queries.area_names(extra)
    made = []
    for child in sorted(names):
        row: dict[str, Any] = {key: table.get(child, 0) for key, table in tables.items()}
        rate = per_hundred(row.get("hazards.overdue", 0), row.get("places.stock", 0))
        made.append({"area_path": child, "area_name": names[child], "values": row, "overdue_per_100": rate})
    return sorted(made, key=lambda row: (-(row["overdue_per_100"] or 0), row["area_path"]))


def _worse(actor: Actor, path: str, level: str, period: Period) -> list[dict[str, Any]]:
    yesterday = Period.day(period.eve)
    found: list[dict[str, Any]] = []
    for figure in queries.figures_for(actor, WORSE):
        now = queries.by_area(figure, actor=actor, period=period, area_path=path, level=level)
        before = queries.by_area(figure, actor=actor, period=yesterday, area_path=path, level=level)
        found += [
            {
                "figure_id": figure.id,
                "name": figure.zh,
                "area_path": child,
                "value": value,
                "yesterday": before.get(child, 0),
                "change": value - before.get(child, 0),
            }
            for child, value in now.items()
            if value > before.get(child, 0)
        ]
    names = queries.area_names([row["area_path"] for row in found])
    for row in found:
        row["area_name"] = names[row["area_path"]]
    order = {figure_id: place for place, figure_id in enumerate(WORSE)}
    return sorted(found, key=lambda row: (order[row["figure_id"]], -row["change"], row["area_path"]))


def _trend(actor: Actor, path: str, on: date) -> list[dict[str, Any]]:
    period = Period(on - timedelta(days=TREND_DAYS - 1), on)
    tables = {
        figure.id: queries.by_day(figure, actor=actor, period=period, area_path=path)
        for figure in queries.figures_for(actor, TREND)
    }
    days = [period.start + timedelta(days=n) for n in range(period.days)]
    return [{"date": day, "values": {key: table.get(day, 0) for key, table in tables.items()}} for day in days]
