"""Facilities across places: what is out of order, what runs out within so many days."""

from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import F, QuerySet
from ninja import Schema
from pydantic import Field

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged
from fengsui.kernel.scope import require_anywhere, under, visible
from fengsui.kernel.search_text import fold
from fengsui.places.models import Facility
from fengsui.places.queries.detail import facility
from fengsui.places.states import IN_STOCK

FacilitySort = Literal["expires_on", "-expires_on", "kind", "-kind", "place", "-place"]
_SORTS = {"expires_on": "expires_on", "kind": "kind", "place": "place__name"}


class FacilityFilters(Schema):
    """What narrows the list of facilities; `expires_within_days` counts from today and holds what is already over."""

    search: str = Field(default="", max_length=100)
    area: str = Field(default="", max_length=60)
    kind: list[str] = Field(default_factory=list)
    state: list[str] = Field(default_factory=list)
    expires_within_days: int | None = Field(default=None, ge=0, le=3660)
    expired: bool | None = None


def facilities_in_scope(*, actor: Actor, filters: FacilityFilters) -> QuerySet[Facility]:
    """Return the facilities of places in stock and in scope that match. Raises Forbidden without places.view."""
    require_anywhere(actor, "places.view")
    today = clock.local_date()
    rows = visible(
        Facility.objects.filter(removed_at__isnull=True, place__state__in=IN_STOCK),
        actor,
        "places.view",
        area_field="place__area_path",
        line_field="place__line",
    )
    if filters.area:
        rows = rows.filter(under(filters.area, "place__area_path"))
    if filters.kind:
        rows = rows.filter(kind__in=filters.kind)
    if filters.state:
        rows = rows.filter(state__in=filters.state)
    if filters.expires_within_days is not None:
        rows = rows.filter(expires_on__lte=today + timedelta(days=filters.expires_within_days))
    if filters.expired is not None:
        rows = rows.filter(expires_on__lt=today) if filters.expired else rows.exclude(expires_on__lt=today)
    if filters.search.strip():
        rows = rows.filter(place__search_text__contains=fold(filters.search))
    return rows


def list_facilities(
    *, actor: Actor, filters: FacilityFilters, sort: str = "expires_on", page: int = 1, page_size: int = 50
) -> Paged[dict[str, Any]]:
    """Return one page of facilities with the place each stands in; two queries."""
    rows = facilities_in_scope(actor=actor, filters=filters).select_related("place", "place__area")
    column = F(_SORTS[sort.removeprefix("-")])
    ordered = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    rows = rows.order_by(ordered, "id")
    total = rows.count()
    start = (page - 1) * page_size
    today = clock.local_date()
    return Paged([_row(row, today) for row in rows[start : start + page_size]], total, page, page_size)


def expiring_within(*, area_path: str, days: int, today: date) -> list[tuple[Any, date]]:
    """Return (place id, soonest expiry) of places in stock in an area with something running out within so many days.

    For the planner, which acts for the installation: no scope of a person applies.
    """
    rows = Facility.objects.filter(  # scope: the planner works on a whole area
        under(area_path, "place__area_path"),
        removed_at__isnull=True,
        place__state__in=IN_STOCK,
        expires_on__lte=today + timedelta(days=days),
    )
    soonest: dict[Any, date] = {}
    for place_id, expires_on in rows.order_by("expires_on").values_list("place_id", "expires_on"):
        if expires_on is not None:
            soonest.setdefault(place_id, expires_on)
    return sorted(soonest.items(), key=lambda pair: (pair[1], str(pair[0])))


def _row(row: Facility, today: date) -> dict[str, Any]:
    return {
        **facility(row),
        "place_id": row.place_id,
        "place_number": row.place.number,
        "place_name": row.place.name,
        "place_address": row.place.address,
        "area_path": row.place.area_path,
        "area_name": row.place.area.name if row.place.area else "",
        "expired": row.expires_on is not None and row.expires_on < today,
        "days_left": (row.expires_on - today).days if row.expires_on else None,
    }
