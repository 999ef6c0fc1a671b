"""What people do with long work: call it off where that leaves nothing half done, start again what failed."""

from uuid import UUID

from django.db.models import Q, QuerySet

from fengsui.kernel import audit, clock, jobs
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, not_found
from fengsui.kernel.models import Job
from fengsui.kernel.scope import require_anywhere, scope_filter
from fengsui.kernel.service import service


def jobs_of(actor: Actor, *, everyone: bool = False) -> QuerySet[Job]:
    """Return one's own jobs; with `everyone` also those of others in the areas that one oversees."""
    require_anywhere(actor, "jobs.view")
    mine = Q(account_id=actor.account_id)
    if not everyone:
        return Job.objects.filter(mine)
    overseen = scope_filter(actor, "jobs.oversee", line_field=None)
    return Job.objects.all() if overseen is None else Job.objects.filter(mine | overseen)


def _held(actor: Actor, job_id: UUID) -> Job:
    row = jobs_of(actor, everyone=True).select_for_update().filter(pk=job_id).first()
    if row is None:
        raise not_found("任务", "job")
    return row


@service("job.cancel")
def cancel_job(*, actor: Actor, operation_id: UUID | None = None, job_id: UUID) -> Job:
    """Call a job off: at once while it waits, at its next step while it runs.

    Raises NotFound for a job that is neither one's own nor overseen, Conflict for one that cannot be stopped.
    """
    row = _held(actor, job_id)
    if not jobs.can_cancel(row):
        raise Conflict(
            "job_not_cancellable", zh="这项任务已经结束，或中途停下会留下半截数据，不能取消。", en="It cannot be cancelled."
        )
    row.cancel_asked_at = clock.now()
    if row.state == Job.State.QUEUED:
        row.state, row.ended_at = Job.State.CANCELLED, clock.now()
    row.save(update_fields=["cancel_asked_at", "state", "ended_at"])
    audit.record(actor=actor, verb="job.cancel", subject=row, changes={"kind": [None, row.kind]}, area_path=row.area_path)
    return row


@service("job.retry")
def retry_job(*, actor: Actor, operation_id: UUID | None = None, job_id: UUID) -> Job:
    """Start a failed or cancelled job again from its beginning, as the person who queued it.

    Raises NotFound as cancel_job does, Conflict for one that is still at work or has succeeded.
    """
    row = _held(actor, job_id)
    if not jobs.can_retry(row):
        raise Conflict(
            "job_not_failed", zh="只有失败或已取消的任务可以重试。", en="Only a failed or cancelled job can be retried."
        )
    row.state, row.tries, row.done_count, row.problem = Job.State.QUEUED, 0, 0, {}
    row.cancel_asked_at = row.ended_at = row.started_at = None
    # A wake-up that was lost is noticed by the age of the queue; a retried job has just been queued.
    row.created_at = clock.now()
    row.save()
    jobs.wake(row)
    audit.record(actor=actor, verb="job.retry", subject=row, changes={"kind": [None, row.kind]}, area_path=row.area_path)
    return row
