"""The verbs of the state table over HTTP; each answers with the case as it then stands."""

from typing import Any
from uuid import UUID

from ninja import Status

from fengsui.hazards import queries, services
from fengsui.hazards.api.case_schemas import HazardCase
from fengsui.hazards.api.payloads import (
    AddPhotosIn,
    AssignIn,
    FixOnSiteIn,
    OpenHazardIn,
    ReasonIn,
    Recomputed,
    RecomputeIn,
    ReportFixedIn,
    ReviewIn,
)
from fengsui.hazards.api.routing import router
from fengsui.hazards.models import Hazard
from fengsui.kernel.api import ActorRequest


def _answer(request: ActorRequest, row: Hazard) -> dict[str, Any]:
    return queries.case(actor=request.actor, hazard_id=row.pk, opened=False)


@router.post("/hazards", response={201: HazardCase}, operation_id="open_hazard")
def open_hazard(request: ActorRequest, payload: OpenHazardIn) -> Status[dict[str, Any]]:
    """Record a hazard found without a visit."""
    row = services.open_hazard(
        actor=request.actor,
        operation_id=request.operation_id,
        photos=[photo.as_photo() for photo in payload.photos],
        **payload.model_dump(exclude={"photos"}),
    )
    return Status(201, _answer(request, row))


@router.post("/hazards/{uuid:hazard_id}/fix-on-site", response=HazardCase, operation_id="fix_hazard_on_site")
def fix_hazard_on_site(request: ActorRequest, hazard_id: UUID, payload: FixOnSiteIn) -> dict[str, Any]:
    """Record that it was put right on the spot."""
    row = services.fix_on_site(
        actor=request.actor,
        operation_id=request.operation_id,
        hazard_id=hazard_id,
        photos=[photo.as_photo() for photo in payload.photos],
        note=payload.note,
        expected_version=payload.expected_version,
    )
    return _answer(request, row)


@router.post("/hazards/{uuid:hazard_id}/assign", response=HazardCase, operation_id="assign_hazard")
def assign_hazard(request: ActorRequest, hazard_id: UUID, payload: AssignIn) -> dict[str, Any]:
    """Hand the fix to a member, an organization or a contact of the place."""
    row = services.assign_hazard(
        actor=request.actor, operation_id=request.operation_id, hazard_id=hazard_id, **payload.model_dump()
    )
    return _answer(request, row)


@router.post("/hazards/{uuid:hazard_id}/report-fixed", response=HazardCase, operation_id="report_hazard_fixed")
def report_hazard_fixed(request: ActorRequest, hazard_id: UUID, payload: ReportFixedIn) -> dict[str, Any]:
    """Record the place's word that it is fixed."""
    row = services.report_fixed(
        actor=request.actor,
        operation_id=request.operation_id,
        hazard_id=hazard_id,
        photos=[photo.as_photo() for photo in payload.photos],
        **payload.model_dump(exclude={"photos"}),
    )
    return _answer(request, row)


@router.post("/hazards/{uuid:hazard_id}/review", response=HazardCase, operation_id="review_hazard")
def review_hazard(request: ActorRequest, hazard_id: UUID, payload: ReviewIn) -> dict[str, Any]:
    """Pass or fail a reported fix."""
    row = services.review_hazard(
        actor=request.actor,
        operation_id=request.operation_id,
        hazard_id=hazard_id,
        photos=[photo.as_photo() for photo in payload.photos],
        **payload.model_dump(exclude={"photos"}),
    )
    return _answer(request, row)


@router.post("/hazards/{uuid:hazard_id}/void", response=HazardCase, operation_id="void_hazard")
def void_hazard(request: ActorRequest, hazard_id: UUID, payload: ReasonIn) -> dict[str, Any]:
    """Take a case out of the stock with a reason."""
    row = services.void_hazard(
        actor=request.actor,
        operation_id=request.operation_id,
        hazard_id=hazard_id,
        reason=payload.reason,
        expected_version=payload.expected_version,
    )
    return _answer(request, row)


@router.post("/hazards/{uuid:hazard_id}/photos", response=HazardCase, operation_id="add_hazard_photos")
def add_hazard_photos(request: ActorRequest, hazard_id: UUID, payload: AddPhotosIn) -> dict[str, Any]:
    """Add photos to an open case."""
    row = services.add_photos(
        actor=request.actor,
        operation_id=request.operation_id,
        hazard_id=hazard_id,
        photos=[photo.as_photo() for photo in payload.photos],
        note=payload.note,
        expected_version=payload.expected_version,
    )
    return _answer(request, row)


@router.post("/hazards/{uuid:hazard_id}/photos/{uuid:link_id}/remove", response=HazardCase, operation_id="remove_hazard_photo")
def remove_hazard_photo(request: ActorRequest, hazard_id: UUID, link_id: UUID, payload: ReasonIn) -> dict[str, Any]:
    """Take off a photo that never arrived."""
    row = services.remove_photo(
        actor=request.actor,
        operation_id=request.operation_id,
        hazard_id=hazard_id,
        link_id=link_id,
        reason=payload.reason,
        expected_version=payload.expected_version,
    )
    return _answer(request, row)


@router.post("/hazards/recompute-due", response=Recomputed, operation_id="recompute_due_dates")
def recompute_due_dates(request: ActorRequest, payload: RecomputeIn) -> dict[str, int]:
    """Compute the running limits of an area again after a change of the calendar."""
    changed = services.recompute_due_dates(actor=request.actor, area_path=payload.area_path, reason=payload.reason)
    return {"changed": changed}
