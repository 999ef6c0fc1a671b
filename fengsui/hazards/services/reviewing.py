"""The second closing: review by a different person, closing when the evidence is whole, voiding with a reason."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fengsui.hazards import evidence
from fengsui.hazards.models import Hazard
from fengsui.hazards.services.due_dates import set_limit
from fengsui.hazards.services.transition import (
    check_guards,
    facts_of,
    moment,
    refuse_stale,
    require_reason,
    snapshot,
    take,
    write_step,
)
from fengsui.hazards.states import blocking_guard
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.service import service


@service("hazard.review")
def review_hazard(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    passed: bool,
    reason: str = "",
    limit_working_days: int | None = None,
    photos: Sequence[EvidencePhoto] = (),
    at: datetime | None = None,
    recorded_at: datetime | None = None,
    expected_version: int | None = None,
) -> Hazard:
    """Pass or fail a reported fix, by a person who neither made nor reported it.

    A pass closes the case when every photo is there; photos taken with this very review may still be on their way,
    then the verdict stands and the case closes on their arrival. A fail needs a reason, starts the next round and a
    new limit from the day of the review (`limit_working_days` may shorten it). Raises InvalidInput with the guard's
    code: reviewer_is_rectifier, after_photo_required, evidence_missing, already_passed, person_required.
    """
    verb = "review_pass" if passed else "review_fail"
    row = take(actor=actor, hazard_id=hazard_id, verb=verb, expected_version=expected_version)
    when, before = moment(at, recorded_at), snapshot(row)
    refuse_stale(row, when)
    if not passed:
        return _fail(actor, row, require_reason(reason), limit_working_days, photos, when.at, recorded_at)
    links = evidence.attach(actor=actor, hazard=row, photos=photos, role="after")
    arriving = sum(link.arrived_at is None for link in links)
    check_guards(verb, facts_of(row, actor, arriving_with_verdict=arriving))
    row.reviewer_id, row.reviewer_name = actor.account_id, actor.name[:150]
    row.review_passed_at = max(when.at, row.found_at)
    row.reviewed_on = clock.local_date(row.review_passed_at)
    if not arriving:
        _close(row, "reviewed", row.review_passed_at)
    write_step(
        actor=actor, row=row, verb=verb, before=before, when=when, note=reason.strip(),
        data={"photos": len(links), "awaiting_photos": arriving}, event=not arriving,
        event_data={"closed_how": "reviewed"},
    )  # fmt: skip
    return row


def _fail(
    actor: Actor,
    row: Hazard,
    reason: str,
    limit_working_days: int | None,
    photos: Sequence[EvidencePhoto],
    at: datetime,
    recorded_at: datetime | None,
) -> Hazard:
    when, before = moment(at, recorded_at), snapshot(row)
    check_guards("review_fail", facts_of(row, actor))
    usual = row.limit_working_days or 0
    if limit_working_days is not None and not 0 <= limit_working_days <= max(usual, 1):
        raise InvalidInput(
            "limit_too_long",
            zh=f"新期限最多 {max(usual, 1)} 个工作日。",
            en=f"The new limit is at most {max(usual, 1)} working days.",
            fields=[FieldError("limit_working_days", "超过原期限。", "Longer than the original limit.", "too_large")],
        )
    evidence.attach(actor=actor, hazard=row, photos=photos, role="review")
    begin_round(row, when.received_at)
    row.reviewed_on = clock.local_date(when.at)
    days = usual if limit_working_days is None else limit_working_days
    set_limit(row, start=clock.local_date(when.at), working_days=days, why="review_failed")
    write_step(
        actor=actor, row=row, verb="review_fail", before=before, when=when, note=reason,
        data={"reviewer": actor.name, "due_on": str(row.due_on), "due_words": row.due_words, "photos": len(photos)},
    )  # fmt: skip
    return row


def begin_round(row: Hazard, at: datetime) -> None:
    """Put a case back to assigned for another round: the verdict and the report of the former one are taken off; unsaved."""
    row.state, row.round, row.round_from = "assigned", row.round + 1, at
    row.assigned_to = row.assigned_to or row.rectifier or row.place.name
    row.reviewer_id, row.reviewer_name, row.review_passed_at = None, "", None
    row.rectifier, row.rectifier_account_id = "", None
    row.fix_reported_by_id, row.fix_reported_by_name = None, ""
    row.reported_fixed_at = row.reported_fixed_on = None
    row.fixed_on_site_on = None


def _close(row: Hazard, how: str, at: datetime) -> None:
    row.state, row.closed_how, row.closed_at = "closed", how, at
    row.closed_on = max(clock.local_date(at), row.found_on)


def close_if_complete(*, actor: Actor, row: Hazard) -> bool:
    """Close a case that only waited for its photos, inside the caller's transaction; tell whether it closed."""
    if not _waits(row.state, row.reviewer_id) or blocking_guard("close_on_evidence", facts_of(row, actor)):
        return False
    when, before = moment(None, None), snapshot(row)
    _close(row, "on_site" if row.state == "fixed_on_site" else "reviewed", when.at)
    write_step(
        actor=actor, row=row, verb="close_on_evidence", before=before, when=when, event_data={"closed_how": row.closed_how}
    )
    return True


@service("hazard.close_on_evidence", returns_json=True)
def close_on_evidence(*, actor: Actor, operation_id: UUID | None = None, hazard_id: UUID) -> bool:
    """Close a case if its last awaited photo is there; False (and no change) when it does not wait or still lacks one."""
    # Nearly every photo belongs to a case that does not wait for it: the lock is taken, the record is not read.
    locked = Hazard.objects.select_for_update().filter(pk=hazard_id).values_list("state", "reviewer_id").first()
    if locked is None or not _waits(*locked):
        return False
    return close_if_complete(actor=actor, row=Hazard.objects.select_related("place").get(pk=hazard_id))


def _waits(state: str, reviewer_id: UUID | None) -> bool:
    return state == "fixed_on_site" or (state == "reported_fixed" and reviewer_id is not None)


@service("hazard.void")
def void_hazard(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    reason: str,
    expected_version: int | None = None,
) -> Hazard:
    """Take a case out of the stock with a reason; its number stays used. Raises InvalidInput without a reason."""
    row = take(actor=actor, hazard_id=hazard_id, verb="void", expected_version=expected_version)
    said, when, before = require_reason(reason), moment(None, None), snapshot(row)
    row.ended_from = row.state
    row.state, row.void_reason = "void", said
    row.voided_on = max(clock.local_date(when.at), row.found_on)
    write_step(actor=actor, row=row, verb="void", before=before, when=when, note=said)
    return row
