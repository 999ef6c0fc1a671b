"""What the organization keeps of people: the members of the network."""

from datetime import datetime

from django.db.models import Q, QuerySet

from fengsui.kernel import clock
from fengsui.kernel.phones import mask_last4
from fengsui.kernel.privacy import DataKind, declare
from fengsui.kernel.privacy.holdings import Held, Holder, Subject, hold
from fengsui.kernel.privacy.own_kinds import OWN_RULE
from fengsui.kernel.scope import under
from fengsui.org.models import Member


def _left(before: datetime) -> QuerySet[Member]:
    return Member.objects.filter(ended_on__lt=clock.local_date(before)).exclude(phone_hmac="")


def forget_phones(rows: QuerySet[Member]) -> int:
    """Take the phone off members; their name stays, because papers and cases were signed with it."""
    return rows.update(phone_cipher="", phone_hmac="", phone_last4="")


declare(
    DataKind(
        code="org.members",
        zh="人员名录：姓名、岗位、联系电话（加密）",
        en="members",
        whose="网格员、巡查员等工作人员",
        why="排班、派单、联络",
        since="离任之日；在任时保存，姓名随案卷保存",
        basis=OWN_RULE,
        is_verified=False,
        action="anonymise",
        days=lambda: 365,
        count=lambda before: _left(before).count(),
        carry_out=lambda before: forget_phones(_left(before)),
    )
)


def _members(subject: Subject) -> QuerySet[Member]:
    wanted = Q(pk__in=[])
    if subject.phone_hmac:
        wanted |= Q(phone_hmac=subject.phone_hmac)
    if subject.account_id:
        wanted |= Q(account_id=subject.account_id)
    return Member.objects.filter(wanted).filter(under(subject.area_path))


def _gone(subject: Subject) -> QuerySet[Member]:
    return _members(subject).filter(ended_on__isnull=False).exclude(phone_hmac="")


def _gather(subject: Subject) -> list[Held]:
    rows = [
        {"姓名": row.name, "电话": mask_last4(row.phone_last4), "离任": str(row.ended_on or ""),
         "岗位": "、".join(f"{post.get_kind_display()}（{post.valid_from}～{post.valid_to or ''}）" for post in row.posts.all())}
        for row in _members(subject).prefetch_related("posts")
    ]  # fmt: skip
    why = "在任人员为履行职责所必需；离任人员只去掉电话，姓名随巡查、案卷保存"
    return [Held("人员名录", len(rows), rows, _gone(subject).count(), why)]


hold(Holder("org.members", _gather, lambda subject: forget_phones(_gone(subject))))
