"""How tasks follow a record merged into another: those of the place itself carry its key, and no place has two of a kind."""

from typing import Any

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.patrol.models import Task
from fengsui.patrol.task_rows import ACTIVE, close_task, locked_key, routine_key
from fengsui.places import followers
from fengsui.places.models import Place

WHY = "已并档，由保留的档案的任务代替"


def follow(actor: Actor, double: Place, kept: Place) -> dict[str, Any]:
    """Move the tasks of a record; an active one of which the kept record has its own is cancelled instead."""
    keys = _keys(double, kept)
    moved: list[str] = []
    replaced: dict[str, str] = {}
    for row in Task.objects.select_for_update().filter(place=double).order_by("created_at", "pk"):
        key = keys.get(row.subject_key, row.subject_key)
        if key != row.subject_key and row.state in ACTIVE and _active(key):
            replaced[str(row.pk)] = row.state
            close_task(row, state="cancelled", why=WHY)
        _point(row, kept, key)
        moved.append(str(row.pk))
    return {"ids": moved, "replaced": replaced} if moved else {}


def come_back(actor: Actor, double: Place, kept: Place, moved: dict[str, Any]) -> None:
    """Give the tasks back that still stand at the kept record; those cancelled for its sake are open again."""
    keys = _keys(kept, double)
    for row in Task.objects.select_for_update().filter(pk__in=moved["ids"], place=kept).order_by("created_at", "pk"):
        key = keys.get(row.subject_key, row.subject_key)
        if (state := moved["replaced"].get(str(row.pk))) and row.state == "cancelled" and not _active(key):
            row.state, row.closed_at, row.closed_why = state, None, ""
        _point(row, double, key)


def _keys(source: Place, target: Place) -> dict[str, str]:
    return {routine_key(source.pk): routine_key(target.pk), locked_key(source.pk): locked_key(target.pk)}


def _active(key: str) -> bool:
    return Task.objects.filter(subject_key=key, state__in=ACTIVE).exists()


def _point(row: Task, place: Place, key: str) -> None:
    row.place, row.subject_key, row.updated_at = place, key, clock.now()
    row.row_version += 1
    row.save()


followers.register("patrol.task", followers.Follower(follow, come_back))
# What a phone reported of a record, and that a record left an area, tell of that record and its versions.
followers.stay("patrol.placecorrection", "patrol.placedeparture")
