"""What runs out becomes a task, once for a facility and its day; the new day recorded, or a look at it, ends it."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db import models

from fengsui.kernel.scope import under
from fengsui.patrol import rules
from fengsui.patrol.models import Task
from fengsui.patrol.roster import Roster
from fengsui.patrol.task_rows import ACTIVE, close_task, facility_key
from fengsui.places.kinds import FACILITY_KINDS
from fengsui.places.models import Facility

AHEAD_DAYS = 30


def running_out(area_path: str, on: date, roster: Roster) -> Iterator[Task]:
    """Yield a task, unsaved, for every facility that runs out within 30 days of a day and never had one for that day.

    It is due on the day it runs out, or at once where that has passed.
    """
    rows = Facility.objects.filter(
        under(area_path, "place__area_path"),
        removed_at__isnull=True,
        place__state__in=rules.PATROLLED_STATES,
        expires_on__lte=on + timedelta(days=AHEAD_DAYS),
    )
    told = set(Task.objects.filter(under(area_path), kind="facility").values_list("subject_key", flat=True))
    for facility in rows.select_related("place").order_by("expires_on", "place__number", "pk"):
        assert facility.expires_on is not None
        key = facility_key(facility.pk, facility.expires_on)
        if key in told:
            continue
        place = facility.place
        holder = roster.choose("facility", place.area_path, seed=place.pk)
        yield Task(
            area_path=place.area_path,
            line=place.line,
            place_id=place.pk,
            kind="facility",
            subject_key=key,
            due_on=max(facility.expires_on, on),
            reason_code="facility_due",
            reason=words(facility, on),
            assignee_id=holder.account_id if holder else None,
            assignee_name=holder.name if holder else "",
        )


def words(facility: Facility, on: date) -> str:
    """Say what runs out, where, how many, and when: 灭火器 4 具（前厅）2026-12-10 到期."""
    kind = FACILITY_KINDS.get(facility.kind, (facility.kind, ""))[0]
    name = kind if not facility.label or facility.label == kind else f"{kind}·{facility.label}"
    many = f" ×{facility.quantity}" if facility.quantity > 1 else ""
    spot = f"（{facility.position}）" if facility.position else " "
    assert facility.expires_on is not None
    when = f"{facility.expires_on} " + ("已过期" if facility.expires_on < on else "到期")
    return f"{name}{many}{spot}{when}"[:120]


def settle_facility(facility_id: UUID) -> int:
    """End the active tasks of a facility whose day has changed or that was taken off, inside the caller's transaction."""
    tasks = list(_active().filter(subject_key__startswith=f"facility:{facility_id}:"))
    facility = Facility.objects.filter(pk=facility_id).first() if tasks else None
    return sum(_settle(task, facility) for task in tasks)


def settle_facilities(area_path: str) -> int:
    """End what no longer runs out under an area, and what stands at places that are no longer patrolled; return how many."""
    tasks = list(_active().filter(under(area_path)).select_related("place"))
    wanted = {task.subject_key.split(":")[1] for task in tasks}
    known = {str(row.pk): row for row in Facility.objects.filter(pk__in=wanted)}
    ended = 0
    for task in tasks:
        if task.place.state not in rules.PATROLLED_STATES:
            close_task(task, state="cancelled", why="场所已不在巡查范围")
            ended += 1
        else:
            ended += _settle(task, known.get(task.subject_key.split(":")[1]))
    return ended


def _active() -> models.QuerySet[Task]:
    return Task.objects.select_for_update(of=("self",)).filter(kind="facility", state__in=ACTIVE)


def _settle(task: Task, facility: Facility | None) -> int:
    if facility is None or facility.removed_at is not None:
        close_task(task, state="cancelled", why="设施已不在档")
        return 1
    if facility.expires_on is None:
        close_task(task, state="cancelled", why="到期日已清空")
        return 1
    if facility_key(facility.pk, facility.expires_on) == task.subject_key:
        return 0
    close_task(task, state="done", why=f"已登记新的到期日 {facility.expires_on}")
    return 1
