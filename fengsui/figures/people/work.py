"""One person's work over a period: visits, tasks, hazards found, reviews, doubts. For those in scope, and the person."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.states import state_label
from fengsui.kernel import audit, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import not_found
from fengsui.kernel.figure import Period
from fengsui.kernel.scope import forbidden, visible
from fengsui.org import queries as org
from fengsui.org.models import Member
from fengsui.patrol.models import Task, Visit
from fengsui.patrol.quality.models import VisitDoubt
from fengsui.patrol.quality.queries import in_sight

SHOWN = 50
REVIEWS = ("review_pass", "review_fail")
NOT_COUNTED = ("void", "merged")


def work(*, actor: Actor, member_id: UUID, period: Period) -> dict[str, Any]:
    """Return what a member did within a period: counts and the latest 50 rows of each kind, narrowed to the asker's scope.

    The person sees all of their own, doubts not yet listed included. Reading another's page is audited. Neither positions
    nor ways walked are part of it. Raises NotFound for a member out of scope, Forbidden without members.view.
    """
    member, own = _member(actor, member_id)
    visits = _seen(Visit.objects.filter(valid=True, **_dates("local_date", period)), actor, "patrol.view", own)
    tasks = _seen(Task.objects.filter(**_dates("due_on", period)).exclude(state="cancelled"), actor, "patrol.view", own)
    hazards = _seen(
        Hazard.objects.filter(**_dates("found_on", period)).exclude(state__in=NOT_COUNTED), actor, "hazards.view", own
    )
    mine = {"account": member.account_id} if member.account_id else None
    visits = visits.filter(by_account_id=member.account_id) if mine else visits.none()
    tasks = tasks.filter(assignee_id=member.account_id) if mine else tasks.none()
    hazards = hazards.filter(found_by_id=member.account_id) if mine else hazards.none()
    reviews = _reviews(actor, member, period, own)
    doubts = _doubts(actor, member, period, own)
    if not own:
        with transaction.write():
            audit.record(actor=actor, verb="member.work.read", subject=member, area_path=member.area_path, changes={
                "period": [None, f"{period.start} – {period.end}"]
            })  # fmt: skip
    inspected = Q(inspected=True)
    told = visits.aggregate(
        visits=Count("pk", filter=inspected), places=Count("place_id", filter=inspected, distinct=True),
        not_entered=Count("pk", filter=~inspected), with_hazards=Count("pk", filter=Q(hazard_count__gt=0)),
        days=Count("local_date", distinct=True),
    )  # fmt: skip
    done = tasks.aggregate(
        tasks_due=Count("pk"), tasks_done=Count("pk", filter=Q(state="done")), tasks_missed=Count("pk", filter=Q(state="missed"))
    )
    closed = hazards.aggregate(found=Count("pk"), closed=Count("pk", filter=Q(state="closed")))
    passed = reviews.aggregate(reviews=Count("pk"), reviews_failed=Count("pk", filter=Q(verb="review_fail")))
    answered = doubts.aggregate(doubts=Count("pk"), doubts_answered=Count("pk", filter=Q(explained_at__isnull=False)))
    return {
        **_person(actor, member),
        "own": own,
        "from_date": period.start,
        "to_date": period.end,
        "counts": {**told, **done, **closed, **passed, **answered},
        "by_day": [
            {"date": row["local_date"], "visits": row["n"]}
            for row in visits.filter(inspected).order_by().values("local_date").annotate(n=Count("pk")).order_by("local_date")
        ],
        "visits": [_visit(row) for row in visits.select_related("place").order_by("-ended_at", "number")[:SHOWN]],
        "tasks": [_task(row) for row in tasks.filter(state="missed").select_related("place").order_by("-due_on", "pk")[:SHOWN]],
        "hazards": [_hazard(row) for row in hazards.select_related("place").order_by("-found_at", "number")[:SHOWN]],
        "reviews": [_review(row) for row in reviews.select_related("hazard__place").order_by("-at", "pk")[:SHOWN]],
        "doubts": [_doubt(row) for row in doubts.select_related("visit__place").order_by("-visit__local_date", "pk")[:SHOWN]],
    }


def _member(actor: Actor, member_id: UUID) -> tuple[Member, bool]:
    # scope: the person's own record, by the account; every other one through org.queries
    own = Member.objects.filter(pk=member_id, account_id=actor.account_id).first() if actor.account_id else None
    if own is not None:
        return own, True
    if not actor.has("members.view"):
        raise forbidden("members.view")
    found = org.members(actor, include_ended=True).filter(pk=member_id).first()
    if found is None:
        raise not_found("人员", "member")
    return found, False


def _dates(field: str, period: Period) -> dict[str, Any]:
    return {f"{field}__gte": period.start, f"{field}__lte": period.end}


def _seen(rows: QuerySet[Any], actor: Actor, permission: str, own: bool) -> QuerySet[Any]:
    return rows if own else visible(rows, actor, permission)


def _reviews(actor: Actor, member: Member, period: Period, own: bool) -> QuerySet[HazardStep]:
    # scope: narrowed by the case that each step belongs to
    rows = HazardStep.objects.filter(verb__in=REVIEWS, actor_account_id=member.account_id, **_dates("on", period))
    rows = rows.exclude(hazard__state__in=NOT_COUNTED)
    if not member.account_id:
        return rows.none()
    return rows if own else rows.filter(hazard__in=visible(Hazard.objects.all(), actor, "hazards.view").order_by().values("pk"))


def _doubts(actor: Actor, member: Member, period: Period, own: bool) -> QuerySet[VisitDoubt]:
    # scope: one's own by the account; another's only as listed in sight
    rows = VisitDoubt.objects.all() if own else in_sight(actor)
    if not member.account_id or not (own or actor.has("patrol.doubts")):
        return VisitDoubt.objects.none()
    return rows.filter(account_id=member.account_id, **_dates("visit__local_date", period))


def _person(actor: Actor, member: Member) -> dict[str, Any]:
    return {"id": member.pk, "name": member.name, "area_path": member.area_path, "posts": _posts(actor, member)}


def _posts(actor: Actor, member: Member) -> list[str]:
    held = org.posts(actor).filter(member=member) if actor.has("members.view") else member.posts.none()
    return [f"{post.get_kind_display()}" for post in held]


def _visit(row: Visit) -> dict[str, Any]:
    return {
        "id": row.pk,
        "date": row.local_date,
        "place": row.place.name,
        "words": row.outcome_label,
        "link": f"/visits/{row.pk}",
    }


def _task(row: Task) -> dict[str, Any]:
    return {"id": row.pk, "date": row.due_on, "place": row.place.name, "words": row.reason, "link": f"/places/{row.place_id}"}


def _hazard(row: Hazard) -> dict[str, Any]:
    words = f"{row.title} · {state_label(row.state)}"
    return {"id": row.pk, "date": row.found_on, "place": row.place.name, "words": words, "link": f"/hazards/{row.pk}"}


def _review(row: HazardStep) -> dict[str, Any]:
    words = f"{'复查通过' if row.verb == 'review_pass' else '复查不通过'} · {row.hazard.title}"
    return {"id": row.pk, "date": row.on, "place": row.hazard.place.name, "words": words, "link": f"/hazards/{row.hazard_id}"}


def _doubt(row: VisitDoubt) -> dict[str, Any]:
    reasons = "；".join(reason["zh"] for reason in row.reasons)
    words = f"{reasons}　{'说明：' + row.explanation if row.explained_at else '尚未说明'}"
    return {"id": row.pk, "date": row.visit.local_date, "place": row.visit.place.name, "words": words,
            "link": f"/visits/{row.visit_id}"}  # fmt: skip
