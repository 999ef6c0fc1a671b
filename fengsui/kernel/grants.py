"""Grants: giving and revoking roles; the three administrators stay three different people."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from fengsui.kernel import audit, clock
from fengsui.kernel.actor import Actor, GrantValue
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, Grant
from fengsui.kernel.permissions import ROLES, SEPARATE_ROLES, role_label
from fengsui.kernel.scope import GRID_DEPTH, require_anywhere
from fengsui.kernel.service import service


def values_for(account_id: UUID, on: date | None = None) -> tuple[GrantValue, ...]:
    """Return the grants in force of an account on a district date (default: today), in one query."""
    day = on or clock.local_date()
    rows = Grant.objects.filter(account_id=account_id, revoked_at__isnull=True, valid_from__lte=day)
    return tuple(
        GrantValue(role, path, line, campaign)
        for role, path, line, campaign, until in rows.values_list("role", "area_path", "line", "campaign_id", "valid_to")
        if until is None or until >= day
    )


def require_another_admin(*, account_id: UUID, roles: set[str] | frozenset[str], losing: UUID | None = None) -> None:
    """Raise Conflict when an account is the last open one to hold one of the administrators' roles among `roles`.

    `losing` is the one grant that is about to end; None when the whole account is.
    """
    day = clock.local_date()
    running = Grant.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), revoked_at__isnull=True, valid_from__lte=day)
    for role in sorted(roles & SEPARATE_ROLES):
        others = running.filter(role=role, account__is_active=True)
        others = others.exclude(pk=losing) if losing else others.exclude(account_id=account_id)
        if running.filter(role=role, account_id=account_id).exists() and not others.exists():
            raise Conflict(
                "last_admin",
                zh=f"这是最后一位{role_label(role)}，撤销后无人可管。请先授予另一人{role_label(role)}，再办理。",
                en=f"This is the last {role_label(role, 'en')}; name another one first.",
            )


def give(
    *,
    actor: Actor,
    account: Account,
    role: str,
    area_path: str,
    line: str = "",
    valid_from: date,
    valid_to: date | None = None,
    campaign_id: UUID | None = None,
    source: str = "",
    id: UUID | None = None,
) -> Grant:
    """Write a grant inside the caller's transaction and audit it; callers have checked the right to do so.

    Raises InvalidInput for an unknown role, an area below a grid or dates the wrong way round, Conflict when 三员分立 would be
    broken.
    """
    if role not in ROLES:
        raise InvalidInput(
            "role_unknown",
            zh=f"没有“{role}”这个角色。",
            en=f"No such role: {role}.",
            fields=[FieldError("role", "角色不存在。", "Unknown role.")],
        )
    if valid_to and valid_to < valid_from:
        raise InvalidInput("dates_reversed", zh="截止日期早于开始日期，请改正。", en="The end date is before the start date.")
    if area_path.count("/") > GRID_DEPTH:
        raise InvalidInput(
            "area_unknown",
            zh=f"没有编码为“{area_path}”的区域：网格下面不再分级，请从区域列表中选择。",
            en=f"There is no area {area_path}: nothing lies below a grid; choose one of the list.",
            fields=[FieldError("area_path", "没有这个区域，请从列表中选择。", "No such area.", "unknown")],
        )
    if role in SEPARATE_ROLES:
        held = Grant.objects.filter(account=account, role__in=SEPARATE_ROLES - {role}, revoked_at__isnull=True).first()
        if held:
            raise Conflict(
                "roles_separate",
                zh=f"{account.display_name}已是{role_label(held.role)}，三员分立，不能再任{role_label(role)}。",
                en="System, security and audit administrators must be different people.",
            )
    grant = Grant(
        id=id or new_id(),
        account=account,
        role=role,
        area_path=area_path,
        line=line,
        valid_from=valid_from,
        valid_to=valid_to,
        campaign_id=campaign_id,
        source=source,
        granted_by_id=actor.account_id,
    )
    grant.save(force_insert=True)
    audit.record(
        actor=actor, verb="grant.give", subject=grant, area_path=area_path,
        changes={"account": [None, account.username], "role": [None, role], "line": [None, line]},
    )  # fmt: skip
    return grant


def revoke(*, actor: Actor, grant: Grant, reason: str = "") -> Grant:
    """End a grant now, inside the caller's transaction; ending an ended one changes nothing.

    Raises Conflict when it is the last one of an administrator's role: nobody could give it again.
    """
    if grant.revoked_at is None:
        require_another_admin(account_id=grant.account_id, roles={grant.role}, losing=grant.pk)
        grant.revoked_at = clock.now()
        grant.save(update_fields=["revoked_at"])
        audit.record(
            actor=actor, verb="grant.revoke", subject=grant, area_path=grant.area_path,
            changes={"account": [grant.account.username, None], "role": [grant.role, None]}, reason=reason,
        )  # fmt: skip
    return grant


@service("grant.give")
def give_grant(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    id: UUID,
    account_id: UUID,
    role: str,
    area_path: str,
    line: str = "",
    valid_from: date,
    valid_to: date | None = None,
) -> Grant:
    """Give a role as the security administrator, who cannot give one to themselves."""
    require_anywhere(actor, "grants.manage")
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise not_found("账号", "account")
    if account.pk == actor.account_id:
        raise Conflict("own_grant", zh="不能给自己授权，请由另一位安全管理员操作。", en="You cannot grant yourself a role.")
    return give(
        actor=actor, account=account, role=role, area_path=area_path, line=line,
        valid_from=valid_from, valid_to=valid_to, source="security_admin", id=id,
    )  # fmt: skip


@service("grant.revoke")
def revoke_grant(*, actor: Actor, operation_id: UUID | None = None, grant_id: UUID, reason: str) -> Grant:
    """Revoke a grant as the security administrator."""
    require_anywhere(actor, "grants.manage")
    grant = Grant.objects.select_related("account").filter(pk=grant_id).first()
    if grant is None:
        raise not_found("授权", "grant")
    return revoke(actor=actor, grant=grant, reason=reason)
