"""Tasks: the day's doors in walking order, and the list for the desk."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, keys_of
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.org.models import Area
from fengsui.patrol import filters as patrol_filters
from fengsui.patrol.filters import TaskFilters
from fengsui.patrol.models import TASK_KINDS, TASK_STATES, Task, Visit
from fengsui.patrol.walking_order import Door, walking_order

TODAY_LIMIT = 500


def in_scope(actor: Actor) -> QuerySet[Task]:
    """Return the tasks an actor may see, with what every row shows."""
    return visible(Task.objects.select_related("place", "place__area"), actor, "patrol.view")


def due_for(actor: Actor, day: date) -> QuerySet[Task]:
    """Return what is to be done by a person on a day: open and due, or put off until then; theirs or nobody's."""
    # What still waits is few: the index that holds it alone is read, and the area looked at on the way.
    # scope: narrowed by visible on the next lines
    waiting = Task.objects.select_related("place", "place__area").filter(patrol_filters.ACTIVE)
    rows = visible(waiting, actor, "patrol.view", passed=True)
    rows = rows.filter(Q(state="open", due_on__lte=day) | Q(state="deferred", deferred_to__lte=day))
    if actor.account_id is None:
        return rows
    mine = Q(assignee_id=actor.account_id) | Q(assignee__isnull=True)
    return rows.filter(mine).exclude(excluded_account_id=actor.account_id)


def today_list(*, actor: Actor, day: date | None = None, near: tuple[float, float] | None = None) -> list[dict[str, Any]]:
    """Return the day's doors of a person: overdue first, then nearest next, at most 500.

    `near` is where they stand (WGS84 lon, lat); without it the last visit of the day counts, else the centre of their area.
    """
    require_anywhere(actor, "patrol.view")
    on = day or clock.local_date()
    rows = list(due_for(actor, on).order_by("due_on", "id")[:TODAY_LIMIT])
    doors = [Door(str(row.pk), row.place.lon, row.place.lat, rank=0 if row.due_on < on else 1) for row in rows]
    by_key = {str(row.pk): row for row in rows}
    ordered = [by_key[key] for key in walking_order(doors, near or start_of(actor, on))]
    return [{**row, "position": n} for n, row in enumerate(shown(ordered, on), start=1)]


def start_of(actor: Actor, day: date) -> tuple[float, float] | None:
    """Return where a person's round starts: their last located visit of the day, else the centre of their area."""
    if actor.account_id is not None:
        last = visible(Visit.objects.all(), actor, "patrol.view").filter(
            by_account_id=actor.account_id, local_date=day, lon__isnull=False, lat__isnull=False
        )
        latest = last.order_by("-ended_at").first()
        if latest is not None and latest.lon is not None and latest.lat is not None:
            return latest.lon, latest.lat
    paths = actor.areas_for("patrol.view")
    area = Area.objects.filter(path__in=paths, centre_lon__isnull=False, centre_lat__isnull=False).order_by("path").first()
    return (area.centre_lon, area.centre_lat) if area and area.centre_lon is not None and area.centre_lat is not None else None


def list_tasks(*, actor: Actor, filters: TaskFilters, page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return one page of tasks in three queries, by due day.

    Raises InvalidInput `narrow_the_list` for a page beyond the first 10,000.
    """
    require_anywhere(actor, "patrol.view")
    today = clock.local_date()
    walked = patrol_filters.tasks(actor, filters, today, walked=True)
    found = patrol_filters.tasks(actor, filters, today)
    # What still waits is few: the index that holds it alone is read, and the area looked at on the way.
    few = walked if patrol_filters.active_only(filters) else found
    part = keys_of(few, walked, ("due_on", "id"), page, page_size, has_index=True, by_key=few is walked)
    rows = in_scope(actor).in_bulk(part.keys)
    found_rows = shown((rows[key] for key in part.keys if key in rows), today)
    return Paged(found_rows, part.total, page, page_size, part.total_is_least)


def shown(rows: Iterable[Task], today: date) -> list[dict[str, Any]]:
    """Return tasks as lists and phones show them."""
    return [
        {
            "id": row.pk,
            "kind": row.kind,
            "kind_label": TASK_KINDS[row.kind][0],
            "state": row.state,
            "state_label": TASK_STATES[row.state][0],
            "place_id": row.place_id,
            "place_name": row.place.name,
            "place_address": row.place.address,
            "area_path": row.area_path,
            "area_name": row.place.area.name if row.place.area else "",
            "lon": row.place.lon,
            "lat": row.place.lat,
            "class_code": row.place.class_code,
            "hazard_id": row.hazard_id,
            "due_on": row.due_on,
            "due_provisional": row.due_provisional,
            "overdue": row.state in ("open", "deferred") and row.due_on < today,
            "reason_code": row.reason_code,
            "reason": row.reason,
            "assignee_id": row.assignee_id,
            "assignee_name": row.assignee_name,
            "deferred_to": row.deferred_to,
            "defer_reason": row.defer_reason,
            "visit_id": row.visit_id,
            "row_version": row.row_version,
        }
        for row in rows
    ]
