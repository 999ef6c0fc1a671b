"""A routine not done in its whole period is missed: told apart from a visit that failed, never deleted, never made up."""

from datetime import date, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from fengsui.kernel import transaction
from fengsui.kernel.scope import under
from fengsui.patrol.models import Task
from fengsui.patrol.planning.rhythm import Rhythm, period_end
from fengsui.patrol.task_rows import ACTIVE, close_task

ROWS_A_TRANSACTION = 200
# Further back no period reaches (LONGEST of the rule packs).
LONGEST_PERIOD = timedelta(days=5 * 366)


def by_pace(task: Task) -> date:
    """Return the day a routine task fell due by its pace, before rest days moved it."""
    return task.due_from or task.due_on


def mark_missed(area_path: str, on: date, rhythms: dict[str, Rhythm]) -> int:
    """End as missed what was not done in its whole period by a day, with the period in words; return how many.

    What was put off is missed when its later day has passed as well.
    """
    late = Task.objects.filter(under(area_path), kind="routine", due_on__lt=on)
    late = late.filter(Q(state="open") | Q(state="deferred", deferred_to__lt=on)).select_related("place")
    passed = {row.pk: end for row in late if (end := _end(row, rhythms)) is not None and end <= on}
    wanted = list(passed)
    for start in range(0, len(wanted), ROWS_A_TRANSACTION):
        with transaction.write():
            batch = wanted[start : start + ROWS_A_TRANSACTION]
            for row in Task.objects.select_for_update().filter(pk__in=batch, state__in=ACTIVE).order_by("pk"):
                until = passed[row.pk] - timedelta(days=1)
                said = f"整个周期内没有巡查（{by_pace(row)} 至 {until}）"
                if row.deferred_to:
                    said += f"，延后到 {row.deferred_to} 后仍没有去"
                close_task(row, state="missed", why=said)
    return len(passed)


def _end(row: Task, rhythms: dict[str, Rhythm]) -> date | None:
    rhythm = rhythms.get(row.place.class_code)
    return period_end(by_pace(row), rhythm) if rhythm else None


def last_missed(area_path: str, on: date) -> dict[object, date]:
    """Return place id → the due day (by its pace) of the last routine that was missed there (one query)."""
    rows = Task.objects.filter(under(area_path), kind="routine", state="missed", due_on__gte=on - LONGEST_PERIOD)
    told = rows.order_by().values_list("place_id", Coalesce(F("due_from"), F("due_on")))
    found: dict[object, date] = {}
    for place_id, day in told:
        found[place_id] = max(day, found.get(place_id, day))
    return found
