"""The map: clusters by H3 cell when far out, points when near; one query whatever the number of places."""

import json
from typing import Any

from django.db.models import Avg, Count, F, QuerySet

from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.places.filters import PlaceFilters
from fengsui.places.models import Place
from fengsui.places.queries.lists import matching_rows

POINTS_FROM_ZOOM = 15
MOST_POINTS = 4_000
# H3 resolution of the clusters at each zoom: about sixty pixels a cell at mid latitudes.
RESOLUTION = {0: 1, 1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 4, 8: 5, 9: 5, 10: 6, 11: 7, 12: 7, 13: 8, 14: 9}
FINEST = 9

Box = tuple[float, float, float, float]


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


def place_map(*, actor: Actor, filters: PlaceFilters, box: Box, zoom: int) -> bytes:
    """Return compact GeoJSON of the places in scope inside a box: points from zoom 15 on, else clusters.

    A cluster stands at the mean of its places and carries `n`; a point carries id, number, name, class and state.
    Where a near view would hold more than MOST_POINTS points it stays clustered at the finest cells.
    """
    rows = within(matching_rows(actor=actor, filters=filters), box)
    if zoom >= POINTS_FROM_ZOOM:
        points = list(
            rows.order_by("pk").values_list("pk", "number", "name", "class_code", "state", "lon", "lat")[: MOST_POINTS + 1]
        )
        if len(points) <= MOST_POINTS:
            return _collection([_point(row) for row in points], "points")
    clusters = clustered(rows, RESOLUTION.get(max(0, zoom), FINEST))
    return _collection([_cluster(row) for row in clusters], "clusters")


def within(rows: QuerySet[Place], box: Box) -> QuerySet[Place]:
    """Return the rows whose point lies in a box."""
    west, south, east, north = box
    return rows.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)


def clustered(rows: QuerySet[Place], resolution: int) -> list[dict[str, Any]]:
    """Return [{cell, n, lon, lat}] of rows grouped by their H3 cell at a resolution from 1 to 9.

    Cells are kept as the integer of the resolution-9 index; three bits a level lie below the coarser cell, so that a
    right shift groups by it without a function of H3 in the database.
    """
    shift = 3 * (15 - min(resolution, FINEST))
    grouped = rows.annotate(parent=F("cell_number").bitrightshift(shift)).values("parent").order_by()
    counted = grouped.annotate(n=Count("*"), lon=Avg("lon"), lat=Avg("lat"))
    return [dict(row) for row in counted]


def _point(row: tuple[Any, ...]) -> dict[str, Any]:
    pk, number, name, class_code, state, lon, lat = row
    properties = {"id": str(pk), "number": number, "name": name, "class_code": class_code, "state": state}
    return _feature(lon, lat, properties)


def _cluster(row: dict[str, Any]) -> dict[str, Any]:
    return _feature(row["lon"], row["lat"], {"n": row["n"]})


def _feature(lon: float, lat: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def _collection(features: list[dict[str, Any]], shown: str) -> bytes:
    whole = {"type": "FeatureCollection", "shown": shown, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
