"""Quality over HTTP: one's own doubts on the phone; doubts, draws and re-inspections at the supervisor's desk."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from fengsui.hazards.api.payloads import PhotoIn
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download
from fengsui.patrol.api.schemas import Acknowledged
from fengsui.patrol.quality import queries, services
from fengsui.patrol.quality.export import sample_workbook
from fengsui.patrol.quality.filters import DoubtFilters, SampleFilters

router = Router()


class ReasonOut(Schema):
    """One reason in words, with its weight."""

    code: str
    weight: int
    zh: str
    en: str


class LikePhotoOut(Schema):
    """A photo of the visit and what it is nearly the same as; the other photo only where the reader may see it."""

    photo_id: UUID
    other_photo_id: UUID | None
    zh: str
    en: str


class DoubtOut(Schema):
    """A doubt over one visit: what was measured, until when it is the inspector's alone, what they say."""

    id: UUID
    visit_id: UUID
    visit_number: str
    place_id: UUID
    place_name: str
    local_date: date
    ended_at: datetime
    score: int
    reasons: list[ReasonOut]
    photos: list[LikePhotoOut]
    rules_version: str
    found_at: datetime
    list_from: datetime
    listed_at: datetime | None
    explanation: str
    explained_at: datetime | None


class OwnDoubtOut(DoubtOut):
    """A doubt over one's own visit, with the words of its re-inspection."""

    result: str


class ListedDoubtOut(DoubtOut):
    """A doubt on the supervisor's list."""

    by_name: str
    area_path: str
    area_name: str
    drawn: bool


class DrawOut(Schema):
    """One draw: street, week, seed, how many it was made from, how many were re-inspected and matched."""

    id: UUID
    area_path: str
    area_name: str
    week_from: date
    seed: str
    count: int
    doubted_count: int
    others_count: int
    candidates_sha256: str
    by_name: str
    drawn_at: datetime
    drawn: int
    done: int
    matched: int


class DrawDetail(DrawOut):
    """A draw and whether drawing again gives the same."""

    same_when_drawn_again: bool


class DrawIn(Schema):
    """What to draw: a street, a finished week by its Monday, how many."""

    area_path: str = Field(max_length=60)
    week_from: date
    count: int = Field(default=10, ge=1, le=50)


class SampleOut(Schema):
    """One drawn visit with its reasons, the inspector's words, and the result."""

    id: UUID
    week_from: date
    visit_id: UUID
    visit_number: str
    local_date: date
    by_name: str
    outcome_label: str
    place_id: UUID
    place_name: str
    place_address: str
    area_path: str
    area_name: str
    why: str
    why_label: str
    score: int
    reasons: list[ReasonOut]
    photos: list[LikePhotoOut]
    explanation: str
    result: str
    result_label: str
    differences: list[str]
    difference_labels: list[str]
    note: str
    done_at: datetime | None
    re_inspected_by: str
    re_inspection_photos: list[UUID]
    may_record: bool


class ResultIn(Schema):
    """What the re-inspection found."""

    result: str = Field(max_length=10)
    differences: list[str] = Field(default_factory=list, max_length=10)
    note: str = Field(default="", max_length=500)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)


@router.get("/patrol/quality/mine", response=list[OwnDoubtOut], operation_id="list_own_doubts")
def list_own_doubts(request: ActorRequest) -> list[dict[str, Any]]:
    """The doubts over one's own visits; asking for them starts the working day in which they are one's own alone."""
    services.offer_own(actor=request.actor)
    return queries.own_doubts(actor=request.actor)


@router.get("/patrol/quality/doubts", response=Page[ListedDoubtOut], operation_id="list_doubts")
def list_doubts(request: ActorRequest, filters: Query[DoubtFilters], page: Query[PageQuery]) -> Paged[dict[str, Any]]:
    """The doubts that their inspectors have answered, or left for a working day."""
    return queries.list_doubts(actor=request.actor, filters=filters, page=page.page, page_size=page.page_size)


@router.get("/patrol/quality/draws", response=Page[DrawOut], operation_id="list_draws")
def list_draws(request: ActorRequest, page: Query[PageQuery]) -> Paged[dict[str, Any]]:
    """The draws of the streets in scope."""
    return queries.list_draws(actor=request.actor, page=page.page, page_size=page.page_size)


@router.post("/patrol/quality/draws", response=DrawDetail, operation_id="draw_sample")
def draw_sample(request: ActorRequest, payload: DrawIn) -> dict[str, Any]:
    """Draw a street's visits of one finished week."""
    row = services.draw_sample(actor=request.actor, operation_id=request.operation_id, **payload.model_dump())
    return queries.draw_detail(actor=request.actor, draw_id=row.pk)


@router.get("/patrol/quality/draws/{uuid:draw_id}", response=DrawDetail, operation_id="get_draw")
def get_draw(request: ActorRequest, draw_id: UUID) -> dict[str, Any]:
    """One draw, drawn again to see that it is the same."""
    return queries.draw_detail(actor=request.actor, draw_id=draw_id)


@router.get("/patrol/quality/samples", response=Page[SampleOut], operation_id="list_samples")
def list_samples(request: ActorRequest, filters: Query[SampleFilters], page: Query[PageQuery]) -> Paged[dict[str, Any]]:
    """The drawn visits with their results."""
    return queries.list_samples(actor=request.actor, filters=filters, page=page.page, page_size=page.page_size)


@router.get("/patrol/quality/samples/export.xlsx", operation_id="export_samples")
def export_samples(request: ActorRequest, filters: Query[SampleFilters]) -> HttpResponse:
    """Every row of the list as a spreadsheet; the export is audited."""
    return download(sample_workbook(actor=request.actor, filters=filters), f"抽查清单-{clock.local_date():%Y%m%d}.xlsx")


@router.post("/patrol/quality/samples/{uuid:sample_id}/result", response=Acknowledged, operation_id="record_sample")
def record_sample(request: ActorRequest, sample_id: UUID, payload: ResultIn) -> dict[str, bool]:
    """Record what the re-inspection at the place found."""
    services.record_sample(
        actor=request.actor,
        operation_id=request.operation_id,
        sample_id=sample_id,
        result=payload.result,
        differences=payload.differences,
        note=payload.note,
        photos=[photo.as_photo() for photo in payload.photos],
    )
    return {"ok": True}
