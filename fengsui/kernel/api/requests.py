"""The request as endpoints see it: who acts, and the id of the operation."""

from uuid import UUID

from django.http import HttpRequest

from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput


class ActorRequest(HttpRequest):
    """A request whose actor has been established; `operation_id` is the Idempotency-Key of a write."""

    actor: Actor
    operation_id: UUID


def operation_id(request: HttpRequest) -> UUID:
    """Return the Idempotency-Key of a write. Raises InvalidInput when it is missing or no UUID."""
    text = request.headers.get("Idempotency-Key", "")
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput(
            "idempotency_key_missing",
            zh="写入请求缺少 Idempotency-Key 请求头（一个 UUID，同一操作重发时保持不变）。",
            en="A write needs the header Idempotency-Key: a UUID that stays the same when the operation is sent again.",
        ) from None


def client_ip(request: HttpRequest) -> str:
    """Return the address of the client; behind a declared proxy, the one it forwards."""
    from django.conf import settings

    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.BEHIND_PROXY and forwarded:
        return forwarded.split(",")[-1].strip()[:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]
