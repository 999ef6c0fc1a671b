"""Photos of a place: links to evidence files, taken off with a reason."""

from uuid import UUID

from fengsui.kernel import audit, evidence
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput, not_found
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.places.services.editing import locked

ROLES = ("place", "facility", "document")


@service("place.attach_photo")
def attach_photo(*, actor: Actor, operation_id: UUID | None = None, place_id: UUID, photo: EvidencePhoto) -> EvidenceLink:
    """Link a photo to a place; the file may arrive later. Raises NotFound, Forbidden, InvalidInput."""
    place = locked(place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    if photo.role not in ROLES:
        raise InvalidInput(
            "photo_role",
            zh="场所照片的用途应为场所、设施或证照。",
            en="A place's photo shows the place, a facility or a document.",
            fields=[FieldError("role", "用途不对", "unknown role", "unknown")],
        )
    row = evidence.link(actor=actor, photo=photo, subject=place, area_path=place.area_path, line=place.line)
    audit.record(actor=actor, verb="place.attach_photo", subject=place, changes={photo.role: [None, photo.sha256[:12]]})
    return row


@service("place.remove_photo")
def remove_photo(*, actor: Actor, operation_id: UUID | None = None, place_id: UUID, link_id: UUID, reason: str) -> EvidenceLink:
    """Take a photo off a place; its hash and the reason stay. Raises NotFound, Forbidden, InvalidInput."""
    place = locked(place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    row = EvidenceLink.objects.filter(
        pk=link_id, subject_type="places.place", subject_id=str(place.pk), removed_at__isnull=True
    ).first()
    if row is None:
        raise not_found("照片", "photo")
    if len(reason.strip()) < 2:
        raise InvalidInput("reason_missing", zh="请写明撤下照片的原因。", en="Give the reason why it is taken off.")
    evidence.remove_link(actor=actor, row=row, reason=reason)
    audit.record(actor=actor, verb="place.remove_photo", subject=place, reason=reason)
    return row
