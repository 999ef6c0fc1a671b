"""Limits: setting them on a row, and computing them again when the working-day calendar changes."""

from collections.abc import Iterable
from datetime import date

from fengsui.hazards import due
from fengsui.hazards.models import Hazard
from fengsui.hazards.services.transition import moment, snapshot, write_step
from fengsui.hazards.states import LIMIT_STATES
from fengsui.kernel import transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.scope import require, under
from fengsui.kernel.working_days import Calendar

ROWS_A_TRANSACTION = 100


def set_limit(row: Hazard, *, start: date, working_days: int, why: str) -> None:
    """Give a row its limit counted from `start` by the calendar of its area; the caller saves it."""
    limit = due.compute(start=start, working_days=working_days, calendar=calendar_for(row.area_path), why=why)
    row.limit_from, row.limit_working_days, row.limit_words = start, working_days, limit.words
    row.limit_why = why
    row.due_on, row.due_provisional, row.due_words = limit.due_on, limit.provisional, limit.computed[:400]


def recompute_due_dates(*, actor: Actor, area_path: str, reason: str = "工作日历有变化") -> int:
    """Compute the running limits under an area again; return how many changed.

    Each changed hazard gets a step, an audit entry and an event. Limits a person set by hand stay. Running it again
    changes nothing.
    """
    require(actor, "calendar.manage", area_path=area_path)
    running = Hazard.objects.filter(under(area_path), state__in=LIMIT_STATES, limit_working_days__isnull=False)
    ids = list(running.order_by("number").values_list("pk", flat=True))
    calendars: dict[str, Calendar] = {}
    changed = 0
    for start in range(0, len(ids), ROWS_A_TRANSACTION):
        with transaction.write():
            rows = Hazard.objects.select_for_update().filter(
                pk__in=ids[start : start + ROWS_A_TRANSACTION], state__in=LIMIT_STATES, limit_working_days__isnull=False
            )
            changed += _recompute(actor, rows, calendars, reason)
    return changed


def _recompute(actor: Actor, rows: Iterable[Hazard], calendars: dict[str, Calendar], reason: str) -> int:
    changed = 0
    for row in rows:
        if row.limit_from is None or row.limit_working_days is None:
            continue
        if row.area_path not in calendars:
            calendars[row.area_path] = calendar_for(row.area_path)
        limit = due.compute(
            start=row.limit_from, working_days=row.limit_working_days, calendar=calendars[row.area_path], why=row.limit_why
        )
        if (limit.due_on, limit.provisional) == (row.due_on, row.due_provisional):
            continue
        before, earlier = snapshot(row), row.due_on
        row.due_on, row.due_provisional, row.due_words = limit.due_on, limit.provisional, limit.computed[:400]
        write_step(
            actor=actor, row=row, verb="recompute_due", before=before, when=moment(None, None), note=reason,
            data={"due_on": [str(earlier), str(limit.due_on)], "provisional": limit.provisional},
        )  # fmt: skip
        changed += 1
    return changed
