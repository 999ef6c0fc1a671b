"""The shapes of areas, flattened to a sheet of paper, so that a map panel is drawn without a map server."""

from math import cos, radians
from typing import Any

from fengsui.org.models import Area

SHEET_WIDTH = 1000.0


def shapes_of(rows: list[dict[str, Any]], value_key: str) -> dict[str, Any] | None:
    """Return the outlines of the rows' areas as points on a sheet 1,000 wide, with name and value; None when none has one.

    Longitudes are shrunk by the cosine of the middle latitude (equirectangular): exact enough for a district.
    """
    paths = [row["area_path"] for row in rows if row.get("area_path")]
    # scope: the rows were narrowed to the asker before; their outlines are no secret
    polygons = dict(Area.objects.filter(path__in=paths, polygon__isnull=False).values_list("path", "polygon"))
    rings = {path: _rings(polygon) for path, polygon in polygons.items() if polygon}
    points = [point for found in rings.values() for ring in found for point in ring]
    if not points:
        return None
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2))
    scale = SHEET_WIDTH / max((east - west) * squeeze, (north - south), 1e-9)

    def flat(ring: list[list[float]]) -> list[list[float]]:
        return [[round((x - west) * squeeze * scale, 1), round((north - y) * scale, 1)] for x, y, *_ in ring]

    areas = []
    for row in rows:
        outlines = [flat(ring) for ring in rings.get(row.get("area_path", ""), [])]
        if outlines:
            widest = max(outlines, key=len)
            middle = [(min(p[i] for p in widest) + max(p[i] for p in widest)) / 2 for i in (0, 1)]
            areas.append({"name": row["area_name"], "value": row.get(value_key), "rings": outlines, "middle": middle})
    return {"width": (east - west) * squeeze * scale, "height": (north - south) * scale, "areas": areas}


def _rings(polygon: dict[str, Any]) -> list[list[list[float]]]:
    """Return the outer rings of a GeoJSON Polygon or MultiPolygon."""
    parts = polygon["coordinates"] if polygon.get("type") == "MultiPolygon" else [polygon["coordinates"]]
    return [part[0] for part in parts if part]
