"""The five steps as data: whom each is asked of, what counts as done, in words and as one condition over places."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from fengsui.hazards import filters as hazard_filters
from fengsui.hazards.figures import countable
from fengsui.hazards.models import Hazard
from fengsui.hazards.notices.models import Notice
from fengsui.kernel.figure import Period
from fengsui.outreach.models import TrainingPlace
from fengsui.patrol.models import Visit
from fengsui.places.models import PlaceContact


@dataclass(frozen=True)
class Step:
    """One step: words, of whom it is asked (all standing places, or those with hazards), when it is done, and by what rule."""

    code: str
    zh: str
    en: str
    definition: str
    asked: Callable[[Period, date], Q]
    done: Callable[[Period, date], Q]


def _every_place(period: Period, today: date) -> Q:
    return Q()


def _with_hazards(period: Period, today: date) -> Q:
    # scope: a condition on places that are narrowed by scope
    found = countable().filter(place=OuterRef("pk"), found_on__gte=period.start, found_on__lte=period.end)
    return Q(Exists(found))


def _surveyed(period: Period, today: date) -> Q:
    # scope: a condition on places that are narrowed by scope
    visits = Visit.objects.filter(place=OuterRef("pk"), inspected=True, valid=True)
    return Q(Exists(visits.filter(local_date__gte=period.start, local_date__lte=period.end)))


def _told(period: Period, today: date) -> Q:
    # scope: a condition on places that are narrowed by scope
    notices = Notice.objects.filter(place=OuterRef("pk"), voided_at__isnull=True)
    return Q(Exists(notices.filter(local_date__gte=period.start, local_date__lte=period.end)))


def _trained(period: Period, today: date) -> Q:
    # scope: a condition on places that are narrowed by scope
    came = TrainingPlace.objects.filter(place=OuterRef("pk"), session__voided_on__isnull=True)
    return Q(Exists(came.filter(session__held_on__gte=period.start, session__held_on__lte=period.end)))


def _archived(period: Period, today: date) -> Q:
    # scope: a condition on places that are narrowed by scope
    reachable = PlaceContact.objects.filter(place=OuterRef("pk"), removed_at__isnull=True).exclude(phone_hmac="")
    return ~Q(class_code="") & ~Q(address="") & Q(lon__isnull=False) & Q(Exists(reachable))


def _supervised(period: Period, today: date) -> Q:
    late = hazard_filters.overdue(today) | hazard_filters.review_overdue(today)
    # scope: a condition on places that are narrowed by scope
    return ~Q(Exists(Hazard.objects.filter(late, place=OuterRef("pk"), found_on__lte=period.end)))


STEPS: tuple[Step, ...] = (
    Step(
        "surveyed", "逐户摸排", "surveyed", "期间内至少进门检查过一次的在册场所，占全部在册场所。锁门、停业等没有进门的不算。",
        _every_place, _surveyed,
    ),
    Step(
        "notified", "分类函告", "notified", "期间内发现过隐患的在册场所中，期间内收到过告知书的。撤回的告知书不算。",
        _with_hazards, _told,
    ),
    Step(
        "trained", "逐街培训", "trained", "期间内至少参加过一次消防培训的在册场所，占全部在册场所。作废的培训不算。",
        _every_place, _trained,
    ),
    Step(
        "archived", "集中建档", "archived", "有类别、地址、位置和联系电话的在册场所，占全部在册场所。按现在的档案算，不分期间。",
        _every_place, _archived,
    ),
    Step(
        "supervised", "分级督导", "supervised", "期间内发现过隐患的在册场所中，到今天既没有整改逾期、也没有复查逾期的。",
        _with_hazards, _supervised,
    ),
)  # fmt: skip
BY_CODE = {step.code: step for step in STEPS}
