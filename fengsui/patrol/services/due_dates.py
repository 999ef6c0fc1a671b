"""Days by which tasks are due that rest on the calendar, and computing them again when the calendar changes."""

from datetime import date

from django.db.models import Q

from fengsui.kernel import audit, clock, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.scope import require, under
from fengsui.kernel.working_days import Calendar, add_working_days
from fengsui.patrol import rules
from fengsui.patrol.models import Task
from fengsui.patrol.planning.rhythm import Rhythm, moved
from fengsui.patrol.task_rows import ACTIVE

ROWS_A_TRANSACTION = 200


def set_due(row: Task, *, start: date, working_days: int, calendar: Calendar | None = None) -> None:
    """Make a task due so many working days after `start`, by the calendar of its area; the caller saves it."""
    due = add_working_days(start, working_days, calendar or calendar_for(row.area_path))
    row.due_from, row.due_working_days = start, working_days
    row.due_on, row.due_provisional = due.date, due.provisional


class Calendars:
    """The calendars of areas, each read once."""

    def __init__(self) -> None:
        self._known: dict[str, Calendar] = {}

    def of(self, area_path: str) -> Calendar:
        """Return the calendar of an area."""
        if area_path not in self._known:
            self._known[area_path] = calendar_for(area_path)
        return self._known[area_path]


def recompute_task_days(*, actor: Actor, area_path: str, reason: str = "工作日历有变化") -> int:
    """Compute the days of active tasks under an area again; return how many changed. Running it again changes nothing.

    Tasks counted in working days, and routine ones whose day by the pace of their class is moved off rest days.
    """
    require(actor, "calendar.manage", area_path=area_path)
    counted = Task.objects.filter(under(area_path), state__in=ACTIVE, due_from__isnull=False)
    counted = counted.filter(Q(due_working_days__isnull=False) | Q(kind="routine"))
    ids = list(counted.order_by("id").values_list("pk", flat=True))
    calendars, paces = Calendars(), _Rhythms()
    changed = 0
    for first in range(0, len(ids), ROWS_A_TRANSACTION):
        with transaction.write():
            rows = Task.objects.select_for_update(of=("self",)).filter(pk__in=ids[first : first + ROWS_A_TRANSACTION])
            for row in rows.select_related("place"):
                if row.due_from is None or row.state not in ACTIVE:
                    continue
                before = (row.due_on, row.due_provisional)
                calendar = calendars.of(row.area_path)
                if row.due_working_days is not None:
                    set_due(row, start=row.due_from, working_days=row.due_working_days, calendar=calendar)
                elif rhythm := paces.of(row):
                    pace = rhythm.on(row.due_from)
                    rule = pace.on_rest_day if pace else "do"
                    earliest = row.due_from if row.reason_code == "never_visited" else date.min
                    row.due_on, row.due_provisional = moved(row.due_from, rule, calendar, earliest=earliest)
                if (row.due_on, row.due_provisional) == before:
                    continue
                row.row_version += 1
                row.updated_at = clock.now()
                row.save()
                days = [str(before[0]), str(row.due_on)]
                audit.record(actor=actor, verb="task.recompute_due", subject=row, changes={"due_on": days}, reason=reason)
                changed += 1
    return changed


class _Rhythms:
    """How often classes are visited in the districts of tasks, each pack read once."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Rhythm]] = {}

    def of(self, row: Task) -> Rhythm | None:
        district = row.area_path.split("/", 1)[0]
        if district not in self._known:
            self._known[district] = rules.rhythms(area_path=district, on=clock.local_date())
        return self._known[district].get(row.place.class_code)
