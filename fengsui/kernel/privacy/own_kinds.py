"""What the kernel itself keeps of people: accounts, sign-ins, messages, the audit log."""

from datetime import datetime

from django.db.models import Q, QuerySet

from fengsui.kernel import jobs
from fengsui.kernel.models import Account, AccountSession, Job, Message, PrivacyRequest, SignInAttempt
from fengsui.kernel.privacy.kinds import DataKind, declare

# Six months of the calendar are at most 184 days.
LOG_DAYS = 184
LOG_LAW = "网络安全法第二十一条：网络日志留存不少于六个月"
OWN_RULE = "个人信息保护法第十九条只要求“最短时间”，天数为本系统设定"
STAFF = "使用本系统的工作人员"


def _closed(before: datetime) -> QuerySet[Account]:
    return Account.objects.filter(is_active=False, closed_at__lt=before).exclude(phone_hmac="")


def _sessions(before: datetime) -> QuerySet[AccountSession]:
    return AccountSession.objects.filter(Q(ended_at__lt=before) | Q(ended_at__isnull=True, expires_at__lt=before))


def _messages(before: datetime) -> QuerySet[Message]:
    return Message.objects.filter(created_at__lt=before)


def _answered(before: datetime) -> QuerySet[PrivacyRequest]:
    return PrivacyRequest.objects.filter(decided_at__lt=before).exclude(phone_hmac="")


def _attempts(before: datetime) -> QuerySet[SignInAttempt]:
    return SignInAttempt.objects.filter(at__lt=before)


declare(
    DataKind(
        code="kernel.accounts",
        zh="账号：登录名、姓名、联系电话（加密）",
        en="accounts",
        whose=STAFF,
        why="登录、授权和留痕",
        since="账号停用之日；在用时保存",
        basis=OWN_RULE,
        is_verified=False,
        action="anonymise",
        days=lambda: 365,
        count=lambda before: _closed(before).count(),
        carry_out=lambda before: _closed(before).update(phone_cipher="", phone_hmac="", phone_last4=""),
    )
)
declare(
    DataKind(
        code="kernel.sign_ins",
        zh="登录尝试：登录名、网络地址、时间",
        en="sign-in attempts",
        whose=STAFF,
        why="防止猜密码，查被盗用",
        since="发生之日",
        basis=LOG_LAW,
        is_verified=True,
        action="erase",
        days=lambda: LOG_DAYS,
        count=lambda before: _attempts(before).count(),
        carry_out=lambda before: _attempts(before).delete()[0],
    )
)
declare(
    DataKind(
        code="kernel.sessions",
        zh="登录会话：设备、网络地址、时间",
        en="sessions",
        whose=STAFF,
        why="本人和管理员查看、结束登录",
        since="会话结束之日",
        basis=LOG_LAW,
        is_verified=True,
        action="erase",
        days=lambda: LOG_DAYS,
        count=lambda before: _sessions(before).count(),
        carry_out=lambda before: _sessions(before).delete()[0],
    )
)
declare(
    DataKind(
        code="kernel.messages",
        zh="站内消息",
        en="messages",
        whose=STAFF,
        why="提醒本人办理",
        since="发出之日",
        basis=OWN_RULE,
        is_verified=False,
        action="erase",
        days=lambda: 365,
        count=lambda before: _messages(before).count(),
        carry_out=lambda before: _messages(before).delete()[0],
    )
)
declare(
    DataKind(
        code="kernel.jobs",
        zh="后台任务：发起人、进度、结果",
        en="jobs",
        whose=STAFF,
        why="查看导入、导出等长时间工作",
        since="任务结束之日",
        basis=OWN_RULE,
        is_verified=False,
        action="erase",
        days=lambda: jobs.KEPT.days,
        count=lambda before: Job.objects.filter(ended_at__lt=before).count(),
        carry_out=lambda before: jobs.forget_old(),
    )
)
declare(
    DataKind(
        code="kernel.audit",
        zh="审计记录：谁、何时、何地、对哪条记录做了什么",
        en="audit log",
        whose=STAFF,
        why="留痕，查越权和泄露",
        since="只追加，本系统不删除",
        basis=LOG_LAW,
        is_verified=True,
        action="keep",
    )
)
declare(
    DataKind(
        code="kernel.second_factor",
        zh="两步验证密钥（加密）、恢复码（只存校验值）",
        en="second step",
        whose=STAFF,
        why="防止密码被盗用",
        since="开启期间；关闭或重设时删除",
        basis=OWN_RULE,
        is_verified=False,
        action="keep",
    )
)
declare(
    DataKind(
        code="kernel.notice_readings",
        zh="本告知的阅读记录",
        en="readings of this notice",
        whose=STAFF,
        why="证明已经告知",
        since="账号存续期间",
        basis="个人信息保护法第十七条、第三十五条：处理前告知",
        is_verified=True,
        action="keep",
    )
)

declare(
    DataKind(
        code="kernel.requests",
        zh="查阅、删除请求：申请人电话（加密）和办理结果",
        en="requests of persons",
        whose="提出请求的人",
        why="办理并证明已经答复",
        since="答复之日；去掉电话，办理结果保留",
        basis=OWN_RULE,
        is_verified=False,
        action="anonymise",
        days=lambda: 1095,
        count=lambda before: _answered(before).count(),
        carry_out=lambda before: _answered(before).update(phone_cipher="", phone_hmac="", phone_last4=""),
    )
)
