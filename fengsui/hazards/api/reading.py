"""Reading hazards: list, board, map, export, one case, the state table."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query

from fengsui.hazards import queries
from fengsui.hazards.api.case_schemas import HazardCase
from fengsui.hazards.api.routing import router
from fengsui.hazards.api.schemas import Board, HazardCodes, HazardMap, HazardRow
from fengsui.hazards.export import hazard_workbook
from fengsui.hazards.filters import HazardFilters, Sort
from fengsui.hazards.models import ASSIGNEE_KINDS, SOURCE_KINDS
from fengsui.hazards.states import GRADES, LEGAL_CATEGORIES, STATES, VERBS
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download
from fengsui.kernel.scope import require_anywhere


@router.get("/hazards", response=Page[HazardRow], operation_id="list_hazards")
def list_hazards(
    request: ActorRequest, filters: Query[HazardFilters], page: Query[PageQuery], sort: Sort = "-found_on"
) -> Paged[dict[str, Any]]:
    """One page of the hazards in scope."""
    return queries.list_hazards(actor=request.actor, filters=filters, sort=sort, page=page.page, page_size=page.page_size)


@router.get("/hazards/export.xlsx", operation_id="export_hazards", include_in_schema=True)
def export_hazards(request: ActorRequest, filters: Query[HazardFilters], sort: Sort = "-found_on") -> HttpResponse:
    """Every row of the list as a spreadsheet; the export is audited."""
    content = hazard_workbook(actor=request.actor, filters=filters, sort=sort)
    return download(content, f"隐患台账-{clock.local_date():%Y%m%d}.xlsx")


@router.get("/hazards/board", response=Board, operation_id="hazard_board")
def hazard_board(request: ActorRequest, filters: Query[HazardFilters]) -> dict[str, Any]:
    """Counts per state, overdue and due soon, for the same filters as the list."""
    return queries.board(actor=request.actor, filters=filters)


@router.get("/hazards/map", response=HazardMap, operation_id="hazard_map")
def hazard_map(request: ActorRequest, filters: Query[HazardFilters], zoom: int) -> HttpResponse:
    """GeoJSON of the cases in `bbox` by the filters of the list: clusters far out, places with their cases from zoom 15 on."""
    content = queries.hazard_map(actor=request.actor, filters=filters, zoom=zoom)
    return HttpResponse(content, content_type="application/geo+json")


@router.get("/hazards/codes", response=HazardCodes, operation_id="hazard_codes")
def hazard_codes(request: ActorRequest) -> dict[str, Any]:
    """The state table and enumerations with their words."""
    require_anywhere(request.actor, "hazards.view")
    return {
        "states": [
            {"code": s.code, "label": s.zh, "label_en": s.en, "in_stock": s.in_stock, "limit_runs": s.limit_runs}
            for s in STATES.values()
        ],
        "verbs": [
            {
                "code": v.code,
                "label": v.zh,
                "label_en": v.en,
                "from_states": list(v.from_states),
                "to_state": v.to_state,
                "permission": v.permission,
                "consequence": v.consequence_zh,
                "consequence_en": v.consequence_en,
                "guards": [g.code for g in v.guards],
            }
            for v in VERBS.values()
        ],
        "grades": _labels(GRADES),
        "legal_categories": _labels({str(code): words for code, words in LEGAL_CATEGORIES.items()}),
        "sources": _labels(SOURCE_KINDS),
        "assignee_kinds": _labels(ASSIGNEE_KINDS),
    }


def _labels(table: dict[str, tuple[str, str]]) -> list[dict[str, str]]:
    return [{"code": code, "label": zh, "label_en": en} for code, (zh, en) in table.items() if code]


@router.get("/hazards/{uuid:hazard_id}", response=HazardCase, operation_id="get_hazard")
def get_hazard(request: ActorRequest, hazard_id: UUID) -> dict[str, Any]:
    """The whole case; reading it is audited."""
    return queries.case(actor=request.actor, hazard_id=hazard_id)


@router.get("/places/{uuid:place_id}/hazards", response=list[HazardRow], operation_id="list_place_hazards")
def list_place_hazards(request: ActorRequest, place_id: UUID) -> list[dict[str, Any]]:
    """The hazards of one place: those in stock first, then the latest others."""
    require_anywhere(request.actor, "hazards.view")
    return queries.hazards_of_place(actor=request.actor, place_id=place_id)
