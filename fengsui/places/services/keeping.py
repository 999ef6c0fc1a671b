"""Keeping what a record said before it changes, so that any past day can be shown."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models

from fengsui.kernel import clock, search_text
from fengsui.kernel.ids import new_id
from fengsui.places.models import Facility, Place, PlaceContact, PlacePast
from fengsui.places.services.context import Context

COLUMNS = (
    "kind", "name", "address", "area_path", "line", "activity", "class_code", "class_conflict", "key_unit_status",
    "compound_id", "building_id", "source",
)  # fmt: skip
OTHERS = (
    "inputs", "class_declared", "class_computed", "class_overridden", "class_reason", "credit_code", "lon", "lat",
    "coordinate_source", "shared_manager", "shared_manager_organization_id", "note", "external_id",
)  # fmt: skip


def past_of(context: Context, place: Place, before: Mapping[str, Any]) -> PlacePast:
    """Return what a record said until now, unsaved: `before` holds what differs from the changed row in memory."""
    old = {key: before.get(key, getattr(place, key)) for key in (*COLUMNS, *OTHERS)}
    found_by = place.search_text
    if (old["name"], old["address"]) != (place.name, place.address):
        found_by = search_text.build(old["name"], old["address"], place.number, place.plate_code)
    return PlacePast(
        place=place,
        row_version=place.row_version,
        until=context.now,
        by_name=context.actor.name[:150],
        search_text=found_by,
        others={key: str(old[key]) if isinstance(old[key], UUID) else old[key] for key in OTHERS},
        **{key: old[key] for key in COLUMNS},
    )


def keep_former(row: PlaceContact | Facility) -> None:
    """Keep a contact or facility as the database still holds it, before it is saved with other words."""
    model: type[models.Model] = type(row)
    former: Any = model._base_manager.filter(pk=row.pk).first()
    if former is None:
        return
    now = clock.now()
    former.pk, former.created_at, former.removed_at = new_id(), former.stands_since or former.created_at, now
    former.save(force_insert=True)
    row.stands_since = now
