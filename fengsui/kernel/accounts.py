"""Accounts: making them, passwords by rule, lock-out, closing; every change audited."""

import secrets
import string
from functools import cache
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from fengsui.kernel import attempts, audit, clock, grants, second_factor, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, NeedsSignIn, not_found
from fengsui.kernel.models import Account, AccountSession, PasswordRecord, SignInAttempt
from fengsui.kernel.permissions import SEPARATE_ROLES
from fengsui.kernel.phones import seal_phone
from fengsui.kernel.scope import require_anywhere
from fengsui.kernel.service import service

# Never easily confused on paper: no 0 O 1 l I.
_ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))


@cache
def _nobody() -> str:
    # Spending the same time on an unknown name as on a wrong password tells nobody which names exist.
    return make_password(secrets.token_hex(16))


def first_password() -> str:
    """Return a random first password that satisfies the rules and reads well aloud: three groups of four."""
    while True:
        text = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        if not password_problems(text, username=""):
            return text


def password_problems(password: str, *, username: str) -> list[FieldError]:
    """Return what is wrong with a new password (GB/T 22239-2019 identity rules): length, three of four kinds, not the name."""
    problems: list[FieldError] = []
    least = settings.PASSWORD_MIN_LENGTH
    if len(password) < least:
        problems.append(FieldError("password", f"密码至少 {least} 位。", f"At least {least} characters.", "too_short"))
    if len(password) > 128:
        problems.append(FieldError("password", "密码最多 128 位。", "At most 128 characters.", "too_long"))
    kinds = (
        any(c.islower() for c in password),
        any(c.isupper() for c in password),
        any(c.isdigit() for c in password),
        any(not c.isalnum() for c in password),
    )
    if sum(kinds) < 3:
        problems.append(
            FieldError(
                "password",
                "密码要包含大写字母、小写字母、数字、符号中的至少三种。",
                "Use at least three of: upper case, lower case, digits, symbols.",
                "too_simple",
            )
        )
    if username and username.lower() in password.lower():
        problems.append(FieldError("password", "密码不能包含登录名。", "It must not contain the sign-in name.", "has_name"))
    return problems


def _checked_username(username: str) -> str:
    name = username.strip().lower()
    if not (2 <= len(name) <= 60) or any(c.isspace() for c in name):
        raise InvalidInput(
            "username_invalid",
            zh="登录名为 2～60 个字符，不含空格。",
            en="The sign-in name needs 2..60 characters without spaces.",
            fields=[FieldError("username", "登录名为 2～60 个字符，不含空格。", "2..60 characters, no spaces.")],
        )
    return name


@service("account.create")
def create_account(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    id: UUID,
    username: str,
    display_name: str,
    password: str,
    encoded_password: str = "",
    phone: str = "",
    must_change_password: bool = True,
    is_simulated: bool = False,
) -> Account:
    """Make an account without any grant. Raises Conflict when the name is taken, InvalidInput on a weak password.

    `encoded_password` is the hash of `password` where the caller has made it already, for many simulated accounts.
    """
    require_anywhere(actor, "accounts.manage")
    name = _checked_username(username)
    if problems := password_problems(password, username=name):
        raise InvalidInput("password_weak", zh="密码不符合要求。", en="The password breaks the rules.", fields=problems)
    if Account.objects.filter(username=name).exists():
        raise Conflict("username_taken", zh=f"登录名“{name}”已被使用，请换一个。", en=f"The name “{name}” is taken.")
    sealed = seal_phone(phone)
    account = Account(
        id=id,
        username=name,
        display_name=display_name.strip()[:60] or name,
        phone_cipher=sealed.cipher,
        phone_hmac=sealed.hmac,
        phone_last4=sealed.last4,
        must_change_password=must_change_password,
        is_simulated=is_simulated,
        password_changed_at=clock.now(),
    )
    account.password = encoded_password or make_password(password)
    account.save(force_insert=True)
    audit.record(actor=actor, verb="account.create", subject=account, changes={"username": [None, name]})
    return account


