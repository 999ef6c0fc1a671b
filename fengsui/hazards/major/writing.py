"""What every verb on a 重大 case shares: take the row, check table and version, then write row, step, audit and event."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from fengsui.hazards.major.models import MajorCase, MajorHazard, MajorStep
from fengsui.hazards.major.states import OPEN_STATES, VERBS, MajorFacts, blocking_guard, state_label
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import OPEN_STATES as HAZARD_OPEN_STATES
from fengsui.kernel import audit, clock, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.scope import require

SUBJECT = "hazards.majorcase"
WATCHED = (
    "state", "rule_sets", "decided_on", "decider_count", "served_on", "listed_on", "listed_by", "limit_on", "released_on",
    "proposal_due_on", "notice_due_on",
)  # fmt: skip


def take(*, actor: Actor, major_id: UUID, verb: str, expected_version: int | None) -> MajorCase:
    """Return the locked case if the verb may start from its state and its guards hold.

    Raises NotFound (none, or out of scope), Forbidden, Conflict `major_changed` or `major_verb_not_allowed` naming who
    did what, InvalidInput with the guard that does not hold.
    """
    row = MajorCase.objects.select_for_update(of=("self",)).select_related("place").filter(pk=major_id).first()
    if row is None:
        raise not_found("重大火灾隐患", "major hazard")
    require(actor, VERBS[verb].permission, area_path=row.area_path, line=row.line)
    if expected_version is not None and expected_version != row.row_version:
        raise changed_meanwhile(row, expected_version)
    if row.state not in VERBS[verb].from_states:
        raise wrong_state(row, verb)
    guard = blocking_guard(verb, facts_of(row, actor))
    if guard:
        raise InvalidInput(guard.code, zh=guard.zh, en=guard.en)
    return row


def facts_of(row: MajorCase, actor: Actor) -> MajorFacts:
    """Return what the guards look at (one query)."""
    return MajorFacts(
        state=row.state,
        is_person=not actor.is_system and actor.account_id is not None,
        open_hazards=sum(_stands(link.hazard) for link in row.links.select_related("hazard__merged_into")),
        served=row.served_on is not None,
        listed=row.listed_on is not None,
    )


def _stands(hazard: Hazard) -> bool:
    for _ in range(10):
        if hazard.merged_into is None:
            break
        hazard = hazard.merged_into
    return hazard.state in HAZARD_OPEN_STATES


def changed_meanwhile(row: MajorCase, expected_version: int) -> Conflict:
    """Return the error that says who did what since the version the person was looking at."""
    steps = list(row.steps.filter(sequence__gt=expected_version).order_by("sequence"))
    told = "；".join(f"{step.actor_name}{VERBS[step.verb].zh}" for step in steps) or "有改动"
    return Conflict(
        "major_changed",
        zh=f"{row.number} 在您打开之后已被处理：{told}。现在的状态是“{state_label(row.state)}”，请刷新后再决定。",
        en=f"{row.number} was changed since you opened it; it is now “{state_label(row.state, 'en')}”. Reload first.",
        extra={
            "row_version": row.row_version,
            "state": row.state,
            "state_label": state_label(row.state),
            "meanwhile": [
                {"verb": s.verb, "verb_label": VERBS[s.verb].zh, "actor": s.actor_name, "at": s.at.isoformat(), "note": s.note}
                for s in steps
            ],
        },
    )


def wrong_state(row: MajorCase, verb: str) -> Conflict:
    """Return the error for a verb that does not start from the present state, naming the last step."""
    last = row.steps.order_by("-sequence").first()
    by = f"（{last.actor_name} {clock.local(last.at):%m-%d %H:%M} {VERBS[last.verb].zh}）" if last else ""
    return Conflict(
        "major_verb_not_allowed",
        zh=f"{row.number} 现在是“{state_label(row.state)}”{by}，不能{VERBS[verb].zh}。请刷新后按现状处理。",
        en=f"{row.number} is “{state_label(row.state, 'en')}”; “{VERBS[verb].en}” is not possible from there.",
        extra={"state": row.state, "state_label": state_label(row.state), "row_version": row.row_version},
    )


def open_case_of(place_id: UUID) -> MajorCase | None:
    """Return the locked open case of a place, or None."""
    return MajorCase.objects.select_for_update(of=("self",)).filter(place_id=place_id, state__in=OPEN_STATES).first()


def require_words(text: str, *, field: str, zh: str, en: str, most: int = 1000) -> str:
    """Return the trimmed words. Raises InvalidInput when they say nothing."""
    said = text.strip()
    if len(said) < 2:
        raise InvalidInput("words_required", zh=zh, en=en, fields=[FieldError(field, zh, en, "missing")])
    return said[:most]


def require_day(day: date, *, field: str, earliest: date) -> date:
    """Return a day that lies between the earliest possible one and today. Raises InvalidInput."""
    today = clock.local_date()
    if not earliest <= day <= today:
        zh = f"日期应在 {earliest} 至 {today} 之间。"
        raise InvalidInput(
            "day_out_of_range", zh=zh, en=f"The day must lie between {earliest} and {today}.",
            fields=[FieldError(field, zh, f"Between {earliest} and {today}.", "out_of_range")],
        )  # fmt: skip
    return day


def snapshot(row: MajorCase) -> dict[str, Any]:
    """Return the fields whose change the audit shows; nothing for a case not written yet."""
    return {} if row._state.adding else {name: getattr(row, name) for name in WATCHED}


def link_hazards(*, actor: Actor, row: MajorCase, pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Link hazards with the elements they stand for, keeping earlier elements; return the ids of those newly linked."""
    wanted: dict[str, set[str]] = {}
    for element, hazard_id in pairs:
        wanted.setdefault(hazard_id, set()).update({element} - {""})
    known = {str(link.hazard_id): link for link in row.links.all()}
    for hazard_id, elements in sorted(wanted.items()):
        link = known.get(hazard_id)
        if link is None:
            MajorHazard.objects.create(
                case=row, hazard_id=hazard_id, elements=sorted(elements), added_on=clock.local_date(),
                added_by_name=actor.name[:150],
            )  # fmt: skip
        elif not elements <= set(link.elements):
            link.elements = sorted(elements | set(link.elements))
            link.save(update_fields=["elements"])
    return sorted(wanted.keys() - known.keys())


def write_step(
    *, actor: Actor, row: MajorCase, verb: str, before: dict[str, Any], note: str = "", data: dict[str, Any] | None = None
) -> None:
    """Save the changed row with its next version, and append step, audit entry and outbox event, in one transaction."""
    now = clock.now()
    row.row_version = row.row_version + 1 if not row._state.adding else 1
    row.updated_at = now
    row.save(force_insert=row._state.adding)
    MajorStep.objects.create(
        case=row, sequence=row.row_version, verb=verb, from_state=before.get("state") or "", to_state=row.state,
        actor_account_id=actor.account_id, actor_name=actor.name[:150], at=now, note=note, data=data or {},
    )  # fmt: skip
    audit.record(
        actor=actor, verb=f"major.{verb}", subject=row, changes=audit.changes_between(before, snapshot(row)), reason=note
    )
    outbox.emit(
        kind=VERBS[verb].event,
        subject=row,
        actor=actor,
        payload={"number": row.number, "verb": verb, "state": row.state, "place_id": str(row.place_id)},
        permission="hazards.view",
    )
