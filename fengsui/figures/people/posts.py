"""The people of an area: posts held on the last day of a period, with what each did there."""

from typing import Any

from django.db.models import Count, Max, Q

from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period
from fengsui.kernel.scope import under, visible
from fengsui.org import queries as org
from fengsui.patrol.models import Task, Visit

INSPECTED = Q(inspected=True)


def on_posts(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    """Return people with their posts, visits and tasks, those who missed most first; three queries.

    Volunteers are left out: they have no tasks.
    """
    people: dict[Any, dict[str, Any]] = {}
    for post in org.posts(actor, area=path, on=period.end).exclude(kind="volunteer"):
        member = post.member
        row = people.setdefault(member.pk, {
            "id": str(member.pk), "account_id": str(member.account_id or ""), "name": member.name, "posts": [], "visits": 0,
            "not_entered": 0, "tasks_due": 0, "tasks_done": 0, "tasks_missed": 0, "last_at": None,
        })  # fmt: skip
        label = post.get_kind_display()
        if label not in row["posts"]:
            row["posts"].append(label)
    by_account = {row["account_id"]: row for row in people.values() if row["account_id"]}
    for told in (*_visits(actor, period, path), *_tasks(actor, period, path)):
        row_of = by_account.get(str(told.pop("account")))
        if row_of is not None:
            row_of.update(told)
    shown = [{**row, "posts": "、".join(row["posts"])} for row in people.values()]
    return sorted(shown, key=lambda row: (-row["tasks_missed"], -row["tasks_due"], -row["visits"], row["name"], row["id"]))


def _visits(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    rows = Visit.objects.filter(valid=True, local_date__gte=period.start, local_date__lte=period.end, by_account__isnull=False)
    seen = visible(rows, actor, "patrol.view", walked=True, within=path).order_by().values("by_account_id")
    counted = seen.annotate(
        visits=Count("pk", filter=INSPECTED), not_entered=Count("pk", filter=~INSPECTED), last_at=Max("ended_at")
    )
    return [{"account": row.pop("by_account_id"), **row} for row in map(dict, counted)]


def _tasks(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    rows = Task.objects.filter(due_on__gte=period.start, due_on__lte=period.end, assignee__isnull=False)
    seen = visible(rows.exclude(state="cancelled"), actor, "patrol.view").filter(under(path)).order_by().values("assignee_id")
    counted = seen.annotate(
        tasks_due=Count("pk"), tasks_done=Count("pk", filter=Q(state="done")), tasks_missed=Count("pk", filter=Q(state="missed"))
    )
    return [{"account": row.pop("assignee_id"), **row} for row in map(dict, counted)]
