"""Checking a complaint on site: true goes on, untrue is void with the reason."""

from uuid import UUID

from fengsui.hazards.models import Hazard
from fengsui.hazards.services.transition import check_guards, facts_of, moment, require_reason, snapshot, take, write_step
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.service import service


@service("hazard.check")
def check_complaint(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    is_true: bool,
    note: str = "",
    expected_version: int | None = None,
) -> Hazard:
    """Record what the check of a complaint found. An untrue one needs words and is void.

    Raises InvalidInput `nothing_to_check` when no complaint waits.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="check", expected_version=expected_version)
    check_guards("check", facts_of(row, actor))
    said = note.strip() if is_true else require_reason(note, field="note")
    before, when = snapshot(row), moment(None, None)
    row.checked_at = when.at
    if not is_true:
        row.ended_from, row.state = row.state, "void"
        row.void_reason, row.voided_on = f"举报核查不属实：{said}"[:500], max(clock.local_date(when.at), row.found_on)
    late = row.check_due_at is not None and when.at > row.check_due_at
    write_step(
        actor=actor, row=row, verb="check", before=before, when=when, note=said, data={"is_true": is_true, "late": late},
        event_data={"is_true": is_true},
    )  # fmt: skip
    return row
