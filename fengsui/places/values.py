"""What a caller gives to make or change a place: plain values, checked by places.checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class NewContact:
    """A contact as given: a name or a phone or both. `phone` in any spelling a person uses."""

    name: str = ""
    role: str = "owner"
    phone: str = ""
    is_primary: bool = False
    note: str = ""


@dataclass(frozen=True)
class NewPlace:
    """A place as given. `lon`/`lat` WGS84 degrees; `inputs` what its class is computed from (m2, counts, booleans)."""

    name: str
    area_path: str
    address: str = ""
    kind: str = "place"
    activity: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    class_declared: str = ""
    state: str = "registered"
    lon: float | None = None
    lat: float | None = None
    coordinate_source: str = ""
    credit_code: str = ""
    contacts: tuple[NewContact, ...] = ()
    external_id: str = ""
    note: str = ""
    line: str = ""
    shared_manager: str = ""
    shared_manager_organization_id: UUID | None = None
    compound_id: UUID | None = None
    building_id: UUID | None = None
    is_simulated: bool = False
    id: UUID | None = None


@dataclass(frozen=True)
class PlaceEdit:
    """A change to one place: field → new value. `expected_version` None = whatever stands now."""

    place_id: UUID
    changes: Mapping[str, Any]
    expected_version: int | None = None
