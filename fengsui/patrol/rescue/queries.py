"""Reads of rescue imports, in the scope of whoever asks."""

from typing import Any
from uuid import UUID

from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, page_of
from fengsui.kernel.models import Job
from fengsui.kernel.scope import find, require_anywhere, visible
from fengsui.patrol.queries.phones import KIND_WORDS
from fengsui.patrol.rescue.models import STATES, STATUSES, RescueImport, RescuePart

WHAT = ("救援文件", "rescue file")


def rescue_files(*, actor: Actor, page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return the rescue files of the actor's area, newest first."""
    require_anywhere(actor, "patrol.rescue")
    rows = visible(RescueImport.objects.all(), actor, "patrol.rescue")
    return page_of(rows.order_by("-created_at", "id"), page, page_size, shown)


def rescue_file(*, actor: Actor, rescue_id: UUID) -> dict[str, Any]:
    """Return one rescue file with how far its import is. Raises Forbidden, NotFound."""
    row = find(visible(RescueImport.objects.all(), actor, "patrol.rescue"), actor, "patrol.rescue", rescue_id, what=WHAT)
    job = Job.objects.filter(pk=row.job_id).first() if row.job_id else None
    made = shown(row)
    if job is not None and row.state == "importing":
        made |= {"done_count": job.done_count, "total_count": job.total_count}
        if job.state == Job.State.FAILED:
            made |= {"state": "failed", "state_label": STATES["failed"][0], "problem": job.problem}
    return made


def rescue_parts(*, actor: Actor, rescue_id: UUID, status: str = "", page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return what became of each part, in the file's order, optionally of one status. Raises Forbidden, NotFound."""
    row = find(visible(RescueImport.objects.all(), actor, "patrol.rescue"), actor, "patrol.rescue", rescue_id, what=WHAT)
    rows = RescuePart.objects.filter(rescue=row)
    if status:
        rows = rows.filter(status=status)
    return page_of(rows.order_by("index"), page, page_size, _part)


def shown(row: RescueImport) -> dict[str, Any]:
    """Return a rescue file as the API shows it."""
    fields = (
        "id", "area_path", "file_name", "size", "account_name", "device_name", "app_version", "exported_at",
        "operation_count", "photo_count", "damaged_count", "oldest_at", "state", "counts", "by_name", "created_at", "finished_at",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in fields},
        "state_label": STATES[row.state][0],
        "problem": row.problem or None,
        "done_count": 0,
        "total_count": row.operation_count + row.photo_count,
    }


def _part(row: RescuePart) -> dict[str, Any]:
    return {
        "index": row.index,
        "type": row.type,
        "kind_label": "照片" if row.type == "file" else KIND_WORDS.get(row.kind, row.kind),
        "at": row.at,
        "status": row.status,
        "status_label": STATUSES[row.status][0],
        "problem": row.problem or None,
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "subject_number": row.subject_number,
    }
