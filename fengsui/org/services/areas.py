"""Writing areas: loading, naming, drawing, retiring."""

from datetime import date
from typing import Any
from uuid import UUID

from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from fengsui.kernel import audit, clock, outbox, search_text, settings_store, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.org import polygons, shipped
from fengsui.org.models import Area

NEXT_LEVEL = {"district": "street", "street": "community", "community": "grid"}
SEGMENT = {"street": 3, "community": 3, "grid": 2}


def fill(row: Area, geometry: BaseGeometry | None) -> None:
    """Set polygon and centre of an area row from a geometry."""
    if geometry is None:
        row.polygon, row.centre_lon, row.centre_lat = None, None, None
        return
    point = geometry.representative_point()
    made = mapping(geometry)
    row.polygon = {"type": made["type"], "coordinates": made["coordinates"]}
    row.centre_lon, row.centre_lat = round(point.x, 6), round(point.y, 6)


def searchable(row: Area) -> str:
    """Return the search column of an area."""
    return search_text.build(row.name, row.short_name, row.code)[:300]


def load_shipped_areas(*, actor: Actor, area: str = "150402", only: tuple[str, ...] = ()) -> dict[str, int]:
    """Load the areas that come with the product; return {areas, existing}. Running it again changes nothing.

    `only` limits the load to some streets (paths) with what lies under them. Raises InvalidInput for a district
    that does not ship.
    """
    if area not in shipped.DISTRICTS:
        raise InvalidInput(
            "district_not_shipped",
            zh=f"没有随带区划 {area}，请用 fengsui import areas 文件 导入。",
            en=f"No areas ship for {area}; import them from a file.",
        )
    known = dict(Area.objects.values_list("path", "id"))
    made = 0
    with transaction.write():
        fresh: list[Area] = []
        for item in shipped.shipped_areas(area):
            wanted = (
                not only
                or item.level == "district"
                or any(item.path == path or item.path.startswith(f"{path}/") for path in only)
            )
            if item.path in known or not wanted:
                continue
            row = Area(
                code=item.code, path=item.path, level=item.level, kind=item.kind, name=item.name,
                short_name=item.short_name, polygon_source=item.polygon_source, is_simulated=item.is_simulated,
                parent_id=known.get(item.path.rsplit("/", 1)[0]) if "/" in item.path else None,
                changed_at=clock.now(),
            )  # fmt: skip
            fill(row, shape(item.polygon))
            row.search_text = searchable(row)
            known[item.path] = row.pk
            fresh.append(row)
            made += 1
        # Parents come before children; one statement a level keeps the foreign keys true at every step.
        for level in ("district", "street", "community", "grid"):
            Area.objects.bulk_create([row for row in fresh if row.level == level], batch_size=200)
        audit.record_many(audit.entry(actor=actor, verb="area.load", subject=row) for row in fresh)
        settings_store.put(actor=actor, key=settings_store.DISTRICT, value=area)
    return {"areas": made, "existing": len(known) - made}


def require_known(path: str) -> None:
    """Raise InvalidInput `area_unknown` for a path that no area of the district has: its rows would be in no list."""
    if not Area.objects.filter(path=path).exists():
        raise InvalidInput(
            "area_unknown",
            zh=f"没有编码为“{path}”的区域，请从区域列表中选择。",
            en=f"There is no area {path}; choose one of the list.",
            fields=[FieldError("area_path", "没有这个区域，请从列表中选择。", "No such area.", "unknown")],
        )


def find(path: str) -> Area:
    """Return an area by path, locked for writing. Raises NotFound."""
    row = Area.objects.select_for_update().filter(path=path).first()
    if row is None:
        raise not_found("区域", "area")
    return row


def check_version(row: Area, row_version: int) -> None:
    """Raise Conflict when the area has been changed since it was read."""
    if row.row_version != row_version:
        raise Conflict(
            "row_changed",
            zh=f"“{row.name}”已被别人改过，请刷新后再改。",
            en=f"“{row.name}” was changed meanwhile; reload first.",
            extra={"row_version": row.row_version},
        )


