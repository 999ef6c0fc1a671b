"""What the endpoints of escalations take and answer."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field


class EscalationRow(Schema):
    """One rung climbed."""

    id: UUID
    hazard_id: UUID
    number: str
    title: str
    place_name: str
    area_name: str
    hazard_state_label: str
    grade: str
    due_on: date | None
    ladder: str
    ladder_label: str
    rung: str
    rung_label: str
    reason: str
    on: date
    at: datetime
    holder_id: UUID | None
    holder_name: str
    stands_in_for: str
    acknowledged_at: datetime | None
    acknowledged_by_name: str
    words: str
    held_until: date | None
    ended_at: datetime | None
    state: str
    state_label: str
    may_take: bool


class ComingRung(Schema):
    """The rung that comes next, when, and how that was computed."""

    ladder_label: str
    rung_label: str
    on: date
    computed: str


class CaseLadder(Schema):
    """The ladder of one case."""

    steps: list[EscalationRow]
    coming: list[ComingRung]


class EscalationQuery(Schema):
    """What narrows the list."""

    area: str = Field(default="", max_length=60)
    state: Literal["", "open", "waiting", "ended"] = "open"
    mine: bool = False
    rung: str = Field(default="", max_length=12)


class AcknowledgeIn(Schema):
    """What the one who takes it on says, if anything."""

    words: str = Field(default="", max_length=300)
