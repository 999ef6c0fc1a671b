"""Reading escalations: the list, and the ladder of one case with what comes next."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fengsui.hazards.escalation import ladder
from fengsui.hazards.escalation.models import Escalation
from fengsui.hazards.escalation.services import may_take, standing
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import state_label
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged
from fengsui.kernel.scope import require_anywhere, under, visible


def in_scope(actor: Actor) -> QuerySet[Escalation]:
    """Return the escalations an actor may see, with what every row shows."""
    return visible(Escalation.objects.select_related("hazard__place__area"), actor, "hazards.view")


def list_escalations(
    *, actor: Actor, area: str = "", state: str = "open", mine: bool = False, rung: str = "", page: int = 1, page_size: int = 50
) -> Paged[dict[str, Any]]:
    """Return one page of escalations, the highest rung and the longest waiting first; two queries.

    `state`: open (not ended), waiting (open and nobody's acknowledgement holds it), ended, or '' for all.
    """
    require_anywhere(actor, "hazards.view")
    rows, today = in_scope(actor), clock.local_date()
    if area:
        rows = rows.filter(under(area))
    if state in ("open", "waiting"):
        rows = rows.filter(ended_at__isnull=True)
    if state == "waiting":
        rows = rows.exclude(held_until__gte=today)
    if state == "ended":
        rows = rows.filter(ended_at__isnull=False)
    if mine:
        rows = rows.filter(holder_id=actor.account_id)
    if rung:
        rows = rows.filter(rung=rung)
    total, start = rows.count(), (page - 1) * page_size
    shown = rows.order_by("-at" if state == "ended" else "due_on", "hazard__number", "id")[start : start + page_size]
    return Paged([row_shown(row, actor, today) for row in shown], total, page, page_size)


def row_shown(row: Escalation, actor: Actor, today: date) -> dict[str, Any]:
    """Return an escalation as lists and cases show it."""
    held = row.held_until is not None and today <= row.held_until
    state = "ended" if row.ended_at else "held" if held else "waiting"
    words = {"ended": f"已结束（{row.end_why}）", "held": f"已签收，效力到 {row.held_until}", "waiting": "待签收"}
    if state == "waiting" and row.acknowledged_at:
        words["waiting"] = "签收已过期，待再次签收"
    if state == "waiting" and row.holder_id is None:
        words["waiting"] = "无人在岗，按期转上一级"
    place = row.hazard.place
    return {
        "id": row.pk,
        "hazard_id": row.hazard_id,
        "number": row.hazard.number,
        "title": row.hazard.title,
        "place_name": place.name,
        "area_name": place.area.name if place.area else "",
        "hazard_state_label": state_label(row.hazard.state),
        "grade": row.hazard.grade,
        "due_on": row.hazard.due_on,
        "ladder": row.ladder,
        "ladder_label": ladder.LADDERS[row.ladder][0],
        "rung": row.rung,
        "rung_label": ladder.RUNGS[row.rung].zh,
        "reason": row.reason,
        "on": row.on,
        "at": row.at,
        "holder_id": row.holder_id,
        "holder_name": row.holder_name,
        "stands_in_for": row.stands_in_for,
        "acknowledged_at": row.acknowledged_at,
        "acknowledged_by_name": row.acknowledged_by_name,
        "words": row.words,
        "held_until": row.held_until,
        "ended_at": row.ended_at,
        "state": state,
        "state_label": words[state],
        "may_take": state == "waiting" and may_take(actor, row),
    }


def of_case(row: Hazard, actor: Actor) -> dict[str, Any]:
    """Return the ladder of a case in scope: the rungs climbed, and what comes next and when, in words."""
    today = clock.local_date()
    # scope: an escalation lies where its case does, which the caller found in scope
    steps = list(Escalation.objects.filter(hazard=row).select_related("hazard__place__area").order_by("at", "id"))
    coming: list[dict[str, Any]] = []
    for one in standing(row, today):
        mine = [step for step in steps if (step.ladder, step.cycle) == (one.code, one.cycle)]
        held = max((step.held_until for step in mine if step.held_until), default=None)
        following = ladder.next_rung(one, climbed=frozenset(step.rung for step in mine), held_until=held)
        if following:
            rung, day = following
            coming.append(
                {
                    "ladder_label": ladder.LADDERS[one.code][0], "rung_label": ladder.RUNGS[rung].zh, "on": day,
                    "computed": f"{one.reason}；仍未办结的，{max(day, today)} 升级到{ladder.RUNGS[rung].zh}"
                    + (f"（已签收，效力到 {held}）" if held and held >= today else ""),
                }
            )  # fmt: skip
    return {"steps": [row_shown(step, actor, today) for step in steps], "coming": coming}


def waiting_for(actor: Actor) -> int:
    """Return how many open escalations wait for the actor's own acknowledgement."""
    rows = in_scope(actor).filter(holder_id=actor.account_id, ended_at__isnull=True)
    return rows.exclude(held_until__gte=clock.local_date()).count()


def find(actor: Actor, escalation_id: UUID) -> Escalation | None:
    """Return an escalation in scope, or None."""
    return in_scope(actor).filter(pk=escalation_id).first()
