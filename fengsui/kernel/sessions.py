"""Sessions: one opaque token a desk or phone, stored hashed, seen, idle-limited, listed and ended."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from fengsui.kernel import audit, clock, grants, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import NeedsSignIn, not_found
from fengsui.kernel.models import Account, AccountSession
from fengsui.kernel.service import service

SEEN_EVERY = timedelta(seconds=60)


def token_hash(token: str) -> str:
    """Return what is stored of a token: its hex SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def _expired() -> NeedsSignIn:
    return NeedsSignIn(
        "session_expired",
        zh="登录已过期，请重新登录。未发送的内容仍保存在本机。",
        en="Your session has ended; sign in again. Unsent work is still on this device.",
    )


def open_session(*, account: Account, kind: str, ip: str, user_agent: str, device_name: str = "") -> tuple[AccountSession, str]:
    """Open a session and return it with its token, which is shown to the client once and kept nowhere."""
    token = secrets.token_urlsafe(32)
    span = timedelta(hours=settings.DESK_SESSION_HOURS) if kind == AccountSession.Kind.DESK else timedelta(days=365)
    with transaction.write():
        session = AccountSession.objects.create(
            account=account,
            kind=kind,
            token_sha256=token_hash(token),
            device_name=device_name[:80],
            ip=ip[:45],
            user_agent=user_agent[:200],
            created_at=clock.now(),
            last_seen_at=clock.now(),
            expires_at=clock.now() + span,
        )
    return session, token


def resolve(token: str, *, kind: str, ip: str, user_agent: str) -> tuple[Actor, AccountSession]:
    """Return the actor and session of a token.

    Raises NeedsSignIn when it is unknown, ended, past its end, idle for DESK_IDLE_MINUTES (desk) or not heard of
    for PHONE_OFFLINE_DAYS (phone), or when the account was closed.
    """
    session = (
        AccountSession.objects.select_related("account__second_factor").filter(token_sha256=token_hash(token), kind=kind).first()
    )
    if session is None or session.ended_at or not session.account.is_active:
        raise _expired()
    idle = (
        timedelta(minutes=settings.DESK_IDLE_MINUTES)
        if kind == AccountSession.Kind.DESK
        else timedelta(days=settings.PHONE_OFFLINE_DAYS)
    )
    moment = clock.now()
    if moment >= session.expires_at or moment - session.last_seen_at > idle:
        with transaction.write():
            AccountSession.objects.filter(pk=session.pk, ended_at__isnull=True).update(ended_at=moment, ended_why="expired")
        raise _expired()
    if moment - session.last_seen_at >= SEEN_EVERY:
        with transaction.write():
            AccountSession.objects.filter(pk=session.pk).update(last_seen_at=moment, ip=ip[:45])
    actor = Actor(
        kind="person",
        name=session.account.display_name,
        account_id=session.account_id,
        grants=grants.values_for(session.account_id),
        session_id=session.pk,
        device_id=session.device_name,
        ip=ip,
        user_agent=user_agent,
    )
    return actor, session


def actor_for_account(account_id: UUID) -> Actor:
    """Return the actor of an account outside a request: jobs run with the rights of whoever queued them."""
    account = Account.objects.get(pk=account_id)
    return Actor(kind="person", name=account.display_name, account_id=account.pk, grants=grants.values_for(account.pk))


@service("session.end")
def end_session(*, actor: Actor, operation_id: UUID | None = None, session_id: UUID, why: str = "signed_out") -> AccountSession:
    """End one of one's own sessions, or anybody's with accounts.manage."""
    rows = AccountSession.objects.select_related("account").filter(pk=session_id)
    if not actor.has("accounts.manage"):
        rows = rows.filter(account_id=actor.person_id)
    session = rows.first()
    if session is None:
        raise not_found("登录会话", "session")
    if session.ended_at is None:
        session.ended_at, session.ended_why = clock.now(), why
        session.save(update_fields=["ended_at", "ended_why"])
        audit.record(actor=actor, verb="session.end", subject=session.account, changes={"session": [str(session.pk), None]})
    return session
