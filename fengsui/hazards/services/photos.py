"""Photos of a case: adding some later, and taking off those that can never arrive."""

from collections.abc import Sequence
from uuid import UUID

from fengsui.hazards import evidence
from fengsui.hazards.models import Hazard
from fengsui.hazards.services.reviewing import close_if_complete
from fengsui.hazards.services.transition import (
    check_guards,
    facts_of,
    moment,
    require_reason,
    snapshot,
    take,
    write_step,
)
from fengsui.kernel import evidence as files
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, InvalidInput, not_found
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.service import service


@service("hazard.add_photos")
def add_photos(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    photos: Sequence[EvidencePhoto],
    note: str = "",
    expected_version: int | None = None,
) -> Hazard:
    """Add photos to an open case. Raises InvalidInput without any."""
    row = take(actor=actor, hazard_id=hazard_id, verb="add_photo", expected_version=expected_version)
    if not photos:
        raise InvalidInput("photos_required", zh="请先选择照片。", en="Choose a photo first.")
    before = snapshot(row)
    links = evidence.attach(actor=actor, hazard=row, photos=photos)
    write_step(
        actor=actor, row=row, verb="add_photo", before=before, when=moment(None, None), note=note,
        data={"photos": [str(link.pk) for link in links], "roles": [link.role for link in links]},
    )  # fmt: skip
    close_if_complete(actor=actor, row=row)
    return row


@service("hazard.remove_photo")
def remove_photo(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    link_id: UUID,
    reason: str,
    expected_version: int | None = None,
) -> Hazard:
    """Take a photo that never arrived off an open case, keeping its hash and the reason.

    Raises Conflict `photo_has_arrived` for one whose file is there: evidence is not removed.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="remove_photo", expected_version=expected_version)
    said, before = require_reason(reason), snapshot(row)
    link = EvidenceLink.objects.filter(
        pk=link_id, subject_type=evidence.SUBJECT, subject_id=str(row.pk), removed_at__isnull=True
    ).first()
    if link is None:
        raise not_found("照片", "photo")
    if link.arrived_at:
        raise Conflict("photo_has_arrived", zh="这张照片已经送达，属于证据，不能撤下。", en="This photo has arrived; it stays.")
    check_guards("remove_photo", facts_of(row, actor))
    files.remove_link(actor=actor, row=link, reason=said)
    write_step(
        actor=actor, row=row, verb="remove_photo", before=before, when=moment(None, None), note=said,
        data={"link_id": str(link.pk), "sha256": link.sha256, "role": link.role},
    )  # fmt: skip
    close_if_complete(actor=actor, row=row)
    return row
