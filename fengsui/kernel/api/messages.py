"""One's own messages: the list, how many are unread, marking them read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import AwareDatetime

from fengsui.kernel import messages
from fengsui.kernel.api.paging import Page, PageQuery, page_of
from fengsui.kernel.api.requests import ActorRequest
from fengsui.kernel.models import Message

router = Router(tags=["messages"])


class MessageOut(Schema):
    """One message."""

    id: UUID
    kind: str
    title_zh: str
    body_zh: str
    link: str
    urgent: bool
    created_at: datetime
    read_at: datetime | None


class Unread(Schema):
    """How many messages are unread, and how many of them are urgent."""

    unread: int
    urgent: int


class ReadIn(Schema):
    """Up to when messages are read; one of them, or all."""

    until: AwareDatetime
    message_id: UUID | None = None


class ReadOut(Schema):
    """How many became read."""

    read: int


@router.get("/messages", response=Page[MessageOut])
def list_messages(request: ActorRequest, page: Query[PageQuery], unread: bool = False) -> Any:
    """List one's own messages, newest first."""
    # scope: one's own messages only
    rows = Message.objects.filter(account_id=request.actor.person_id).order_by("-created_at", "id")
    return page_of(rows.filter(read_at__isnull=True) if unread else rows, page.page, page.page_size, _show)


@router.get("/messages/unread", response=Unread)
def count_unread_messages(request: ActorRequest) -> dict[str, int]:
    """Count one's own unread messages."""
    # scope: one's own messages only
    rows = Message.objects.filter(account_id=request.actor.person_id, read_at__isnull=True)
    urgent = list(rows.values_list("urgent", flat=True)[:1000])
    return {"unread": len(urgent), "urgent": sum(urgent)}


@router.post("/messages/read", response=ReadOut)
def read_messages(request: ActorRequest, payload: ReadIn) -> dict[str, int]:
    """Mark one's own messages read."""
    read = messages.mark_read(
        actor=request.actor, operation_id=request.operation_id, until=payload.until, message_id=payload.message_id
    )
    return {"read": read}


def _show(row: Message) -> dict[str, Any]:
    return {
        "id": row.pk, "kind": row.kind, "title_zh": row.title_zh, "body_zh": row.body_zh, "link": row.link,
        "urgent": row.urgent, "created_at": row.created_at, "read_at": row.read_at,
    }  # fmt: skip
