"""What quality does on events: it only notes what is to be computed, so that no sync ever waits for it."""

from uuid import UUID

from fengsui.hazards.evidence import SUBJECT as CASE
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.outbox import Event, handles
from fengsui.patrol.models import Visit
from fengsui.patrol.quality.models import QualityDue
from fengsui.patrol.quality.photos import COMPARED_ROLES, VISIT
from fengsui.patrol.quality.services import follow_place
from fengsui.patrol.quality.services.assessing import due_after_submission


@handles("VisitSubmitted")
def note_visit(event: Event) -> None:
    """Queue an accepted visit, and the next one of the same person."""
    due_after_submission(UUID(event.subject_id))


@handles("VisitInvalidated")
def note_invalid_visit(event: Event) -> None:
    """Queue a visit that no longer counts: its doubt goes, and what was like its photos may be no reuse any more."""
    if not Visit.objects.filter(pk=event.subject_id).exists():
        return
    links = EvidenceLink.objects.filter(subject_type=VISIT, subject_id=event.subject_id, arrived_at__isnull=False)
    due = [QualityDue(link_id=pk) for pk in links.values_list("pk", flat=True)]
    QualityDue.objects.bulk_create([QualityDue(visit_id=UUID(event.subject_id)), *due])


@handles("EvidenceArrived")
def note_photo(event: Event) -> None:
    """Queue a photo of a visit or a case that has arrived, however late."""
    if event.payload.get("subject_type") not in (VISIT, CASE) or event.payload.get("role") not in COMPARED_ROLES:
        return
    if EvidenceLink.objects.filter(pk=event.subject_id).exists():
        QualityDue.objects.create(link_id=UUID(event.subject_id))


@handles("PlaceMovedArea")
def follow(event: Event) -> None:
    """Let doubts and samples follow their place inside its street."""
    follow_place(place_id=UUID(event.subject_id), old_path=event.payload["from"], new_path=event.payload["to"])
