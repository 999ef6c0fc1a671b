"""The second step of signing in: codes by time (RFC 6238), ten recovery codes, who must have it, who may take it off.

A code counts in its own half minute, the one before and the one after, and once: the step of the latest code taken is
kept, and no code of that step or an earlier one is taken again.
"""

import hashlib
import hmac
import secrets
import unicodedata
from datetime import datetime
from typing import Literal
from uuid import UUID

import pyotp
from django.conf import settings
from django.contrib.auth.hashers import check_password

from fengsui.kernel import attempts, audit, clock, messages, sealing, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, Forbidden, InvalidInput, not_found
from fengsui.kernel.models import Account, AccountSession, RecoveryCode, SecondFactor, SignInAttempt
from fengsui.kernel.permissions import role_label
from fengsui.kernel.scope import require_anywhere
from fengsui.kernel.secrets import installation_key
from fengsui.kernel.service import service

ISSUER = "烽燧"
PURPOSE = "second_factor"
STEP_S, SKEW_STEPS = 30, 1
CODES = 10
# 12 of 31 letters and digits that cannot be taken for each other: 59 bits.
_ALPHABET, _CODE_LENGTH = "23456789abcdefghjkmnpqrstuvwxyz", 12
Taken = Literal["code", "recovery", ""]


def step_at(moment: datetime) -> int:
    """Return the number of the half minute of a moment."""
    return int(moment.timestamp()) // STEP_S


def of(account: Account) -> SecondFactor | None:
    """Return an account's second factor once it is confirmed, else None."""
    row = getattr(account, "second_factor", None)
    return row if row is not None and row.confirmed_at else None


def must_have(roles: frozenset[str]) -> bool:
    """Tell whether any of these roles may not go on without a second step (setting FENGSUI_SECOND_FACTOR_MUST)."""
    return bool(roles & settings.SECOND_FACTOR_MUST)


def uri(account: Account, cipher: str) -> str:
    """Return the otpauth address of a sealed secret, for the QR code."""
    return pyotp.TOTP(sealing.open_sealed(PURPOSE, cipher)).provisioning_uri(name=account.username, issuer_name=ISSUER)


def recovery_left(account_id: UUID) -> int:
    """Return how many recovery codes of an account are not used yet."""
    return RecoveryCode.objects.filter(account_id=account_id, used_at__isnull=True).count()


