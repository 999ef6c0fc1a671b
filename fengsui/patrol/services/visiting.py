"""Submitting a visit: checked against its own rule pack, corrected in time, with its hazards, photos and tasks, at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from fengsui.hazards import services as hazard_services
from fengsui.hazards.models import Hazard
from fengsui.hazards.notices import services as notices
from fengsui.kernel import audit, clock, evidence, numbering, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, InvalidInput, not_found
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.scope import require
from fengsui.kernel.service import arguments_sha256, service
from fengsui.org.models import Member
from fengsui.patrol import device_clock, rules
from fengsui.patrol.models import Visit
from fengsui.patrol.services.tasks import settle_tasks_after_visit
from fengsui.patrol.visit_input import VisitHazardIn, VisitIn, VisitPhotoIn, parse
from fengsui.places.models import Place

LONGEST_VISIT = timedelta(hours=12)


@service("visit.submit")
def submit_visit(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    visit: VisitIn | dict[str, Any],
    hazards: Sequence[VisitHazardIn | dict[str, Any]] = (),
    photos: Sequence[VisitPhotoIn | dict[str, Any]] = (),
    clock_offset_ms: int = 0,
) -> Visit:
    """Store a visit with the hazards found on it; the same visit again changes nothing.

    `clock_offset_ms` is how far the server's clock was ahead of the device's when it sent; times are corrected by it
    and kept both ways. A bad answer without a hazard of its own becomes one; where the place already has an open
    case on that item, what was found is one more witness of it. Raises NotFound (place out of scope), Conflict
    `id_reused`, InvalidInput for an outcome, item or count that the visit's rule pack does not know.
    """
    given = parse(VisitIn, visit, under="visit")
    found = [parse(VisitHazardIn, raw, under=f"hazards.{n}") for n, raw in enumerate(hazards)]
    shots = [parse(VisitPhotoIn, raw, under=f"photos.{n}") for n, raw in enumerate(photos)]
    # Two visits to one place at once take turns, so that its tasks are settled once.
    place = Place.objects.select_for_update(of=("self",)).filter(pk=given.place_id).first()
    if place is None:
        raise not_found("场所", "place")
    require(actor, "patrol.submit", area_path=place.area_path, line=place.line)
    digest = arguments_sha256("visit.submit", {"visit": given, "hazards": found, "photos": shots})
    if earlier := transaction.first_if_any(Visit.objects.filter(pk=given.id)):
        return _same_again(actor, earlier, digest)
    times = _times(given, clock_offset_ms)
    pack = rules.pack_for(area_path=place.area_path, on=times["local_date"], version=given.rulepack_version)
    outcome = rules.check_visit(pack, given, found)
    row = Visit(
        id=given.id,
        number=numbering.next_number(kind="visit", area_path=place.area_path, year=clock.local_date().year),
        place=place,
        area_path=place.area_path,
        line=place.line,
        outcome=outcome.code,
        outcome_label=outcome.label,
        inspected=outcome.inspected,
        clock_offset_ms=clock_offset_ms,
        by_account_id=actor.account_id,
        by_name=actor.name,
        member=Member.objects.filter(account_id=actor.account_id).first() if actor.account_id else None,
        lon=given.lon,
        lat=given.lat,
        accuracy_m=given.accuracy_m,
        answers=[answer.model_dump() for answer in given.answers],
        item_count=len(given.answers),
        bad_item_count=sum(answer.result == "bad" for answer in given.answers),
        rulepack_version=pack.version,
        checklist_codes=given.checklist_codes,
        signer_name=given.signer_name,
        note=given.note,
        source=given.source,
        content_sha256=digest,
        **times,
    )
    row.save(force_insert=True)
    _attach(actor, row, given, shots, clock_offset_ms)
    opened = _open_hazards(actor, row, place, given, found, clock_offset_ms)
    row.hazard_count = len(opened)
    row.save(update_fields=["hazard_count", "signature"])
    if opened:
        notices.issue_notice(
            actor=actor, source_kind="visit", source_id=row.pk, place=place, hazards=opened, at=row.ended_at,
            signer_name=row.signer_name, signer_role=given.signer_role.strip(), signature_id=row.signature_id,
            orders=given.orders, served_how="none" if row.source == "desk" else "screen",
        )  # fmt: skip
    settle_tasks_after_visit(actor=actor, visit=row, outcome=outcome)
    audit.record(
        actor=actor, verb="visit.submit", subject=row,
        changes={"outcome": [None, row.outcome], "place": [None, place.number], "hazards": [None, len(opened)]},
    )  # fmt: skip
    outbox.emit(
        kind="VisitSubmitted",
        subject=row,
        actor=actor,
        payload={
            "number": row.number,
            "place_id": str(place.pk),
            "outcome": row.outcome,
            "inspected": row.inspected,
            "hazards": len(opened),
            "local_date": row.local_date.isoformat(),
            "place_state_hint": outcome.place_state,
        },
        permission="patrol.view",
    )
    return row


def _same_again(actor: Actor, earlier: Visit, digest: str) -> Visit:
    require(actor, "patrol.submit", area_path=earlier.area_path, line=earlier.line)
    if earlier.content_sha256 != digest:
        raise Conflict(
            "id_reused",
            zh=f"这次巡查的编号已用于 {earlier.number}，内容不同，没有写入。",
            en="This id already belongs to another visit with other content; nothing was written.",
        )
    return earlier


def _times(given: VisitIn, offset: int) -> dict[str, Any]:
    received = clock.now()
    recorded = given.recorded_at or given.ended_at
    ended = device_clock.correct(recorded_at=given.ended_at, offset=offset, received_at=received)
    lasted = given.ended_at - given.started_at
    lasted = lasted if timedelta(0) <= lasted <= LONGEST_VISIT else timedelta(0)
    return {
        "started_at": ended.at - lasted,
        "ended_at": ended.at,
        "recorded_at": recorded,
        "received_at": received,
        "local_date": clock.local_date(ended.at),
        "clock_flag": ended.flag,
    }


def corrected_photo(photo: EvidencePhoto, offset: int, received_at: datetime) -> EvidencePhoto:
    """Return a photo whose time of capture is corrected for the device's clock."""
    if photo.captured_at is None:
        return photo
    fixed = device_clock.correct(recorded_at=photo.captured_at, offset=offset, received_at=received_at)
    # The time a clip covers is the person's word, not the phone's clock.
    return replace(photo, captured_at=fixed.at)


