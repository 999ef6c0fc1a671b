"""The administrators' desks: accounts and sessions, grants; and the working-day calendar."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from ninja import Query, Router, Schema
from pydantic import Field

from fengsui.kernel import accounts, calendars, grants, scope, second_factor, sessions
from fengsui.kernel.api.paging import Page, PageQuery, page_of
from fengsui.kernel.api.requests import ActorRequest
from fengsui.kernel.api.session import SessionOut, show_session
from fengsui.kernel.models import Account, AccountSession, CalendarDay, Grant
from fengsui.kernel.permissions import ROLES, every, role_label

router = Router(tags=["administration"])


class AccountRow(Schema):
    """One account in the list."""

    id: UUID
    username: str
    display_name: str
    phone_last4: str
    is_active: bool
    must_change_password: bool
    has_second_factor: bool
    created_at: datetime
    last_seen_at: datetime | None
    roles: list[str]


class GrantRow(Schema):
    """One grant with its account."""

    id: UUID
    account_id: UUID
    display_name: str
    role: str
    role_label: str
    area_path: str
    line: str
    valid_from: date
    valid_to: date | None
    revoked_at: datetime | None
    source: str


class NewAccount(Schema):
    """A new account; without a password one is made and shown once."""

    id: UUID
    username: str = Field(min_length=2, max_length=60)
    display_name: str = Field(min_length=1, max_length=60)
    phone: str = Field("", max_length=40)
    password: str = Field("", max_length=128)


class AccountMade(AccountRow):
    """The account with its first password, shown this once."""

    first_password: str


class ActiveChange(Schema):
    """Close or reopen, with the reason."""

    is_active: bool
    reason: str = Field(min_length=2, max_length=200)


class NewGrant(Schema):
    """A role to give."""

    id: UUID
    account_id: UUID
    role: str
    area_path: str = Field(min_length=6, max_length=60)
    line: str = Field("", max_length=40)
    valid_from: date
    valid_to: date | None = None


class Reason(Schema):
    """Why."""

    reason: str = Field(min_length=2, max_length=200)


class DayRow(Schema):
    """One day of the district's own calendar."""

    day: date
    kind: str
    note: str
    area_path: str


class RoleRow(Schema):
    """One role with what it may do."""

    code: str
    zh: str
    en: str
    permissions: list[str]


def _account(row: Account, roles: dict[UUID, list[str]], seen: dict[UUID, datetime]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "username": row.username,
        "display_name": row.display_name,
        "phone_last4": row.phone_last4,
        "is_active": row.is_active,
        "must_change_password": row.must_change_password,
        "has_second_factor": second_factor.of(row) is not None,
        "created_at": row.created_at,
        "last_seen_at": seen.get(row.pk),
        "roles": roles.get(row.pk, []),
    }


def _with_roles(rows: list[Account]) -> list[dict[str, Any]]:
    ids = [row.pk for row in rows]
    roles: dict[UUID, list[str]] = {}
    for held in Grant.objects.filter(account_id__in=ids, revoked_at__isnull=True):
        roles.setdefault(held.account_id, []).append(f"{role_label(held.role)}@{held.area_path}")
    seen = dict(
        AccountSession.objects.filter(account_id__in=ids).order_by("last_seen_at").values_list("account_id", "last_seen_at")
    )
    return [_account(row, roles, seen) for row in rows]


@router.get("/accounts", response=Page[AccountRow])
def list_accounts(request: ActorRequest, page: Query[PageQuery], search: str = "") -> Any:
    """List accounts by name, sign-in name or phone tail."""
    scope.require_anywhere(request.actor, "accounts.view")
    rows = Account.objects.select_related("second_factor").order_by("username")
    if search:
        rows = rows.filter(Q(username__contains=search.lower()) | Q(display_name__contains=search) | Q(phone_last4=search[-4:]))
    paged = page_of(rows, page.page, page.page_size)
    return {"items": _with_roles(list(paged.items)), "total": paged.total, "page": paged.page, "page_size": paged.page_size}


@router.post("/accounts", response=AccountMade)
def create_account(request: ActorRequest, data: NewAccount) -> Any:
    """Make an account; its first password must be changed at the first sign-in."""
    password = data.password or accounts.first_password()
    again = Account.objects.filter(pk=data.id).exists()
    row = accounts.create_account(
        actor=request.actor, operation_id=None if not again else request.operation_id, id=data.id, username=data.username,
        display_name=data.display_name, password=password, phone=data.phone,
    )  # fmt: skip
    return _with_roles([row])[0] | {"first_password": password}


@router.post("/accounts/{account_id}/password", response=AccountMade)
def reset_password(request: ActorRequest, account_id: UUID) -> Any:
    """Give an account a new first password, shown once."""
    password = accounts.first_password()
    row = accounts.reset_password(actor=request.actor, account_id=account_id, password=password)
    return _with_roles([row])[0] | {"first_password": password}


