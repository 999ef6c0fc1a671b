"""Writes to the service of a notice: entries are appended, and the notice carries what they amount to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fengsui.hazards.notices import serving_rules as rules
from fengsui.hazards.notices.models import Notice, Serving
from fengsui.kernel import audit, clock, evidence, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.scope import require
from fengsui.kernel.service import service

SERVE = "hazards.serve_notice"
CORRECT = "hazards.correct_serving"
VIEW = "hazards.view"
# A clock a little ahead is no mistake.
AHEAD = timedelta(minutes=5)


@service("notice.serve")
def serve_notice(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    notice_id: UUID,
    way: str,
    at: datetime | None = None,
    receiver_name: str = "",
    receiver_role: str = "",
    signed: bool = False,
    witness_name: str = "",
    witness_role: str = "",
    note: str = "",
    photos: Sequence[EvidencePhoto] = (),
) -> Serving:
    """Record one attempt to serve a notice: handed over, posted, refused, or nobody there (serving_rules.RECORDED).

    `at` is the aware moment it happened, now when left out; `signed` that the receiver signed the paper, whose photo is
    then needed. Several attempts may follow one another. Raises NotFound or Forbidden outside the actor's scope,
    Conflict `notice_void`, InvalidInput `serving_invalid` naming every field that is missing or wrong.
    """
    row = _locked(actor, notice_id, SERVE)
    if row.voided_at is not None:
        raise Conflict(
            "notice_void", zh=f"{row.number} 已撤回，不用再送达。", en=f"{row.number} was taken back; it is not to be served."
        )
    given: dict[str, Any] = {
        "receiver_name": receiver_name.strip(),
        "receiver_role": receiver_role.strip(),
        "signed": signed and way == "in_person",
        "witness_name": witness_name.strip(),
        "witness_role": witness_role.strip(),
        "note": note.strip(),
    }
    moment = at or clock.now()
    _check(row, way, moment, {**given, "photos": photos})
    entry = append(row, way=way, at=moment, actor=actor, **given)
    for photo in photos:
        shown = replace(photo, role=rules.WAYS[way].photo_role)
        evidence.link(actor=actor, photo=shown, subject=entry, area_path=row.area_path, line=row.line)
    return entry


def append(row: Notice, *, way: str, at: datetime, actor: Actor, cancels: Serving | None = None, **given: Any) -> Serving:
    """Add an entry to a locked or new notice in the caller's transaction, with its audit and event; settle the state."""
    before = row.service_state
    last = row.servings.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    entry = Serving.objects.create(
        notice=row, sequence=last + 1, way=way, at=at, cancels=cancels, by_account_id=actor.account_id,
        by_name=actor.name[:150], **given,
    )  # fmt: skip
    entries = row.servings.filter(cancels__isnull=True, cancelled_by__isnull=True)
    now = rules.standing(entries.values_list("way", "signed", "at"))
    row.service_state, row.service_way, row.served_at = now.state, now.way, now.served_at
    row.save(update_fields=["service_state", "service_way", "served_at"])
    changes = {"way": [None, way], "service_state": [before, row.service_state]}
    verb = "notice.take_back_serving" if cancels else "notice.serve"
    audit.record(actor=actor, verb=verb, subject=row, changes=changes, reason=given.get("note", ""))
    payload = {"number": row.number, "way": way, "service_state": row.service_state}
    outbox.emit(kind="NoticeServed", subject=row, actor=actor, payload=payload, permission=VIEW)
    return entry


@service("notice.take_back_serving")
def take_back_serving(
    *, actor: Actor, operation_id: UUID | None = None, notice_id: UUID, serving_id: UUID, reason: str
) -> Serving:
    """Take back an entry that was a mistake; it stays readable, the notice's state is told again from the others.

    Raises NotFound or Forbidden outside the actor's scope, Conflict for one that is automatic, a correction itself or
    taken back already, InvalidInput without a reason.
    """
    row = _locked(actor, notice_id, CORRECT)
    entry = row.servings.filter(pk=serving_id).first()
    if entry is None:
        raise not_found("送达记录", "record of service")
    said = reason.strip()[:500]
    if len(said) < 2:
        raise InvalidInput("reason_required", zh="请写明原因。", en="A reason is needed.")
    if entry.way not in rules.RECORDED or Serving.objects.filter(cancels=entry).exists():
        raise Conflict(
            "serving_stands",
            zh="这条送达记录是系统自动记的，或已经更正过，不能再更正。",
            en="This entry was made by the system or has been taken back already.",
        )
    return append(row, way="taken_back", at=clock.now(), actor=actor, cancels=entry, note=said)


def _locked(actor: Actor, notice_id: UUID, permission: str) -> Notice:
    row = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id).first()
    if row is None:
        raise not_found("告知书", "notice")
    require(actor, permission, area_path=row.area_path, line=row.line)
    return row


def _check(row: Notice, way: str, at: datetime, given: dict[str, Any]) -> None:
    if way not in rules.RECORDED:
        raise InvalidInput("way_unknown", zh=f"没有这种送达方式：{way}。", en=f"No such way of service: {way}.")
    errors = [FieldError(name, *rules.WANTED[name], "required") for name in rules.lacking(way, given)]
    if at > clock.now() + AHEAD:
        errors.append(FieldError("at", "送达时间不能晚于现在", "it cannot be served in the future"))
    if at < row.issued_at:
        errors.append(FieldError("at", "送达时间不能早于检查时间", "it cannot be served before the inspection"))
    if errors:
        words = rules.WAYS[way]
        raise InvalidInput(
            "serving_invalid", zh=f"“{words.zh}”还差几项。", en=f"Some fields are missing or wrong ({words.en}).", fields=errors
        )
