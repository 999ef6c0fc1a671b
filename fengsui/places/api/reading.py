"""Reading the ledger: list, counts, map, export, codes, one record, facilities, look-alikes."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query

from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download
from fengsui.kernel.scope import require_anywhere
from fengsui.places import queries
from fengsui.places.api.payloads import SimilarQuery
from fengsui.places.api.routing import router
from fengsui.places.api.schemas import FacilityRow, PlaceCodes, PlaceDetail, PlaceRow, PlaceSummary, PlaceThen, SimilarPlace
from fengsui.places.classing import rules_for
from fengsui.places.export import file_name, place_workbook
from fengsui.places.filters import MISSING, DatedFilters, PlaceFilters, Sort
from fengsui.places.inputs import INPUTS
from fengsui.places.kinds import (
    CONTACT_ROLES,
    FACILITY_KINDS,
    FACILITY_STATES,
    KEY_UNIT_STATUSES,
    PLACE_KINDS,
    SOURCES,
    options,
)
from fengsui.places.map_view import read_box
from fengsui.places.plates import SIZES
from fengsui.places.queries import FacilityFilters, FacilitySort
from fengsui.places.queries.shown import count_words
from fengsui.places.states import STATES, VERBS


@router.get("/places", response=Page[PlaceRow], operation_id="list_places")
def list_places(
    request: ActorRequest, filters: Query[DatedFilters], page: Query[PageQuery], sort: Sort = "number"
) -> Paged[dict[str, Any]]:
    """One page of the ledger in scope, as it is or, with `as_of`, as it stood at the end of a past day."""
    return queries.list_places(actor=request.actor, filters=filters, sort=sort, page=page.page, page_size=page.page_size)


@router.get("/places/summary", response=PlaceSummary, operation_id="place_summary")
def place_summary(request: ActorRequest, filters: Query[PlaceFilters]) -> dict[str, Any]:
    """Counts by state and class of the rows that match the filters."""
    return queries.summary(actor=request.actor, filters=filters)


@router.get("/places/map", operation_id="place_map")
def place_map(request: ActorRequest, bbox: str, zoom: int, filters: Query[PlaceFilters]) -> HttpResponse:
    """GeoJSON of the places in a box: clusters when far out, points from zoom 15 on."""
    content = queries.place_map(actor=request.actor, filters=filters, box=read_box(bbox), zoom=zoom)
    return HttpResponse(content, content_type="application/geo+json")


@router.get("/places/export.xlsx", operation_id="export_places")
def export_places(
    request: ActorRequest, filters: Query[DatedFilters], sort: Sort = "number", whole_phones: bool = False
) -> HttpResponse:
    """Every row of the list as a spreadsheet; phones masked unless asked for and allowed; audited."""
    content, _ = place_workbook(actor=request.actor, filters=filters, sort=sort, whole_phones=whole_phones)
    return download(content, file_name(filters.as_of))


@router.get("/places/codes", response=PlaceCodes, operation_id="place_codes")
def place_codes(request: ActorRequest, area: str = "") -> dict[str, Any]:
    """The enumerations with their words; activities and classes are those of the area's rules in force."""
    require_anywhere(request.actor, "places.view")
    areas = request.actor.areas_for("places.view")
    rules = rules_for(area or (areas[0] if areas else ""), clock.local_date())
    return {
        "states": [
            {"code": s.code, "label": s.zh, "label_en": s.en, "in_stock": s.in_stock, "patrolled": s.patrolled}
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
                "needs": list(v.needs),
            }
            for v in VERBS.values()
        ],
        "kinds": options(PLACE_KINDS),
        "contact_roles": options(CONTACT_ROLES),
        "facility_kinds": options(FACILITY_KINDS),
        "facility_states": options(FACILITY_STATES),
        "sources": options(SOURCES),
        "key_unit_statuses": options(KEY_UNIT_STATUSES),
        "missing": options(MISSING),
        "inputs": [{"code": i.key, "label": i.zh, "label_en": i.en, "unit": i.unit, "kind": i.kind} for i in INPUTS.values()],
        "activities": [_word(code, words) for code, words in rules.activities.items()],
        "classes": [_word(code, words) for code, words in rules.classes.items()],
        "plate_sizes": [{"code": s.code, "label": s.zh, "label_en": s.en} for s in SIZES.values()],
        "counts": count_words(),
        "rulepack_version": rules.version,
    }


def _word(code: str, words: tuple[str, str]) -> dict[str, str]:
    return {"code": code, "label": words[0], "label_en": words[1] or words[0]}


@router.get("/places/facilities", response=Page[FacilityRow], operation_id="list_facilities")
def list_facilities(
    request: ActorRequest, filters: Query[FacilityFilters], page: Query[PageQuery], sort: FacilitySort = "expires_on"
) -> Paged[dict[str, Any]]:
    """One page of facilities across places, soonest expiry first."""
    return queries.list_facilities(actor=request.actor, filters=filters, sort=sort, page=page.page, page_size=page.page_size)


@router.get("/places/{uuid:place_id}", response=PlaceDetail, operation_id="get_place")
def get_place(request: ActorRequest, place_id: UUID) -> dict[str, Any]:
    """The whole record, phones masked."""
    return queries.detail(actor=request.actor, place_id=place_id)


@router.get("/places/{uuid:place_id}/as-of/{on}", response=PlaceThen, operation_id="get_place_as_of")
def get_place_as_of(request: ActorRequest, place_id: UUID, on: date) -> dict[str, Any]:
    """The record as it stood at the end of a past day, and what differs from today."""
    return queries.place_then(actor=request.actor, place_id=place_id, on=on)


@router.get("/places/similar", response=list[SimilarPlace], operation_id="find_similar_places")
def find_similar_places(request: ActorRequest, given: Query[SimilarQuery]) -> list[dict[str, Any]]:
    """Records in scope that may be the place as given, with reasons."""
    return queries.find_similar(actor=request.actor, **given.model_dump())
