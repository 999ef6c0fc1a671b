"""The sections of a desk as data: for whom, which cases, why they matter, where all of them are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from fengsui.hazards import filters as hazard_filters
from fengsui.hazards.escalation.models import Escalation
from fengsui.hazards.requests.models import Cosign, Extension
from fengsui.hazards.states import LIMIT_STATES, OPEN_STATES

CENTRE = frozenset({"street_inspector", "centre_director", "street_leader"})
BRIGADE = frozenset({"supervisor", "brigade_leader", "committee_office"})


@dataclass(frozen=True)
class Section:
    """One section: code, words, why it stands here, for which roles, its cases on a day, the list that holds them all."""

    code: str
    zh: str
    en: str
    why: str
    roles: frozenset[str]
    cases: Callable[[date, UUID | None], Q]
    query: tuple[tuple[str, str], ...]
    path: str = "/hazards"

    @property
    def link(self) -> str:
        """Return the address of the list with every row of the section."""
        return f"{self.path}?{urlencode(self.query)}"


def _told(me: UUID | None, day: date, **more: object) -> Q:
    # scope: a part of the cases' own filter
    rows = Escalation.objects.filter(hazard=OuterRef("pk"), ended_at__isnull=True, **more)
    if me is not None:
        rows = rows.filter(holder_id=me).exclude(held_until__gte=day)
    return Q(Exists(rows))


def _asked_more_time(day: date, me: UUID | None) -> Q:
    # scope: a part of the cases' own filter
    rows = Extension.objects.filter(hazard=OuterRef("pk"), granted__isnull=True).exclude(asked_by_id=me)
    return Q(Exists(rows), state__in=LIMIT_STATES)


def _asked_to_sign(day: date, me: UUID | None) -> Q:
    # scope: a part of the cases' own filter
    rows = Cosign.objects.filter(hazard=OuterRef("pk"), given_at__isnull=True)
    return Q(Exists(rows.filter(Q(member__isnull=True) | Q(member__account_id=me))), state__in=OPEN_STATES)


SECTIONS: tuple[Section, ...] = (
    Section(
        "escalated", "升级到我的", "Escalated to me", "到期未办结、重复或屡改不成，系统已升级到您，签收前会继续升级。",
        CENTRE | BRIGADE, lambda day, me: _told(me, day), (("mine", "true"), ("state", "waiting")), "/hazards/escalations",
    ),
    Section(
        "check", "待核查的举报", "Complaints to check", "占堵通道、停用设施须 24 小时内到场，其他 3 个工作日内。",
        CENTRE | BRIGADE, lambda day, me: hazard_filters.check_waits(), (("check_waits", "true"), ("sort", "found_on")),
    ),
    Section(
        "grave", "应立即改正而逾期的", "Grade A overdue", "A 级隐患随时可能伤人，逾期一天都不应有。",
        CENTRE | BRIGADE, lambda day, me: hazard_filters.overdue(day) & Q(grade="A"),
        (("overdue", "true"), ("grade", "A"), ("sort", "due_on")),
    ),
    Section(
        "order_unserved", "责令还没有送达的", "Orders not served", "立即改正的应当场送达，限期改正的自检查起 3 个工作日内送达。",
        CENTRE | BRIGADE, lambda day, me: hazard_filters.order_unserved(), (("order_unserved", "true"), ("sort", "found_on")),
    ),
    Section(
        "letter", "应发函告的", "Letters due", "督办到顶仍未办结，应以函件告知有关部门和单位。",
        BRIGADE, lambda day, me: _told(None, day, rung="letter"), (("rung", "letter"),), "/hazards/escalations",
    ),
    Section(
        "extension", "待您审批的延期", "Extensions to decide", "批准之前期限照走，拖着不批等于不批准。",
        frozenset({"centre_director", "supervisor", "brigade_leader"}), _asked_more_time, (("extension_waits", "true"),),
    ),
    Section(
        "cosign", "待您会签的", "Opinions to give", "意见没有给出之前，案件不能通过复查。",
        CENTRE | BRIGADE, _asked_to_sign, (("cosign_waits", "true"),),
    ),
    Section(
        "review", "复查逾期的", "Reviews overdue", "整改上报后 3 个工作日内应当复查。",
        CENTRE | BRIGADE, lambda day, me: hazard_filters.review_overdue(day), (("review_overdue", "true"), ("sort", "due_on")),
    ),
    Section(
        "overdue", "整改逾期的", "Overdue", "期限已过，既没有上报整改，也没有批准延期。",
        CENTRE | BRIGADE, lambda day, me: hazard_filters.overdue(day) & ~Q(grade="A"), (("overdue", "true"), ("sort", "due_on")),
    ),
    Section(
        "repeated", "重复出现的", "Repeated", "一年内同一场所同一问题又出现，多半没有改到根上。",
        BRIGADE, lambda day, me: Q(repeat_count__gt=0, state__in=OPEN_STATES),
        (("repeated", "true"), ("in_stock", "true"), ("sort", "-priority")),
    ),
    Section(
        "unassigned", "还没有交办的", "Not assigned yet", "没有承办人的隐患不会自己改好。",
        CENTRE, lambda day, me: Q(state="found"), (("state", "found"), ("sort", "-priority")),
    ),
    Section(
        "due_soon", "三天内到期的", "Due within three days", "现在提醒，比逾期后督办省力。",
        CENTRE, lambda day, me: hazard_filters.due_soon(day), (("due_soon", "true"), ("sort", "due_on")),
    ),
)  # fmt: skip
