"""Cases on the map: clusters by H3 cell when far out, places with their cases when near; one query however many cases."""

from typing import Any

from django.db.models import Avg, BooleanField, Case, Count, F, Max, Q, QuerySet, Value, When

from fengsui.hazards import filters as hazard_filters
from fengsui.hazards.filters import HazardFilters
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import OPEN_STATES
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import require_anywhere
from fengsui.places.map_view import MOST_POINTS, View, collection, feature, inside, parent_cell, read_box, view_of

Row = dict[str, Any]
MARKS = ("n", "overdue", "due_soon", "open")


def hazard_map(*, actor: Actor, filters: HazardFilters, zoom: int) -> bytes:
    """Return compact GeoJSON of the cases in scope in the filters' box; else they narrow as they narrow the list.

    Far out a feature is a cell with `n` cases; from zoom 15 on it is a place with its cases, `id` and `name`. Each says
    how many are `overdue`, `due_soon` and still `open`. Beside the features stand `total` (every case that matches,
    wherever it lies), `in_view`, and `no_position` (those whose place has no coordinates, which no map can show).
    Where a near view would hold more than MOST_POINTS places it stays clustered at the finest cells.
    Raises InvalidInput without a box.
    """
    require_anywhere(actor, "hazards.view")
    view = view_of(read_box(filters.bbox), zoom)
    everywhere = filters.model_copy(update={"bbox": ""})
    rows = hazard_filters.matching(actor, "hazards.view", everywhere, clock.local_date())
    points = view.near
    groups = _grouped(rows, view, points=points)
    if points and len(groups) > MOST_POINTS + 2:
        points = False
        groups = _grouped(rows, view, points=points)
    shown = [_shown(row, points=points) for row in groups if row["key"] is not None]
    return collection(
        shown,
        shown="points" if points else "clusters",
        total=sum(row["n"] for row in groups),
        in_view=sum(row["n"] for row in groups if row["key"] is not None),
        no_position=sum(row["n"] for row in groups if row["lost"]),
    )


def _grouped(rows: QuerySet[Hazard], view: View, *, points: bool) -> list[Row]:
    """Return the cases counted by cell or place; without a key those elsewhere, and apart from them those with no position."""
    today = clock.local_date()
    key = F("place_id") if points else parent_cell(view.resolution, "place__")
    lost = Case(When(place__lon__isnull=True, then=Value(True)), default=Value(False), output_field=BooleanField())
    keyed = rows.annotate(lost=lost, key=Case(When(**inside(view.box, "place__"), then=key))).values("lost", "key")
    counted = keyed.annotate(
        n=Count("*"),
        overdue=Count("state", filter=hazard_filters.overdue(today)),
        due_soon=Count("state", filter=hazard_filters.due_soon(today)),
        open=Count("state", filter=Q(state__in=OPEN_STATES)),
        lon=Avg("place__lon"),
        lat=Avg("place__lat"),
        **({"name": Max("place__name")} if points else {}),
    )
    if not points:
        return [dict(row) for row in counted.order_by()]
    # Those without a key, two groups at most, come first: what is over MOST_POINTS beside them is known, and no more read.
    return [dict(row) for row in counted.order_by(F("key").asc(nulls_first=True))[: MOST_POINTS + 3]]


def _shown(row: Row, *, points: bool) -> Row:
    properties = {mark: row[mark] for mark in MARKS}
    if points:
        properties |= {"id": str(row["key"]), "name": row["name"]}
    return feature(row["lon"], row["lat"], properties)
