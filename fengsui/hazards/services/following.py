"""Hazards follow their place to another area, so that those who answer for the place now see what is open there."""

from uuid import UUID

from fengsui.hazards.evidence import SUBJECT
from fengsui.hazards.models import Hazard
from fengsui.hazards.notices.models import Notice, Serving
from fengsui.hazards.states import OPEN_STATES
from fengsui.kernel import audit, clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.service import service

STREET_DEPTH = 2


def same_street(one: str, other: str) -> bool:
    """Tell whether two area paths lie in the same street."""
    return one.split("/")[:STREET_DEPTH] == other.split("/")[:STREET_DEPTH]


@service("hazard.follow_place", returns_json=True)
def follow_place(*, actor: Actor, place_id: UUID, old_path: str, new_path: str) -> dict[str, int]:
    """Move a place's hazards to its new area, with their photos; return {"moved": n}.

    Those in stock always move, with the notices that told of them. Ended ones move only inside the same street: what a
    street found and closed stays in its figures. Running it again changes nothing.
    """
    rows = Hazard.objects.select_for_update().filter(place_id=place_id).exclude(area_path=new_path)
    if not same_street(old_path, new_path):
        rows = rows.filter(state__in=OPEN_STATES)
    moved = list(rows)
    for row in moved:
        before, row.area_path, row.updated_at = row.area_path, new_path, clock.now()
        row.save(update_fields=["area_path", "updated_at"])
        audit.record(actor=actor, verb="hazard.follow_place", subject=row, changes={"area_path": [before, new_path]})
    notices = Notice.objects.filter(place_id=place_id).exclude(area_path=new_path)
    if not same_street(old_path, new_path):
        notices = notices.filter(source_id__in=[row.source_id for row in moved])
    told = list(notices.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=told).update(area_path=new_path)
    entries = [str(pk) for pk in Serving.objects.filter(notice__in=told).values_list("pk", flat=True)]
    EvidenceLink.objects.filter(subject_type=Serving._meta.label_lower, subject_id__in=entries).update(area_path=new_path)
    ids = [str(row.pk) for row in moved]
    EvidenceLink.objects.filter(subject_type=SUBJECT, subject_id__in=ids).update(area_path=new_path)
    return {"moved": len(moved)}
