"""The payload of place.correct: what a person at the door says is different about a place."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from fengsui.places.values import NewContact

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
DoorState = Literal["operating", "renovating", "suspended", "seasonal", "vacant", "transferring", "moved"]


class PointIn(Schema):
    """WGS84 degrees, as the phone measured them."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


class ContactIn(Schema):
    """A person or number to reach; a name or a phone or both."""

    name: str = Field(default="", max_length=60)
    role: str = Field(default="owner", max_length=20)
    phone: str = Field(default="", max_length=40)


class CorrectPayload(Schema):
    """Only what is given is reported. `base_version` is the place's row_version in the phone's pack."""

    place_id: UUID
    base_version: int = Field(default=0, ge=0, le=2**31 - 1)
    name: str | None = Field(default=None, min_length=1, max_length=120)
    address: str | None = Field(default=None, max_length=200)
    activity: str | None = Field(default=None, max_length=40)
    state: DoorState | None = None
    position: PointIn | None = None
    measured: dict[str, int | float] = Field(default_factory=dict, max_length=30)
    aliases: list[Word] = Field(default_factory=list, max_length=20)
    tags: list[Word] = Field(default_factory=list, max_length=20)
    facilities_seen: list[Word] = Field(default_factory=list, max_length=30)
    tallies: dict[Word, Annotated[int, Field(ge=0, le=100_000)]] = Field(default_factory=dict, max_length=20)
    contacts: list[ContactIn] = Field(default_factory=list, max_length=10)
    note: str = Field(default="", max_length=500)

    def values(self) -> dict[str, Any]:
        """Return what was reported, by field class; contacts apart."""
        given = self.model_dump(exclude={"place_id", "base_version", "contacts", "note"}, exclude_none=True)
        return {key: value.strip() if isinstance(value, str) else value for key, value in given.items() if value not in ([], {})}

    def new_contacts(self) -> list[NewContact]:
        """Return the contacts reported."""
        return [NewContact(name=one.name, role=one.role, phone=one.phone) for one in self.contacts]
