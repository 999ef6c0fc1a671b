"""Notices over HTTP: list, export, one notice, its paper, its service."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Schema, Status
from pydantic import AwareDatetime, Field

from fengsui.hazards.api.payloads import PhotoIn, ReasonIn
from fengsui.hazards.api.routing import router
from fengsui.hazards.notices import queries, servings
from fengsui.hazards.notices.export import notice_workbook
from fengsui.hazards.notices.paper import notice_pdf
from fengsui.hazards.notices.queries import NoticeFilters, Sort
from fengsui.hazards.notices.schemas import NoticeDetail, NoticeRow, NoticeService
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download


class ServeNoticeIn(Schema):
    """One attempt to serve a notice. What a way needs is told by the service; the role of the photos follows from the way."""

    way: Literal["in_person", "posted", "refused", "absent"]
    at: AwareDatetime | None = None
    receiver_name: str = Field(default="", max_length=60)
    receiver_role: str = Field(default="", max_length=60)
    signed: bool = False
    witness_name: str = Field(default="", max_length=60)
    witness_role: str = Field(default="", max_length=60)
    note: str = Field(default="", max_length=500)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=6)


@router.get("/notices", response=Page[NoticeRow], operation_id="list_notices")
def list_notices(
    request: ActorRequest, filters: Query[NoticeFilters], page: Query[PageQuery], sort: Sort = "-local_date"
) -> Paged[dict[str, Any]]:
    """One page of the notices in scope."""
    return queries.list_notices(actor=request.actor, filters=filters, sort=sort, page=page.page, page_size=page.page_size)


@router.get("/notices/export.xlsx", operation_id="export_notices")
def export_notices(request: ActorRequest, filters: Query[NoticeFilters], sort: Sort = "-local_date") -> HttpResponse:
    """Every row of the list as a spreadsheet; the export is audited."""
    content = notice_workbook(actor=request.actor, filters=filters, sort=sort)
    return download(content, f"告知书-{clock.local_date():%Y%m%d}.xlsx")


@router.get("/notices/{uuid:notice_id}", response=NoticeDetail, operation_id="get_notice")
def get_notice(request: ActorRequest, notice_id: UUID) -> dict[str, Any]:
    """One notice with its lines and what has become of each."""
    return queries.notice(actor=request.actor, notice_id=notice_id)


@router.get("/notices/{uuid:notice_id}/notice.pdf", operation_id="print_notice")
def print_notice(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    """The office's copy as a paper; printing is audited."""
    content, row = notice_pdf(actor=request.actor, notice_id=notice_id, base_url=request.build_absolute_uri("/"))
    return download(content, f"{row.number}.pdf")


@router.get("/notices/{uuid:notice_id}/servings", response=NoticeService, operation_id="list_servings")
def list_servings(request: ActorRequest, notice_id: UUID) -> dict[str, Any]:
    """How far the service of a notice is, and every entry of it."""
    return queries.servings(actor=request.actor, notice_id=notice_id)


@router.post("/notices/{uuid:notice_id}/servings", response={201: NoticeService}, operation_id="serve_notice")
def serve_notice(request: ActorRequest, notice_id: UUID, payload: ServeNoticeIn) -> Status[dict[str, Any]]:
    """Record that a notice was handed over, posted, refused, or that nobody was there."""
    servings.serve_notice(
        actor=request.actor,
        operation_id=request.operation_id,
        notice_id=notice_id,
        photos=[photo.as_photo() for photo in payload.photos],
        **payload.model_dump(exclude={"photos"}),
    )
    return Status(201, queries.servings(actor=request.actor, notice_id=notice_id))


@router.post(
    "/notices/{uuid:notice_id}/servings/{uuid:serving_id}/take-back", response=NoticeService, operation_id="take_back_serving"
)
def take_back_serving(request: ActorRequest, notice_id: UUID, serving_id: UUID, payload: ReasonIn) -> dict[str, Any]:
    """Take back an entry of service that was a mistake; it stays readable."""
    servings.take_back_serving(
        actor=request.actor, operation_id=request.operation_id, notice_id=notice_id, serving_id=serving_id, reason=payload.reason
    )
    return queries.servings(actor=request.actor, notice_id=notice_id)
