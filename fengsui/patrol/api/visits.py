"""Visits over HTTP: submit, list, export, one visit, mark as not valid."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download
from fengsui.kernel.scope import require_anywhere
from fengsui.patrol import queries, services
from fengsui.patrol.api.schemas import PatrolCodes, SubmitVisitIn, VisitDetail, VisitReasonIn, VisitRow
from fengsui.patrol.export import visit_workbook
from fengsui.patrol.filters import VisitFilters, VisitSort
from fengsui.patrol.models import CLOCK_FLAGS, REASONS, TASK_KINDS, TASK_STATES, VISIT_SOURCES

router = Router()


@router.get("/visits", response=Page[VisitRow], operation_id="list_visits")
def list_visits(
    request: ActorRequest, filters: Query[VisitFilters], page: Query[PageQuery], sort: VisitSort = "-local_date"
) -> Paged[dict[str, Any]]:
    """One page of the visits in scope."""
    return queries.list_visits(actor=request.actor, filters=filters, sort=sort, page=page.page, page_size=page.page_size)


@router.post("/visits", response={201: VisitDetail}, operation_id="submit_visit")
def submit_visit(request: ActorRequest, payload: SubmitVisitIn) -> Status[dict[str, Any]]:
    """Submit one visit at once (desk; phones use the sync)."""
    row = services.submit_visit(
        actor=request.actor,
        operation_id=request.operation_id,
        visit=payload.visit,
        hazards=payload.hazards,
        photos=payload.photos,
    )
    return Status(201, queries.visit_detail(actor=request.actor, visit_id=row.pk))


@router.get("/visits/export.xlsx", operation_id="export_visits")
def export_visits(request: ActorRequest, filters: Query[VisitFilters], sort: VisitSort = "-local_date") -> HttpResponse:
    """Every row of the list as a spreadsheet; the export is audited."""
    content = visit_workbook(actor=request.actor, filters=filters, sort=sort)
    return download(content, f"巡查记录-{clock.local_date():%Y%m%d}.xlsx")


@router.get("/visits/codes", response=PatrolCodes, operation_id="patrol_codes")
def patrol_codes(request: ActorRequest) -> dict[str, Any]:
    """Enumerations of patrol with their words."""
    require_anywhere(request.actor, "patrol.view")
    tables = {
        "task_kinds": TASK_KINDS,
        "task_states": TASK_STATES,
        "reasons": REASONS,
        "visit_sources": VISIT_SOURCES,
        "clock_flags": CLOCK_FLAGS,
    }
    return {
        name: [{"code": code, "label": zh, "label_en": en} for code, (zh, en) in table.items()] for name, table in tables.items()
    }


@router.get("/visits/{uuid:visit_id}", response=VisitDetail, operation_id="get_visit")
def get_visit(request: ActorRequest, visit_id: UUID) -> dict[str, Any]:
    """The whole visit; reading it is audited."""
    return queries.visit_detail(actor=request.actor, visit_id=visit_id)


@router.post("/visits/{uuid:visit_id}/invalidate", response=VisitDetail, operation_id="invalidate_visit")
def invalidate_visit(request: ActorRequest, visit_id: UUID, payload: VisitReasonIn) -> dict[str, Any]:
    """Mark a visit as not valid, with a reason."""
    row = services.invalidate_visit(
        actor=request.actor, operation_id=request.operation_id, visit_id=visit_id, reason=payload.reason
    )
    return queries.visit_detail(actor=request.actor, visit_id=row.pk)


@router.get("/places/{uuid:place_id}/visits", response=list[VisitRow], operation_id="list_place_visits")
def list_place_visits(request: ActorRequest, place_id: UUID) -> list[dict[str, Any]]:
    """The latest visits of one place."""
    require_anywhere(request.actor, "patrol.view")
    return queries.visits_of_place(actor=request.actor, place_id=place_id)
