"""A shop changes hands: the periods it had, and the step itself."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from fengsui.kernel.api import ActorRequest
from fengsui.places import queries, services
from fengsui.places.api.payloads import ContactIn
from fengsui.places.api.routing import router
from fengsui.places.api.schemas import Code


class TenantPerson(Schema):
    """Somebody of a tenant, phone masked."""

    name: str
    role: str
    role_label: str
    phone: str


class OpenAtPlace(Schema):
    """Something open at the place, by its kind."""

    id: UUID
    kind: str
    number: str
    title: str


class HandedOver(OpenAtPlace):
    """Something that was open when the tenant changed, and who answers for it."""

    decision: str
    decision_label: str


class KeptCount(Schema):
    """How many rows of a kind happened in the period."""

    key: str
    title: str
    title_en: str
    count: int


class TenancyOut(Schema):
    """One period; `since_on` None is the beginning of the record, `until_on` None is today."""

    sequence: int
    name: str
    credit_code: str
    activity_label: str
    people: list[TenantPerson]
    since_on: date | None
    until_on: date | None
    reason: str
    by_name: str
    handed: list[HandedOver]
    kept: list[KeptCount]


class TenanciesOut(Schema):
    """The periods of a place, and what a change of tenant would have to decide now."""

    may_change: bool
    open: list[OpenAtPlace]
    decisions: list[Code]
    periods: list[TenancyOut]


class TenantIn(Schema):
    """The new tenant; `decisions` holds, for everything open (id), who answers for it."""

    on: date
    name: str = Field(max_length=120)
    contacts: list[ContactIn] = Field(default_factory=list, max_length=20)
    activity: str = Field("", max_length=40)
    credit_code: str = Field("", max_length=18)
    reason: str = Field("", max_length=300)
    decisions: dict[str, Literal["new", "former"]] = Field(default_factory=dict)
    expected_version: int | None = Field(None, ge=1)


@router.get("/places/{uuid:place_id}/tenancies", response=TenanciesOut, operation_id="list_place_tenancies")
def list_place_tenancies(request: ActorRequest, place_id: UUID) -> dict[str, Any]:
    """Who ran the shop when, and what is open now."""
    return queries.tenancies(actor=request.actor, place_id=place_id)


@router.post("/places/{uuid:place_id}/tenancies", response=TenanciesOut, operation_id="change_place_tenant")
def change_place_tenant(request: ActorRequest, place_id: UUID, payload: TenantIn) -> dict[str, Any]:
    """Begin a new tenant's period; 422 `handover_undecided` lists what still needs a decision."""
    given = payload.model_dump(exclude={"contacts"})
    services.change_tenant(
        actor=request.actor,
        operation_id=request.operation_id,
        place_id=place_id,
        contacts=[one.as_contact() for one in payload.contacts],
        **given,
    )
    return queries.tenancies(actor=request.actor, place_id=place_id)
