"""The import itself: each part done as if the phone had sent it, its outcome kept, so that a killed run goes on."""

from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from fengsui.kernel import audit, clock, evidence, rescue_key, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import DomainError, Unavailable
from fengsui.kernel.evidence.store import account_key
from fengsui.kernel.jobs import JobHandle, job
from fengsui.kernel.models import FileReceipt
from fengsui.kernel.sessions import actor_for_account
from fengsui.patrol import device_clock, sync
from fengsui.patrol.rescue.models import RescueImport, RescuePart
from fengsui.patrol.rescue.reader import PROBLEMS, DamagedPart, Header, Part, open_bytes, open_operation, read_header
from fengsui.patrol.rescue.services import JOB, path_of

EVERY = 10


@job(JOB)
def run_import(handle: JobHandle) -> dict[str, Any]:
    """Import a rescue file (payload: rescue_id). Parts done in this run before the worker was killed are not done again."""
    row = RescueImport.objects.get(pk=handle.payload["rescue_id"])
    if row.state != "importing" or str(row.job_id) != str(handle.job.pk):
        return {"rescue": str(row.pk), "skipped": row.state}
    try:
        counts = _import(handle, row)
    except Exception as error:
        problem = error.as_problem() if isinstance(error, DomainError) else {
            "code": "rescue_failed",
            "title": f"没有完成：{error}。已导入的没有丢失，可再次导入。",
            "detail_en": f"It did not finish: {error}. What came in is kept; import it again.",
        }  # fmt: skip
        with transaction.write():
            RescueImport.objects.filter(pk=row.pk).update(state="failed", problem=problem)
        raise
    return {"rescue": str(row.pk), "counts": counts}


def _import(handle: JobHandle, row: RescueImport) -> dict[str, int]:
    done = set(RescuePart.objects.filter(rescue=row, run=row.run).values_list("index", flat=True))
    sender = _sender(row)
    with path_of(row).open("rb") as file:
        header = read_header(file, row.size)
        key = rescue_key.open_escrow(rescue_key.read_escrow(header.escrow), account_id=row.account_id)
        total = len(header.parts)
        handle.progress(len(done), total)
        for part in header.parts:
            if part.index in done:
                continue
            outcome = _take(sender, header, file, part, key)
            with transaction.write():
                RescuePart.objects.update_or_create(rescue=row, index=part.index, defaults={**outcome, "run": row.run})
            if part.index % EVERY == EVERY - 1 or part.type == "file":
                handle.progress(part.index + 1, total)
        handle.progress(total, total)
    found = RescuePart.objects.filter(rescue=row).values_list("status").annotate(Count("pk"))
    counts = dict(found)
    with transaction.write():
        finished = clock.now()
        RescueImport.objects.filter(pk=row.pk).update(state="done", counts=counts, problem={}, finished_at=finished)
        changes = {status: [None, count] for status, count in sorted(counts.items())}
        audit.record(actor=handle.actor, verb="rescue.done", subject=row, changes=changes, reason=f"发送人：{row.account_name}")
    return counts


def _sender(row: RescueImport) -> Actor:
    """Return the account the file speaks for; every audit entry of its records names who imported them."""
    base = actor_for_account(UUID(str(row.account_id)))
    agent = f"救援文件 {row.pk}，导入人：{row.by_name}"
    return Actor(kind="person", name=base.name, account_id=base.account_id, grants=base.grants,
                 device_id=f"救援文件 {row.device_name}"[:80], user_agent=agent[:200])  # fmt: skip


def _take(sender: Actor, header: Header, file: BinaryIO, part: Part, key: bytes) -> dict[str, Any]:
    fields: dict[str, Any] = {"type": part.type, "part_id": part.id, "kind": part.kind, "at": part.at, "problem": {},
                              "subject_type": "", "subject_id": "", "subject_number": ""}  # fmt: skip
    try:
        if part.problem:
            raise DamagedPart(part.problem)
        more = _operation(sender, header, file, part, key) if part.type == "operation" else _photo(sender, file, part, key)
    except DamagedPart as damage:
        zh, en = PROBLEMS[damage.code]
        more = {"status": "damaged", "problem": {"code": damage.code, "title": zh, "detail": zh, "detail_en": en}}
    except Unavailable as error:
        more = {"status": "later", "problem": error.as_problem()}
    except DomainError as error:
        more = {"status": "damaged" if error.code == "hash_mismatch" else "rejected", "problem": error.as_problem()}
    return {**fields, **more}


def _operation(sender: Actor, header: Header, file: BinaryIO, part: Part, key: bytes) -> dict[str, Any]:
    payload = open_operation(file, part, key)
    sent = {"id": part.id, "kind": part.kind, "recorded_at": part.at, "device_now": _device_now(header), "payload": payload}
    result = sync.receive_batch(actor=sender, operations=[sent])[0]
    status = "later" if result["retry"] else "waiting" if result["waiting"] else result["status"]
    subject = result["subject"] or {"type": "", "id": "", "number": ""}
    return {"status": status, "problem": result["problem"] or {}, "subject_type": subject["type"],
            "subject_id": subject["id"], "subject_number": subject["number"]}  # fmt: skip


def _device_now(header: Header) -> str:
    """Return what the phone's clock shows at this moment (ISO).

    A file may lie for days between export and import: taking the moment of export for the moment of sending would move
    every record by as much. The difference the phone measured counts; without one its clock is taken for right, unless
    the export lies in the future.
    """
    now = clock.now()
    if header.clock_offset_ms is None:
        return max(now, header.exported_at).isoformat()
    moment = device_clock.shifted(now, -header.clock_offset_ms)
    return (moment or now).isoformat()


def _photo(sender: Actor, file: BinaryIO, part: Part, key: bytes) -> dict[str, Any]:
    if part.length > max(settings.UPLOAD_MAX_BYTES, settings.CLIP_MAX_BYTES) + 64:
        raise DamagedPart("part_too_large")
    held = FileReceipt.objects.filter(account_key=account_key(sender), file_id=part.sha256).exists()
    # The store takes the bytes only after the last piece has been read, and with it the proof that they are genuine.
    evidence.store_upload(actor=sender, sha256=part.sha256, chunks=open_bytes(file, part, key))
    return {"status": "held" if held else "received"}
