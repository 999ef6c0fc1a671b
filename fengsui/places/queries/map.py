"""The map: clusters by H3 cell when far out, points when near; one query whatever the number of places."""

from typing import Any

from django.db.models import Avg, Count, QuerySet

from fengsui.kernel.actor import Actor
from fengsui.places.filters import PlaceFilters
from fengsui.places.map_view import MOST_POINTS, Box, collection, feature, inside, parent_cell, view_of
from fengsui.places.models import Place
from fengsui.places.queries.lists import matching_rows


def place_map(*, actor: Actor, filters: PlaceFilters, box: Box, zoom: int) -> bytes:
    """Return compact GeoJSON of the places in scope inside a box: points from zoom 15 on, else clusters.

    A cluster stands at the mean of its places and carries `n`; a point carries id, number, name, class and state.
    Where a near view would hold more than MOST_POINTS points it stays clustered at the finest cells.
    """
    view = view_of(box, zoom)
    rows = matching_rows(actor=actor, filters=filters).filter(**inside(box))
    if view.near:
        points = list(
            rows.order_by("pk").values_list("pk", "number", "name", "class_code", "state", "lon", "lat")[: MOST_POINTS + 1]
        )
        if len(points) <= MOST_POINTS:
            return collection([_point(row) for row in points], shown="points")
    return collection(
        [feature(row["lon"], row["lat"], {"n": row["n"]}) for row in clustered(rows, view.resolution)], shown="clusters"
    )


def clustered(rows: QuerySet[Place], resolution: int) -> list[dict[str, Any]]:
    """Return [{cell, n, lon, lat}] of rows grouped by their H3 cell at a resolution from 1 to 9."""
    grouped = rows.annotate(parent=parent_cell(resolution)).values("parent").order_by()
    counted = grouped.annotate(n=Count("*"), lon=Avg("lon"), lat=Avg("lat"))
    return [dict(row) for row in counted]


def _point(row: tuple[Any, ...]) -> dict[str, Any]:
    pk, number, name, class_code, state, lon, lat = row
    return feature(lon, lat, {"id": str(pk), "number": number, "name": name, "class_code": class_code, "state": state})
