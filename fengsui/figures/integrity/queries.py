"""Signs of work for show, area by area: visits too fast, photos used again, long all-fine streaks, closures nobody re-shot.

Each is a declared figure that opens to its rows; none accuses anybody: the inspector has answered first (see patrol.quality),
and a sign is a reason to look again, never a ranking.
"""

from typing import Any

from fengsui.figures import queries
from fengsui.figures.kept import Sheet
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period
from fengsui.kernel.rates import share
from fengsui.org.models import Area

VISITS, CLOSED = "patrol.visits", "hazards.closed_reviewed"
# Sign → over how many of what it is told.
SIGNS = {
    "patrol.doubts_fast": VISITS,
    "patrol.doubts_reused": VISITS,
    "patrol.doubts_all_fine": VISITS,
    "hazards.closed_not_reshot": CLOSED,
}
RATES = {"found_rate": ("patrol.visits_with_hazards", VISITS), "match_rate": ("patrol.samples_matched", "patrol.samples_done")}


def integrity(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    """Return the whole area first, then the areas below it; a sign the asker may not see is None, never zero."""
    asked = dict.fromkeys([*SIGNS, *SIGNS.values(), *(one for pair in RATES.values() for one in pair)])
    figures = queries.figures_for(actor, asked)
    level, sheet = queries.level_below(path), Sheet(actor)
    asked_parts = queries.ask_by_area(sheet, figures, period=period, area_path=path, level=level)
    whole = queries.ask_values(sheet, period=period, area_path=path, ids=[figure.id for figure in figures])()
    tables = asked_parts()
    children = Area.objects.filter(parent__path=path, active_to__isnull=True).values_list("path", "name", "short_name")
    rows = [_row(path, queries.area_names([path])[path], {key: item.value for key, item in whole.items()}, whole=True)]
    parts = [
        _row(child, short or name, {key: table.get(child, 0) for key, table in tables.items()}) for child, name, short in children
    ]
    return rows + sorted(parts, key=lambda row: (-(row["signs"] or 0), row["area_path"]))


def _row(path: str, name: str, counts: dict[str, int], *, whole: bool = False) -> dict[str, Any]:
    told: dict[str, Any] = {key: counts.get(key) for key in (*SIGNS, VISITS, CLOSED)}
    for key, (above, below) in RATES.items():
        told[key] = share(counts[above], counts[below]) if above in counts and below in counts else None
    shown = [told[key] for key in SIGNS if told[key] is not None]
    return {"area_path": path, "area_name": name, "whole": whole, **told, "signs": sum(shown) if shown else None}
