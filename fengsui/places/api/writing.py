"""Writing the record itself: each answers with the record as it then stands."""

from typing import Any
from uuid import UUID

from ninja import Status

from fengsui.kernel.api import ActorRequest
from fengsui.places import queries, services
from fengsui.places.api.payloads import ClassIn, PlaceEditIn, PlaceIn, PlacePhotoIn, PlaceReasonIn, StateIn
from fengsui.places.api.routing import router
from fengsui.places.api.schemas import PlaceDetail


def _answer(request: ActorRequest, place_id: UUID) -> dict[str, Any]:
    return queries.detail(actor=request.actor, place_id=place_id)


@router.post("/places", response={201: PlaceDetail}, operation_id="create_place")
def create_place(request: ActorRequest, payload: PlaceIn) -> Status[dict[str, Any]]:
    """Write a new record."""
    row = services.create_place(actor=request.actor, operation_id=request.operation_id, place=payload.as_place())
    return Status(201, _answer(request, row.pk))


@router.post("/places/propose", response={201: PlaceDetail}, operation_id="propose_place")
def propose_place(request: ActorRequest, payload: PlaceIn) -> Status[dict[str, Any]]:
    """Propose a place found in the field; it waits as a candidate."""
    row = services.place_propose(actor=request.actor, operation_id=request.operation_id, place=payload.as_place())
    return Status(201, _answer(request, row.pk))


@router.patch("/places/{uuid:place_id}", response=PlaceDetail, operation_id="update_place")
def update_place(request: ActorRequest, place_id: UUID, payload: PlaceEditIn) -> dict[str, Any]:
    """Change fields of a record; 409 names what somebody else changed meanwhile."""
    services.update_place(
        actor=request.actor,
        operation_id=request.operation_id,
        place_id=place_id,
        expected_version=payload.expected_version,
        changes=payload.changes,
    )
    return _answer(request, place_id)


@router.post("/places/{uuid:place_id}/state", response=PlaceDetail, operation_id="set_place_state")
def set_place_state(request: ActorRequest, place_id: UUID, payload: StateIn) -> dict[str, Any]:
    """Take a step of the state table."""
    services.set_state(actor=request.actor, operation_id=request.operation_id, place_id=place_id, **payload.model_dump())
    return _answer(request, place_id)


@router.post("/places/{uuid:place_id}/class", response=PlaceDetail, operation_id="override_place_class")
def override_place_class(request: ActorRequest, place_id: UUID, payload: ClassIn) -> dict[str, Any]:
    """Decide the class, or withdraw a decision."""
    services.override_class(actor=request.actor, operation_id=request.operation_id, place_id=place_id, **payload.model_dump())
    return _answer(request, place_id)


@router.post("/places/{uuid:place_id}/photos", response={201: PlaceDetail}, operation_id="attach_place_photo")
def attach_place_photo(request: ActorRequest, place_id: UUID, payload: PlacePhotoIn) -> Status[dict[str, Any]]:
    """Link a photo."""
    services.attach_photo(actor=request.actor, operation_id=request.operation_id, place_id=place_id, photo=payload.as_photo())
    return Status(201, _answer(request, place_id))


@router.post("/places/{uuid:place_id}/photos/{uuid:link_id}/remove", response=PlaceDetail, operation_id="remove_place_photo")
def remove_place_photo(request: ActorRequest, place_id: UUID, link_id: UUID, payload: PlaceReasonIn) -> dict[str, Any]:
    """Take a photo off."""
    services.remove_photo(
        actor=request.actor,
        operation_id=request.operation_id,
        place_id=place_id,
        link_id=link_id,
        reason=payload.reason,
    )
    return _answer(request, place_id)
