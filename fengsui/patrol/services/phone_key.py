"""The forgotten PIN: a phone's data key handed back to its owner, who has just signed in with the password."""

import base64
from datetime import timedelta
from typing import Any

from fengsui.kernel import audit, clock, rescue_key, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, DomainError, TooMany
from fengsui.kernel.models import Account, AccountSession, AuditEntry
from fengsui.kernel.scope import require_anywhere

VERB = "phone_key.unwrap"
FRESH = timedelta(minutes=10)
MOST_AN_HOUR = 10


def unwrap_phone_key(*, actor: Actor, escrow: dict[str, Any]) -> str:
    """Return the data key of the actor's own phone, base64 of 32 bytes.

    Every try is audited, refused ones too, and counted against the hourly limit. The answer is kept nowhere: sending the
    request again simply opens the escrow again. Raises Conflict when the password was not entered within the last ten
    minutes, TooMany above ten tries an hour, InvalidInput when the escrow does not open for this account.
    """
    require_anywhere(actor, "patrol.sync")
    moment = clock.now()
    rows = AccountSession.objects.filter(account_id=actor.person_id)
    session = rows.filter(pk=actor.session_id).first() if actor.session_id else None
    if session is None or moment - session.created_at > FRESH:
        raise Conflict(
            "password_needed_again",
            zh="请先退出并用密码重新登录，登录后十分钟内可重设 PIN。未发送的内容不会丢失。",
            en="Sign in with the password again; within ten minutes of that the PIN can be set anew. Nothing unsent is lost.",
        )
    with transaction.write():
        account = Account.objects.select_for_update().get(pk=actor.person_id)
        tried = AuditEntry.objects.filter(verb=VERB, account_id=account.pk, at__gt=moment - timedelta(hours=1)).count()
        refused: DomainError | None = _too_many() if tried >= MOST_AN_HOUR else None
        key = b""
        if refused is None:
            try:
                key = rescue_key.open_escrow(rescue_key.read_escrow(escrow), account_id=account.pk)
            except DomainError as error:
                refused = error
            audit.record(
                actor=actor, verb=VERB, subject=account, reason=refused.code if refused else "",
                result="refused" if refused else "ok",
            )  # fmt: skip
    if refused is not None:
        raise refused
    return base64.b64encode(key).decode()


def _too_many() -> TooMany:
    return TooMany(
        "unwrap_too_often",
        zh="一小时内尝试次数过多，请一小时后再试，或导出救援文件交服务中心导入。",
        en="Too many tries within an hour; wait an hour, or hand a rescue file to the centre.",
    )
