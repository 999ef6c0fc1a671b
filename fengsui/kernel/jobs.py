"""Jobs: long work queued in the transaction that wants it, run by the worker, found again in the job centre."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from fengsui.kernel import actor as actors
from fengsui.kernel import clock, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import DomainError
from fengsui.kernel.models import Job

log = logging.getLogger("fengsui.jobs")
RunFunction = Callable[["JobHandle"], dict[str, Any] | None]
_runs: dict[str, RunFunction] = {}
_cancellable: set[str] = set()
# A job whose worker has not been heard of for this long is taken up again by the next one.
LEASE = timedelta(seconds=90)
MAX_TRIES = 5
# What a job left in the centre is kept this long after its end; its deed stays in the records and the audit log.
KEPT = timedelta(days=90)


class Cancelled(Exception):
    """Raised inside a running job whose owner no longer wants it; nothing it has not finished is kept."""


@dataclass
class JobHandle:
    """What a running job sees: its row, its payload, the actor who queued it, and how to say how far it is."""

    job: Job
    actor: Actor

    @property
    def payload(self) -> dict[str, Any]:
        """The JSON given when the job was queued."""
        return dict(self.job.payload)

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; this also renews the lease. Raises Cancelled when its owner has called it off."""
        if Job.objects.filter(pk=self.job.pk, cancel_asked_at__isnull=False).exists():
            raise Cancelled
        self.job.done_count, self.job.total_count, self.job.beat_at = done, total, clock.now()
        with transaction.write():
            self.job.save(update_fields=["done_count", "total_count", "beat_at"])


def job(kind: str, *, cancellable: bool = False) -> Callable[[RunFunction], RunFunction]:
    """Register the function that does a kind of job. It must be safe to run again from the start.

    A `cancellable` one leaves nothing half done when it stops at any of its progress calls.
    """

    def register(function: RunFunction) -> RunFunction:
        _runs[kind] = function
        if cancellable:
            _cancellable.add(kind)
        return function

    return register


def queue(kind: str, payload: dict[str, Any], *, actor: Actor, title_zh: str, area_path: str = "") -> Job:
    """Queue a job in the caller's transaction; the worker is woken after commit."""
    if kind not in _runs:
        raise KeyError(f"no function is registered for job kind {kind!r}")
    with transaction.write():
        row = Job(
            kind=kind,
            payload=payload,
            title_zh=title_zh,
            account_id=actor.account_id,
            actor_name=actor.name,
            area_path=area_path,
        )
        row.save(force_insert=True)
        wake(row)
    return row


def wake(row: Job) -> None:
    """Ask the worker for a queued job, inside the caller's transaction."""
    from django_q.tasks import async_task

    async_task("fengsui.kernel.jobs.run", str(row.pk), task_name=f"{row.kind}:{row.pk}"[:100])


def can_cancel(row: Job) -> bool:
    """Tell whether a job can be called off: one not yet ended, of a kind that leaves nothing half done."""
    return row.kind in _cancellable and row.state in (Job.State.QUEUED, Job.State.RUNNING) and row.cancel_asked_at is None


def can_retry(row: Job) -> bool:
    """Tell whether a job can be started again: one that failed or was called off."""
    return row.kind in _runs and row.state in (Job.State.FAILED, Job.State.CANCELLED)


def run(job_id: str) -> None:
    """Run one job by id if nobody else is on it. Called by the worker; calling it again is harmless."""
    taken_at = clock.now()
    with transaction.write():
        stale = Job.objects.filter(pk=job_id, state=Job.State.RUNNING, beat_at__lt=taken_at - LEASE)
        fresh = Job.objects.filter(pk=job_id, state=Job.State.QUEUED)
        taken = (stale | fresh).update(state=Job.State.RUNNING, started_at=taken_at, beat_at=taken_at, tries=F("tries") + 1)
    if not taken:
        return
    row = Job.objects.get(pk=job_id)
    try:
        if row.tries > MAX_TRIES:
            raise RuntimeError(f"the worker died {row.tries - 1} times in this job")
        result = _runs[row.kind](JobHandle(row, _actor_of(row)))
        row.state, row.result = Job.State.DONE, result or {}
    except Cancelled:
        row.state = Job.State.CANCELLED
    except DomainError as error:
        row.state, row.problem = Job.State.FAILED, error.as_problem()
    except Exception as error:
        log.exception("job %s %s failed", row.kind, row.pk)
        row.state = Job.State.FAILED
        row.problem = {
            "code": "job_failed",
            "title": f"任务没有完成：{error}。数据没有丢失，可重新发起。",
            "detail_en": f"The job failed: {error}. Nothing was lost; start it again.",
        }
    row.ended_at = clock.now()
    with transaction.write():
        row.save(update_fields=["state", "result", "problem", "ended_at"])


def take_up_abandoned() -> int:
    """Run jobs whose worker died (no sign of life for the lease) or whose wake-up was lost; return how many."""
    limit = clock.now() - LEASE
    abandoned = Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=limit) | Job.objects.filter(
        state=Job.State.QUEUED, created_at__lt=limit
    )
    ids = list(abandoned.values_list("pk", flat=True)[:20])
    for job_id in ids:
        run(str(job_id))
    return len(ids)


def run_pending() -> int:
    """Run every queued job here and now, in order; return how many (tests, the command line)."""
    count = 0
    while row := Job.objects.filter(state=Job.State.QUEUED).order_by("created_at", "id").first():
        run(str(row.pk))
        count += 1
    return count


def forget_old() -> int:
    """Delete what ended longer than KEPT ago; return how many."""
    with transaction.write():
        return Job.objects.filter(ended_at__lt=clock.now() - KEPT).delete()[0]


def _actor_of(row: Job) -> Actor:
    if row.account_id is None:
        return actors.system(row.actor_name or "系统任务")
    from fengsui.kernel.sessions import actor_for_account

    return actor_for_account(UUID(str(row.account_id)))
