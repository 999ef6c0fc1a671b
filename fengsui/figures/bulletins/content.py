"""A bulletin as its papers and the screen say it: title, issue, blocks of words, tables and charts in order."""

from typing import Any

from fengsui.figures.bulletins import fields, wording
from fengsui.figures.bulletins.kinds import KINDS, period_words
from fengsui.figures.bulletins.models import Bulletin
from fengsui.figures.bulletins.organ import organ_of
from fengsui.kernel import clock, settings_store
from fengsui.kernel.figure import Period

ISSUED = ("issued", "voided")


def values_for(row: Bulletin) -> dict[str, str]:
    """Return the fields of a bulletin whose figures are counted."""
    on = clock.local_date(row.issued_at) if row.issued_at else clock.local_date()
    return fields.values_of(row.facts, issue=row.issue_number, on=on, issuer=row.issued_by_name)


def content_of(row: Bulletin) -> dict[str, Any]:
    """Return what a bulletin says. Its figures must have been counted."""
    values = values_for(row)
    return {
        "kind": row.kind,
        "kind_words": KINDS[row.kind].zh,
        "title": wording.fill(row.title, values),
        "organ": organ_of(row.area_path, row.facts["area_name"]),
        "issue": f"{row.issue_year}年第{row.issue_number}期" if row.issue_number else "",
        "number": row.number or "",
        "state": row.state,
        "provisional": row.issued_at is None,
        "period": period_words(Period(row.from_date, row.to_date)),
        "date_words": values["日期"],
        "lock_number": row.lock_number,
        "facts_sha256": row.facts_sha256,
        "simulated": settings_store.is_demo(),
        "blocks": blocks_for(row.body, row.facts, values),
        "text": text_for(row.short, values),
    }


def blocks_for(body: str, facts: dict[str, Any], values: dict[str, str]) -> list[dict[str, Any]]:
    """Return the blocks of a body with its fields filled and its tables and charts put in."""
    made = []
    for block in wording.blocks_of(body):
        shown: dict[str, Any] = {"type": block.type, "level": block.level, "number": block.number}
        if block.type in ("table", "annex"):
            shown |= {"text": block.text, "table": fields.table_of(block.text, facts)}
        elif block.type == "chart":
            shown |= {"text": block.text, "chart": fields.chart_of(block.text, facts)}
        else:
            shown["text"] = wording.fill(block.text, values)
        made.append(shown)
    return made


def text_for(short: str, values: dict[str, str]) -> str:
    """Return the text for a chat: plain lines, nothing but words."""
    return "\n".join(line.rstrip() for line in wording.fill(short, values).strip().splitlines())