@service("area.create")
def create_area(
    *, actor: Actor, operation_id: UUID | None = None, id: UUID, parent_path: str, segment: str, name: str,
    kind: str = "", polygon: dict[str, Any] | None = None, system: str = "wgs84",
) -> Area:  # fmt: skip
    """Add an area under another. `segment` is its own part of the path: three digits, two for a grid.

    Raises Conflict when the path is taken, InvalidInput for a wrong segment or polygon.
    """
    require(actor, "areas.manage", area_path=parent_path)
    parent = find(parent_path)
    level = NEXT_LEVEL.get(parent.level)
    if level is None:
        raise InvalidInput("no_level_below", zh="网格下面不再分级。", en="A grid has no level below.")
    if not (segment.isascii() and segment.isdigit() and len(segment) == SEGMENT[level]):
        words = f"本级代码应为 {SEGMENT[level]} 位数字。"
        raise InvalidInput(
            "segment_wrong", zh=words, en=f"The code needs {SEGMENT[level]} digits.",
            fields=[FieldError("segment", words, f"{SEGMENT[level]} digits.")],
        )  # fmt: skip
    path = f"{parent.path}/{segment}"
    if Area.objects.filter(path=path).exists():
        raise Conflict("area_exists", zh=f"代码 {segment} 已被使用。", en=f"The code {segment} is taken.")
    row = Area(
        id=id, code=parent.code + segment, path=path, level=level, kind=kind or level, name=name.strip(),
        short_name=shipped.short(name.strip())[:40], parent=parent, active_from=clock.local_date(), changed_at=clock.now(),
    )  # fmt: skip
    if polygon is not None:
        fill(row, _checked(polygon, system, parent))
        row.polygon_source = "导入"
    row.search_text = searchable(row)
    row.save(force_insert=True)
    audit.record(actor=actor, verb="area.create", subject=row, changes={"name": [None, row.name]})
    return row


def _checked(document: dict[str, Any], system: str, parent: Area | None) -> BaseGeometry:
    found = polygons.read_polygon(document, system=system)
    if parent is not None and parent.polygon:
        polygons.inside_parent(found, shape(parent.polygon))
    return found


@service("area.put_polygon")
def put_polygon(
    *, actor: Actor, operation_id: UUID | None = None, path: str, polygon: dict[str, Any], system: str = "wgs84",
    source: str = "导入", row_version: int | None = None,
) -> Area:  # fmt: skip
    """Draw an area's border anew; it is real from then on. Raises InvalidInput in words for a polygon that cannot be."""
    require(actor, "areas.manage", area_path=path)
    row = find(path)
    if row_version is not None:
        check_version(row, row_version)
    before = row.polygon_source
    fill(row, _checked(polygon, system, row.parent))
    row.polygon_source, row.is_simulated = source, False
    row.row_version += 1
    row.changed_at = clock.now()
    row.save()
    audit.record(actor=actor, verb="area.put_polygon", subject=row, changes={"polygon_source": [before, source]})
    outbox.emit(kind="AreaChanged", subject=row, actor=actor, area_path=row.path, permission="areas.view")
    return row


@service("area.rename")
def rename_area(*, actor: Actor, operation_id: UUID | None = None, path: str, name: str, row_version: int) -> Area:
    """Give an area another name; its code and path stay."""
    require(actor, "areas.manage", area_path=path)
    row = find(path)
    check_version(row, row_version)
    before, row.name = row.name, name.strip()
    row.short_name, row.row_version, row.changed_at = shipped.short(row.name)[:40], row.row_version + 1, clock.now()
    row.search_text = searchable(row)
    row.save()
    audit.record(actor=actor, verb="area.rename", subject=row, changes={"name": [before, row.name]})
    return row


@service("area.retire")
def retire_area(
    *, actor: Actor, operation_id: UUID | None = None, path: str, last_day: date, reason: str, row_version: int
) -> Area:
    """Set the last day of an area. Raises Conflict while areas under it are in use."""
    require(actor, "areas.manage", area_path=path)
    row = find(path)
    check_version(row, row_version)
    if row.children.filter(active_to__isnull=True).exists():
        raise Conflict("area_has_children", zh="下面还有在用的区域，请先处理它们。", en="Areas below are still in use.")
    before, row.active_to = row.active_to, last_day
    row.row_version, row.changed_at = row.row_version + 1, clock.now()
    row.save()
    audit.record(actor=actor, verb="area.retire", subject=row, changes={"active_to": [before, str(last_day)]}, reason=reason)
    return row
