"""Days by which tasks counted in working days are due, and computing them again when the calendar changes."""

from datetime import date

from fengsui.kernel import audit, clock, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.scope import require, under
from fengsui.kernel.working_days import Calendar, add_working_days
from fengsui.patrol.models import Task

ROWS_A_TRANSACTION = 200


def set_due(row: Task, *, start: date, working_days: int, calendar: Calendar | None = None) -> None:
    """Make a task due so many working days after `start`, by the calendar of its area; the caller saves it."""
    due = add_working_days(start, working_days, calendar or calendar_for(row.area_path))
    row.due_from, row.due_working_days = start, working_days
    row.due_on, row.due_provisional = due.date, due.provisional


def recompute_task_days(*, actor: Actor, area_path: str, reason: str = "工作日历有变化") -> int:
    """Compute the days of active tasks under an area again; return how many changed. Running it again changes nothing."""
    require(actor, "calendar.manage", area_path=area_path)
    counted = Task.objects.filter(under(area_path), state__in=("open", "deferred"), due_working_days__isnull=False)
    ids = list(counted.order_by("id").values_list("pk", flat=True))
    calendars: dict[str, Calendar] = {}
    changed = 0
    for first in range(0, len(ids), ROWS_A_TRANSACTION):
        with transaction.write():
            for row in Task.objects.select_for_update().filter(pk__in=ids[first : first + ROWS_A_TRANSACTION]):
                if row.due_from is None or row.due_working_days is None or row.state not in ("open", "deferred"):
                    continue
                if row.area_path not in calendars:
                    calendars[row.area_path] = calendar_for(row.area_path)
                before = (row.due_on, row.due_provisional)
                set_due(row, start=row.due_from, working_days=row.due_working_days, calendar=calendars[row.area_path])
                if (row.due_on, row.due_provisional) == before:
                    continue
                row.row_version += 1
                row.updated_at = clock.now()
                row.save()
                days = [str(before[0]), str(row.due_on)]
                audit.record(actor=actor, verb="task.recompute_due", subject=row, changes={"due_on": days}, reason=reason)
                changed += 1
    return changed
