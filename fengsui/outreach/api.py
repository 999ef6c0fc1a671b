"""Trainings over HTTP."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from fengsui.hazards.api.payloads import PhotoIn
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download
from fengsui.outreach import queries, services

router = Router(tags=["outreach"])


class TrainingRow(Schema):
    """One training in a list."""

    id: UUID
    number: str
    title: str
    subject: str
    subject_label: str
    held_on: date
    held_at: str
    teacher: str
    attended_count: int
    place_count: int
    note: str
    by_name: str
    area_path: str
    area_name: str
    voided_on: date | None
    void_reason: str
    row_version: int


class TrainedPlace(Schema):
    """A place that came."""

    id: UUID
    number: str
    name: str
    address: str


class TrainingPhoto(Schema):
    """A photo of a training."""

    id: UUID
    arrived: bool
    by_name: str
    captured_at: datetime | None
    url: str
    thumb_url: str


class TrainingOut(TrainingRow):
    """One training with the places that came and its photos."""

    places: list[TrainedPlace]
    photos: list[TrainingPhoto]


class TrainingQuery(Schema):
    """What narrows the list."""

    area: str = Field(default="", max_length=60)
    search: str = Field(default="", max_length=100)
    subject: str = Field(default="", max_length=20)
    held_from: date | None = None
    held_to: date | None = None


class TrainingIn(Schema):
    """A training that was held."""

    id: UUID | None = None
    area_path: str = Field(min_length=1, max_length=60)
    title: str = Field(min_length=1, max_length=120)
    subject: str = Field(default="general", max_length=20)
    held_on: date
    held_at: str = Field(default="", max_length=120)
    teacher: str = Field(default="", max_length=80)
    attended_count: int = Field(ge=1, le=100_000)
    note: str = Field(default="", max_length=500)
    place_ids: list[UUID] = Field(default_factory=list, max_length=2000)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)


class PlacesIn(Schema):
    """Places that came: named, or every standing one of an area and class."""

    place_ids: list[UUID] = Field(default_factory=list, max_length=2000)
    street: str = Field(default="", max_length=60)
    class_code: str = Field(default="", max_length=40)


class VoidIn(Schema):
    """Why a record is taken back."""

    reason: str = Field(default="", max_length=300)


@router.get("/trainings", response=Page[TrainingRow])
def list_trainings(request: ActorRequest, asked: Query[TrainingQuery], page: Query[PageQuery]) -> Paged[dict[str, Any]]:
    """One page of the trainings in scope."""
    return queries.list_trainings(actor=request.actor, page=page.page, page_size=page.page_size, **asked.model_dump())


@router.get("/trainings/export.xlsx")
def export_trainings(request: ActorRequest, asked: Query[TrainingQuery]) -> HttpResponse:
    """Every training of the list as a spreadsheet; the export is audited."""
    content = queries.workbook(actor=request.actor, **asked.model_dump())
    return download(content, f"培训-{clock.local_date():%Y%m%d}.xlsx")


@router.get("/trainings/{uuid:training_id}", response=TrainingOut)
def get_training(request: ActorRequest, training_id: UUID) -> dict[str, Any]:
    """One training with the places that came."""
    return queries.training(actor=request.actor, session_id=training_id)


@router.post("/trainings", response={201: TrainingOut})
def record_training(request: ActorRequest, payload: TrainingIn) -> Status[dict[str, Any]]:
    """Record a training that was held."""
    row = services.record_training(
        actor=request.actor,
        operation_id=request.operation_id,
        photos=[photo.as_photo() for photo in payload.photos],
        **payload.model_dump(exclude={"photos"}),
    )
    return Status(201, queries.training(actor=request.actor, session_id=row.pk))


@router.post("/trainings/{uuid:training_id}/places", response=TrainingOut)
def add_training_places(request: ActorRequest, training_id: UUID, payload: PlacesIn) -> dict[str, Any]:
    """Add places that came."""
    services.add_places(actor=request.actor, operation_id=request.operation_id, session_id=training_id, **payload.model_dump())
    return queries.training(actor=request.actor, session_id=training_id)


@router.post("/trainings/{uuid:training_id}/places/{uuid:place_id}/remove", response=TrainingOut)
def remove_training_place(request: ActorRequest, training_id: UUID, place_id: UUID) -> dict[str, Any]:
    """Take a place off that did not come."""
    services.remove_place(actor=request.actor, operation_id=request.operation_id, session_id=training_id, place_id=place_id)
    return queries.training(actor=request.actor, session_id=training_id)


@router.post("/trainings/{uuid:training_id}/void", response=TrainingOut)
def void_training(request: ActorRequest, training_id: UUID, payload: VoidIn) -> dict[str, Any]:
    """Take a training back."""
    services.void_training(actor=request.actor, operation_id=request.operation_id, session_id=training_id, reason=payload.reason)
    return queries.training(actor=request.actor, session_id=training_id)
