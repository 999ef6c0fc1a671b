"""The job centre (任务中心): long work of one's own, its progress, result or error."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema

from fengsui.kernel.api.paging import Page, PageQuery, page_of
from fengsui.kernel.api.requests import ActorRequest
from fengsui.kernel.errors import not_found
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
    result: dict[str, Any]
    problem: dict[str, Any]
    created_at: datetime
    ended_at: datetime | None


def show_job(row: Job) -> dict[str, Any]:
    """Return a job as the API shows it."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "title_zh": row.title_zh,
        "state": row.state,
        "state_label": row.get_state_display(),
        "done_count": row.done_count,
        "total_count": row.total_count,
        "result": row.result,
        "problem": row.problem,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
    }


@router.get("/jobs", response=Page[JobOut])
def list_jobs(request: ActorRequest, page: Query[PageQuery]) -> Any:
    """List one's own jobs, newest first."""
    rows = Job.objects.filter(account_id=request.actor.account_id).order_by("-created_at", "id")
    return page_of(rows, page.page, page.page_size, show_job)


@router.get("/jobs/{job_id}", response=JobOut)
def get_job(request: ActorRequest, job_id: UUID) -> Any:
    """Return one of one's own jobs."""
    row = Job.objects.filter(pk=job_id, account_id=request.actor.account_id).first()
    if row is None:
        raise not_found("任务", "job")
    return show_job(row)
