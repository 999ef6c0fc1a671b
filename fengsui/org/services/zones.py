"""Writing zones: named polygons across grids."""

from typing import Any
from uuid import UUID

from shapely.geometry import mapping, shape

from fengsui.kernel import audit, clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, not_found
from fengsui.kernel.scope import find, require
from fengsui.kernel.service import service
from fengsui.org import polygons
from fengsui.org.models import Area, Zone


def _geometry(polygon: dict[str, Any], system: str, area_path: str) -> dict[str, Any]:
    found = polygons.read_polygon(polygon, system=system)
    area = Area.objects.filter(path=area_path).first()
    if area is None:
        raise not_found("区域", "area")
    if area.polygon:
        polygons.inside_parent(found, shape(area.polygon))
    made = mapping(found)
    return {"type": made["type"], "coordinates": made["coordinates"]}


def _find(actor: Actor, zone_id: UUID, row_version: int) -> Zone:
    row = find(Zone.objects.select_for_update(), actor, "zones.manage", zone_id, what=("片区", "zone"))
    if row.row_version != row_version:
        raise Conflict("row_changed", zh="片区已被别人改过，请刷新后再改。", en="The zone was changed meanwhile; reload first.")
    return row


@service("zone.create")
def create_zone(
    *, actor: Actor, operation_id: UUID | None = None, id: UUID, area_path: str, name: str, kind: str,
    polygon: dict[str, Any], system: str = "wgs84", note: str = "", is_simulated: bool = False,
) -> Zone:  # fmt: skip
    """Draw a zone inside an area. Raises InvalidInput in words for a polygon that cannot be."""
    require(actor, "zones.manage", area_path=area_path)
    row = Zone(
        id=id, area_path=area_path, name=name.strip(), kind=kind, note=note, is_simulated=is_simulated,
        polygon=_geometry(polygon, system, area_path),
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record(actor=actor, verb="zone.create", subject=row, changes={"name": [None, row.name]})
    return row


@service("zone.update")
def update_zone(
    *, actor: Actor, operation_id: UUID | None = None, zone_id: UUID, name: str, kind: str, note: str,
    polygon: dict[str, Any] | None, system: str = "wgs84", row_version: int,
) -> Zone:  # fmt: skip
    """Change a zone's name, kind, note or border."""
    row = _find(actor, zone_id, row_version)
    before = {"name": row.name, "kind": row.kind, "note": row.note}
    row.name, row.kind, row.note = name.strip(), kind, note
    if polygon is not None:
        row.polygon = _geometry(polygon, system, row.area_path)
    row.row_version += 1
    row.save()
    after = {"name": row.name, "kind": row.kind, "note": row.note}
    audit.record(actor=actor, verb="zone.update", subject=row, changes=audit.changes_between(before, after))
    return row


@service("zone.close")
def close_zone(*, actor: Actor, operation_id: UUID | None = None, zone_id: UUID, reason: str, row_version: int) -> Zone:
    """Close a zone; its record stays."""
    row = _find(actor, zone_id, row_version)
    row.closed_at, row.row_version = clock.now(), row.row_version + 1
    row.save(update_fields=["closed_at", "row_version"])
    audit.record(actor=actor, verb="zone.close", subject=row, reason=reason)
    return row
