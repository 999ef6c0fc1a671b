"""Organizations, members, posts, staffing."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from fengsui.kernel import accounts, audit, clock
from fengsui.kernel.api import ActorRequest, Page, PageQuery, download, page_of
from fengsui.kernel.documents import Column, Sheet, mark_of, table_xlsx
from fengsui.kernel.errors import not_found
from fengsui.kernel.scope import require_anywhere
from fengsui.org import queries, services
from fengsui.org.models import Organization

router = Router()


class OrganizationOut(Schema):
    """One organization."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    line: str
    area_path: str


class NewOrganization(Schema):
    """An organization to add."""

    id: UUID
    name: str = Field(min_length=2, max_length=80)
    kind: str
    area_path: str
    line: str = Field("", max_length=40)


class PostOut(Schema):
    """One post of a member."""

    id: UUID
    kind: str
    kind_label: str
    area_path: str
    line: str
    valid_from: date
    valid_to: date | None
    is_substitute: bool


class MemberRow(Schema):
    """One member; the phone is masked."""

    id: UUID
    name: str
    phone_masked: str
    area_path: str
    organization: str
    username: str
    account_id: UUID | None
    posts: list[PostOut]
    is_simulated: bool
    ended_on: date | None
    row_version: int


class MemberFilter(Schema):
    """Which members."""

    search: str = ""
    area: str = ""
    kind: str = ""
    on: date | None = None
    include_ended: bool = False


class NewMember(Schema):
    """A member to add; with a sign-in name an account is made too."""

    id: UUID
    name: str = Field(min_length=2, max_length=60)
    area_path: str
    phone: str = Field("", max_length=40)
    line: str = Field("", max_length=40)
    organization_id: UUID | None = None
    username: str = Field("", max_length=60)


class MemberMade(MemberRow):
    """The member, with the account's first password shown this once."""

    first_password: str


class MemberChange(Schema):
    """A member's new values; phone null leaves it."""

    name: str = Field(min_length=2, max_length=60)
    phone: str | None = Field(None, max_length=40)
    row_version: int


class MemberEnd(Schema):
    """The last day of a member."""

    last_day: date
    reason: str = Field(min_length=2, max_length=200)


class PhoneReason(Schema):
    """Why."""

    reason: str = Field(min_length=2, max_length=200)


class MemberPhone(Schema):
    """A full phone number."""

    phone: str


class NewPost(Schema):
    """A post to open."""

    id: UUID
    member_id: UUID
    kind: str
    area_path: str
    valid_from: date
    valid_to: date | None = None
    line: str = Field("", max_length=40)


class Substitution(Schema):
    """Who stands in, from when to when."""

    id: UUID
    member_id: UUID
    valid_from: date
    valid_to: date


class PostEnd(Schema):
    """The last day of a post."""

    last_day: date
    reason: str = Field("", max_length=200)


class PostHeld(PostOut):
    """A post with its holder."""

    member_id: UUID
    member: str


class StaffingCell(Schema):
    """One part of 1+5+N."""

    label: str
    wanted: int | None
    actual: int
    by_kind: dict[str, int]


class StaffingRow(Schema):
    """One street's staffing."""

    area_path: str
    name: str
    cells: list[StaffingCell]
    grids: int
    missing: list[str]
    is_complete: bool


def _organization(row: Organization) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "kind": row.kind, "kind_label": row.get_kind_display(), "line": row.line,
        "area_path": row.area_path,
    }  # fmt: skip


def _shown(request: ActorRequest, member_id: UUID) -> dict[str, Any]:
    row = queries.members(request.actor, include_ended=True).get(pk=member_id)
    return queries.member_row(row)


@router.get("/organizations", response=Page[OrganizationOut])
def list_organizations(request: ActorRequest, page: Query[PageQuery], search: str = "", kind: str = "") -> Any:
    """List organizations in scope."""
    require_anywhere(request.actor, "members.view")
    rows = queries.organizations(request.actor, search=search, kind=kind)
    return page_of(rows, page.page, page.page_size, _organization)


@router.post("/organizations", response=OrganizationOut)
def create_organization(request: ActorRequest, data: NewOrganization) -> Any:
    """Add an organization."""
    return _organization(
        services.create_organization(actor=request.actor, operation_id=request.operation_id, **data.model_dump())
    )


@router.get("/members", response=Page[MemberRow])
def list_members(request: ActorRequest, filters: Query[MemberFilter], page: Query[PageQuery]) -> Any:
    """List members in scope, found by name, initials or phone tail."""
    require_anywhere(request.actor, "members.view")
    return page_of(queries.members(request.actor, **filters.model_dump()), page.page, page.page_size, queries.member_row)


