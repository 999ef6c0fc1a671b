"""Who owns this point: the grid a point lies in, found in an index that is rebuilt when a polygon changes."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max
from shapely import Point, STRtree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from fengsui.org.models import Area

NEAREST_DEGREES = 0.0005


@dataclass(frozen=True)
class _Index:
    tree: STRtree
    shapes: tuple[BaseGeometry, ...]
    paths: tuple[str, ...]


@lru_cache(maxsize=8)
def _index(level: str, stamp: str) -> _Index:
    rows = Area.objects.filter(level=level, polygon__isnull=False, active_to__isnull=True).order_by("path")
    pairs = [(row.path, shape(row.polygon)) for row in rows]
    shapes = tuple(found for _, found in pairs)
    return _Index(STRtree(shapes), shapes, tuple(path for path, _ in pairs))


def _stamp(level: str) -> str:
    row = Area.objects.filter(level=level).aggregate(at=Max("changed_at"), n=Count("id"))
    return f"{row['at']}|{row['n']}"


def path_at(lon: float, lat: float, *, level: str = "grid") -> str | None:
    """Return the path of the area of a level that holds a WGS84 point, or None outside all of them.

    On a shared border the lowest path owns the point; a point in a hairline gap (under 50 m) goes to the nearest.
    """
    index = _index(level, _stamp(level))
    if not index.paths:
        return None
    point = Point(lon, lat)
    hits = [n for n in index.tree.query(point) if index.shapes[n].covers(point)]
    if hits:
        return str(index.paths[min(hits)])
    nearest = index.tree.nearest(point)
    if nearest is not None and index.shapes[nearest].distance(point) <= NEAREST_DEGREES:
        return str(index.paths[nearest])
    return None


def who_owns_point(lon: float, lat: float) -> Area | None:
    """Return the deepest area that holds a WGS84 point: its grid, else community, street or district, else None."""
    for level in ("grid", "community", "street", "district"):
        path = path_at(lon, lat, level=level)
        if path:
            return Area.objects.get(path=path)
    return None
