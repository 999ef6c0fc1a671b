"""The day's plan: places due by their class, reviews due, tasks long past; running it again adds nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from fengsui.hazards import filters as hazard_filters
from fengsui.hazards.models import Hazard
from fengsui.kernel import audit, clock, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.scope import require, under
from fengsui.kernel.working_days import Calendar
from fengsui.org.models import Area
from fengsui.patrol import rules
from fengsui.patrol.frequency import routine_due
from fengsui.patrol.models import REASONS, Task, Visit
from fengsui.patrol.roster import Roster
from fengsui.patrol.services.due_dates import set_due
from fengsui.patrol.services.tasks import ACTIVE, close_task, locked_key, review_key, routine_key
from fengsui.places.models import Place

ROWS_A_TRANSACTION = 200
REVIEW_WORKING_DAYS = 3


def plan_day(*, actor: Actor, area_path: str, day: date | None = None) -> dict[str, int]:
    """Open the tasks that are due in an area on a day (default today); return counts by kind.

    Routine tasks come from the class's interval in the rule pack, reviews from fixes reported without one and from
    limits that are over. A routine task not done for a whole interval becomes missed and a new one takes its place.
    Idempotent: at most one active task a place and reason. Raises NotFound or Forbidden without patrol.plan there.
    """
    require(actor, "patrol.plan", area_path=area_path)
    on = day or clock.local_date()
    roster = Roster.of(area_path)
    intervals = rules.intervals(area_path=area_path, on=on)
    missed = _mark_missed(area_path, on, intervals)
    active = set(Task.objects.filter(under(area_path), state__in=ACTIVE).values_list("subject_key", flat=True))
    counts = {"routine": 0, "review": 0, "missed": missed}
    for batch in _batches([*_routine(area_path, on, intervals, active, roster), *_reviews(area_path, on, active, roster)]):
        with transaction.write():
            keys = [row.subject_key for row in batch]
            taken = set(Task.objects.filter(subject_key__in=keys, state__in=ACTIVE).values_list("subject_key", flat=True))
            fresh = [row for row in batch if row.subject_key not in taken]
            # Another plan may run at this very moment: the database keeps one active task a subject, the second gives way.
            Task.objects.bulk_create(fresh, ignore_conflicts=True)
            written = set(Task.objects.filter(pk__in=[row.pk for row in fresh]).values_list("pk", flat=True))
            for row in fresh:
                counts[row.kind] += row.pk in written
    if any(counts.values()):
        _tell(actor, area_path, on, counts)
    return counts


def _tell(actor: Actor, area_path: str, on: date, counts: dict[str, int]) -> None:
    area = Area.objects.filter(path=area_path).first()
    with transaction.write():
        audit.record(actor=actor, verb="patrol.plan", subject=area, area_path=area_path, changes={str(on): [None, counts]})
        if area is not None:
            outbox.emit(
                kind="DayPlanned", subject=area, actor=actor, area_path=area_path, line="", permission="patrol.view",
                payload={"day": on.isoformat(), **counts},
            )  # fmt: skip


def _batches(rows: list[Task]) -> Iterator[list[Task]]:
    for start in range(0, len(rows), ROWS_A_TRANSACTION):
        yield rows[start : start + ROWS_A_TRANSACTION]


def _mark_missed(area_path: str, on: date, intervals: dict[str, int]) -> int:
    late = Task.objects.filter(under(area_path), kind="routine", state="open", due_on__lt=on).select_related("place")
    passed = [row.pk for row in late if (interval := intervals.get(row.place.class_code)) and (on - row.due_on).days >= interval]
    for start in range(0, len(passed), ROWS_A_TRANSACTION):
        with transaction.write():
            wanted = passed[start : start + ROWS_A_TRANSACTION]
            for row in Task.objects.select_for_update().filter(pk__in=wanted, state="open"):
                close_task(row, state="missed", why="整个周期内没有巡查")
    return len(passed)


def _routine(area_path: str, on: date, intervals: dict[str, int], active: set[str], roster: Roster) -> Iterator[Task]:
    visits = Visit.objects.filter(under(area_path), inspected=True, valid=True, local_date__lte=on)
    last: dict[UUID, date] = dict(visits.values_list("place_id").annotate(Max("local_date")))
    places = Place.objects.filter(under(area_path), class_code__in=list(intervals), state__in=rules.PATROLLED_STATES)
    wanted = places.values_list("pk", "area_path", "line", "class_code", "created_at")
    for pk, path, line, class_code, created_at in wanted.iterator(chunk_size=2000):
        if routine_key(pk) in active or locked_key(pk) in active:
            continue
        due = routine_due(
            place_id=pk,
            listed_on=clock.local_date(created_at),
            last_inspected_on=last.get(pk),
            interval_days=intervals[class_code],
        )
        if due.on > on:
            continue
        holder = roster.choose("routine", path, seed=pk)
        yield Task(
            area_path=path,
            line=line,
            place_id=pk,
            kind="routine",
            subject_key=routine_key(pk),
            due_on=due.on if due.reason == "due" else on,
            reason_code=due.reason,
            reason=_routine_words(due.reason, last.get(pk), intervals[class_code]),
            assignee_id=holder.account_id if holder else None,
            assignee_name=holder.name if holder else "",
        )


def _routine_words(reason: str, last: date | None, interval_days: int) -> str:
    if last is None:
        return REASONS[reason][0]
    return f"{REASONS[reason][0]}（上次 {last:%m-%d}，每 {interval_days} 天一次）"


def _reviews(area_path: str, on: date, active: set[str], roster: Roster) -> Iterator[Task]:
    reported = Hazard.objects.filter(under(area_path), state="reported_fixed", reviewer__isnull=True)
    over = Hazard.objects.filter(under(area_path)).filter(hazard_filters.overdue(on))
    calendars: dict[str, Calendar] = {}
    for hazard in [*reported, *over]:
        if review_key(hazard.pk) in active:
            continue
        if hazard.area_path not in calendars:
            calendars[hazard.area_path] = calendar_for(hazard.area_path)
        reason = "review_due" if hazard.state == "reported_fixed" else "limit_over"
        start = hazard.reported_fixed_on or hazard.due_on or on
        excluded = hazard.fix_reported_by_id
        holder = roster.choose("review", hazard.area_path, seed=hazard.place_id, excluded=excluded)
        row = Task(
            area_path=hazard.area_path,
            line=hazard.line,
            place_id=hazard.place_id,
            kind="review",
            subject_key=review_key(hazard.pk),
            hazard_id=hazard.pk,
            reason_code=reason,
            reason=f"{REASONS[reason][0]}（{hazard.number}）",
            excluded_account_id=excluded,
            assignee_id=holder.account_id if holder else None,
            assignee_name=holder.name if holder else "",
        )
        set_due(row, start=start, working_days=REVIEW_WORKING_DAYS, calendar=calendars[hazard.area_path])
        yield row


def plan_all_districts(*, actor: Actor) -> dict[str, Any]:
    """Plan today for every district of the installation; the daily periodic work calls this."""
    districts = Area.objects.filter(level="district").values_list("path", flat=True)
    return {path: plan_day(actor=actor, area_path=path) for path in districts}
