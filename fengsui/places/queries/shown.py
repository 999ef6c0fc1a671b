"""How places are shown: the row of a list, with phones masked."""

from typing import Any

from django.db.models import Prefetch

from fengsui.places import annotations
from fengsui.places.classing import Labels
from fengsui.places.kinds import COORDINATE_SOURCES, KEY_UNIT_STATUSES, PLACE_KINDS, SOURCES, label
from fengsui.places.models import Place, PlaceContact
from fengsui.places.states import STATES, state_label

# scope: contacts are fetched for rows that are already in scope
_STANDING = PlaceContact.objects.filter(removed_at__isnull=True).order_by("-is_primary", "created_at", "id")
STANDING_CONTACTS = Prefetch("contacts", queryset=_STANDING, to_attr="standing_contacts")


def brief(row: Place, labels: Labels) -> dict[str, Any]:
    """Return one place as a row of a list; its contacts must have been fetched with STANDING_CONTACTS."""
    contacts: list[PlaceContact] = row.standing_contacts  # type: ignore[attr-defined]
    first = contacts[0] if contacts else None
    return {
        "id": row.pk,
        "number": row.number,
        "kind": row.kind,
        "kind_label": label(PLACE_KINDS, row.kind),
        "name": row.name,
        "address": row.address,
        "area_path": row.area_path,
        "area_name": row.area.name if row.area else "",
        "line": row.line,
        "activity": row.activity,
        "activity_label": labels.activity(row.activity),
        "class_code": row.class_code,
        "class_label": labels.place_class(row.class_code),
        "class_conflict": row.class_conflict,
        "class_overridden": row.class_overridden,
        "key_unit_status": row.key_unit_status,
        "key_unit_label": label(KEY_UNIT_STATUSES, row.key_unit_status),
        "key_unit_suggested": row.key_unit_suggested,
        "state": row.state,
        "state_label": state_label(row.state),
        "in_stock": STATES[row.state].in_stock,
        "contact_name": first.name if first else "",
        "contact_phone": first.phone_masked if first else "",
        "lon": row.lon,
        "lat": row.lat,
        "plate_code": row.plate_code,
        "source": row.source,
        "source_label": label(SOURCES, row.source),
        "is_simulated": row.is_simulated,
        "row_version": row.row_version,
        "updated_at": row.updated_at,
        "counts": counts(row),
    }


def counts(row: Place) -> dict[str, int]:
    """Return the registered counts a row was annotated with."""
    return {one.key: int(getattr(row, one.key) or 0) for one in annotations.every() if hasattr(row, one.key)}


def count_words() -> list[dict[str, str]]:
    """Return the registered counts with their words, for the screen's columns."""
    return [{"code": one.key, "label": one.title_zh, "label_en": one.title_en} for one in annotations.every()]


def coordinate_words(row: Place) -> str:
    """Return where a place's point came from, in words."""
    return label(COORDINATE_SOURCES, row.coordinate_source)


def contact(row: PlaceContact) -> dict[str, Any]:
    """Return a contact with its phone masked."""
    from fengsui.places.kinds import CONTACT_ROLES

    return {
        "id": row.pk,
        "name": row.name,
        "role": row.role,
        "role_label": label(CONTACT_ROLES, row.role),
        "phone": row.phone_masked,
        "has_phone": bool(row.phone_hmac),
        "is_primary": row.is_primary,
        "note": row.note,
    }
