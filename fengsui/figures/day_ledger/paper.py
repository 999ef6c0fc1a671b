"""The day ledger as a paper of one or two pages; the longest lists are cut there and say where the rest stands."""

from datetime import date
from typing import Any

from fengsui.figures.day_ledger.build import day_ledger
from fengsui.figures.day_ledger.workbook import record_export
from fengsui.kernel import clock, documents
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import require

TEMPLATE = "fengsui/figures/templates/day_ledger.typ"
ROWS_ON_PAPER = {"visits": 24, "found": 20, "closed": 16, "overdue": 20, "people": 24, "areas": 30}


def _time(row: dict[str, Any], key: str) -> str:
    return f"{clock.local(row[key]):%H:%M}"


def paper_data(ledger: dict[str, Any]) -> dict[str, Any]:
    """Return a gathered day as the template takes it: lists cut to what fits, times and dates as words."""

    def hazards(section: dict[str, Any], day_key: str) -> list[dict[str, Any]]:
        rows = section["rows"]
        return [
            {
                **row,
                "day": f"{row[day_key]:%m-%d}" if row[day_key] else "—",
                "found": f"{row['found_on']:%m-%d}",
                # The place stands in its own column already.
                "assignee": row["assigned_to"].removeprefix(row["place_name"]).strip() or row["assigned_to"] or "未交办",
            }
            for row in rows
        ]

    visits = [
        {**row, "time": f"{_time(row, 'started_at')}–{_time(row, 'ended_at')}"}
        for row in ledger["visits"]["rows"][: ROWS_ON_PAPER["visits"]]
    ]
    people = [
        {**row, "span": f"{_time(row, 'first_at')}–{_time(row, 'last_at')}"}
        for row in ledger["people"][: ROWS_ON_PAPER["people"]]
    ]
    return {
        **{key: ledger[key] for key in ("title", "date_words", "area_name", "notes", "provisional", "on_duty", "seal")},
        "header": f"{ledger['title']}　{ledger['date_words']}",
        "figures": [row for row in ledger["figures"] if not row["of"]],
        "parts": {row["of"]: f"{row['name']} {row['value']} {row['unit']}" for row in ledger["figures"] if row["of"]},
        "areas": ledger["areas"][: ROWS_ON_PAPER["areas"]],
        "visits": visits,
        "visits_total": ledger["visits"]["total"],
        "found": hazards({"rows": ledger["found"]["rows"][: ROWS_ON_PAPER["found"]]}, "due_on"),
        "found_total": ledger["found"]["total"],
        "closed": hazards({"rows": ledger["closed"]["rows"][: ROWS_ON_PAPER["closed"]]}, "closed_on"),
        "closed_total": ledger["closed"]["total"],
        "overdue": hazards({"rows": ledger["overdue"]["rows"][: ROWS_ON_PAPER["overdue"]]}, "due_on"),
        "overdue_total": ledger["overdue"]["total"],
        "people": people,
        "people_total": len(ledger["people"]),
    }


def day_ledger_pdf(*, actor: Actor, day: date, area_path: str = "") -> bytes:
    """Return the day ledger as PDF. Raises as day_ledger does, Forbidden without figures.export."""
    ledger = day_ledger(actor=actor, day=day, area_path=area_path, limit=max(ROWS_ON_PAPER.values()))
    require(actor, "figures.export", area_path=ledger["area_path"])
    record_export(actor=actor, day=day, area_path=ledger["area_path"], ending="pdf")
    mark = documents.mark_of(actor, ledger["area_name"])
    return documents.render_pdf(TEMPLATE, paper_data(ledger), watermark=mark)