def _attach(actor: Actor, row: Visit, given: VisitIn, shots: Sequence[VisitPhotoIn], offset: int) -> None:
    for shot in shots:
        photo = corrected_photo(shot.as_photo(), offset, row.received_at)
        evidence.link(actor=actor, photo=photo, subject=row, area_path=row.area_path, line=row.line)
    if given.signature_sha256:
        photo = EvidencePhoto(sha256=given.signature_sha256, role="signature", captured_at=row.ended_at)
        row.signature = evidence.link(actor=actor, photo=photo, subject=row, area_path=row.area_path, line=row.line)


def _open_hazards(
    actor: Actor, row: Visit, place: Place, given: VisitIn, found: Sequence[VisitHazardIn], offset: int
) -> list[Hazard]:
    named = {hazard.item_code for hazard in found}
    bad = {answer.item: answer for answer in given.answers if answer.result == "bad" and answer.item not in named}
    implied = [
        VisitHazardIn(
            id=uuid5(row.pk, item), item_code=item, description=answer.note, checked_count=answer.checked, bad_count=answer.bad
        )
        for item, answer in sorted(bad.items())
    ]
    cases = [
        hazard_services.open_hazard(
            actor=actor,
            id=hazard.id,
            place_id=place.pk,
            item_code=hazard.item_code,
            description=hazard.description,
            checked_count=hazard.checked_count,
            bad_count=hazard.bad_count,
            limit_working_days=hazard.limit_working_days,
            photos=[corrected_photo(photo.as_photo(), offset, row.received_at) for photo in hazard.photos],
            fixed_on_site=hazard.fixed_on_site,
            fix_note=hazard.fix_note,
            source_kind="visit",
            source_id=row.pk,
            rulepack_version=row.rulepack_version,
            at=row.ended_at,
            recorded_at=row.recorded_at,
        )
        for hazard in [*found, *implied]
    ]
    # What was found twice of one standing case is one case.
    return list({case.pk: case for case in cases}.values())


@service("visit.invalidate")
def invalidate_visit(*, actor: Actor, operation_id: UUID | None = None, visit_id: UUID, reason: str) -> Visit:
    """Mark a visit as not valid (made by mistake, on the wrong place): figures leave it out, the row stays.

    Its notice is taken back with the same reason. Raises InvalidInput without a reason. Hazards of the visit are not
    touched; they are voided one by one.
    """
    row = Visit.objects.select_for_update(of=("self",)).filter(pk=visit_id).first()
    if row is None:
        raise not_found("巡查记录", "visit")
    require(actor, "patrol.settle", area_path=row.area_path, line=row.line)
    said = reason.strip()
    if len(said) < 2:
        raise InvalidInput("reason_required", zh="请写明原因。", en="A reason is needed.")
    if row.valid:
        row.valid = False
        row.save(update_fields=["valid"])
        notices.void_notice(actor=actor, source_kind="visit", source_id=row.pk, reason=said)
        audit.record(actor=actor, verb="visit.invalidate", subject=row, changes={"valid": [True, False]}, reason=said)
        outbox.emit(kind="VisitInvalidated", subject=row, actor=actor, payload={"number": row.number}, permission="patrol.view")
    return row
