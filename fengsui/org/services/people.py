"""Writing organizations, members and posts; a post opens and closes the grant that goes with it."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from fengsui.kernel import accounts, audit, clock, grants, outbox, phones, search_text
from fengsui.kernel import actor as actors
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Grant
from fengsui.kernel.scope import find, require
from fengsui.kernel.service import service
from fengsui.org.models import Member, Organization, Post
from fengsui.org.services.areas import require_known

# What a post lets its holder do; posts without a role (volunteers, property, micro stations) carry no account rights.
ROLE_OF = {
    "supervisor": "supervisor",
    "centre_director": "centre_director",
    "centre_staff": "street_inspector",
    "inspector": "street_inspector",
    "street_leader": "street_leader",
    "grid_worker": "grid_worker",
    "brigade_leader": "brigade_leader",
    "committee_office": "committee_office",
    "department_liaison": "department_liaison",
    "station_commander": "station_commander",
    "duty_officer": "duty_officer",
}
# One holder at a time on an area.
SINGLE = frozenset({"supervisor", "centre_director"})


def _phone(text: str) -> phones.SealedPhone:
    number = phones.normalise(text)
    if number and not phones.is_plausible(number):
        words = "电话应为 11 位手机号或带区号的固定电话。"
        raise InvalidInput(
            "phone_wrong", zh=words, en="Not a phone number.", fields=[FieldError("phone", words, "Not a phone number.")]
        )
    return phones.seal_phone(number)


@service("organization.create")
def create_organization(
    *, actor: Actor, operation_id: UUID | None = None, id: UUID, name: str, kind: str, area_path: str, line: str = ""
) -> Organization:
    """Add an organization. Raises InvalidInput for an area that does not exist."""
    require(actor, "members.manage", area_path=area_path)
    require_known(area_path)
    row = Organization(id=id, name=name.strip(), kind=kind, area_path=area_path, line=line)
    row.search_text = search_text.build(row.name)[:300]
    row.save(force_insert=True)
    audit.record(actor=actor, verb="organization.create", subject=row, changes={"name": [None, row.name]})
    return row


@service("member.create")
def create_member(
    *, actor: Actor, operation_id: UUID | None = None, id: UUID, name: str, area_path: str, phone: str = "", line: str = "",
    organization_id: UUID | None = None, username: str = "", password: str = "", encoded_password: str = "",
    must_change_password: bool = True, is_simulated: bool = False,
) -> Member:  # fmt: skip
    """Add a member; with `username` and `password` an account is made too, to be changed at the first sign-in.

    Raises Conflict when the sign-in name or the phone is taken by a member of the network, InvalidInput for an area that does
    not exist.
    """
    require(actor, "members.manage", area_path=area_path)
    require_known(area_path)
    sealed = _phone(phone)
    if sealed.hmac and Member.objects.filter(phone_hmac=sealed.hmac, ended_on__isnull=True).exists():
        raise Conflict("phone_taken", zh="已有在岗人员使用这个电话，请核对是否重复登记。", en="A member with this phone exists.")
    row = Member(
        id=id, name=name.strip(), area_path=area_path, line=line, organization_id=organization_id,
        phone_cipher=sealed.cipher, phone_hmac=sealed.hmac, phone_last4=sealed.last4, is_simulated=is_simulated,
    )  # fmt: skip
    row.search_text = search_text.build(row.name)[:300]
    if username:
        # The right to make this account is members.manage on the area; the account itself has no grant until a post opens.
        row.account = accounts.create_account(
            actor=actors.on_behalf(actor), id=new_id(), username=username, display_name=row.name, password=password,
            encoded_password=encoded_password, phone=phone, must_change_password=must_change_password, is_simulated=is_simulated,
        )  # fmt: skip
    row.save(force_insert=True)
    audit.record(actor=actor, verb="member.create", subject=row, changes={"name": [None, row.name]})
    return row


def _member(actor: Actor, member_id: UUID, permission: str = "members.manage") -> Member:
    return find(Member.objects.select_for_update(of=("self",)), actor, permission, member_id, what=("人员", "member"))


@service("member.update")
def update_member(
    *, actor: Actor, operation_id: UUID | None = None, member_id: UUID, name: str, phone: str | None, row_version: int
) -> Member:
    """Change a member's name or phone (None leaves the phone as it is)."""
    row = _member(actor, member_id)
    if row.row_version != row_version:
        raise Conflict("row_changed", zh="人员信息已被别人改过，请刷新后再改。", en="The member was changed meanwhile; reload.")
    before = {"name": row.name, "phone": phones.mask_last4(row.phone_last4)}
    row.name = name.strip()
    if phone is not None:
        sealed = _phone(phone)
        row.phone_cipher, row.phone_hmac, row.phone_last4 = sealed.cipher, sealed.hmac, sealed.last4
    row.search_text = search_text.build(row.name)[:300]
    row.row_version += 1
    row.save()
    after = {"name": row.name, "phone": phones.mask_last4(row.phone_last4)}
    audit.record(actor=actor, verb="member.update", subject=row, changes=audit.changes_between(before, after))
    return row


@service("member.unmask", returns_json=True)
def unmask_member_phone(*, actor: Actor, operation_id: UUID | None = None, member_id: UUID, reason: str) -> dict[str, str]:
    """Return the full phone of a member; who, when and why goes into the audit log."""
    row = _member(actor, member_id, "members.unmask")
    audit.record(actor=actor, verb="member.unmask", subject=row, reason=reason)
    return {"phone": phones.open_phone(row.phone_cipher)}