def _tidy(code: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", code).lower() if c.isalnum())


def _hash(code: str) -> str:
    return hmac.new(installation_key("recovery.hmac"), code.encode(), hashlib.sha256).hexdigest()


def _matching_step(secret: str, code: str) -> int | None:
    now, totp = step_at(clock.now()), pyotp.TOTP(secret)
    found = None
    for step in range(now - SKEW_STEPS, now + SKEW_STEPS + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            found = step
    return found


def take(factor: SecondFactor, code: str) -> Taken:
    """Spend a code or a recovery code inside the caller's transaction; return what it was, '' when it does not count."""
    text = _tidy(code)
    if len(text) == _CODE_LENGTH:
        # scope: the account's own codes
        codes = RecoveryCode.objects.filter(account_id=factor.account_id, used_at__isnull=True, code_hmac=_hash(text))
        return "recovery" if codes.update(used_at=clock.now()) else ""
    step = _matching_step(sealing.open_sealed(PURPOSE, factor.secret_cipher), text)
    if step is None:
        return ""
    # One statement: of two requests with the same code, one finds the step spent.
    fresh = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step)
    return "code" if fresh else ""


def wrong_code(tries_left: int | None = None) -> FieldError:
    """Return what to say of a code that does not count."""
    zh = "验证码不对、已过期或已用过。请等应用里换出下一个再输入，并检查手机时间。"
    return FieldError("code", zh + (attempts.warning(tries_left) if tries_left is not None else ""), "Wrong, old or used code.")


def prove(*, actor: Actor, password: str, code: str = "") -> None:
    """Let a signed-in person go on who knows the password and, where the second step is on, a code; counted like sign-ins.

    Raises InvalidInput naming the wrong field, Locked after too many.
    """
    account = Account.objects.select_related("second_factor").get(pk=actor.person_id)
    attempts.require_open(username=account.username, ip=actor.ip)
    right, field = check_password(password, account.password), "password"
    with transaction.write():
        factor = of(account)
        if right and factor is not None:
            right, field = bool(take(factor, code)), "code"
        if not right:
            attempts.note(username=account.username, ip=actor.ip, succeeded=False)
            audit.record(actor=actor, verb="second_factor.prove", subject=account, result="refused")
    if not right:
        left = attempts.left(username=account.username, ip=actor.ip)
        wrong = FieldError("password", f"密码不对。{attempts.warning(left)}", "Wrong password.")
        raise InvalidInput(
            "proof_wrong", zh="没有通过核对，请重新输入。", en="That did not match.",
            fields=[wrong if field == "password" else wrong_code(left)],
        )  # fmt: skip


def _own(actor: Actor) -> SecondFactor:
    row, _ = SecondFactor.objects.get_or_create(account_id=actor.person_id)
    return SecondFactor.objects.select_for_update().select_related("account").get(pk=row.pk)


@service("second_factor.begin")
def begin(*, actor: Actor, operation_id: UUID | None = None) -> SecondFactor:
    """Make a secret for the person's authenticator; what was in force stays so until the new one is confirmed.

    Callers have had the person prove who they are.
    """
    row = _own(actor)
    row.pending_cipher = sealing.seal(PURPOSE, pyotp.random_base32())
    row.save(update_fields=["pending_cipher"])
    audit.record(actor=actor, verb="second_factor.begin", subject=row.account)
    return row


@service("second_factor.confirm", returns_json=True)
def confirm(*, actor: Actor, operation_id: UUID | None = None, code: str) -> list[str]:
    """Turn the second step on by the first code of the new secret, end the other sessions, return ten recovery codes.

    Call it without operation_id: the codes are shown this once and kept only as hashes.
    Raises Conflict when nothing was begun, InvalidInput for a code that does not fit.
    """
    row = _own(actor)
    if not row.pending_cipher:
        raise Conflict("second_factor_not_begun", zh="请先点“开启”取得二维码，再输入验证码。", en="Begin first.")
    step = _matching_step(sealing.open_sealed(PURPOSE, row.pending_cipher), _tidy(code))
    if step is None:
        raise InvalidInput(
            "second_factor_wrong", zh="验证码不对，没有开启。", en="The code does not fit; nothing was turned on.",
            fields=[wrong_code()],
        )  # fmt: skip
    row.secret_cipher, row.pending_cipher = row.pending_cipher, ""
    row.confirmed_at, row.last_step = clock.now(), step
    row.save()
    others = AccountSession.objects.filter(account_id=row.pk, ended_at__isnull=True).exclude(pk=actor.session_id or row.pk)
    others.update(ended_at=clock.now(), ended_why="second_factor_on")
    audit.record(actor=actor, verb="second_factor.on", subject=row.account)
    return _new_codes(row.account)


def _new_codes(account: Account) -> list[str]:
    RecoveryCode.objects.filter(account=account).delete()
    made = ["".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create([RecoveryCode(account=account, code_hmac=_hash(code)) for code in made])
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in made]


@service("second_factor.new_codes", returns_json=True)
def new_codes(*, actor: Actor, operation_id: UUID | None = None) -> list[str]:
    """Make ten new recovery codes in place of the old ones; call it without operation_id, after prove."""
    row = _own(actor)
    if row.confirmed_at is None:
        raise Conflict("second_factor_off", zh="还没有开启两步验证。", en="The second step is not on.")
    audit.record(actor=actor, verb="second_factor.new_codes", subject=row.account)
    return _new_codes(row.account)


@service("second_factor.off")
def turn_off(*, actor: Actor, operation_id: UUID | None = None) -> Account:
    """Turn one's own second step off, after prove. Raises Forbidden for a role that must have it."""
    if must_have(actor.roles):
        raise Forbidden(
            "second_factor_must", zh="您的角色必须使用两步验证，不能关闭；换手机请用“更换”。", en="Your role must keep it on."
        )
    row = _own(actor)
    _remove(row)
    audit.record(actor=actor, verb="second_factor.off", subject=row.account)
    return row.account


def _remove(row: SecondFactor) -> None:
    RecoveryCode.objects.filter(account_id=row.pk).delete()
    SecondFactor.objects.filter(pk=row.pk).delete()


@service("second_factor.reset")
def reset(*, actor: Actor, operation_id: UUID | None = None, account_id: UUID, reason: str) -> Account:
    """Take the second step off somebody else's account: a lost phone without recovery codes. All its sessions end.

    Raises Conflict for one's own account, NotFound for none, and Conflict when it has no second step.
    """
    require_anywhere(actor, "accounts.manage")
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise not_found("账号", "account")
    if account.pk == actor.account_id:
        raise Conflict(
            "own_account", zh="不能重设自己的两步验证，请由另一位系统管理员操作。", en="You cannot reset your own second step."
        )
    row = SecondFactor.objects.filter(pk=account.pk).first()
    if row is None:
        raise Conflict("second_factor_off", zh="该账号没有开启两步验证。", en="The second step is not on.")
    _remove(row)
    AccountSession.objects.filter(account=account, ended_at__isnull=True).update(
        ended_at=clock.now(), ended_why="second_factor_reset"
    )
    SignInAttempt.objects.filter(username=account.username, succeeded=False).delete()
    entry = audit.record(actor=actor, verb="second_factor.reset", subject=account, reason=reason)
    messages.send(
        actor=actor, account_id=account.pk, key=f"second_factor.reset:{entry.pk}", kind="second_factor.reset", urgent=True,
        title_zh="您的两步验证已被重设", link="/account",
        body_zh=f"由{actor.name}重设，原因：{reason}。不是您要求的，请马上告诉安全管理员。",
    )  # fmt: skip
    return account


def words_of_must() -> str:
    """Return the roles that must have a second step, in Chinese; '' for none."""
    return "、".join(role_label(role) for role in sorted(settings.SECOND_FACTOR_MUST))
