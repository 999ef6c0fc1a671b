"""Household visits over HTTP."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema

from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download
from fengsui.patrol.households import queries
from fengsui.patrol.households.queries import HouseholdFilters

router = Router()
Sort = Literal["local_date", "-local_date", "building", "-building"]


class HouseholdVisitRow(Schema):
    """One knock at one door; nothing about who lives there."""

    id: UUID
    building_id: UUID
    building: str
    door: str
    outcome: str
    outcome_label: str
    topics: list[str]
    topics_label: str
    hazards: list[str]
    hazards_label: str
    leaflets: int
    happened_at: datetime
    received_at: datetime
    local_date: date
    by_name: str
    area_path: str
    valid: bool
    clock_flag_label: str


class BuildingRow(Schema):
    """A building with how many of its doors were met, and tried, at least once."""

    id: UUID
    name: str
    area_path: str
    units: int
    floors: int
    first_floor: int
    doors_per_floor: int
    skipped: list[str]
    door_count: int
    met: int
    tried: int
    last_on: date | None


class DoorCell(Schema):
    """A door and what came last of knocking at it; empty when nobody has yet."""

    door: str
    outcome: str
    on: date | None


class BuildingDoors(Schema):
    """A building door by door, in walking order."""

    id: UUID
    name: str
    area_path: str
    area_name: str
    units: int
    floors: int
    first_floor: int
    doors_per_floor: int
    skipped: list[str]
    door_count: int
    by_name: str
    drawn_at: datetime
    doors: list[DoorCell]


@router.get("/household-visits", response=Page[HouseholdVisitRow], operation_id="list_household_visits")
def list_household_visits(
    request: ActorRequest, filters: Query[HouseholdFilters], page: Query[PageQuery], sort: Sort = "-local_date"
) -> Paged[dict[str, Any]]:
    """One page of household visits in scope."""
    return queries.household_visits(actor=request.actor, filters=filters, sort=sort, page=page.page, page_size=page.page_size)


@router.get("/household-visits/export.xlsx", operation_id="export_household_visits")
def export_household_visits(request: ActorRequest, filters: Query[HouseholdFilters], sort: Sort = "-local_date") -> HttpResponse:
    """Every row of the list as a spreadsheet; the export is audited."""
    content = queries.household_workbook(actor=request.actor, filters=filters, sort=sort)
    return download(content, f"入户走访-{clock.local_date():%Y%m%d}.xlsx")


@router.get("/buildings", response=Page[BuildingRow], operation_id="list_buildings")
def list_buildings(request: ActorRequest, page: Query[PageQuery], search: str = "", area: str = "") -> Paged[dict[str, Any]]:
    """Residential buildings with their progress."""
    return queries.buildings(actor=request.actor, search=search[:80], area=area[:60], page=page.page, page_size=page.page_size)


@router.get("/buildings/{uuid:building_id}", response=BuildingDoors, operation_id="get_building")
def get_building(request: ActorRequest, building_id: UUID) -> dict[str, Any]:
    """One building door by door."""
    return queries.building_doors(actor=request.actor, building_id=building_id)
