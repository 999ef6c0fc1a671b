"""What a desk shows: the sections of the reader's roles that hold something, each with its first cases."""

from typing import Any

from django.db.models import Count

from fengsui.hazards.desk.sections import SECTIONS
from fengsui.hazards.models import Hazard
from fengsui.hazards.queries.lists import in_scope, shown
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import require_anywhere, under, visible

FIRST_CASES = 5


def desk(*, actor: Actor, area: str = "") -> dict[str, Any]:
    """Return the sections in order of consequence, empty ones left out; one count and three queries a section.

    Raises Forbidden without hazards.urge anywhere: a desk is for those who answer for others' work.
    """
    require_anywhere(actor, "hazards.urge")
    day, me = clock.local_date(), actor.account_id
    mine = [section for section in SECTIONS if section.roles & actor.roles]
    rows, full = visible(Hazard.objects.all(), actor, "hazards.view"), in_scope(actor)
    if area:
        rows, full = rows.filter(under(area)), full.filter(under(area))
    counts = rows.aggregate(**{section.code: Count("pk", filter=section.cases(day, me)) for section in mine}) if mine else {}
    made = []
    for section in mine:
        total = counts[section.code]
        if not total:
            continue
        first = full.filter(section.cases(day, me)).order_by("-priority", "due_on", "number")[:FIRST_CASES]
        made.append(
            {
                "code": section.code, "label": section.zh, "label_en": section.en, "why": section.why, "total": total,
                "link": section.link, "cases": shown(first, day),
            }
        )  # fmt: skip
    return {"as_of": clock.now(), "sections": made, "looked_at": [section.zh for section in mine]}
