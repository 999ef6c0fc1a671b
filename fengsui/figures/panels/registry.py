"""What a panel is: its words, its columns, how its rows are read for somebody, and how they are drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period, RowColumn

ChartKind = Literal["bar", "line", "stacked", "loop", "map-table"]
Span = Literal["day", "month", "year"]
PanelRows = Callable[[Actor, Period, str], list[dict[str, Any]]]


@dataclass(frozen=True)
class Chart:
    """How rows are drawn: by which column they are named, which columns are the values, in which unit.

    bar: one bar a row, several values side by side · line: rows are days, one line a value · stacked: one bar a row, the
    values one behind the other · loop: one step a row, an arrow between them · map-table: areas by their shapes,
    coloured by the one value (rows carry `area_path`); without shapes as bars.
    """

    kind: ChartKind
    label: str
    values: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True)
class Panel:
    """One panel. `rows` reads what it shows for an actor, a period and an area that lies in their scope.

    `definition` says what is counted (口径), `note` what one must know to read it. `span` is the period it shows
    when nobody names one: the day, thirty days up to it, or the year up to it.
    """

    id: str
    zh: str
    en: str
    permission: str
    columns: tuple[RowColumn, ...]
    rows: PanelRows
    definition: str
    definition_en: str
    chart: Chart | None = None
    note: str = ""
    span: Span = "day"


_panels: dict[str, Panel] = {}


def declare_panel(panel: Panel) -> Panel:
    """Register a panel. Raises ValueError for an id declared before, missing words, or a chart over unknown columns."""
    if panel.id in _panels and _panels[panel.id] is not panel:
        raise ValueError(f"panel {panel.id} is declared twice")
    if not all((panel.zh, panel.en, panel.definition, panel.definition_en)):
        raise ValueError(f"panel {panel.id}: title and definition need words in both languages")
    keys = {column.key for column in panel.columns}
    drawn = {panel.chart.label, *panel.chart.values} if panel.chart else set()
    if unknown := drawn - keys:
        raise ValueError(f"panel {panel.id}: its chart draws columns it does not have: {sorted(unknown)}")
    _panels[panel.id] = panel
    return panel


def known_panel(panel_id: str) -> Panel | None:
    """Return a declared panel, or None."""
    return _panels.get(panel_id)


def every_panel() -> list[Panel]:
    """Return all declared panels in the order of declaration."""
    return list(_panels.values())
