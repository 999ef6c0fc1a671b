"""Receiving operations: each in its own transaction, kept with its outcome, safe to send again, in any order."""

import logging
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.db.transaction import atomic

from fengsui.kernel import clock, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.api.problems import busy_or_full
from fengsui.kernel.errors import Conflict, DomainError, InvalidInput, TooLarge, Unavailable
from fengsui.kernel.scope import require_anywhere
from fengsui.kernel.service import arguments_sha256
from fengsui.kernel.sessions import actor_for_account
from fengsui.patrol import device_clock
from fengsui.patrol.models import SyncOperation
from fengsui.patrol.sync.envelope import Envelope, digest_of, fresh_row, result_of
from fengsui.patrol.sync.kinds import KINDS, Done, Sent, awaited
from fengsui.patrol.sync.plain import plain
from fengsui.patrol.sync.shield import opened
from fengsui.patrol.sync.together import together
from fengsui.patrol.visit_input import parse

BATCH_LIMIT = 200
MERGED_KINDS = ("place.correct",)
OUTCOME_FIELDS = (
    "state", "waits_for", "problem", "tries", "subject_type", "subject_id", "subject_number", "area_path",
)  # fmt: skip
log = logging.getLogger("fengsui.sync")


def receive_batch(*, actor: Actor, operations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Do each operation in turn and return one result each, in the order given.

    A result is {id, status, waiting, retry, problem, subject}: accepted (with `waiting` when it is kept until what it
    refers to arrives), duplicate, conflict or rejected. `retry` says that nothing was kept and the phone has to send
    it again later. Raises TooLarge above 200 operations, Forbidden without patrol.sync.
    """
    require_anywhere(actor, "patrol.sync")
    if len(operations) > BATCH_LIMIT:
        raise TooLarge(
            "sync_batch_too_large",
            zh=f"一次最多同步 {BATCH_LIMIT} 条，这次有 {len(operations)} 条，没有写入。请分批发送。",
            en=f"At most {BATCH_LIMIT} operations at once, got {len(operations)}; nothing was written. Send them in parts.",
            extra={"limit": BATCH_LIMIT, "count": len(operations)},
        )
    results: list[dict[str, Any]] = []
    for kind, run in groupby(operations, key=lambda raw: str(raw.get("kind"))):
        raws = list(run)
        results += together(actor, kind, raws) or [_receive(actor, raw) for raw in raws]
    return results


def _receive(actor: Actor, raw: dict[str, Any]) -> dict[str, Any]:
    try:
        raw = plain(raw)
        given = parse(Envelope, raw)
    except InvalidInput as error:
        return _keep_malformed(actor, raw, error)
    try:
        with transaction.write():
            result, touched = _once(actor, given)
    except OperationalError as error:
        log.error("sync %s: %s", given.id, error)
        return result_of(given.id, "rejected", problem=busy_or_full(error), retry=True)
    except Unavailable as error:
        return result_of(given.id, "rejected", problem=error, retry=True)
    except Exception as error:
        # One operation that meets a fault of ours must not hold up the queue behind it.
        log.exception("sync operation %s (%s) failed", given.id, given.kind)
        return result_of(given.id, "rejected", problem=_our_fault(error), retry=True)
    if touched:
        retry_waiting(touched)
    return result


def _once(actor: Actor, given: Envelope) -> tuple[dict[str, Any], tuple[UUID, ...]]:
    digest = digest_of(given)
    fresh = fresh_row(actor, given, digest)
    # Insert first: a second sender of the same id waits here until the first has committed, then sees its outcome.
    SyncOperation.objects.bulk_create([fresh], ignore_conflicts=True)
    row = SyncOperation.objects.select_for_update().get(pk=given.id)
    if row.account_id != actor.account_id or row.payload_sha256 != digest:
        return result_of(given.id, "conflict", problem=_reused()), ()
    if row.state == SyncOperation.State.ACCEPTED:
        return result_of(row.pk, "duplicate", row=row), ()
    if row.state == SyncOperation.State.SETTLED:
        return result_of(row.pk, "duplicate", row=row), ()
    if row.state == SyncOperation.State.CONFLICT:
        status, words = _came_to(row, ())
        return result_of(row.pk, status, row=row, problem=words), ()
    return _attempt(actor, row)


def _attempt(actor: Actor, row: SyncOperation) -> tuple[dict[str, Any], tuple[UUID, ...]]:
    row.tries += 1
    try:
        with atomic():
            SyncOperation.objects.filter(pk=row.pk).update(state=SyncOperation.State.ACCEPTED)
            done = _do(actor, row)
    except DomainError as error:
        if isinstance(error, Unavailable):
            raise
        waits_for = awaited(row.kind, row.payload, error)
        row.problem = error.as_problem()
        row.waits_for = waits_for
        row.state = SyncOperation.State.WAITING if waits_for else SyncOperation.State.REJECTED
        row.save(update_fields=OUTCOME_FIELDS)
        if waits_for:
            return result_of(row.pk, "accepted", row=row, waiting=True), ()
        return result_of(row.pk, "conflict" if isinstance(error, Conflict) else "rejected", problem=error), ()
    if row.kind in MERGED_KINDS:
        # Merging may have put the row beside another's word meanwhile.
        row.refresh_from_db(fields=["state", "versions"])
    if row.state != SyncOperation.State.CONFLICT:
        row.state = SyncOperation.State.ACCEPTED
    row.waits_for, row.problem = None, {}
    row.subject_type, row.subject_id = done.subject._meta.label_lower, str(done.subject.pk)
    row.subject_number = done.number
    row.area_path = getattr(done.subject, "area_path", "") or row.area_path
    row.save(update_fields=OUTCOME_FIELDS)
    status, words = _came_to(row, done.combined_with)
    return result_of(row.pk, status, row=row, problem=words), done.hazards


def _came_to(row: SyncOperation, combined_with: Sequence[str]) -> tuple[str, DomainError | None]:
    """Return the status of something taken in, and the words for one that met another person's word."""
    if any(version["kind"] == "different" for version in row.versions):
        first = next(version for version in row.versions if version["kind"] == "different")
        other, this = first["other"], first["this"]
        zh = f"{first['label']}：{other['by']}写的是“{other['words']}”，您写的是“{this['words']}”。两份都已保留，由街道核定。"
        en = f"{other['by']} wrote “{other['words']}”, you wrote “{this['words']}”. Both are kept for the street to settle."
        return "conflict", Conflict("place_reported_differently", zh=zh, en=en)
    if row.versions:
        zh, en = (
            "新联系人已记下，原来的也保留，由街道核定。",
            "The contact was added beside the former; the street will settle it.",
        )
        return "merged", Conflict("contacts_both_kept", zh=zh, en=en)
    if combined_with:
        zh = f"已接收，并与{'、'.join(combined_with)}的更正合并。"
        return "merged", Conflict("merged", zh=zh, en=f"Taken in and combined with what {', '.join(combined_with)} reported.")
    return "accepted", None


def _do(actor: Actor, row: SyncOperation) -> Done:
    act = KINDS.get(row.kind)
    if act is None:
        raise InvalidInput(
            "operation_kind_unknown",
            zh=f"服务器不认识“{row.kind}”这类操作，内容已保留。请更新手机应用后重试。",
            en=f"Unknown kind of operation: {row.kind}. It was kept; update the app and try again.",
        )
    sent = Sent(
        actor=actor,
        payload=opened(row.payload),
        recorded_at=row.recorded_at,
        received_at=row.received_at,
        offset_ms=row.clock_offset_ms,
        id=row.pk,
    )
    return act(sent)


def retry_waiting(hazard_ids: Sequence[UUID]) -> int:
    """Try again what waits for these hazards, in the order it happened, as whoever sent it; return how many went through."""
    through = 0
    while True:
        asked = SyncOperation.objects.filter(state=SyncOperation.State.WAITING, waits_for__in=hazard_ids)
        waiting = list(asked) if asked.exists() else []
        moved = 0
        for candidate in sorted(waiting, key=_happened):
            with transaction.write():
                row = SyncOperation.objects.select_for_update().get(pk=candidate.pk)
                if row.state != SyncOperation.State.WAITING or row.account_id is None:
                    continue
                _attempt(actor_for_account(row.account_id), row)
                moved += row.state == SyncOperation.State.ACCEPTED
        through += moved
        if not moved:
            return through


def _happened(row: SyncOperation) -> tuple[Any, str]:
    fixed = device_clock.correct(recorded_at=row.recorded_at, offset=row.clock_offset_ms, received_at=row.received_at)
    return fixed.at, str(row.pk)


def _keep_malformed(actor: Actor, raw: dict[str, Any], error: InvalidInput) -> dict[str, Any]:
    try:
        sync_id = UUID(str(raw.get("id")))
    except ValueError:
        return {**result_of(None, "rejected", problem=error), "id": str(raw.get("id"))[:64]}
    if error.code in ("payload_too_deep", "number_invalid"):
        raw = {"unreadable": repr(raw)[:20_000].replace("\\x00", "")}
    digest = arguments_sha256("malformed", {"raw": raw})
    with transaction.write():
        kept = SyncOperation(
            id=sync_id, account_id=actor.account_id, actor_name=actor.name[:150], session_id=actor.session_id,
            device_id=actor.device_id[:80], area_path=(actor.areas_for("patrol.sync") or [""])[0],
            kind=str(raw.get("kind"))[:40], payload={"raw": raw}, payload_sha256=digest, recorded_at=clock.now(),
            received_at=clock.now(), state=SyncOperation.State.REJECTED, problem=error.as_problem(),
        )  # fmt: skip
        SyncOperation.objects.bulk_create([kept], ignore_conflicts=True)
    return result_of(sync_id, "rejected", problem=error)


def _our_fault(error: Exception) -> DomainError:
    return DomainError(
        "internal",
        zh="服务器处理这条记录时出错，已记录。记录仍在手机上，稍后会再发。",
        en=f"The server failed on this record ({type(error).__name__}) and logged it; it stays on the phone and is sent again.",
        status=500,
    )


def _reused() -> Conflict:
    return Conflict(
        "operation_reused",
        zh="同一个操作编号带来了不同的内容，没有写入。请在手机上重新保存这条记录。",
        en="This operation id came before with other content; nothing was written.",
    )
