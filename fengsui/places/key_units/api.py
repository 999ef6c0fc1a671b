"""Key-unit steps over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from fengsui.kernel.api import ActorRequest
from fengsui.places import queries
from fengsui.places.api.payloads import PlacePhotoIn
from fengsui.places.api.routing import router
from fengsui.places.api.schemas import KeyUnitOut
from fengsui.places.key_units import services
from fengsui.places.key_units.queries import key_unit


class KeyUnitIn(Schema):
    """A step of the key-unit table; `paper` is a photo of the paper by its hash."""

    verb: str
    on: date | None = None
    document: str = Field("", max_length=120)
    reason: str = Field("", max_length=300)
    paper: PlacePhotoIn | None = None
    expected_version: int | None = Field(None, ge=1)


@router.get("/places/{uuid:place_id}/key-unit", response=KeyUnitOut, operation_id="get_place_key_unit")
def get_place_key_unit(request: ActorRequest, place_id: UUID) -> dict[str, Any]:
    """The key-unit status of a place, the steps open now and those taken."""
    return key_unit(request.actor, queries.find(actor=request.actor, place_id=place_id))


@router.post("/places/{uuid:place_id}/key-unit", response=KeyUnitOut, operation_id="take_key_unit_step")
def take_key_unit_step(request: ActorRequest, place_id: UUID, payload: KeyUnitIn) -> dict[str, Any]:
    """Take a step: declare, verify, decline, list, file, delist."""
    given = payload.model_dump(exclude={"paper"})
    paper = payload.paper.as_photo() if payload.paper else None
    row = services.take_step(actor=request.actor, operation_id=request.operation_id, place_id=place_id, paper=paper, **given)
    return key_unit(request.actor, row)
