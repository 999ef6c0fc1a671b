"""Messages: written once with the deed that calls for them, read by the one they are for."""

from datetime import datetime
from uuid import UUID

from fengsui.kernel import clock, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.models import Account, Message
from fengsui.kernel.service import service


def send(
    *,
    actor: Actor,
    account_id: UUID | None,
    key: str,
    kind: str,
    title_zh: str,
    body_zh: str = "",
    link: str = "",
    urgent: bool = False,
    area_path: str = "",
    permission: str = "",
) -> Message | None:
    """Write a message in the caller's transaction; the same key again returns None and writes nothing.

    Nobody to tell (no account, or one that is closed) also returns None. `permission` names who hears live that there is
    a message; its text is only ever given to the one it is for.
    """
    if account_id is None or Message.objects.filter(key=key).exists():
        return None
    if not Account.objects.filter(pk=account_id, is_active=True).exists():
        return None
    row = Message(
        account_id=account_id, key=key[:160], kind=kind, title_zh=title_zh[:120], body_zh=body_zh[:400], link=link[:200],
        urgent=urgent, area_path=area_path, created_at=clock.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    outbox.emit(
        kind="MessageSent", subject=row, actor=actor, area_path=area_path, line="", permission=permission,
        payload={"account_id": str(account_id), "urgent": urgent},
    )  # fmt: skip
    return row


@service("messages.read", returns_json=True)
def mark_read(*, actor: Actor, operation_id: UUID | None = None, until: datetime, message_id: UUID | None = None) -> int:
    """Mark one of one's own messages read, or all that came up to a moment; return how many were unread."""
    rows = Message.objects.filter(account_id=actor.person_id, read_at__isnull=True, created_at__lte=until)
    if message_id is not None:
        rows = rows.filter(pk=message_id)
    return rows.update(read_at=clock.now())
