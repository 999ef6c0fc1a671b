"""The day's plan: places due by their class, reviews due, what runs out, periods missed; running it again adds nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from fengsui.hazards import filters as hazard_filters
from fengsui.hazards.models import Hazard
from fengsui.kernel import audit, clock, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import require, under
from fengsui.org.models import Area
from fengsui.patrol import rules
from fengsui.patrol.models import REASONS, Task, Visit
from fengsui.patrol.planning.facilities import running_out, settle_facilities
from fengsui.patrol.planning.giving import regive_absent
from fengsui.patrol.planning.missed import last_missed, mark_missed
from fengsui.patrol.planning.rhythm import DueDay, Rhythm, due_day, moved
from fengsui.patrol.roster import Roster
from fengsui.patrol.services.due_dates import Calendars, set_due
from fengsui.patrol.task_rows import ACTIVE, locked_key, review_key, routine_key
from fengsui.places.models import Place

ROWS_A_TRANSACTION = 200
REVIEW_WORKING_DAYS = 3


def plan_day(*, actor: Actor, area_path: str, day: date | None = None) -> dict[str, int]:
    """Open the tasks that are due in an area on a day (default today); return counts by kind.

    Routine tasks come from how often the rule pack has the class visited on that day, reviews from fixes reported
    without one and from limits that are over, facility tasks from what runs out within 30 days. A routine not done in
    its whole period becomes missed and the next period's takes its place; tasks of people no longer there go to others.
    Idempotent: at most one active task a place and reason. Raises NotFound or Forbidden without patrol.plan there.
    """
    require(actor, "patrol.plan", area_path=area_path)
    on = day or clock.local_date()
    roster = Roster.of(area_path)
    rhythms = rules.rhythms(area_path=area_path, on=on)
    counts = {"routine": 0, "review": 0, "facility": 0, "missed": mark_missed(area_path, on, rhythms)}
    counts["given_on"] = regive_absent(actor=actor, area_path=area_path, roster=roster)
    with transaction.write():
        settle_facilities(area_path)
    active = set(Task.objects.filter(under(area_path), state__in=ACTIVE).values_list("subject_key", flat=True))
    fresh = [
        *_routine(area_path, on, rhythms, active, roster),
        *_reviews(area_path, on, active, roster),
        *running_out(area_path, on, roster),
    ]
    for batch in _batches(fresh):
        with transaction.write():
            keys = [row.subject_key for row in batch]
            taken = set(Task.objects.filter(subject_key__in=keys, state__in=ACTIVE).values_list("subject_key", flat=True))
            wanted = [row for row in batch if row.subject_key not in taken]
            # Another plan may run at this very moment: the database keeps one active task a subject, the second gives way.
            Task.objects.bulk_create(wanted, ignore_conflicts=True)
            written = set(Task.objects.filter(pk__in=[row.pk for row in wanted]).values_list("pk", flat=True))
            for row in wanted:
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


def _routine(area_path: str, on: date, rhythms: dict[str, Rhythm], active: set[str], roster: Roster) -> Iterator[Task]:
    visits = Visit.objects.filter(under(area_path), inspected=True, valid=True, local_date__lte=on)
    last: dict[UUID, date] = dict(visits.values_list("place_id").annotate(Max("local_date")))
    missed = last_missed(area_path, on)
    places = Place.objects.filter(under(area_path), class_code__in=list(rhythms), state__in=rules.PATROLLED_STATES)
    wanted = places.order_by("area_path", "number").values_list("pk", "area_path", "line", "class_code", "created_at")
    calendars = Calendars()
    for pk, path, line, class_code, created_at in wanted.iterator(chunk_size=2000):
        if routine_key(pk) in active or locked_key(pk) in active:
            continue
        rhythm, calendar = rhythms[class_code], calendars.of(path)
        due = due_day(
            place_id=pk,
            listed_on=clock.local_date(created_at),
            last_on=last.get(pk),
            rhythm=rhythm,
            calendar=calendar,
            missed_due=missed.get(pk),
            today=on,
        )
        if due is None or due.on > on:
            continue
        row = Task(
            area_path=path,
            line=line,
            place_id=pk,
            kind="routine",
            subject_key=routine_key(pk),
            due_on=due.on,
            due_from=due.by_pace,
            due_provisional=due.provisional,
            reason_code=due.reason,
            reason=_routine_words(due, last.get(pk), missed.get(pk)),
        )
        if due.reason == "never_visited" and pk not in missed:
            # Planning may begin long after a place was listed: what nobody has seen yet is due from today on.
            row.due_from = on
            row.due_on, row.due_provisional = moved(on, due.pace.on_rest_day, calendar, earliest=on)
        holder = roster.choose("routine", path, seed=pk)
        row.assignee_id, row.assignee_name = (holder.account_id, holder.name) if holder else (None, "")
        yield row


def _routine_words(due: DueDay, last: date | None, missed: date | None) -> str:
    said = [f"上次 {last:%m-%d}"] if last is not None else []
    said += [due.pace.words] if last is not None or missed is not None else []
    if missed is not None and (last is None or missed > last):
        said.append("上一周期漏查")
    return REASONS[due.reason][0] + (f"（{'，'.join(said)}）" if said else "")


def _reviews(area_path: str, on: date, active: set[str], roster: Roster) -> Iterator[Task]:
    reported = Hazard.objects.filter(under(area_path), state="reported_fixed", reviewer__isnull=True)
    over = Hazard.objects.filter(under(area_path)).filter(hazard_filters.overdue(on))
    calendars = Calendars()
    for hazard in [*reported.order_by("number"), *over.order_by("number")]:
        if review_key(hazard.pk) in active:
            continue
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
        set_due(row, start=start, working_days=REVIEW_WORKING_DAYS, calendar=calendars.of(hazard.area_path))
        yield row


def plan_all_districts(*, actor: Actor) -> dict[str, Any]:
    """Plan today for every district of the installation; the daily periodic work calls this."""
    districts = Area.objects.filter(level="district").values_list("path", flat=True)
    return {path: plan_day(actor=actor, area_path=path) for path in districts}
