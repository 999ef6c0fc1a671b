"""Gathering what a bulletin says: figures of the period and of the one before, areas, days, outstanding hazards."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from fengsui.figures import overview, queries
from fengsui.figures.bulletins.kinds import KINDS, a_year_before
from fengsui.figures.day_ledger.build import CHILD_LEVEL
from fengsui.figures.kept import Sheet
from fengsui.kernel import actor as actors
from fengsui.kernel.figure import Period, known, unit_label

FIGURES = (
    "places.stock", "patrol.places_visited", "patrol.visits", "patrol.not_entered", "patrol.people_out",
    "patrol.household_visits", "hazards.found", "hazards.fixed_on_site", "hazards.assigned", "hazards.reported_fixed",
    "hazards.closed", "hazards.stock_opening", "hazards.stock_closing", "hazards.overdue", "hazards.notices",
    "patrol.tasks_due",
)  # fmt: skip
OUTSTANDING_SHOWN = 20
NAMED = 3
GOOD_RULE = "期间有巡查、期末没有逾期未改的区域，按巡查家次从多到少取前三"
LATE_RULE = "期末有逾期未改的区域，按逾期率从高到低取前三"


def change_words(now: int, before: int) -> str:
    """Return how a figure moved: 上升12.5%, 下降3.0%, 持平; against nothing there is no rate, and it says so."""
    if now == before:
        return "持平"
    if before == 0:
        return "上期为0"
    rate = abs(now - before) * 100 / before
    return f"{'上升' if now > before else '下降'}{rate:.1f}%"


Tell = Callable[[int, int], None]
STEPS = 6


def gather(*, kind: str, area_path: str, period: Period, tell: Tell = lambda done, total: None) -> dict[str, Any]:
    """Return the facts of a bulletin as plain JSON. The caller has checked that its actor may see the whole area.

    They are computed as the installation sees them, so that the paper does not depend on who drafted it; `tell` hears
    how many of the steps are done.
    """
    reader = actors.system("通报取数")
    ids = [figure_id for figure_id in FIGURES if known(figure_id)]
    before = KINDS[kind].before(period)
    spans = {"value": period, "before": before}
    if kind == "monthly":
        spans["year_before"] = a_year_before(period)
    taken = {}
    for done, (name, span) in enumerate(spans.items()):
        tell(done, STEPS)
        taken[name] = queries.values(actor=reader, period=span, area_path=area_path, ids=ids)
    tell(3, STEPS)
    figures = []
    for figure_id in ids:
        figure = taken["value"][figure_id].figure
        figures.append({
            "id": figure_id, "name": figure.zh, "unit": unit_label(figure.unit), "definition": figure.definition,
            "version": figure.version, "rule": figure.period_rule,
            **{name: found[figure_id].value for name, found in taken.items()},
        })  # fmt: skip
    level = CHILD_LEVEL.get(len(area_path), "grid")
    areas = overview.streets(Sheet(reader), area_path, level, period)()
    tell(4, STEPS)
    facts = {
        "kind": kind, "area_path": area_path, "area_name": queries.area_names([area_path])[area_path],
        "from_date": period.start, "to_date": period.end, "before_from": before.start, "before_to": before.end,
        "figures": figures,
        "areas": [{key: row[key] for key in ("area_path", "area_name", "overdue_per_100")} | row["values"] for row in areas],
        "trend": _trend(reader, area_path, period),
        "outstanding": _outstanding(reader, area_path, period),
        "good": _good(areas),
        "late": [row["area_name"] for row in areas if row["values"].get("hazards.overdue")][:NAMED],
    }  # fmt: skip
    tell(STEPS, STEPS)
    plain: dict[str, Any] = json.loads(json.dumps(facts, default=str))
    return plain


def _good(areas: list[dict[str, Any]]) -> list[str]:
    able = [row for row in areas if row["values"].get("patrol.visits") and not row["values"].get("hazards.overdue")]
    best = sorted(able, key=lambda row: (-row["values"]["patrol.visits"], row["area_path"]))
    return [row["area_name"] for row in best[:NAMED]]


def _trend(reader: actors.Actor, area_path: str, period: Period) -> list[dict[str, Any]]:
    # A single day is shown among the week that led to it.
    span = period if period.days > 1 else Period(period.end - timedelta(days=6), period.end)
    return [{"date": row["date"], **row["values"]} for row in overview.trend(Sheet(reader), area_path, span)()]


def _outstanding(reader: actors.Actor, area_path: str, period: Period) -> dict[str, Any]:
    figure = queries.figure_of("hazards.overdue")
    total, rows = queries.rows(figure, actor=reader, period=period, area_path=area_path, stop=OUTSTANDING_SHOWN)
    names = queries.area_names(row["area_path"] for row in rows)
    return {
        "total": total,
        "rows": [
            {
                "number": row["number"], "area_name": names[row["area_path"]], "place_name": row["place_name"],
                "title": row["title"], "grade_label": row["grade_label"], "found_on": row["found_on"],
                "due_on": row["due_on"], "late_days": (period.end - row["due_on"]).days if row["due_on"] else None,
            }
            for row in rows
        ],
    }  # fmt: skip


def facts_sha256(facts: dict[str, Any]) -> str:
    """Return the hash that seals a bulletin's figures."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def compared_with(facts: dict[str, Any]) -> dict[str, Period]:
    """Return the column of gathered figures → the other period it tells of."""
    day = date.fromisoformat
    spans = {"before": Period(day(facts["before_from"]), day(facts["before_to"]))}
    if facts["kind"] == "monthly":
        spans["year_before"] = a_year_before(period_of(facts))
    return spans


def period_of(facts: dict[str, Any]) -> Period:
    """Return the period of gathered facts."""
    return Period(date.fromisoformat(facts["from_date"]), date.fromisoformat(facts["to_date"]))
