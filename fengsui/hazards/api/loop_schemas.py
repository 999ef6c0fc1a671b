"""What the further verbs of the loop take."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from fengsui.hazards.api.payloads import PhotoIn, VersionedIn


class NoteIn(VersionedIn):
    """A verb with a note, if any."""

    note: str = Field(default="", max_length=500)


class TransferIn(VersionedIn):
    """Pass a case on to somebody else."""

    assignee_kind: Literal["member", "organization", "contact"]
    assignee_id: UUID
    reason: str = Field(default="", max_length=500)


class ReferIn(VersionedIn):
    """Refer a case to a department."""

    organization_id: UUID
    reason: str = Field(default="", max_length=500)


class AskExtensionIn(VersionedIn):
    """Ask for more working days, with what keeps the place safe meanwhile."""

    working_days: int = Field(ge=1, le=250)
    reason: str = Field(default="", max_length=500)
    safeguards: str = Field(default="", max_length=500)


class DecideExtensionIn(VersionedIn):
    """Grant or refuse the extension that waits."""

    granted: bool
    words: str = Field(default="", max_length=500)


class PauseIn(VersionedIn):
    """Stop the limit until a day at the latest."""

    reason: str = Field(default="", max_length=500)
    resume_by: date


class AskCosignIn(VersionedIn):
    """Ask a person or an office for an opinion."""

    cosigner_kind: Literal["member", "organization"]
    cosigner_id: UUID
    question: str = Field(default="", max_length=500)


class OpinionIn(VersionedIn):
    """The opinion that was asked for; a no needs words."""

    agrees: bool
    opinion: str = Field(default="", max_length=500)


class CheckIn(VersionedIn):
    """What the check of a complaint found; untrue needs words."""

    is_true: bool
    note: str = Field(default="", max_length=500)


class MergeIn(VersionedIn):
    """The case this one is the same hazard as."""

    into_id: UUID
    reason: str = Field(default="", max_length=500)


class SplitIn(VersionedIn):
    """The second hazard that a case holds."""

    item_code: str = Field(min_length=1, max_length=40)
    reason: str = Field(default="", max_length=500)
    description: str = Field(default="", max_length=2000)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)


class ReopenIn(VersionedIn):
    """Take a closing back; the new limit may be shorter than the usual one."""

    reason: str = Field(default="", max_length=500)
    limit_working_days: int | None = Field(default=None, ge=0, le=250)
