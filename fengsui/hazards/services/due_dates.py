"""Limits: setting them on a row, and computing them again when the working-day calendar changes."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from fengsui.hazards import due
from fengsui.hazards.models import Hazard
from fengsui.hazards.services.transition import moment, snapshot, write_step
from fengsui.hazards.states import LIMIT_STATES
from fengsui.kernel import transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.scope import require, under
from fengsui.kernel.working_days import Calendar, working_days_between

ROWS_A_TRANSACTION = 100


def set_limit(row: Hazard, *, start: date, working_days: int, why: str) -> None:
    """Give a row a new limit counted from `start` by the calendar of its area; the caller saves it."""
    row.limit_from, row.limit_working_days, row.limit_why = start, working_days, why
    row.limit_extension_days, row.limit_pauses, row.paused_on, row.resume_by = 0, [], None, None
    compute_limit(row, calendar_for(row.area_path))


def compute_limit(row: Hazard, calendar: Calendar) -> None:
    """Compute the limit of a row from what it is made of: start, days, what was granted and what stood still; unsaved."""
    if row.limit_from is None or row.limit_working_days is None or row.paused_on is not None:
        return
    limit = due.compute(
        start=row.limit_from, working_days=row.limit_working_days, calendar=calendar, why=row.limit_why,
        extension_days=row.limit_extension_days, pauses=row.limit_pauses,
    )  # fmt: skip
    row.limit_words = limit.words
    row.due_on, row.due_provisional, row.due_words = limit.due_on, limit.provisional, limit.computed[:400]


def make_counted(row: Hazard, start: date) -> None:
    """Express a limit that a person brought forward by hand as working days from `start`, so that days can be added; unsaved."""
    if row.limit_working_days is not None or row.due_on is None:
        return
    days = working_days_between(start, row.due_on, calendar_for(row.area_path))
    row.limit_from, row.limit_working_days, row.limit_why = start, max(0, days), "brought_forward"
    row.limit_extension_days, row.limit_pauses = 0, []


def end_pause(row: Hazard, day: date) -> None:
    """End the spell in which a limit stood still, on a day not before it began, and compute the limit again; unsaved."""
    if row.paused_on is None:
        return
    end = max(day, row.paused_on)
    row.limit_pauses = [*row.limit_pauses, [row.paused_on.isoformat(), end.isoformat()]]
    row.paused_on = row.resume_by = None
    compute_limit(row, calendar_for(row.area_path))


def set_review_limit(row: Hazard, calendar: Calendar | None = None) -> None:
    """Give a reported fix the day by which it is to be reviewed, or none when nothing is reported; unsaved.

    The day stays when the review is made, until the next fix is reported: figures tell by it whether it was in time.
    """
    if row.reported_fixed_on is None:
        row.review_due_on, row.review_due_words = None, ""
        return
    limit = due.review_limit(row.reported_fixed_on, calendar or calendar_for(row.area_path))
    row.review_due_on, row.review_due_words = limit.due_on, limit.computed[:400]


def recompute_due_dates(*, actor: Actor, area_path: str, reason: str = "工作日历有变化") -> int:
    """Compute the running limits under an area again; return how many changed.

    Each changed hazard gets a step, an audit entry and an event. Limits a person set by hand stay. Running it again
    changes nothing.
    """
    require(actor, "calendar.manage", area_path=area_path)
    running = Hazard.objects.filter(under(area_path)).filter(counted())
    ids = list(running.order_by("number").values_list("pk", flat=True))
    calendars: dict[str, Calendar] = {}
    changed = 0
    for start in range(0, len(ids), ROWS_A_TRANSACTION):
        with transaction.write():
            rows = Hazard.objects.select_for_update().filter(counted(), pk__in=ids[start : start + ROWS_A_TRANSACTION])
            changed += _recompute(actor, rows, calendars, reason)
    return changed


def counted() -> Q:
    """Return the filter of hazards with a day that the calendar decides: a running limit, or a review to come."""
    limit = Q(state__in=LIMIT_STATES, limit_working_days__isnull=False, paused_on__isnull=True)
    return limit | Q(state="reported_fixed", reviewer__isnull=True, review_due_on__isnull=False)


def _recompute(actor: Actor, rows: Iterable[Hazard], calendars: dict[str, Calendar], reason: str) -> int:
    changed = 0
    for row in rows:
        if row.area_path not in calendars:
            calendars[row.area_path] = calendar_for(row.area_path)
        before, earlier = snapshot(row), (row.due_on, row.due_provisional, row.review_due_on)
        if row.state == "reported_fixed":
            set_review_limit(row, calendars[row.area_path])
        else:
            compute_limit(row, calendars[row.area_path])
        if (row.due_on, row.due_provisional, row.review_due_on) == earlier:
            continue
        write_step(
            actor=actor, row=row, verb="recompute_due", before=before, when=moment(None, None), note=reason,
            data={
                "due_on": [str(earlier[0]), str(row.due_on)], "provisional": row.due_provisional,
                "review_due_on": [str(earlier[2]), str(row.review_due_on)],
            },
        )  # fmt: skip
        changed += 1
    return changed
