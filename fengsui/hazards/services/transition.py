"""What every verb on a hazard shares: take the row, check table and version, then write row, step, audit and event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fengsui.hazards import evidence, priority
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.states import LIMIT_STATES, VERBS, Facts, blocking_guard, legal, state_label
from fengsui.kernel import audit, clock, outbox
from fengsui.kernel import evidence as files
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.scope import require


@dataclass(frozen=True)
class Moment:
    """When a deed happened: corrected time, the device's own time, and when the server had it (all aware)."""

    at: datetime
    recorded_at: datetime
    received_at: datetime


def moment(at: datetime | None, recorded_at: datetime | None) -> Moment:
    """Return the three times of a deed; without any it happened now. A time ahead of the server's becomes now."""
    received = clock.now()
    happened = min(at or received, received)
    return Moment(happened, recorded_at or happened, received)


def take(*, actor: Actor, hazard_id: UUID, verb: str, expected_version: int | None) -> Hazard:
    """Return the locked hazard if the verb may start from its state.

    Raises NotFound (none, or out of scope), Forbidden, Conflict `hazard_changed` when `expected_version` is no
    longer current, Conflict `hazard_verb_not_allowed` when the state does not allow the verb.
    """
    locked = Hazard.objects.select_for_update(of=("self",)).select_related("place")
    row = locked.filter(pk=hazard_id).first()
    if row is None and (case_id := case_of_sighting(hazard_id)):
        # A phone may know its finding by the id it gave it, while another's came first and is the case.
        row, expected_version = locked.filter(pk=case_id).first(), None
    if row is None:
        raise not_found("隐患", "hazard")
    if VERBS[verb].permission:
        require(actor, VERBS[verb].permission, area_path=row.area_path, line=row.line)
    if expected_version is not None and expected_version != row.row_version:
        raise changed_meanwhile(row, expected_version)
    if not legal(verb, row.state):
        raise wrong_state(row, verb)
    return row


def case_of_sighting(hazard_id: UUID) -> UUID | None:
    """Return the case that a phone's finding was joined to, or None."""
    from fengsui.hazards.sightings.models import Sighting

    return Sighting.objects.filter(pk=hazard_id).values_list("hazard_id", flat=True).first()


