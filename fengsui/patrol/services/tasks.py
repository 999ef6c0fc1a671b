"""Tasks: opened with a reason, settled by visits and by what happens to hazards, put off with a reason."""

from datetime import date, datetime, timedelta
from uuid import UUID

from fengsui.kernel import audit, clock, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.models import AuditEntry
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.patrol.models import REASONS, Task, Visit
from fengsui.patrol.roster import Roster
from fengsui.patrol.rules import Outcome
from fengsui.patrol.services.due_dates import set_due
from fengsui.patrol.task_rows import ACTIVE, close_task, locked_key, review_key, routine_key

LONGEST_DEFERRAL_DAYS = 30
FACILITY_SEEN_DAYS = 7


def settle_tasks_after_visit(*, actor: Actor, visit: Visit, outcome: Outcome) -> None:
    """Settle the routine and return tasks of the visited place inside the caller's transaction.

    An inspection does them, and so does a door with a day to return (locked, refused, renovating), which opens a
    return task in working days of the rule pack; an outcome without either (moved) cancels them. An inspection also
    does what runs out at the place within a week.
    """
    keys = [routine_key(visit.place_id), locked_key(visit.place_id)]
    rows = list(Task.objects.select_for_update().filter(subject_key__in=keys, state__in=ACTIVE))
    state = "done" if outcome.inspected or outcome.return_working_days is not None else "cancelled"
    for earlier in rows:
        close_task(earlier, state=state, why=outcome.label, visit=visit)
    _done_by_the_first(visit, keys, state=state, why=outcome.label)
    if outcome.inspected or state == "cancelled":
        # What a phone shows of the coming week; what runs out later is looked at when its day is near.
        near = Task.objects.select_for_update().filter(place_id=visit.place_id, kind="facility", state__in=ACTIVE)
        for running_out in near.filter(due_on__lte=visit.local_date + timedelta(days=FACILITY_SEEN_DAYS)):
            close_task(running_out, state=state, why="巡查时已到场核对" if outcome.inspected else outcome.label, visit=visit)
    if outcome.return_working_days is None:
        return
    reason_code = "locked_last_time" if outcome.code == "locked" else "return_visit"
    row = Task(
        area_path=visit.area_path,
        line=visit.line,
        place_id=visit.place_id,
        kind="locked_return",
        subject_key=locked_key(visit.place_id),
        reason_code=reason_code,
        reason=f"{REASONS[reason_code][0]}（{visit.local_date:%m-%d} {outcome.label}）",
        assignee_id=visit.by_account_id,
        assignee_name=visit.by_name if visit.by_account_id else "",
    )
    set_due(row, start=visit.local_date, working_days=outcome.return_working_days)
    row.save(force_insert=True)


def _done_by_the_first(visit: Visit, keys: list[str], *, state: str, why: str) -> None:
    """Give a task to the visit that did it first, where a later one arrived before it."""
    standing = Task.objects.filter(subject_key__in=keys, created_at__lte=visit.ended_at)
    standing = standing.filter(state__in=("done", "cancelled"), visit__isnull=False)
    if not standing.exists():
        return
    for row in standing.select_for_update(of=("self",)).select_related("visit"):
        first = row.visit
        if first and (visit.ended_at, str(visit.pk)) < (first.ended_at, str(first.pk)) and _open_at(row, visit):
            close_task(row, state=state, why=why, visit=visit)


def _open_at(row: Task, visit: Visit) -> bool:
    """Tell whether no earlier task of the same subject was the one this visit did."""
    return not Task.objects.filter(subject_key=row.subject_key, visit=visit).exclude(pk=row.pk).exists()


