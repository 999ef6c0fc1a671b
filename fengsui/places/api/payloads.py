"""What the ledger's endpoints take."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from fengsui.kernel.evidence import EvidencePhoto
from fengsui.places.values import NewContact, NewPlace


class ContactIn(Schema):
    """A contact to add."""

    name: str = Field("", max_length=60)
    role: str = "owner"
    phone: str = Field("", max_length=40)
    is_primary: bool = False
    note: str = Field("", max_length=200)

    def as_contact(self) -> NewContact:
        """Return it as the services take it."""
        return NewContact(self.name, self.role, self.phone, self.is_primary, self.note)


class ContactEditIn(Schema):
    """What to change of a contact; fields left out stay."""

    name: str | None = Field(None, max_length=60)
    role: str | None = None
    phone: str | None = Field(None, max_length=40)
    is_primary: bool | None = None
    note: str | None = Field(None, max_length=200)


class PlaceIn(Schema):
    """A new record. lon/lat are WGS84 degrees."""

    id: UUID | None = None
    name: str
    area_path: str
    address: str = ""
    kind: str = "place"
    activity: str = ""
    inputs: dict[str, Any] = Field(default_factory=dict)
    class_declared: str = ""
    state: str = "registered"
    lon: float | None = None
    lat: float | None = None
    coordinate_source: str = ""
    credit_code: str = ""
    contacts: list[ContactIn] = Field(default_factory=list, max_length=20)
    external_id: str = ""
    note: str = ""
    line: str = ""
    shared_manager: str = ""
    shared_manager_organization_id: UUID | None = None
    compound_id: UUID | None = None
    building_id: UUID | None = None

    def as_place(self) -> NewPlace:
        """Return it as the services take it."""
        values = self.model_dump(exclude={"contacts"})
        return NewPlace(**values, contacts=tuple(contact.as_contact() for contact in self.contacts))


class PlaceEditIn(Schema):
    """What to change: field → new value, and the version the change was made on."""

    expected_version: int | None = Field(None, ge=1)
    changes: dict[str, Any] = Field(min_length=1)


class StateIn(Schema):
    """A step of the state table."""

    verb: str
    reason: str = Field("", max_length=300)
    on: date | None = None
    into_place_id: UUID | None = None
    expected_version: int | None = Field(None, ge=1)


class ClassIn(Schema):
    """A decision about the class; an empty code withdraws the one that stands."""

    class_code: str = ""
    reason: str = Field(max_length=300)
    expected_version: int | None = Field(None, ge=1)


class PlaceReasonIn(Schema):
    """Why."""

    reason: str = Field("", max_length=300)


class FacilityIn(Schema):
    """A facility to add."""

    kind: str
    label: str = ""
    quantity: int = 1
    position: str = ""
    installed_on: date | None = None
    expires_on: date | None = None
    standard_edition: str = ""
    state: str = "good"
    note: str = ""


class FacilityEditIn(Schema):
    """What to change of a facility; fields left out stay."""

    kind: str | None = None
    label: str | None = None
    quantity: int | None = None
    position: str | None = None
    installed_on: date | None = None
    expires_on: date | None = None
    standard_edition: str | None = None
    state: str | None = None
    note: str | None = None


class PlacePhotoIn(Schema):
    """A photo by its hash; the bytes go to /evidence/files/{sha256}."""

    id: UUID | None = None
    sha256: str
    role: Literal["place", "facility", "document"] = "place"
    captured_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    from_gallery: bool = False
    note: str = ""

    def as_photo(self) -> EvidencePhoto:
        """Return it as the services take it."""
        return EvidencePhoto(**self.model_dump())


class SimilarQuery(Schema):
    """A record as given, to be compared with those that stand."""

    name: str = Field(min_length=1, max_length=120)
    address: str = Field("", max_length=200)
    phone: str = Field("", max_length=40)
    credit_code: str = Field("", max_length=18)
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    area_path: str = Field("", max_length=60)
    exclude_id: UUID | None = None
