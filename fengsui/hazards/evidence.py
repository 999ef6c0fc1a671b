"""What a case's photos amount to: how many are missing, how many show the fix of the present round."""

from collections.abc import Sequence

from fengsui.hazards.models import Hazard
from fengsui.kernel import evidence, geo
from fengsui.kernel.actor import Actor
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.models import EvidenceLink

SUBJECT = "hazards.hazard"
SAME_PLACE_M = 300.0


def attach(*, actor: Actor, hazard: Hazard, photos: Sequence[EvidencePhoto], role: str = "") -> list[EvidenceLink]:
    """Link photos to a case inside the caller's transaction; `role` overrides the role each photo names."""
    made = []
    for photo in photos:
        shown = photo if not role else EvidencePhoto(**{**photo.__dict__, "role": role})
        made.append(evidence.link(actor=actor, photo=shown, subject=hazard, area_path=hazard.area_path, line=hazard.line))
    return made


def after_photo_counts(hazard: Hazard) -> tuple[int, int]:
    """Return how many after-photos the present round has, on their way or arrived, and how many may be of this place.

    Marked copies are not counted. A photo is of another place when its own position lies further away than 300 m plus its
    accuracy from the place's point and from every before-photo; one without a position may be of this place.
    """
    rows = EvidenceLink.objects.filter(
        subject_type=SUBJECT, subject_id=str(hazard.pk), role__in=("after", "before"), annotates="", removed_at__isnull=True
    )
    links = list(rows.only("id", "role", "lon", "lat", "accuracy_m", "received_at"))
    after = [link for link in links if link.role == "after" and (hazard.round == 1 or link.received_at > hazard.round_from)]
    known = [(link.lon, link.lat) for link in links if link.role == "before" and link.lon is not None and link.lat is not None]
    if hazard.place.lon is not None and hazard.place.lat is not None:
        known.append((hazard.place.lon, hazard.place.lat))
    return len(after), sum(_may_be_here(link, known) for link in after)


def _may_be_here(link: EvidenceLink, known: Sequence[tuple[float, float]]) -> bool:
    if link.lon is None or link.lat is None or not known:
        return True
    reach = SAME_PLACE_M + (link.accuracy_m or 0.0)
    return any(geo.haversine_m(link.lon, link.lat, lon, lat) <= reach for lon, lat in known)
