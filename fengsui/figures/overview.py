"""The desk's first page (指挥总览): the day in figures, the loop, the streets side by side, what got worse since yesterday."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fengsui.figures import queries
from fengsui.figures.day_ledger.build import DAY_FIGURES, figure_row
from fengsui.figures.kept import Later, Sheet
from fengsui.figures.worse import ask_worse
from fengsui.kernel import clock, settings_store
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period
from fengsui.kernel.rates import share
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
TREND = ("patrol.visits", "hazards.found", "hazards.closed")
TREND_DAYS = 30
RATE_FORMULA = "逾期率 = 期末逾期未改 ÷ 台账场所 × 100（处/百家）；台账为 0 时不算"


LONGEST_SPAN_DAYS = 366


@dataclass(frozen=True)
class Measure:
    """By what the map is coloured: a share of two sums of figures; `worse` says which end of it is bad."""

    id: str
    zh: str
    en: str
    unit: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    worse: str
    formula: str


MEASURES = (
    Measure(
        "overdue", "逾期率", "Overdue", "处/百家", ("hazards.overdue",), ("places.stock",), "high", RATE_FORMULA,
    ),
    Measure(
        "open", "存量隐患", "Open hazards", "处/百家", ("hazards.stock_closing",), ("places.stock",), "high",
        "存量率 = 期末存量 ÷ 台账场所 × 100（处/百家）",
    ),
    Measure(
        "visited", "巡查覆盖", "Coverage", "%", ("patrol.places_visited",), ("places.stock",), "low",
        "巡查覆盖 = 期间内巡查场所 ÷ 台账场所 × 100%",
    ),
    Measure(
        "entered", "进门率", "Entered", "%", ("patrol.visits",), ("patrol.visits", "patrol.not_entered"), "low",
        "进门率 = 巡查家次 ÷（巡查家次 + 到场未查）× 100%",
    ),
)  # fmt: skip


def per_hundred(count: int, stock: int) -> float | None:
    """Return a count per 100 places of the ledger, to one decimal; None when the ledger is empty."""
    return round(count * 100 / stock, 1) if stock else None


def overview(*, actor: Actor, day: date | None = None, area_path: str = "", days: int = 1) -> dict[str, Any]:
    """Return the overview of an area over some days up to one (default today alone, and the asker's widest area).

    Every number carries figure id, area and period, so that the screen opens the rows behind it, and what it was in the
    period of the same length just before. All of it is asked on one sheet, so that the number of queries depends neither on
    the areas nor on the figures.
    Raises NotFound for an area outside the asker's scope.
    """
    on = min(day or clock.local_date(), clock.local_date())
    path = area_path or queries.default_area(actor)
    queries.require_area(actor, path)
    span = timedelta(days=min(max(days, 1), LONGEST_SPAN_DAYS) - 1)
    period = Period(on - span, on)
    former = Period(period.eve - span, period.eve)
    level, sheet = queries.level_below(path), Sheet(actor)
    computed, before = (queries.ask_values(sheet, period=one, area_path=path, ids=DAY_FIGURES) for one in (period, former))
    steps, rows = loop(sheet, path, period), streets(sheet, path, level, period)
    risen = ask_worse(sheet, path, level, Period.day(on))
    days_told = trend(sheet, path, Period(on - timedelta(days=TREND_DAYS - 1), on))
    former_values = before()
    return {
        "date": on,
        "from_date": period.start,
        "before_from": former.start,
        "before_to": former.end,
        "area_path": path,
        "area_name": queries.area_names([path])[path],
        "level": level,
        "simulated": settings_store.is_demo(),
        "made_at": clock.now(),
        "figures": [{**figure_row(item), "before": former_values[key].value} for key, item in computed().items()],
        "loop": steps(),
        "streets": rows(),
        "rate_formula": RATE_FORMULA,
        "measures": [
            {"id": one.id, "name": one.zh, "name_en": one.en, "unit": one.unit, "worse": one.worse, "formula": one.formula}
            for one in MEASURES
        ],
        "worse": risen(),
        "trend": days_told(),
    }


def loop(sheet: Sheet, path: str, period: Period) -> Later[list[dict[str, Any]]]:
    """Ask for the steps of the loop with how many hazards passed each within the period."""
    asked = queries.ask_values(sheet, period=period, area_path=path, ids=LOOP)
    return lambda: [{**figure_row(item), "step": LOOP_WORDS[key]} for key, item in asked().items()]


def streets(sheet: Sheet, path: str, level: str, period: Period) -> Later[list[dict[str, Any]]]:
    """Ask for the areas below one with their figures, the highest overdue rate first."""
    figures = queries.figures_for(sheet.actor, (*STREET_STOCKS, *STREET_FLOWS))
    asked = queries.ask_by_area(sheet, figures, period=period, area_path=path, level=level)
    return lambda: _street_rows(path, asked())


def _street_rows(path: str, tables: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    children = Area.objects.filter(parent__path=path, active_to__isnull=True).values_list("path", "name", "short_name")
    names = {child: short or name for child, name, short in children}
    extra = {child for table in tables.values() for child in table} - names.keys()
    names |= queries.area_names(extra)
    made = []
    for child in sorted(names):
        row: dict[str, Any] = {key: table.get(child, 0) for key, table in tables.items()}
        rate = per_hundred(row.get("hazards.overdue", 0), row.get("places.stock", 0))
        shares = {one.id: share(_sum(row, one.above), _sum(row, one.below)) for one in MEASURES}
        made.append({"area_path": child, "area_name": names[child], "values": row, "overdue_per_100": rate, "shares": shares})
    return sorted(made, key=lambda row: (-(row["overdue_per_100"] or 0), row["area_path"]))


def _sum(row: dict[str, Any], ids: tuple[str, ...]) -> int:
    return sum(row.get(key, 0) for key in ids)


def trend(sheet: Sheet, path: str, period: Period) -> Later[list[dict[str, Any]]]:
    """Ask for the period day by day; a day without a record is zero."""
    asked = {
        figure.id: queries.ask_by_day(sheet, figure, period=period, area_path=path)
        for figure in queries.figures_for(sheet.actor, TREND)
    }

    def answer() -> list[dict[str, Any]]:
        tables = {key: one() for key, one in asked.items()}
        days = [period.start + timedelta(days=n) for n in range(period.days)]
        return [{"date": day, "values": {key: table.get(day, 0) for key, table in tables.items()}} for day in days]

    return answer
