"""Joining a finding to the case it is a further witness of."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fengsui.hazards import evidence
from fengsui.hazards.models import Hazard
from fengsui.hazards.services.transition import Moment, snapshot, write_step
from fengsui.hazards.sightings.models import Sighting
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.ids import new_id


def join(
    *,
    actor: Actor,
    case: Hazard,
    id: UUID | None,
    when: Moment,
    description: str,
    checked_count: int | None,
    bad_count: int | None,
    photos: Sequence[EvidencePhoto],
    source_kind: str,
    source_id: UUID | None,
    content_sha256: str,
) -> Hazard:
    """Add a witness to a locked case inside the caller's transaction: its photos, its words, a higher priority.

    The limit stays as it was told to the owner. A finding of another day than the case's never moves the case's own day.
    """
    before = snapshot(case)
    links = evidence.attach(actor=actor, hazard=case, photos=photos) if case.state != "closed" else []
    row = Sighting(
        id=id or new_id(),
        hazard=case,
        place_id=case.place_id,
        area_path=case.area_path,
        line=case.line,
        item_code=case.item_code,
        source_kind=source_kind,
        source_id=source_id,
        seen_at=when.at,
        seen_on=clock.local_date(when.at),
        by_account_id=actor.account_id,
        by_name=actor.name[:150],
        description=description,
        checked_count=checked_count,
        bad_count=bad_count,
        photo_count=len(photos),
        content_sha256=content_sha256,
        received_at=when.received_at,
    )
    row.save(force_insert=True)
    case.witness_count += 1
    case.last_seen_at = max(when.at, case.last_seen_at or case.found_at)
    after_report = case.reported_fixed_at is not None and case.state == "reported_fixed" and when.at > case.reported_fixed_at
    data: dict[str, Any] = {
        "sighting_id": str(row.pk), "source_kind": source_kind, "photos": len(links), "witnesses": case.witness_count,
        "after_report": after_report,
    }  # fmt: skip
    write_step(
        actor=actor, row=case, verb="sight", before=before, when=when, note=description, data=data,
        event_data={"sighting_id": str(row.pk), "witnesses": case.witness_count},
    )  # fmt: skip
    return case
