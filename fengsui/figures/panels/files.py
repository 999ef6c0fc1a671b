"""A panel as a file: the rows that the screen shows, as spreadsheet, picture or paper; each taking away is audited."""

from datetime import date
from typing import Any, Literal

from fengsui.figures.panels.queries import panel_of, show_panel
from fengsui.figures.panels.shapes import shapes_of
from fengsui.kernel import audit, clock, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.scope import require

TEMPLATE = "fengsui/figures/templates/panel.typ"
WIDTHS = {"name": 24, "area_name": 24, "definition": 80, "step": 16}
Ending = Literal["xlsx", "png", "pdf"]


def panel_file(
    panel_id: str, ending: Ending, *, actor: Actor, start: date | None = None, end: date | None = None, area_path: str = ""
) -> tuple[bytes, str]:
    """Return (content, file name) of a panel. Raises as show_panel does, Forbidden without figures.export on the area."""
    shown = show_panel(panel_of(panel_id), actor=actor, start=start, end=end, area_path=area_path)
    return shown_file(shown, ending, actor=actor)


def shown_file(shown: dict[str, Any], ending: Ending, *, actor: Actor, subject: Any = None) -> tuple[bytes, str]:
    """Return (content, file name) of a panel as show_panel returns it; `subject` is the row that it is about, if any.

    Raises Forbidden without figures.export on the area.
    """
    require(actor, "figures.export", area_path=shown["area_path"])
    with transaction.write():
        audit.record(
            actor=actor, verb="panel.export", area_path=shown["area_path"], subject=subject,
            changes={
                "panel": [None, shown["id"]], "period": [None, period_words(shown)], "as": [None, ending],
                "rows": [None, len(shown["rows"])],
            },
        )  # fmt: skip
    mark = documents.mark_of(actor, shown["area_name"])
    if ending == "xlsx":
        content = documents.table_xlsx(sheets=sheets_of(shown), watermark=mark)
    else:
        content = documents.render(TEMPLATE, paper_data(shown), as_kind=ending, watermark=mark)
    return content, f"{shown['area_name']}{shown['title']}_{shown['from_date']}_{shown['to_date']}.{ending}"


def period_words(shown: dict[str, Any]) -> str:
    """Return the period of a shown panel: one day, or from and to."""
    if shown["from_date"] == shown["to_date"]:
        return str(shown["to_date"])
    return f"{shown['from_date']} 至 {shown['to_date']}"


def sheets_of(shown: dict[str, Any]) -> list[Sheet]:
    """Return the sheets of a shown panel: its rows, and what they mean."""
    columns = [Column(c["key"], c["title"], c["kind"], WIDTHS.get(c["key"], 14)) for c in shown["columns"]]
    heading = f"{shown['area_name']} · {shown['title']}（{period_words(shown)}）"
    words = [
        ("面板", shown["title"]),
        ("区域", shown["area_name"]),
        ("期间", period_words(shown)),
        ("口径", shown["definition"]),
        ("说明", shown["note"]),
        ("制表", f"{shown['made_by']} {clock.local(shown['made_at']):%Y-%m-%d %H:%M}"),
    ]
    meaning = Sheet("口径", [Column("key", "项目", "text", 12), Column("words", "内容", "text", 90)], [
        {"key": key, "words": text} for key, text in words if text
    ])  # fmt: skip
    return [Sheet(shown["title"], columns, shown["rows"], heading=heading), meaning]


def cell_words(value: Any, kind: str) -> str | None:
    """Return a value as a paper writes it: rates to one decimal, 是 and 否, nothing for nothing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:.1f}" if kind == "number" else str(value)


def paper_data(shown: dict[str, Any]) -> dict[str, Any]:
    """Return a shown panel as the template takes it; a map brings the shapes of its areas."""
    chart = shown["chart"]
    titles = {column["key"]: column["title"] for column in shown["columns"]}
    return {
        "title": f"{shown['area_name']} · {shown['title']}",
        "header": f"{shown['area_name']} · {shown['title']}",
        "period": period_words(shown),
        "definition": shown["definition"],
        "note": shown["note"],
        "columns": shown["columns"],
        "rows": [{column["key"]: row.get(column["key"]) for column in shown["columns"]} for row in shown["rows"]],
        "cells": [{c["key"]: cell_words(row.get(c["key"]), c["kind"]) for c in shown["columns"]} for row in shown["rows"]],
        "chart": {**chart, "names": [titles[key] for key in chart["values"]]} if chart else None,
        "shapes": shapes_of(shown["rows"], chart["values"][0]) if chart and chart["kind"] == "map-table" else None,
    }
