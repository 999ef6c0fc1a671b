"""What reading a ledger asks of the database: area names and outlines, words of the rule pack."""

from functools import lru_cache
from typing import Any

from shapely import prepare
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from fengsui.kernel import clock
from fengsui.kernel.scope import under
from fengsui.org.models import Area
from fengsui.org.services import who_owns_point
from fengsui.places import classing
from fengsui.places.importing.engine.area_names import AreaBook, AreaName
from fengsui.places.importing.engine.mapping import Words
from fengsui.places.importing.engine.read_row import Surroundings


def area_book(district: str) -> AreaBook:
    """Return the areas of a district that stand today, as they are looked for."""
    rows = Area.objects.filter(under(district, "path"), active_to__isnull=True).only("path", "level", "name", "short_name")
    names = [AreaName(row.path, row.level, row.name, row.short_name) for row in rows.order_by("path")]
    own = next((area for area in names if area.path == district), None)
    return AreaBook.of(names, district, own.name if own else "")


def words_of(book: AreaBook) -> Words:
    """Return the tests by which columns of area names are recognised."""

    @lru_cache(maxsize=5000)
    def named(level: str, text: str) -> bool:
        return bool(book.named(level, text))

    return Words(lambda text: named("street", text), lambda text: named("community", text))


class Outlines:
    """Outlines of areas, read when first asked for."""

    def __init__(self) -> None:
        self._shapes: dict[str, BaseGeometry | None] = {}

    def inside(self, path: str, lon: float, lat: float) -> bool | None:
        """Tell whether a WGS84 point lies in an area; None when the area has no outline."""
        if path not in self._shapes:
            polygon = Area.objects.filter(path=path).values_list("polygon", flat=True).first()
            made = shape(polygon) if polygon else None
            if made is not None:
                prepare(made)
            self._shapes[path] = made
        outline = self._shapes[path]
        return None if outline is None else bool(outline.covers(Point(lon, lat)))


def _owner(lon: float, lat: float) -> str:
    area = who_owns_point(lon, lat)
    return area.path if area else ""


def surroundings(area_path: str, *, system: str = "wgs84", book: AreaBook | None = None, outlines: Any = None) -> Surroundings:
    """Return what the rows of an import into an area are read with. Raises NotFound without a published rule pack."""
    district = area_path.split("/", 1)[0]
    labels = classing.rules_for(district, clock.local_date()).labels()
    known = outlines or Outlines()
    return Surroundings(
        areas=book or area_book(district),
        area_path=area_path,
        activities=labels.activities,
        classes=labels.classes,
        system=system,
        owner=_owner,
        inside=known.inside,
    )