@service("post.open")
def open_post(
    *, actor: Actor, operation_id: UUID | None = None, id: UUID, member_id: UUID, kind: str, area_path: str,
    valid_from: date, valid_to: date | None = None, line: str = "", substitute_for_id: UUID | None = None,
) -> Post:  # fmt: skip
    """Open a post from a day, perhaps to a day, with the grant that goes with it.

    Raises Conflict when the member already holds it then, or a single post has a holder then; InvalidInput for
    dates the wrong way round, an unknown kind or an area that does not exist.
    """
    require(actor, "members.manage", area_path=area_path)
    if kind not in Post.Kind.values:
        raise InvalidInput(
            "post_kind", zh="没有这种岗位。", en="No such post.", fields=[FieldError("kind", "没有这种岗位。", "Unknown.")]
        )
    if valid_to and valid_to < valid_from:
        raise InvalidInput("dates_reversed", zh="截止日期早于开始日期，请改正。", en="The end is before the start.")
    require_known(area_path)
    member = _member(actor, member_id)
    label = Post.Kind(kind).label
    same = _overlapping(Post.objects.filter(kind=kind, area_path=area_path), valid_from, valid_to)
    if same.filter(member=member).exists():
        raise Conflict("post_held", zh=f"{member.name}在这段时间已任此岗位（{label}）。", en="The member holds this post then.")
    holder = same.filter(substitute_for__isnull=True).select_related("member").first()
    if kind in SINGLE and holder and substitute_for_id is None:
        until = f"到 {holder.valid_to}" if holder.valid_to else "（未定截止）"
        raise Conflict(
            "post_taken",
            zh=f"这段时间{label}由{holder.member.name}担任{until}。请先结束其岗位，或设为替班。",
            en=f"{holder.member.name} holds this post then; end it first, or open a substitution.",
        )
    post = Post(
        id=id, member=member, kind=kind, area_path=area_path, line=line, valid_from=valid_from, valid_to=valid_to,
        substitute_for_id=substitute_for_id,
    )  # fmt: skip
    role = ROLE_OF.get(kind)
    if role and member.account_id:
        assert member.account is not None
        post.grant_id = grants.give(
            actor=actor, account=member.account, role=role, area_path=area_path, line=line,
            valid_from=valid_from, valid_to=valid_to, source=f"post:{post.pk}",
        ).pk  # fmt: skip
    post.save(force_insert=True)
    audit.record(actor=actor, verb="post.open", subject=post, changes={"member": [None, member.name], "kind": [None, kind]})
    outbox.emit(kind="PostsChanged", subject=post, actor=actor)
    return post


def _overlapping(posts: QuerySet[Post], start: date, end: date | None) -> QuerySet[Post]:
    rows = posts.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start))
    return rows.filter(valid_from__lte=end) if end else rows


def _close(actor: Actor, post: Post, last_day: date, reason: str) -> Post:
    if post.valid_to is not None and post.valid_to <= last_day:
        return post
    before, post.valid_to = post.valid_to, max(last_day, post.valid_from - timedelta(days=1))
    post.save(update_fields=["valid_to"])
    if post.grant_id:
        grant = Grant.objects.select_related("account").get(pk=post.grant_id)
        if last_day < clock.local_date():
            grants.revoke(actor=actor, grant=grant, reason=reason)
        else:
            grant.valid_to = last_day
            grant.save(update_fields=["valid_to"])
            audit.record(actor=actor, verb="grant.end", subject=grant, changes={"valid_to": [None, str(last_day)]}, reason=reason)
    audit.record(actor=actor, verb="post.end", subject=post, changes={"valid_to": [before, str(post.valid_to)]}, reason=reason)
    outbox.emit(kind="PostsChanged", subject=post, actor=actor)
    return post


@service("post.end")
def end_post(*, actor: Actor, operation_id: UUID | None = None, post_id: UUID, last_day: date, reason: str = "") -> Post:
    """Set the last day of a post; its grant ends with it."""
    post = find(Post.objects.select_for_update(), actor, "members.manage", post_id, what=("岗位", "post"))
    return _close(actor, post, last_day, reason)


@service("post.substitute")
def substitute(
    *, actor: Actor, operation_id: UUID | None = None, id: UUID, post_id: UUID, member_id: UUID, valid_from: date, valid_to: date
) -> Post:
    """Let a member stand in for the holder of a post from a day to a day."""
    post = find(Post.objects.all(), actor, "members.manage", post_id, what=("岗位", "post"))
    return open_post(
        actor=actor, id=id, member_id=member_id, kind=post.kind, area_path=post.area_path, line=post.line,
        valid_from=valid_from, valid_to=valid_to, substitute_for_id=post.pk,
    )  # fmt: skip


@service("member.end")
def end_member(*, actor: Actor, operation_id: UUID | None = None, member_id: UUID, last_day: date, reason: str) -> Member:
    """Let a member leave: posts and grants end that day; the account is closed when the day has come."""
    row = _member(actor, member_id)
    for post in row.posts.select_for_update().filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)):
        _close(actor, post, last_day, reason)
    row.ended_on, row.row_version = last_day, row.row_version + 1
    row.save(update_fields=["ended_on", "row_version"])
    if row.account_id and last_day <= clock.local_date():
        accounts.set_active(actor=actors.on_behalf(actor), account_id=row.account_id, is_active=False, reason=reason)
    audit.record(actor=actor, verb="member.end", subject=row, changes={"ended_on": [None, str(last_day)]}, reason=reason)
    return row
