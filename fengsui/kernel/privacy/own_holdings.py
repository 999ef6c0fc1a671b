"""What the kernel itself holds of one person: the account, sessions, messages, the audit log."""

from django.db.models import Q, QuerySet

from fengsui.kernel import clock
from fengsui.kernel.models import Account, AccountSession, AuditEntry, Grant, Message
from fengsui.kernel.phones import mask_last4
from fengsui.kernel.privacy.holdings import MOST_ROWS, Held, Holder, Subject, hold
from fengsui.kernel.privacy.own_kinds import LOG_DAYS, LOG_LAW
from fengsui.kernel.scope import under


def accounts_of(subject: Subject) -> QuerySet[Account]:
    """Return the accounts of a person that hold, or held, a grant within the area."""
    wanted = Q(pk__in=[])
    if subject.account_id:
        wanted |= Q(pk=subject.account_id)
    if subject.phone_hmac:
        wanted |= Q(phone_hmac=subject.phone_hmac)
    return Account.objects.filter(wanted, pk__in=Grant.objects.filter(under(subject.area_path)).values("account_id"))


def _moment(at: object) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""  # type: ignore[arg-type]


def _closed(subject: Subject) -> QuerySet[Account]:
    return accounts_of(subject).filter(is_active=False).exclude(phone_hmac="")


def _accounts(subject: Subject) -> list[Held]:
    rows = [
        {"登录名": row.username, "姓名": row.display_name, "电话": mask_last4(row.phone_last4), "建立": _moment(row.created_at),
         "停用": _moment(row.closed_at)}
        for row in accounts_of(subject)
    ]  # fmt: skip
    why = "在用账号为履行职责所必需；停用账号只去掉电话，姓名随案卷和审计保存"
    return [Held("账号", len(rows), rows, _closed(subject).count(), why)]


def _forget_phones(subject: Subject) -> int:
    return _closed(subject).update(phone_cipher="", phone_hmac="", phone_last4="")


def _logs(subject: Subject) -> list[Held]:
    ids = list(accounts_of(subject).values_list("pk", flat=True))
    sessions = AccountSession.objects.filter(account_id__in=ids).order_by("-created_at")
    rows = [
        {"设备": f"{row.get_kind_display()} {row.device_name}", "地址": row.ip, "登录": _moment(row.created_at),
         "结束": _moment(row.ended_at)}
        for row in sessions[:MOST_ROWS]
    ]  # fmt: skip
    entries = AuditEntry.objects.filter(account_id__in=ids).count()
    return [
        Held("登录会话", sessions.count(), rows, 0, f"{LOG_LAW}；结束 {LOG_DAYS} 天后自动删除"),
        Held("审计记录", entries, [], 0, f"{LOG_LAW}；审计记录只追加，不能删除"),
    ]


def _own_messages(subject: Subject) -> QuerySet[Message]:
    return Message.objects.filter(account_id__in=accounts_of(subject).values("pk"))


def _messages(subject: Subject) -> list[Held]:
    rows = [
        {"标题": row.title_zh, "时间": _moment(row.created_at)}
        for row in _own_messages(subject).order_by("-created_at")[:MOST_ROWS]
    ]
    count = _own_messages(subject).count()
    return [Held("站内消息", count, rows, count)]


hold(Holder("kernel.accounts", _accounts, _forget_phones))
hold(Holder("kernel.logs", _logs))
hold(Holder("kernel.messages", _messages, lambda subject: _own_messages(subject).delete()[0]))
