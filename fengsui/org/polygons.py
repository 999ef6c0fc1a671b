"""Polygons people bring: read, converted to WGS84, and refused in words when they cannot be right. Pure."""

from collections.abc import Mapping
from typing import Any

import numpy
from shapely import MultiPolygon, Polygon, make_valid, transform
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.geo import to_wgs84

CHINA = (73.0, 17.5, 136.0, 54.0)
SYSTEMS = ("wgs84", "gcj02", "bd09")
MOST_POINTS = 200_000


def _refuse(code: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(code, zh=zh, en=en, fields=[FieldError("polygon", zh, en, code)])


def _geometry_of(document: Mapping[str, Any]) -> Mapping[str, Any]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features") or []
        if len(features) != 1:
            raise _refuse(
                "one_feature",
                f"文件里有 {len(features)} 个图形，这里只能放一个区域的边界。批量导入请用区域导入。",
                f"The file holds {len(features)} features; one is expected here.",
            )
        return _geometry_of(features[0])
    if kind == "Feature":
        return _geometry_of(document.get("geometry") or {})
    return document


def read_polygon(document: Mapping[str, Any], *, system: str = "wgs84") -> BaseGeometry:
    """Return a GeoJSON polygon (geometry, feature or collection of one) as a valid WGS84 polygon.

    Raises InvalidInput in words: not GeoJSON, a line or point, too few points, latitude and longitude swapped,
    outside China, self-crossing (with the place), no area.
    """
    if system not in SYSTEMS:
        raise _refuse("system_unknown", "坐标系只能是 WGS84、GCJ-02 或 BD-09。", "The system must be wgs84, gcj02 or bd09.")
    geometry = _geometry_of(document)
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise _refuse(
            "not_polygon",
            f"边界要用面（Polygon），收到的是“{geometry.get('type') or '空'}”。请在制图软件中把线闭合成面再导出。",
            f"A Polygon or MultiPolygon is needed, got {geometry.get('type') or 'nothing'}.",
        )
    try:
        found = shape(geometry)
    except (ShapelyError, ValueError, TypeError, IndexError, KeyError, AttributeError):
        raise _refuse(
            "polygon_unreadable",
            "边界坐标读不出来：每个环至少 4 个点，首尾相同，每点是 [经度, 纬度]。",
            "The coordinates cannot be read: each ring needs 4 points or more, closed, [lon, lat].",
        ) from None
    if found.is_empty:
        raise _refuse("polygon_empty", "边界是空的。", "The polygon is empty.")
    if _count(found) > MOST_POINTS:
        raise _refuse("polygon_too_detailed", f"边界点数超过 {MOST_POINTS}，请简化后再导入。", "Too many points; simplify first.")
    _check_place(found)
    if system != "wgs84":
        found = transform(found, lambda points: numpy.array([to_wgs84(x, y, system) for x, y in points]))
    if not found.is_valid:
        raise _refuse("polygon_crosses", _crossing_words(found), f"The polygon is not valid: {explain_validity(found)}.")
    if found.area <= 0:
        raise _refuse("polygon_flat", "边界没有面积，请检查是否所有点在一条线上。", "The polygon has no area.")
    return found


def _count(found: BaseGeometry) -> int:
    parts = found.geoms if isinstance(found, MultiPolygon) else [found]
    return sum(
        len(part.exterior.coords) + sum(len(r.coords) for r in part.interiors) for part in parts if isinstance(part, Polygon)
    )


def _check_place(found: BaseGeometry) -> None:
    left, bottom, right, top = found.bounds
    west, south, east, north = CHINA
    if west <= left and right <= east and south <= bottom and top <= north:
        return
    if west <= bottom and top <= east and south <= left and right <= north:
        raise _refuse(
            "coordinates_swapped",
            f"经度和纬度写反了：第一个数应是经度（如 118.96），收到的是 {left:.4f}。",
            "Longitude and latitude are swapped: the first number must be the longitude.",
        )
    raise _refuse(
        "polygon_elsewhere",
        f"边界不在中国范围内（经度 {left:.3f}～{right:.3f}，纬度 {bottom:.3f}～{top:.3f}）。坐标可能是平面坐标，请导出为经纬度。",
        "The polygon lies outside China; export it in longitude and latitude.",
    )


def _crossing_words(found: BaseGeometry) -> str:
    words = explain_validity(found)
    place = words.split("[", 1)[1].rstrip("]") if "[" in words else ""
    if words.startswith(("Self-intersection", "Ring Self-intersection")):
        lon, lat = ([*place.split(), "", ""])[:2]
        return f"边界自己和自己相交，交点约在 经度 {lon}、纬度 {lat}。请在制图软件中把该处改成不相交的线。"
    if words.startswith("Hole lies outside"):
        return f"边界的洞在外圈之外（约在 {place}），请检查是否把两个区域画成了一个。"
    if words.startswith(("Nested shells", "Holes are nested")):
        return f"边界里的面互相套叠（约在 {place}），请拆开。"
    return f"边界图形无效（{words}），请在制图软件中修复后再导入。"


def inside_parent(child: BaseGeometry, parent: BaseGeometry, *, tolerance: float = 0.02) -> None:
    """Let a child polygon pass that lies inside its parent but for a share `tolerance` of its area; else raise.

    Raises InvalidInput `outside_parent` with the share that lies outside.
    """
    outside = make_valid(child).difference(make_valid(parent)).area / child.area
    if outside > tolerance:
        raise _refuse(
            "outside_parent",
            f"边界有 {outside:.0%} 在上级区域之外。请检查坐标系（是不是 GCJ-02 或 BD-09）或选错了上级。",
            f"{outside:.0%} of the polygon lies outside the parent area.",
        )
