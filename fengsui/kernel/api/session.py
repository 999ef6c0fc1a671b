"""Signing in and out on desk and phone, one's own password and sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from ninja import Router, Schema
from pydantic import Field

from fengsui.kernel import accounts, grants, second_factor, sessions, settings_store
from fengsui.kernel.actor import Actor
from fengsui.kernel.api.auth import COOKIE, establish, require_csrf, require_second_factor, token_of
from fengsui.kernel.api.requests import ActorRequest, client_ip
from fengsui.kernel.errors import NeedsSignIn
from fengsui.kernel.models import Account, AccountSession
from fengsui.kernel.permissions import every, role_label
from fengsui.kernel.privacy import notice

router = Router(tags=["session"])


class SignIn(Schema):
    """A sign-in name and password, and the code of the second step once it is asked for."""

    username: str = Field(min_length=1, max_length=60)
    password: str = Field(min_length=1, max_length=200)
    code: str = Field("", max_length=40)


class DeviceSignIn(SignIn):
    """A sign-in from a phone, with the name the phone gives itself."""

    device_name: str = Field("", max_length=80)


class GrantOut(Schema):
    """One grant of the signed-in person."""

    role: str
    role_label: str
    area_path: str
    line: str


class Me(Schema):
    """Who is signed in, what they may do, and what installation this is."""

    signed_in: bool
    account_id: UUID | None = None
    username: str = ""
    display_name: str = ""
    must_change_password: bool = False
    must_set_second_factor: bool = False
    has_second_factor: bool = False
    must_read_notice: bool = False
    grants: list[GrantOut] = []
    permissions: list[str] = []
    is_demo: bool = False
    idle_minutes: int = 30
    server_time: datetime
    session_id: UUID | None = None
    version: str = ""


class DeviceToken(Me):
    """A phone's token, shown once."""

    token: str


class SessionOut(Schema):
    """One session of an account."""

    id: UUID
    kind: str
    kind_label: str
    device_name: str
    ip: str
    user_agent: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool
    ended_at: datetime | None


class PasswordChange(Schema):
    """The old password and the new one."""

    old_password: str = Field(max_length=200)
    new_password: str = Field(max_length=200)


def _me(account: Account | None, actor: Actor | None) -> dict[str, Any]:
    from fengsui import __version__
    from fengsui.kernel import clock

    base = {
        "signed_in": account is not None,
        "is_demo": settings_store.is_demo(),
        "idle_minutes": settings.DESK_IDLE_MINUTES,
        "server_time": clock.now(),
        "version": __version__,
    }
    if account is None or actor is None:
        return base
    return base | {
        "account_id": account.pk,
        "username": account.username,
        "display_name": account.display_name,
        "must_change_password": account.must_change_password,
        "must_set_second_factor": second_factor.must_have(actor.roles) and second_factor.of(account) is None,
        "has_second_factor": second_factor.of(account) is not None,
        "must_read_notice": notice.must_read(account),
        "session_id": actor.session_id,
        "grants": [
            {"role": g.role, "role_label": role_label(g.role), "area_path": g.area_path, "line": g.line} for g in actor.grants
        ],
        "permissions": [permission.code for permission in every() if actor.has(permission.code)],
    }


def me(request: HttpRequest) -> dict[str, Any]:
    """Return who is signed in on an established request, as it stands now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _me(Account.objects.select_related("second_factor").get(pk=actor.person_id), actor)


@router.get("/session", auth=None, response=Me)
def get_session(request: HttpRequest) -> Any:
    """Say who is signed in; also hands out the CSRF cookie the desk needs."""
    get_token(request)
    if not token_of(request)[0]:
        return _me(None, None)
    try:
        establish(request)
    except NeedsSignIn:
        return _me(None, None)
    return me(request)


@router.post("/session", auth=None, response=Me)
def sign_in(request: HttpRequest, data: SignIn) -> Any:
    """Sign in at a desk: sets an HttpOnly session cookie."""
    from ninja.responses import Response

    require_csrf(request)
    ip, agent = client_ip(request), request.headers.get("User-Agent", "")
    account = accounts.authenticate(username=data.username, password=data.password, ip=ip, code=data.code)
    _, token = sessions.open_session(account=account, kind=AccountSession.Kind.DESK, ip=ip, user_agent=agent)
    actor, _ = sessions.resolve(token, kind="desk", ip=ip, user_agent=agent)
    body = Me(**_me(account, actor)).model_dump(mode="json")
    response = Response(body)
    secure = settings.COOKIES_SECURE == "always" or (settings.COOKIES_SECURE == "auto" and request.is_secure())
    response.set_cookie(
        COOKIE, token, max_age=settings.DESK_SESSION_HOURS * 3600, httponly=True, samesite="Lax", secure=secure, path="/"
    )
    return response


@router.delete("/session", auth=None, response={204: None})
def sign_out(request: HttpRequest) -> Any:
    """Sign out: the session ends on the server, the cookie goes."""
    response = HttpResponse(status=204)
    response.delete_cookie(COOKIE, path="/")
    token, kind = token_of(request)
    if not token:
        return response
    if kind == "desk":
        require_csrf(request)
    try:
        actor, session = sessions.resolve(token, kind=kind, ip=client_ip(request), user_agent="")
    except NeedsSignIn:
        return response
    sessions.end_session(actor=actor, session_id=session.pk)
    return response


@router.post("/session/device", auth=None, response=DeviceToken)
def sign_in_device(request: HttpRequest, data: DeviceSignIn) -> Any:
    """Sign in from the phone app: answers a device token for the Authorization header."""
    ip, agent = client_ip(request), request.headers.get("User-Agent", "")
    account = accounts.authenticate(username=data.username, password=data.password, ip=ip, code=data.code)
    if second_factor.must_have(frozenset(grant.role for grant in grants.values_for(account.pk))) and not second_factor.of(
        account
    ):
        require_second_factor(phone=True)
    _, token = sessions.open_session(
        account=account, kind=AccountSession.Kind.PHONE, ip=ip, user_agent=agent, device_name=data.device_name
    )
    actor, _ = sessions.resolve(token, kind="phone", ip=ip, user_agent=agent)
    return _me(account, actor) | {"token": token}


@router.post("/session/password", auth=establish, response=Me)
def change_password(request: ActorRequest, data: PasswordChange) -> Any:
    """Change one's own password; needed once after the first sign-in."""
    account = accounts.change_password(
        actor=request.actor,
        operation_id=request.operation_id,
        old_password=data.old_password,
        new_password=data.new_password,
    )
    return _me(account, request.actor)


@router.get("/session/list", response=list[SessionOut])
def list_sessions(request: ActorRequest) -> Any:
    """List one's own open sessions, desk and phone."""
    rows = AccountSession.objects.filter(account_id=request.actor.person_id, ended_at__isnull=True)
    return [show_session(row, request.actor) for row in rows.order_by("-last_seen_at")]


@router.delete("/session/list/{session_id}", response=SessionOut)
def end_session(request: ActorRequest, session_id: UUID) -> Any:
    """End a session by id."""
    row = sessions.end_session(
        actor=request.actor, operation_id=request.operation_id, session_id=session_id, why="ended_by_person"
    )
    return show_session(row, request.actor)


def show_session(row: AccountSession, actor: Actor) -> dict[str, Any]:
    """Return a session as the API shows it; tokens are never shown."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "device_name": row.device_name,
        "ip": row.ip,
        "user_agent": row.user_agent,
        "created_at": row.created_at,
        "last_seen_at": row.last_seen_at,
        "is_current": row.pk == actor.session_id,
        "ended_at": row.ended_at,
    }
