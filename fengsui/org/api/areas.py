"""Areas, map layers and zones."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from fengsui.kernel.api import ActorRequest, Page, PageQuery, page_of
from fengsui.org import ownership, queries, services
from fengsui.org.models import Zone

router = Router()


class AreaRow(Schema):
    """One area in a list."""

    id: UUID
    code: str
    path: str
    level: str
    level_label: str
    kind: str
    kind_label: str
    name: str
    short_name: str
    parent_path: str
    has_polygon: bool
    polygon_source: str
    is_simulated: bool
    centre_lon: float | None
    centre_lat: float | None
    active_to: date | None
    row_version: int


class TrailStep(Schema):
    """One area above."""

    path: str
    name: str


class AreaDetail(AreaRow):
    """One area with its polygon."""

    polygon: dict[str, Any] | None
    trail: list[TrailStep]
    why_visible: str


class AreaFilter(Schema):
    """Which areas."""

    level: str = ""
    parent: str = ""
    search: str = ""


class NewArea(Schema):
    """An area to add."""

    id: UUID
    parent_path: str
    segment: str
    name: str = Field(min_length=2, max_length=80)
    kind: str = ""
    polygon: dict[str, Any] | None = None
    system: str = "wgs84"


class AreaName(Schema):
    """A new name."""

    name: str = Field(min_length=2, max_length=80)
    row_version: int


class AreaPolygon(Schema):
    """A new border as GeoJSON."""

    polygon: dict[str, Any]
    system: str = "wgs84"
    row_version: int


class AreaEnd(Schema):
    """The last day."""

    last_day: date
    reason: str = Field(min_length=2, max_length=200)
    row_version: int


class Owner(Schema):
    """Whose ground a point is."""

    path: str | None
    name: str
    level: str


class ZoneOut(Schema):
    """One zone."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    area_path: str
    polygon: dict[str, Any]
    note: str
    is_simulated: bool
    row_version: int


class NewZone(Schema):
    """A zone to draw."""

    id: UUID
    area_path: str
    name: str = Field(min_length=2, max_length=80)
    kind: str
    polygon: dict[str, Any]
    system: str = "wgs84"
    note: str = Field("", max_length=200)


class ZoneChange(Schema):
    """A zone's new values; without a polygon the border stays."""

    name: str = Field(min_length=2, max_length=80)
    kind: str
    note: str = Field("", max_length=200)
    polygon: dict[str, Any] | None = None
    system: str = "wgs84"
    row_version: int


class CloseZone(Schema):
    """Why a zone is closed."""

    reason: str = Field(min_length=2, max_length=200)
    row_version: int


def _zone(row: Zone) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "kind": row.kind, "kind_label": row.get_kind_display(), "area_path": row.area_path,
        "polygon": row.polygon, "note": row.note, "is_simulated": row.is_simulated, "row_version": row.row_version,
    }  # fmt: skip


@router.get("/areas", response=list[AreaRow])
def list_areas(request: ActorRequest, filters: Query[AreaFilter]) -> Any:
    """List the areas in scope: the whole tree of a district is some 600 rows."""
    return [queries.area_row(row) for row in queries.areas(request.actor, **filters.model_dump())]


@router.get("/areas/layer/{level}")
def get_area_layer(request: ActorRequest, level: str) -> HttpResponse:
    """Return a map layer as GeoJSON, with an ETag."""
    content, etag = queries.layer(request.actor, level)
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, content_type="application/geo+json")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@router.get("/areas/owner", response=Owner)
def get_point_owner(request: ActorRequest, lon: float, lat: float) -> Any:
    """Say whose ground a WGS84 point is; outside one's scope it is nobody's."""
    path = ownership.path_at(lon, lat)
    row = queries.areas(request.actor).filter(path=path).first() if path else None
    return {"path": row.path if row else None, "name": row.name if row else "", "level": row.level if row else ""}


@router.get("/areas/detail", response=AreaDetail)
def get_area(request: ActorRequest, path: str) -> Any:
    """Return one area by path."""
    return queries.area_detail(request.actor, path)


@router.post("/areas", response=AreaRow)
def create_area(request: ActorRequest, data: NewArea) -> Any:
    """Add an area."""
    return queries.area_row(services.create_area(actor=request.actor, operation_id=request.operation_id, **data.model_dump()))


@router.post("/areas/rename", response=AreaRow)
def rename_area(request: ActorRequest, path: str, data: AreaName) -> Any:
    """Rename an area."""
    return queries.area_row(
        services.rename_area(actor=request.actor, operation_id=request.operation_id, path=path, **data.model_dump())
    )


@router.put("/areas/polygon", response=AreaRow)
def put_area_polygon(request: ActorRequest, path: str, data: AreaPolygon) -> Any:
    """Draw an area's border anew."""
    return queries.area_row(
        services.put_polygon(actor=request.actor, operation_id=request.operation_id, path=path, **data.model_dump())
    )


@router.post("/areas/retire", response=AreaRow)
def retire_area(request: ActorRequest, path: str, data: AreaEnd) -> Any:
    """Set an area's last day."""
    return queries.area_row(
        services.retire_area(actor=request.actor, operation_id=request.operation_id, path=path, **data.model_dump())
    )


@router.get("/zones", response=Page[ZoneOut])
def list_zones(request: ActorRequest, page: Query[PageQuery]) -> Any:
    """List the zones in scope."""
    return page_of(queries.zones(request.actor), page.page, page.page_size, _zone)


@router.post("/zones", response=ZoneOut)
def create_zone(request: ActorRequest, data: NewZone) -> Any:
    """Draw a zone."""
    return _zone(services.create_zone(actor=request.actor, operation_id=request.operation_id, **data.model_dump()))


@router.put("/zones/{zone_id}", response=ZoneOut)
def update_zone(request: ActorRequest, zone_id: UUID, data: ZoneChange) -> Any:
    """Change a zone."""
    return _zone(
        services.update_zone(actor=request.actor, operation_id=request.operation_id, zone_id=zone_id, **data.model_dump())
    )


@router.post("/zones/{zone_id}/close", response=ZoneOut)
def close_zone(request: ActorRequest, zone_id: UUID, data: CloseZone) -> Any:
    """Close a zone."""
    return _zone(
        services.close_zone(actor=request.actor, operation_id=request.operation_id, zone_id=zone_id, **data.model_dump())
    )
