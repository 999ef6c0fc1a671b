"""Tasks and visits follow their place to another area: the new one's people get the work and see what was found."""

from uuid import UUID

from fengsui.hazards.services.following import same_street
from fengsui.kernel import audit, clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.service import service
from fengsui.patrol.models import PlaceCorrection, PlaceDeparture, SyncOperation, Task, Visit
from fengsui.patrol.roster import Roster
from fengsui.patrol.services.tasks import give
from fengsui.patrol.task_rows import ACTIVE
from fengsui.places.models import Place


@service("patrol.follow_place", returns_json=True)
def follow_place(*, actor: Actor, place_id: UUID, old_path: str, new_path: str) -> dict[str, int]:
    """Move a place's active tasks to its new area, given to whoever patrols there; return {"tasks": n, "visits": n}.

    Visits move only inside the same street: what a street's people walked stays in its figures. Running it again
    changes nothing.
    """
    tasks = list(Task.objects.select_for_update().filter(place_id=place_id, state__in=ACTIVE).exclude(area_path=new_path))
    roster = Roster.of(new_path)
    for task in tasks:
        before, task.area_path, task.updated_at = task.area_path, new_path, clock.now()
        give(task, roster)
        task.row_version += 1
        task.save(update_fields=["area_path", "updated_at", "assignee", "assignee_name", "row_version"])
        audit.record(actor=actor, verb="task.follow_place", subject=task, changes={"area_path": [before, new_path]})
    visits: list[Visit] = []
    if same_street(old_path, new_path):
        visits = list(Visit.objects.select_for_update().filter(place_id=place_id).exclude(area_path=new_path))
    for visit in visits:
        before, visit.area_path = visit.area_path, new_path
        visit.save(update_fields=["area_path"])
        audit.record(actor=actor, verb="visit.follow_place", subject=visit, changes={"area_path": [before, new_path]})
    ids = [str(visit.pk) for visit in visits]
    EvidenceLink.objects.filter(subject_type="patrol.visit", subject_id__in=ids).update(area_path=new_path)
    PlaceCorrection.objects.filter(place_id=place_id).update(area_path=new_path)
    about = {"subject_type": "places.place", "subject_id": str(place_id), "state": SyncOperation.State.CONFLICT}
    SyncOperation.objects.filter(**about).update(area_path=new_path)
    line = Place.objects.filter(pk=place_id).values_list("line", flat=True).first() or ""
    PlaceDeparture.objects.update_or_create(
        place_id=place_id, area_path=old_path, defaults={"left_at": clock.now(), "line": line}
    )
    return {"tasks": len(tasks), "visits": len(visits)}
