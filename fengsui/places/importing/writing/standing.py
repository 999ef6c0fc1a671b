"""Records as they stand, read for comparing rows with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fengsui.kernel.actor import Actor
from fengsui.places.models import Facility, Place, PlaceContact
from fengsui.places.queries.lists import in_scope


@dataclass
class Standing:
    """One record: number, version, values by field, names and keyed phone hashes of its people."""

    number: str
    version: int
    values: dict[str, Any]
    people: set[str] = field(default_factory=set)
    hashes: set[str] = field(default_factory=set)


def standing_of(actor: Actor, ids: Iterable[UUID]) -> dict[str, Standing]:
    """Return the records in scope by id as text: three queries, none for no ids."""
    wanted = list(ids)
    if not wanted:
        return {}
    found = {str(row.pk): _of(row) for row in in_scope(actor).filter(pk__in=wanted)}
    for contact in PlaceContact.objects.filter(place_id__in=wanted, removed_at__isnull=True):
        record = found.get(str(contact.place_id))
        if record:
            record.people.add(contact.name)
            record.hashes.add(contact.phone_hmac)
    for facility in Facility.objects.filter(place_id__in=wanted, removed_at__isnull=True).order_by("created_at"):
        record = found.get(str(facility.place_id))
        if record:
            expires = facility.expires_on.isoformat() if facility.expires_on else None
            shown = {"id": str(facility.pk), "quantity": facility.quantity, "expires_on": expires}
            record.values["facilities"].setdefault(facility.kind, shown)
    return found


def _of(row: Place) -> Standing:
    keys = (
        "name", "address", "credit_code", "activity", "class_declared", "shared_manager", "external_id", "state", "area_path",
        "inputs", "lon", "lat", "note",
    )  # fmt: skip
    return Standing(row.number, row.row_version, {key: getattr(row, key) for key in keys} | {"facilities": {}})
