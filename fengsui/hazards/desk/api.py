"""The desk over HTTP."""

from datetime import datetime
from typing import Any

from ninja import Query, Schema
from pydantic import Field

from fengsui.hazards.api.routing import router
from fengsui.hazards.api.schemas import HazardRow
from fengsui.hazards.desk import queries
from fengsui.kernel.api import ActorRequest


class DeskSection(Schema):
    """One section of a desk: what, why, how many, the first of them, and where all are."""

    code: str
    label: str
    label_en: str
    why: str
    total: int
    link: str
    cases: list[HazardRow]


class Desk(Schema):
    """A desk; `looked_at` names the sections that were looked at, so that an empty desk says what is in order."""

    as_of: datetime
    sections: list[DeskSection]
    looked_at: list[str]


class DeskQuery(Schema):
    """The area to narrow to."""

    area: str = Field(default="", max_length=60)


@router.get("/desk", response=Desk, operation_id="get_desk")
def get_desk(request: ActorRequest, asked: Query[DeskQuery]) -> dict[str, Any]:
    """What needs the reader, ordered by consequence."""
    return queries.desk(actor=request.actor, area=asked.area)
