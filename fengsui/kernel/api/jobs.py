"""The job centre (任务中心): long work of one's own and of those one oversees: progress, result or error, call off, retry."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema

from fengsui.kernel.actor import Actor
from fengsui.kernel.api.paging import Page, PageQuery, page_of
from fengsui.kernel.api.requests import ActorRequest, operation_id
from fengsui.kernel.errors import not_found
from fengsui.kernel.job_services import cancel_job, jobs_of, retry_job
from fengsui.kernel.jobs import can_cancel, can_retry
from fengsui.kernel.models import Job

router = Router(tags=["jobs"])


class JobOut(Schema):
    """One piece of long work."""

    id: UUID
    kind: str
    title_zh: str
    state: str
    state_label: str
    done_count: int
    total_count: int
    about: dict[str, str]
    mine: bool
    result: dict[str, Any]
    problem: dict[str, Any]
    created_at: datetime
    ended_at: datetime | None
    by_name: str
    area_path: str
    can_cancel: bool
    can_retry: bool


def show_job(row: Job, actor: Actor) -> dict[str, Any]:
    """Return a job as the API shows it to somebody; `about` are the ids of what it works on, known before it ends."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "title_zh": row.title_zh,
        "state": row.state,
        "state_label": row.get_state_display(),
        "done_count": row.done_count,
        "total_count": row.total_count,
        "about": {key: str(value) for key, value in row.payload.items() if key.endswith("_id")},
        "mine": row.account_id == actor.account_id,
        "result": row.result,
        "problem": row.problem,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
        "by_name": row.actor_name,
        "area_path": row.area_path,
        "can_cancel": can_cancel(row),
        "can_retry": can_retry(row),
    }


@router.get("/jobs", response=Page[JobOut])
def list_jobs(request: ActorRequest, page: Query[PageQuery], everyone: bool = False) -> Any:
    """List one's own jobs, newest first; with `everyone` also those in the areas one oversees."""
    rows = jobs_of(request.actor, everyone=everyone).order_by("-created_at", "id")
    return page_of(rows, page.page, page.page_size, lambda row: show_job(row, request.actor))


@router.get("/jobs/{job_id}", response=JobOut)
def get_job(request: ActorRequest, job_id: UUID) -> Any:
    """Return one of one's own jobs, or one that one oversees."""
    row = jobs_of(request.actor, everyone=True).filter(pk=job_id).first()
    if row is None:
        raise not_found("任务", "job")
    return show_job(row, request.actor)


@router.post("/jobs/{job_id}/cancel", response=JobOut)
def cancel_long_work(request: ActorRequest, job_id: UUID) -> Any:
    """Call a job off."""
    return show_job(cancel_job(actor=request.actor, operation_id=operation_id(request), job_id=job_id), request.actor)


@router.post("/jobs/{job_id}/retry", response=JobOut)
def retry_long_work(request: ActorRequest, job_id: UUID) -> Any:
    """Start a failed job again."""
    return show_job(retry_job(actor=request.actor, operation_id=operation_id(request), job_id=job_id), request.actor)