def open_review_task(
    *,
    hazard_id: UUID,
    place_id: UUID,
    area_path: str,
    line: str,
    start: date,
    working_days: int,
    reason_code: str,
    excluded_account_id: UUID | None,
) -> Task:
    """Open the review task of a hazard, due so many working days after `start`, inside the caller's transaction.

    Returns the active one if there is one. Whoever reported the fix is never chosen.
    """
    earlier = Task.objects.filter(subject_key=review_key(hazard_id), state__in=ACTIVE).first()
    if earlier:
        if earlier.reason_code != reason_code or earlier.excluded_account_id != excluded_account_id:
            set_due(earlier, start=start, working_days=working_days)
            earlier.reason_code, earlier.reason = reason_code, REASONS[reason_code][0]
            earlier.excluded_account_id = excluded_account_id
            if earlier.assignee_id is not None and earlier.assignee_id == excluded_account_id:
                give(earlier, Roster.reaching(area_path))
            earlier.updated_at = clock.now()
            earlier.save()
        return earlier
    row = Task(
        area_path=area_path,
        line=line,
        place_id=place_id,
        kind="review",
        subject_key=review_key(hazard_id),
        hazard_id=hazard_id,
        reason_code=reason_code,
        reason=REASONS[reason_code][0],
        excluded_account_id=excluded_account_id,
    )
    set_due(row, start=start, working_days=working_days)
    give(row, Roster.reaching(area_path))
    row.save(force_insert=True)
    return row


def give(row: Task, roster: Roster) -> None:
    """Set who does a task, by the roster of its area; unsaved."""
    chosen = roster.choose(row.kind, row.area_path, seed=row.place_id, excluded=row.excluded_account_id)
    row.assignee_id, row.assignee_name = (chosen.account_id, chosen.name) if chosen else (None, "")


def close_review_task(*, hazard_id: UUID, state: str, why: str) -> None:
    """End the active review task of a hazard, if there is one, inside the caller's transaction."""
    for row in Task.objects.select_for_update().filter(subject_key=review_key(hazard_id), state__in=ACTIVE):
        close_task(row, state=state, why=why)


@service("task.defer")
def defer_task(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    task_id: UUID,
    deferred_to: date,
    reason: str,
    at: datetime | None = None,
) -> Task:
    """Put a task off to a later day with a reason; its due day stays, so it shows as overdue when it comes back.

    `at` is when a phone did it (corrected; None: now, at the desk): of two the later one stands, and a task that was
    done meanwhile stays done, whichever arrives first.

    Raises InvalidInput for a day not after today or more than 30 days away, or without a reason; Conflict when the
    task is already settled.
    """
    row = Task.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
    if row is None:
        raise not_found("任务", "task")
    require(actor, "patrol.defer", area_path=row.area_path, line=row.line)
    if row.state not in ACTIVE and at is None:
        raise Conflict("task_settled", zh="这个任务已经结束，不能再延后。", en="The task is settled and cannot be put off.")
    today, problems = clock.local_date(at), []
    if not 1 <= (deferred_to - today).days <= LONGEST_DEFERRAL_DAYS:
        problems.append(FieldError("deferred_to", "请选明天起 30 天内的日期。", "Choose a day within the next 30 days."))
    if len(reason.strip()) < 2:
        problems.append(FieldError("reason", "请写明延后的原因。", "A reason is needed.", "missing"))
    if problems:
        raise InvalidInput("defer_invalid", zh="延后任务填写有误。", en="The deferral has wrong input.", fields=problems)
    moment = (at or clock.now()).isoformat()
    if row.state not in ACTIVE or _put_off_later(row, moment, f"{deferred_to} {reason}"):
        return row
    before = row.deferred_to
    row.state, row.deferred_to, row.defer_reason = "deferred", deferred_to, reason.strip()[:200]
    row.row_version += 1
    row.updated_at = clock.now()
    row.save()
    audit.record(
        actor=actor, verb="task.defer", subject=row,
        changes={"deferred_to": [str(before) if before else None, str(deferred_to)], "at": [None, moment]}, reason=reason,
    )  # fmt: skip
    outbox.emit(
        kind="TaskDeferred", subject=row, actor=actor, permission="patrol.view",
        payload={"kind": row.kind, "deferred_to": deferred_to.isoformat()},
    )  # fmt: skip
    return row


def _put_off_later(row: Task, moment: str, words: str) -> bool:
    """Tell whether a later deferral than this one has been taken in already; ties go by what was said."""
    entries = AuditEntry.objects.filter(subject_type="patrol.task", subject_id=str(row.pk), verb="task.defer")
    known = [(entry.changes.get("at", [None, ""])[1], f"{entry.changes['deferred_to'][1]} {entry.reason}") for entry in entries]
    return any(one > (moment, words) for one in known)
