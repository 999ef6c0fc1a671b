"""Notices over HTTP: list, export, one notice, its paper."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query

from fengsui.hazards.api.routing import router
from fengsui.hazards.notices import queries
from fengsui.hazards.notices.export import notice_workbook
from fengsui.hazards.notices.paper import notice_pdf
from fengsui.hazards.notices.queries import NoticeFilters, Sort
from fengsui.hazards.notices.schemas import NoticeDetail, NoticeRow
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download


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
