"""Contacts and facilities of a record over HTTP."""

from typing import Any
from uuid import UUID

from ninja import Status

from fengsui.kernel.api import ActorRequest
from fengsui.places import services
from fengsui.places.api.payloads import ContactEditIn, ContactIn, FacilityEditIn, FacilityIn, PlaceReasonIn
from fengsui.places.api.routing import router
from fengsui.places.api.schemas import ContactOut, FacilityOut, Phone
from fengsui.places.queries.detail import facility as shown_facility
from fengsui.places.queries.shown import contact as shown_contact


@router.post("/places/{uuid:place_id}/contacts", response={201: ContactOut}, operation_id="add_place_contact")
def add_place_contact(request: ActorRequest, place_id: UUID, payload: ContactIn) -> Status[dict[str, Any]]:
    """Add a contact."""
    row = services.add_contact(
        actor=request.actor, operation_id=request.operation_id, place_id=place_id, contact=payload.as_contact()
    )
    return Status(201, shown_contact(row))


@router.patch("/place-contacts/{uuid:contact_id}", response=ContactOut, operation_id="edit_place_contact")
def edit_place_contact(request: ActorRequest, contact_id: UUID, payload: ContactEditIn) -> dict[str, Any]:
    """Change a contact."""
    row = services.edit_contact(
        actor=request.actor,
        operation_id=request.operation_id,
        contact_id=contact_id,
        changes=payload.model_dump(exclude_unset=True, exclude_none=True),
    )
    return shown_contact(row)


@router.post("/place-contacts/{uuid:contact_id}/remove", response=ContactOut, operation_id="remove_place_contact")
def remove_place_contact(request: ActorRequest, contact_id: UUID, payload: PlaceReasonIn) -> dict[str, Any]:
    """Take a contact off."""
    row = services.remove_contact(
        actor=request.actor, operation_id=request.operation_id, contact_id=contact_id, reason=payload.reason
    )
    return shown_contact(row)


@router.post("/place-contacts/{uuid:contact_id}/reveal", response=Phone, operation_id="reveal_place_phone")
def reveal_place_phone(request: ActorRequest, contact_id: UUID, payload: PlaceReasonIn) -> dict[str, str]:
    """Read a whole number, with the reason; audited."""
    return {"phone": services.reveal_phone(actor=request.actor, contact_id=contact_id, reason=payload.reason)}


@router.post("/places/{uuid:place_id}/facilities", response={201: FacilityOut}, operation_id="add_facility")
def add_facility(request: ActorRequest, place_id: UUID, payload: FacilityIn) -> Status[dict[str, Any]]:
    """Add a facility."""
    row = services.add_facility(
        actor=request.actor, operation_id=request.operation_id, place_id=place_id, facility=payload.model_dump()
    )
    return Status(201, shown_facility(row))


@router.patch("/facilities/{uuid:facility_id}", response=FacilityOut, operation_id="edit_facility")
def edit_facility(request: ActorRequest, facility_id: UUID, payload: FacilityEditIn) -> dict[str, Any]:
    """Correct a facility; a date given as null is cleared, other fields left out or null stay."""
    given = payload.model_dump(exclude_unset=True)
    dates = ("installed_on", "expires_on")
    row = services.edit_facility(
        actor=request.actor,
        operation_id=request.operation_id,
        facility_id=facility_id,
        changes={key: value for key, value in given.items() if value is not None or key in dates},
    )
    return shown_facility(row)


@router.post("/facilities/{uuid:facility_id}/remove", response=FacilityOut, operation_id="remove_facility")
def remove_facility(request: ActorRequest, facility_id: UUID, payload: PlaceReasonIn) -> dict[str, Any]:
    """Take a facility off with a reason."""
    row = services.remove_facility(
        actor=request.actor, operation_id=request.operation_id, facility_id=facility_id, reason=payload.reason
    )
    return shown_facility(row)