@router.get("/members/export.xlsx")
def export_members(request: ActorRequest, filters: Query[MemberFilter]) -> HttpResponse:
    """Export exactly the members of a filter; phones stay masked."""
    require_anywhere(request.actor, "members.view")
    rows = [queries.member_row(row) for row in queries.members(request.actor, **filters.model_dump())]
    columns = [
        Column("name", "姓名", width=18),
        Column("posts", "岗位", width=40),
        Column("area_path", "区域", width=22),
        Column("organization", "单位", width=22),
        Column("phone_masked", "电话", width=16),
        Column("username", "登录名", width=20),
    ]
    shown = [row | {"posts": "、".join(f"{p['kind_label']}（{p['area_path']}）" for p in row["posts"])} for row in rows]
    audit.record(actor=request.actor, verb="member.export", changes={"rows": [None, len(rows)]})
    content = table_xlsx(sheets=[Sheet("人员", columns, shown)], watermark=mark_of(request.actor))
    return download(content, f"人员_{clock.local_date():%Y%m%d}.xlsx")


@router.post("/members", response=MemberMade)
def create_member(request: ActorRequest, data: NewMember) -> Any:
    """Add a member; the first password of a new account is shown this once."""
    password = accounts.first_password() if data.username else ""
    row = services.create_member(actor=request.actor, password=password, **data.model_dump())
    return _shown(request, row.pk) | {"first_password": password}


@router.get("/members/{member_id}", response=MemberRow)
def get_member(request: ActorRequest, member_id: UUID) -> Any:
    """Return one member."""
    row = queries.members(request.actor, include_ended=True).filter(pk=member_id).first()
    if row is None:
        raise not_found("人员", "member")
    return queries.member_row(row)


@router.put("/members/{member_id}", response=MemberRow)
def update_member(request: ActorRequest, member_id: UUID, data: MemberChange) -> Any:
    """Change a member."""
    services.update_member(actor=request.actor, operation_id=request.operation_id, member_id=member_id, **data.model_dump())
    return _shown(request, member_id)


@router.post("/members/{member_id}/end", response=MemberRow)
def end_member(request: ActorRequest, member_id: UUID, data: MemberEnd) -> Any:
    """Let a member leave."""
    services.end_member(actor=request.actor, operation_id=request.operation_id, member_id=member_id, **data.model_dump())
    return _shown(request, member_id)


@router.post("/members/{member_id}/phone", response=MemberPhone)
def unmask_member_phone(request: ActorRequest, member_id: UUID, data: PhoneReason) -> Any:
    """Show a member's full phone; audited with the reason."""
    return services.unmask_member_phone(actor=request.actor, member_id=member_id, reason=data.reason)


@router.get("/posts", response=Page[PostHeld])
def list_posts(request: ActorRequest, page: Query[PageQuery], area: str = "", kind: str = "", on: date | None = None) -> Any:
    """List the posts held on a day."""
    require_anywhere(request.actor, "members.view")
    rows = queries.posts(request.actor, area=area, kind=kind, on=on)
    return page_of(
        rows,
        page.page,
        page.page_size,
        lambda post: {**queries.post_row(post), "member_id": post.member_id, "member": post.member.name},
    )


@router.post("/posts", response=PostOut)
def open_post(request: ActorRequest, data: NewPost) -> Any:
    """Open a post."""
    return queries.post_row(services.open_post(actor=request.actor, operation_id=request.operation_id, **data.model_dump()))


@router.post("/posts/{post_id}/end", response=PostOut)
def end_post(request: ActorRequest, post_id: UUID, data: PostEnd) -> Any:
    """Set a post's last day."""
    return queries.post_row(
        services.end_post(actor=request.actor, operation_id=request.operation_id, post_id=post_id, **data.model_dump())
    )


@router.post("/posts/{post_id}/substitute", response=PostOut)
def substitute_post(request: ActorRequest, post_id: UUID, data: Substitution) -> Any:
    """Let somebody stand in."""
    return queries.post_row(
        services.substitute(actor=request.actor, operation_id=request.operation_id, post_id=post_id, **data.model_dump())
    )


@router.get("/staffing", response=list[StaffingRow])
def get_staffing(request: ActorRequest, on: date | None = None) -> Any:
    """Return 1+5+N against what there is, street by street, on any day."""
    require_anywhere(request.actor, "members.view")
    return queries.staffing(request.actor, on=on)
