"""What a case's photos amount to: how many are missing, how many show the fix of the present round."""

from collections.abc import Sequence

from fengsui.hazards.models import Hazard
from fengsui.kernel import evidence
from fengsui.kernel.actor import Actor
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.models import EvidenceLink

SUBJECT = "hazards.hazard"


def attach(*, actor: Actor, hazard: Hazard, photos: Sequence[EvidencePhoto], role: str = "") -> list[EvidenceLink]:
    """Link photos to a case inside the caller's transaction; `role` overrides the role each photo names."""
    made = []
    for photo in photos:
        shown = photo if not role else EvidencePhoto(**{**photo.__dict__, "role": role})
        made.append(evidence.link(actor=actor, photo=shown, subject=hazard, area_path=hazard.area_path, line=hazard.line))
    return made


def after_photo_count(hazard: Hazard) -> int:
    """Return how many after-photos the present round has, on their way or arrived; marked copies are not counted."""
    rows = EvidenceLink.objects.filter(
        subject_type=SUBJECT, subject_id=str(hazard.pk), role="after", annotates="", removed_at__isnull=True
    )
    if hazard.round > 1:
        rows = rows.filter(received_at__gt=hazard.round_from)
    return rows.count()
