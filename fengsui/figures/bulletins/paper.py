"""The bulletin as PDF: one page for a day, a report for a week, for a month the measures of an official paper (GB/T 9704)."""

from typing import Any

from fengsui.figures.bulletins.content import content_of
from fengsui.figures.bulletins.models import Bulletin
from fengsui.kernel import clock, documents

TEMPLATE = "fengsui/figures/templates/bulletin.typ"


def bulletin_pdf(row: Bulletin) -> bytes:
    """Return the paper; a draft carries the word across every page."""
    return documents.render_pdf(TEMPLATE, content_of(row), watermark=mark_of(row))


def mark_of(row: Bulletin) -> str:
    """Return the line that says who drafted, checked and issued a bulletin, over which figures."""
    people = [("起草", row.drafted_by_name), ("核对", row.checked_by_name), ("印发", row.issued_by_name)]
    parts = [f"{what} {name}" for what, name in people if name]
    if row.issued_at:
        parts.append(f"{clock.local(row.issued_at):%Y-%m-%d %H:%M}")
    if row.lock_number:
        parts.append(f"锁数 {row.lock_number}")
    return " · ".join(parts)


def chart_png(chart: dict[str, Any]) -> bytes:
    """Return a chart as a picture, for programs that show no vector shapes."""
    return documents.render("fengsui/figures/templates/chart.typ", {"chart": chart}, as_kind="png")


def chart_svg(chart: dict[str, Any]) -> bytes:
    """Return a chart as vector shapes."""
    return documents.render("fengsui/figures/templates/chart.typ", {"chart": chart}, as_kind="svg")
