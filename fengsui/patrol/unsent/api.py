"""Alarms over unsent work, over HTTP."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery
from fengsui.patrol.api.schemas import Acknowledged
from fengsui.patrol.unsent import queries, services

router = Router()


class UnsentAlarmOut(Schema):
    """An alarm: whose phone, what it holds, why and since when, who sees to it."""

    id: UUID
    phone_id: UUID
    name: str
    area_path: str
    cause: str
    cause_label: str
    unsent_operations: int
    unsent_photos: int
    oldest_unsent_at: datetime | None
    heard_at: datetime
    app_version: str
    raised_at: datetime
    escalated_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    note: str
    closed_at: datetime | None


class AlarmNoteIn(Schema):
    """Who will call, what is done."""

    note: str = Field(default="", max_length=300)


@router.get("/patrol/alarms", response=Page[UnsentAlarmOut], operation_id="list_unsent_alarms")
def list_unsent_alarms(
    request: ActorRequest, page: Query[PageQuery], state: Literal["open", "new", "all"] = "open"
) -> Paged[dict[str, Any]]:
    """Alarms over unsent work, the latest first."""
    return queries.alarms(actor=request.actor, state=state, page=page.page, page_size=page.page_size)


@router.post("/patrol/alarms/{uuid:alarm_id}/acknowledge", response=Acknowledged, operation_id="acknowledge_unsent_alarm")
def acknowledge_unsent_alarm(request: ActorRequest, alarm_id: UUID, payload: AlarmNoteIn) -> dict[str, bool]:
    """Say who sees to it."""
    services.acknowledge(actor=request.actor, operation_id=request.operation_id, alarm_id=alarm_id, note=payload.note)
    return {"ok": True}