@router.post("/accounts/{account_id}/active", response=AccountRow)
def set_account_active(request: ActorRequest, account_id: UUID, data: ActiveChange) -> Any:
    """Close or reopen an account."""
    row = accounts.set_active(
        actor=request.actor, operation_id=request.operation_id, account_id=account_id,
        is_active=data.is_active, reason=data.reason,
    )  # fmt: skip
    return _with_roles([row])[0]


@router.post("/accounts/{account_id}/second-factor/reset", response=AccountRow)
def reset_second_factor(request: ActorRequest, account_id: UUID, data: Reason) -> Any:
    """Take the second step off somebody else's account, with the reason; that person is told."""
    row = second_factor.reset(actor=request.actor, operation_id=request.operation_id, account_id=account_id, reason=data.reason)
    return _with_roles([Account.objects.get(pk=row.pk)])[0]


@router.get("/accounts/{account_id}/sessions", response=list[SessionOut])
def list_account_sessions(request: ActorRequest, account_id: UUID) -> Any:
    """List the sessions of an account."""
    scope.require_anywhere(request.actor, "accounts.view")
    rows = AccountSession.objects.filter(account_id=account_id).order_by("-last_seen_at")[:100]
    return [show_session(row, request.actor) for row in rows]


@router.delete("/accounts/{account_id}/sessions/{session_id}", response=SessionOut)
def end_account_session(request: ActorRequest, account_id: UUID, session_id: UUID) -> Any:
    """End somebody's session: a lost phone, a desk left open."""
    scope.require_anywhere(request.actor, "accounts.manage")
    row = sessions.end_session(
        actor=request.actor, operation_id=request.operation_id, session_id=session_id, why="ended_by_admin"
    )
    return show_session(row, request.actor)


def _grant(row: Grant) -> dict[str, Any]:
    return {
        "id": row.pk,
        "account_id": row.account_id,
        "display_name": row.account.display_name,
        "role": row.role,
        "role_label": role_label(row.role),
        "area_path": row.area_path,
        "line": row.line,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "revoked_at": row.revoked_at,
        "source": row.source,
    }


@router.get("/grants", response=Page[GrantRow])
def list_grants(request: ActorRequest, page: Query[PageQuery], account_id: UUID | None = None, role: str = "") -> Any:
    """List grants, newest first, of one account or role or of all."""
    scope.require_anywhere(request.actor, "accounts.view")
    rows = Grant.objects.select_related("account").order_by("-granted_at", "id")
    if account_id:
        rows = rows.filter(account_id=account_id)
    if role:
        rows = rows.filter(role=role)
    return page_of(rows, page.page, page.page_size, _grant)


@router.post("/grants", response=GrantRow)
def give_grant(request: ActorRequest, data: NewGrant) -> Any:
    """Give a role on an area, from a date, perhaps to a date."""
    row = grants.give_grant(actor=request.actor, operation_id=request.operation_id, **data.model_dump())
    return _grant(Grant.objects.select_related("account").get(pk=row.pk))


@router.post("/grants/{grant_id}/revoke", response=GrantRow)
def revoke_grant(request: ActorRequest, grant_id: UUID, data: Reason) -> Any:
    """Revoke a grant."""
    row = grants.revoke_grant(actor=request.actor, operation_id=request.operation_id, grant_id=grant_id, reason=data.reason)
    return _grant(Grant.objects.select_related("account").get(pk=row.pk))


@router.get("/roles", response=list[RoleRow])
def list_roles(request: ActorRequest) -> Any:
    """List the roles with the permissions each carries, in words."""
    scope.require_anywhere(request.actor, "accounts.view")
    return [
        {"code": code, "zh": zh, "en": en, "permissions": [p.zh for p in every() if code in p.roles]}
        for code, (zh, en) in ROLES.items()
    ]


class CalendarRange(Schema):
    """Which days to show."""

    area_path: str
    from_date: date
    to_date: date


class CalendarOut(Schema):
    """One day as limits count it."""

    day: date
    kind: str
    source: str
    provisional: bool


class SetDay(Schema):
    """A day that works differently here."""

    area_path: str = Field(min_length=6, max_length=60)
    day: date
    kind: str
    note: str = Field("", max_length=100)


@router.get("/calendar", response=list[CalendarOut])
def get_calendar(request: ActorRequest, span: Query[CalendarRange]) -> Any:
    """Show which days count as working days in an area, and why (at most 800 days)."""
    from datetime import timedelta

    scope.require(request.actor, "calendar.view", area_path=span.area_path)
    look = calendars.calendar_for(span.area_path)
    count = max(0, min(800, (span.to_date - span.from_date).days + 1))
    days = [span.from_date + timedelta(days=n) for n in range(count)]
    return [
        {"day": day, "kind": fact.kind, "source": fact.source, "provisional": fact.provisional}
        for day, fact in ((day, look(day)) for day in days)
    ]


@router.post("/calendar", response=DayRow)
def set_calendar_day(request: ActorRequest, data: SetDay) -> Any:
    """Say that a day works or rests in an area; limits that rest on it are recomputed."""
    row: CalendarDay = calendars.set_day(actor=request.actor, operation_id=request.operation_id, **data.model_dump())
    return row
