"""What every map of places and of what belongs to places shares: the box looked at, its cells, the GeoJSON it answers.

The answer is bounded by the screen, never by the ledger: a cell is about sixty pixels across, and a box wider than a
screen at its zoom is read as if seen from further out.
"""

import json
import math
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.expressions import CombinedExpression

from fengsui.kernel.errors import FieldError, InvalidInput

POINTS_FROM_ZOOM = 15
MOST_POINTS = 4_000
# H3 resolution of the clusters at each zoom: about sixty pixels a cell at mid latitudes.
RESOLUTION = {0: 1, 1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 4, 8: 5, 9: 5, 10: 6, 11: 7, 12: 7, 13: 8, 14: 9}
FINEST = 9
# The widest screen a view is answered for: at zoom 0 the whole world is one tile of 512 pixels across.
WIDEST_SCREEN_PX, TILE_PX = 4_096, 512

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class View:
    """What a map looks at: (west, south, east, north) in degrees and how near."""

    box: Box
    zoom: int

    @property
    def near(self) -> bool:
        """Whether single points are shown."""
        return self.zoom >= POINTS_FROM_ZOOM

    @property
    def resolution(self) -> int:
        """The H3 resolution of the clusters of this view."""
        return RESOLUTION.get(self.zoom, FINEST)


def read_box(text: str) -> Box:
    """Return (west, south, east, north) in degrees from 'west,south,east,north'. Raises InvalidInput."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west, south, east, north = 1, 1, 0, 0
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InvalidInput(
            "bbox_invalid",
            zh="地图范围不对，应为“西,南,东,北”四个度数。",
            en="The box is west,south,east,north in degrees.",
            fields=[FieldError("bbox", "应为“西,南,东,北”", "west,south,east,north", "invalid")],
        )
    return west, south, east, north


def view_of(box: Box, zoom: int) -> View:
    """Return the view of a box, from no nearer than a box so wide fits on a screen."""
    west, south, east, north = box
    span = max(east - west, north - south)
    fits = math.floor(math.log2(360 * WIDEST_SCREEN_PX / TILE_PX / span))
    return View(box, max(0, min(zoom, fits)))


def inside(box: Box, prefix: str = "") -> dict[str, float]:
    """Return the filter of points in a box; `prefix` leads to the place, such as 'place__'."""
    west, south, east, north = box
    return {f"{prefix}lon__gte": west, f"{prefix}lon__lte": east, f"{prefix}lat__gte": south, f"{prefix}lat__lte": north}


def parent_cell(resolution: int, prefix: str = "") -> CombinedExpression:
    """Return the expression that groups places by their H3 cell at a resolution from 1 to 9.

    Cells are kept as the integer of the resolution-9 index; three bits a level lie below the coarser cell, so that a
    right shift groups by it without a function of H3 in the database.
    """
    return F(f"{prefix}cell_number").bitrightshift(3 * (15 - min(resolution, FINEST)))


def feature(lon: float, lat: float, properties: dict[str, Any]) -> dict[str, Any]:
    """Return a GeoJSON point with its properties, to a tenth of a metre."""
    point = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def collection(features: list[dict[str, Any]], *, shown: str, **more: Any) -> bytes:
    """Return compact GeoJSON; `shown` says whether the features are points or clusters."""
    whole = {"type": "FeatureCollection", "shown": shown, **more, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
