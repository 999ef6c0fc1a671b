"""What the hazard endpoints take."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from fengsui.kernel.evidence import EvidencePhoto


class PhotoIn(Schema):
    """A photo as it is announced: hash of the bytes, role, when and where taken. The bytes follow separately."""

    sha256: str = Field(pattern=r"^[0-9a-fA-F]{64}$")
    role: Literal["before", "after", "scene", "review"] = "before"
    id: UUID | None = None
    captured_at: AwareDatetime | None = None
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    accuracy_m: float | None = Field(default=None, ge=0)
    from_gallery: bool = False
    note: str = Field(default="", max_length=200)
    annotates: str = Field(default="", pattern=r"^([0-9a-fA-F]{64})?$")

    def as_photo(self) -> EvidencePhoto:
        """Return the photo as the evidence package takes it."""
        return EvidencePhoto(**self.model_dump())


class OpenHazardIn(Schema):
    """A hazard entered at the desk."""

    id: UUID | None = None
    place_id: UUID
    item_code: str = Field(min_length=1, max_length=40)
    description: str = Field(default="", max_length=2000)
    checked_count: int | None = Field(default=None, ge=0, le=1_000_000)
    bad_count: int | None = Field(default=None, ge=0, le=1_000_000)
    limit_working_days: int | None = Field(default=None, ge=0, le=250)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)
    fixed_on_site: bool = False
    fix_note: str = Field(default="", max_length=500)
    source_kind: Literal["desk", "report", "letter", "campaign"] = "desk"
    separate: bool = False
    at: AwareDatetime | None = None


class VersionedIn(Schema):
    """What every verb on a case carries: the version the person was looking at."""

    expected_version: int | None = Field(default=None, ge=1)


class AssignIn(VersionedIn):
    """Hand a case to somebody; `due_on` may bring the limit forward."""

    assignee_kind: Literal["member", "organization", "contact"]
    assignee_id: UUID
    due_on: date | None = None
    note: str = Field(default="", max_length=500)


class FixOnSiteIn(VersionedIn):
    """Put right on the spot, with after-photos."""

    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)
    note: str = Field(default="", max_length=500)


class ReportFixedIn(VersionedIn):
    """The place's word that it is fixed."""

    rectifier: str = Field(default="", max_length=150)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)
    note: str = Field(default="", max_length=500)
    at: AwareDatetime | None = None


class ReviewIn(VersionedIn):
    """The verdict of a review; a fail needs a reason."""

    passed: bool
    reason: str = Field(default="", max_length=500)
    limit_working_days: int | None = Field(default=None, ge=0, le=250)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)
    at: AwareDatetime | None = None


class ReasonIn(VersionedIn):
    """A verb that needs a reason in words."""

    reason: str = Field(default="", max_length=500)


class AddPhotosIn(VersionedIn):
    """Photos added to a case."""

    photos: list[PhotoIn] = Field(min_length=1, max_length=30)
    note: str = Field(default="", max_length=500)


class RecomputeIn(Schema):
    """Where to compute the running limits again."""

    area_path: str = Field(min_length=1, max_length=60)
    reason: str = Field(default="工作日历有变化", max_length=200)


class Recomputed(Schema):
    """How many limits changed."""

    changed: int
