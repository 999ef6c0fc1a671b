"""Showing a panel to somebody: the one call that the screen and every file are made from."""

from datetime import date, timedelta
from typing import Any

from fengsui.figures import queries as figure_queries
from fengsui.figures.panels.registry import Panel, every_panel, known_panel
from fengsui.kernel import clock, settings_store
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import not_found
from fengsui.kernel.figure import Period
from fengsui.kernel.scope import forbidden

MONTH_DAYS = 30


def panel_of(panel_id: str) -> Panel:
    """Return a declared panel. Raises NotFound for an unknown id."""
    panel = known_panel(panel_id)
    if panel is None:
        raise not_found(f"面板“{panel_id}”", "panel")
    return panel


def panels_for(actor: Actor) -> list[Panel]:
    """Return the panels somebody may see."""
    return [panel for panel in every_panel() if actor.has(panel.permission)]


def period_of(panel: Panel, start: date | None, end: date | None) -> Period:
    """Return the period of a panel: as asked, else its own span up to the asked end or today."""
    last = end or clock.local_date()
    first = {"day": last, "month": last - timedelta(days=MONTH_DAYS - 1), "year": date(last.year, 1, 1)}[panel.span]
    return figure_queries.period_of(start or first, last)


def show_panel(
    panel: Panel, *, actor: Actor, start: date | None = None, end: date | None = None, area_path: str = ""
) -> dict[str, Any]:
    """Return a panel with its rows for an area (default the asker's widest) and a period.

    Raises Forbidden without the panel's permission, NotFound for an area outside the asker's scope.
    """
    if not actor.has(panel.permission):
        raise forbidden(panel.permission)
    path = area_path or figure_queries.default_area(actor)
    figure_queries.require_area(actor, path, panel.permission)
    period = period_of(panel, start, end)
    return {
        **words_of(panel),
        "from_date": period.start,
        "to_date": period.end,
        "area_path": path,
        "area_name": figure_queries.area_names([path])[path],
        "simulated": settings_store.is_demo(),
        "made_at": clock.now(),
        "made_by": actor.name,
        "rows": panel.rows(actor, period, path),
    }


def words_of(panel: Panel) -> dict[str, Any]:
    """Return what a panel is, without its rows."""
    chart = panel.chart
    return {
        "id": panel.id,
        "title": panel.zh,
        "title_en": panel.en,
        "definition": panel.definition,
        "definition_en": panel.definition_en,
        "note": panel.note,
        "span": panel.span,
        "columns": [{"key": c.key, "title": c.zh, "title_en": c.en, "kind": c.kind} for c in panel.columns],
        "chart": {"kind": chart.kind, "label": chart.label, "values": list(chart.values), "unit": chart.unit} if chart else None,
    }