def authenticate(*, username: str, password: str, ip: str, code: str = "") -> Account:
    """Return the account of a right name and password and, where the second step is on, a right code.

    Raises NeedsSignIn for a wrong pair, for a code that is needed (second_factor_needed) or wrong; Locked after
    LOCKOUT_TRIES failures within LOCKOUT_MINUTES for that name from that address (and after four times as many for the
    name from anywhere). A right password alone forgives no failure: codes cannot be guessed without end.
    """
    name = username.strip().lower()[:60]
    attempts.require_open(username=name, ip=ip)
    account = Account.objects.select_related("second_factor").filter(username=name, is_active=True).first()
    nobody = _nobody()
    right = check_password(password, account.password if account else nobody) and account is not None
    factor = second_factor.of(account) if right and account is not None else None
    if factor is not None and not code.strip():
        raise NeedsSignIn("second_factor_needed", zh="请输入手机验证器上的六位验证码。", en="Now the code of your authenticator.")
    taken: second_factor.Taken = ""
    with transaction.write():
        if factor is not None:
            taken = second_factor.take(factor, code)
        passed = right and (factor is None or bool(taken))
        attempts.note(username=name, ip=ip, succeeded=passed)
        audit.record(
            actor=Actor(kind="person", name=name or "?", account_id=account.pk if account else None, ip=ip),
            verb="session.sign_in",
            subject=account,
            changes={"second_factor": [None, taken or "wrong"]} if factor is not None else None,
            result="ok" if passed else "refused",
        )
    if passed and account is not None:
        return account
    left = attempts.left(username=name, ip=ip)
    if right:
        wrong = second_factor.wrong_code(left)
        raise NeedsSignIn("second_factor_wrong", zh=wrong.zh, en=wrong.en, extra={"tries_left": left})
    raise NeedsSignIn(
        "sign_in_wrong",
        zh=f"登录名或密码不对，请检查大小写和输入法。{attempts.warning(left)}",
        en=f"Wrong name or password. {left} tries left before a lock of {settings.LOCKOUT_MINUTES} minutes.",
        extra={"tries_left": left},
    )


def _set_password(account: Account, password: str, *, must_change: bool) -> None:
    if problems := password_problems(password, username=account.username):
        raise InvalidInput("password_weak", zh="密码不符合要求。", en="The password breaks the rules.", fields=problems)
    former = [
        account.password,
        *account.former_passwords.order_by("-id").values_list("password", flat=True)[: settings.PASSWORD_KEEP - 1],
    ]
    if any(check_password(password, old) for old in former):
        raise InvalidInput(
            "password_reused",
            zh=f"不能使用最近 {settings.PASSWORD_KEEP} 次用过的密码，请换一个新密码。",
            en=f"The last {settings.PASSWORD_KEEP} passwords cannot be used again.",
            fields=[FieldError("password", "最近用过，请换一个。", "Used recently.", "reused")],
        )
    PasswordRecord.objects.create(account=account, password=account.password)
    account.password = make_password(password)
    account.must_change_password = must_change
    account.password_changed_at = clock.now()
    account.save(update_fields=["password", "must_change_password", "password_changed_at"])


@service("account.change_password")
def change_password(*, actor: Actor, operation_id: UUID | None = None, old_password: str, new_password: str) -> Account:
    """Change one's own password; other sessions of the account end. Raises InvalidInput when the old one is wrong."""
    account = Account.objects.select_for_update().get(pk=actor.person_id)
    if not check_password(old_password, account.password):
        raise InvalidInput(
            "password_wrong",
            zh="原密码不对。",
            en="The old password is wrong.",
            fields=[FieldError("old_password", "原密码不对。", "Wrong password.")],
        )
    _set_password(account, new_password, must_change=False)
    others = AccountSession.objects.filter(account=account, ended_at__isnull=True).exclude(pk=actor.session_id or account.pk)
    others.update(ended_at=clock.now(), ended_why="password_changed")
    audit.record(actor=actor, verb="account.change_password", subject=account)
    return account


@service("account.reset_password")
def reset_password(*, actor: Actor, operation_id: UUID | None = None, account_id: UUID, password: str) -> Account:
    """Give an account a first password to be changed at the next sign-in; all its sessions end, the lock is lifted."""
    require_anywhere(actor, "accounts.manage")
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise not_found("账号", "account")
    _set_password(account, password, must_change=True)
    AccountSession.objects.filter(account=account, ended_at__isnull=True).update(ended_at=clock.now(), ended_why="password_reset")
    SignInAttempt.objects.filter(username=account.username, succeeded=False).delete()
    audit.record(actor=actor, verb="account.reset_password", subject=account)
    return account


@service("account.set_active")
def set_active(*, actor: Actor, operation_id: UUID | None = None, account_id: UUID, is_active: bool, reason: str) -> Account:
    """Close or reopen an account; closing ends its sessions at once."""
    require_anywhere(actor, "accounts.manage")
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise not_found("账号", "account")
    if account.pk == actor.account_id:
        raise Conflict(
            "own_account", zh="不能停用自己的账号，请由另一位系统管理员操作。", en="You cannot close your own account."
        )
    if not is_active:
        grants.require_another_admin(account_id=account.pk, roles=SEPARATE_ROLES)
    before, account.is_active = account.is_active, is_active
    account.closed_at = None if is_active else clock.now()
    account.save(update_fields=["is_active", "closed_at"])
    if not is_active:
        AccountSession.objects.filter(account=account, ended_at__isnull=True).update(ended_at=clock.now(), ended_why="closed")
    audit.record(
        actor=actor, verb="account.set_active", subject=account, changes={"is_active": [before, is_active]}, reason=reason
    )
    return account