def changed_meanwhile(row: Hazard, expected_version: int) -> Conflict:
    """Return the error that says who did what since the version the person was looking at."""
    steps = list(row.steps.filter(sequence__gt=expected_version).order_by("sequence"))
    told = "；".join(f"{step.actor_name}{VERBS[step.verb].zh}" for step in steps) or "有改动"
    return Conflict(
        "hazard_changed",
        zh=f"隐患 {row.number} 在您打开之后已被处理：{told}。现在的状态是“{state_label(row.state)}”，请刷新后再决定。",
        en=f"Hazard {row.number} was changed since you opened it; it is now “{state_label(row.state, 'en')}”. Reload first.",
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


def wrong_state(row: Hazard, verb: str) -> Conflict:
    """Return the error for a verb that does not start from the present state, naming the last step."""
    last = row.steps.order_by("-sequence").first()
    by = f"（{last.actor_name} {clock.local(last.at):%m-%d %H:%M} {VERBS[last.verb].zh}）" if last else ""
    return Conflict(
        "hazard_verb_not_allowed",
        zh=f"隐患 {row.number} 现在是“{state_label(row.state)}”{by}，不能{VERBS[verb].zh}。请刷新后按现状处理。",
        en=f"Hazard {row.number} is “{state_label(row.state, 'en')}”; “{VERBS[verb].en}” is not possible from there.",
        extra={"state": row.state, "state_label": state_label(row.state), "row_version": row.row_version},
    )


def refuse_stale(row: Hazard, when: Moment) -> None:
    """Raise Conflict for a deed that happened before the round it would act on.

    A report made before the last failed review belongs to the former round; a review made before the present report
    did not look at this fix.
    """
    began = None
    if row.round > 1:
        failed = row.steps.filter(verb="review_fail").order_by("-sequence").first()
        began = failed.at if failed else None
    if row.reported_fixed_at is not None:
        began = max(began, row.reported_fixed_at) if began else row.reported_fixed_at
    if began is not None and when.at < began:
        raise Conflict(
            "hazard_deed_stale",
            zh=f"隐患 {row.number} 在 {clock.local(began):%m-%d %H:%M} 已有新进展，这条较早的记录不再适用，内容已保留。",
            en=f"Hazard {row.number} has moved on since; this earlier record no longer applies and was kept.",
            extra={"state": row.state, "state_label": state_label(row.state), "row_version": row.row_version},
        )


def facts_of(row: Hazard, actor: Actor, *, arriving_with_verdict: int = 0) -> Facts:
    """Return what the guards look at, read from the database (four queries)."""
    waiting = row.extensions.filter(granted__isnull=True).first()
    photos, here = evidence.after_photo_counts(row)
    return Facts(
        state=row.state,
        is_person=not actor.is_system,
        actor_id=actor.account_id,
        rectifier_id=row.rectifier_account_id,
        fix_reported_by_id=row.fix_reported_by_id,
        passed_by_id=row.reviewer_id,
        missing_evidence=files.missing(row),
        arriving_with_verdict=arriving_with_verdict,
        after_photos=photos,
        after_photos_here=here,
        fixable_on_site=row.fixable_on_site,
        assignee_id=row.assignee_member.account_id if row.assignee_member else None,
        paused=row.paused_on is not None,
        overdue=row.state in LIMIT_STATES and row.due_on is not None and row.due_on < clock.local_date(),
        extension_asked_by=waiting.asked_by_id if waiting else None,
        extension_waits=waiting is not None,
        extension_count=row.extension_count,
        open_cosigns=row.cosigns.filter(given_at__isnull=True).count(),
        urged_today=row.urged_on == clock.local_date(),
        check_waits=row.check_due_at is not None and row.checked_at is None,
    )


def check_guards(verb: str, facts: Facts) -> None:
    """Raise InvalidInput with the code and words of the first guard that does not hold."""
    guard = blocking_guard(verb, facts)
    if guard:
        raise InvalidInput(guard.code, zh=guard.zh, en=guard.en)


def require_reason(text: str, *, field: str = "reason") -> str:
    """Return the trimmed reason. Raises InvalidInput when it says nothing."""
    said = text.strip()
    if len(said) < 2:
        raise InvalidInput(
            "reason_required",
            zh="请写明原因（至少 2 个字），它会留在案件时间线里。",
            en="Give a reason of at least 2 characters; it stays in the timeline.",
            fields=[FieldError(field, "请写明原因。", "A reason is needed.", "missing")],
        )
    return said[:500]


WATCHED: Sequence[str] = (
    "state", "round", "due_on", "due_provisional", "assigned_to", "rectifier", "reviewer_name", "closed_on", "closed_how",
    "voided_on", "review_due_on", "reviewed_on", "paused_on", "resume_by", "witness_count", "merged_into_id",
)  # fmt: skip


def snapshot(row: Hazard) -> dict[str, Any]:
    """Return the fields whose change the audit shows."""
    return {name: getattr(row, name) for name in WATCHED}


def write_step(
    *,
    actor: Actor,
    row: Hazard,
    verb: str,
    before: dict[str, Any],
    when: Moment,
    note: str = "",
    data: dict[str, Any] | None = None,
    event_data: dict[str, Any] | None = None,
    event: bool = True,
) -> None:
    """Save the changed row with its next version, and append step, audit entry and outbox event, in one transaction."""
    row.priority = priority.of(
        grade=row.grade, witnesses=row.witness_count, repeats=row.repeat_count, round=row.round,
        complained=row.check_due_at is not None,
    ).points  # fmt: skip
    row.row_version = row.row_version + 1 if not row._state.adding else 1
    row.updated_at = when.received_at
    row.save(force_insert=row._state.adding)
    HazardStep(
        hazard=row,
        sequence=row.row_version,
        verb=verb,
        from_state=before.get("state") or "",
        to_state=row.state,
        round=row.round,
        actor_account_id=actor.account_id,
        actor_name=actor.name[:150],
        at=when.at,
        on=clock.local_date(when.at),
        due_on=row.due_on,
        recorded_at=when.recorded_at,
        received_at=when.received_at,
        note=note,
        data=data or {},
    ).save(force_insert=True)
    changes = audit.changes_between(before, snapshot(row))
    audit.record(actor=actor, verb=f"hazard.{verb}", subject=row, changes=changes, reason=note)
    if event and VERBS[verb].event:
        outbox.emit(
            kind=VERBS[verb].event,
            subject=row,
            actor=actor,
            payload={
                "number": row.number,
                "verb": verb,
                "state": row.state,
                "grade": row.grade,
                "round": row.round,
                "place_id": str(row.place_id),
                "due_on": row.due_on.isoformat() if row.due_on else None,
                **(event_data or {}),
            },
            permission="hazards.view",
        )
