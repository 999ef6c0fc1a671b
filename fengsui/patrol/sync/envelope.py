"""The outside of an operation: what a phone sends around it, how it is kept, what is answered."""

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from fengsui.hazards.notices import queries as notices
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import DomainError
from fengsui.kernel.service import arguments_sha256
from fengsui.patrol import device_clock
from fengsui.patrol.models import SyncOperation
from fengsui.patrol.sync.shield import shielded


class Envelope(Schema):
    """An operation's outside: identity, kind, the device's time of the deed and of sending."""

    id: UUID
    kind: str = Field(min_length=1, max_length=40)
    recorded_at: AwareDatetime
    device_now: AwareDatetime
    payload: dict[str, Any]


def digest_of(given: Envelope) -> str:
    """Return the hash by which the same operation sent again is known."""
    return arguments_sha256(given.kind, {"recorded_at": given.recorded_at.isoformat(), "payload": given.payload})


def fresh_row(actor: Actor, given: Envelope, digest: str) -> SyncOperation:
    """Build the row of an operation that is not done yet, unsaved."""
    received = clock.now()
    offset = device_clock.offset_ms(device_now=given.device_now, received_at=received)
    areas = actor.areas_for("patrol.sync")
    return SyncOperation(
        id=given.id,
        account_id=actor.account_id,
        actor_name=actor.name[:150],
        session_id=actor.session_id,
        device_id=actor.device_id[:80],
        area_path=areas[0] if areas else "",
        kind=given.kind,
        payload=shielded(given.kind, given.payload),
        payload_sha256=digest,
        recorded_at=given.recorded_at,
        clock_offset_ms=max(-(2**62), min(2**62, offset)),
        received_at=received,
        state=SyncOperation.State.REJECTED,
        tries=0,
    )


def result_of(
    sync_id: UUID | None,
    status: str,
    *,
    row: SyncOperation | None = None,
    problem: DomainError | None = None,
    waiting: bool = False,
    retry: bool = False,
) -> dict[str, Any]:
    """Return what a phone is answered about one operation."""
    subject = None
    if row is not None and row.subject_id:
        subject = {"type": row.subject_type, "id": row.subject_id, "number": row.subject_number, "notice": _notice(row)}
    return {
        "id": str(sync_id) if sync_id else "",
        "status": status,
        "waiting": waiting,
        "retry": retry,
        "problem": problem.as_problem() if problem else (dict(row.problem) if row is not None and waiting else None),
        "subject": subject,
        "versions": list(row.versions) if row is not None else [],
        "settled": _settled(row) if row is not None else None,
    }


def _notice(row: SyncOperation) -> dict[str, str] | None:
    if row.kind != "visit.submit":
        return None
    visit_id = UUID(row.subject_id)
    number, code = notices.marks([visit_id]).get(visit_id, ("", ""))
    return {"number": number, "code": code} if number else None


def _settled(row: SyncOperation) -> dict[str, Any] | None:
    if row.state != SyncOperation.State.SETTLED:
        return None
    return {"choice": row.settled_choice, "note": row.settled_note, "at": row.settled_at}
