"""The filters of the visit and task lists, the same for screen and export."""

from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field

from fengsui.kernel.scope import under
from fengsui.kernel.search_text import fold
from fengsui.patrol.models import Task, Visit

VISIT_SORTS: dict[str, tuple[str, ...]] = {
    "local_date": ("local_date", "number"),
    "number": ("number",),
    "place": ("place__name", "number"),
    "hazard_count": ("hazard_count", "number"),
    "received_at": ("received_at", "number"),
}
VisitSort = Literal[
    "local_date", "-local_date", "number", "-number", "place", "-place", "hazard_count", "-hazard_count",
    "received_at", "-received_at",
]  # fmt: skip


class VisitFilters(Schema):
    """What narrows the list of visits; dates are district dates, both ends included."""

    search: str = Field(default="", max_length=100)
    area: str = Field(default="", max_length=60)
    outcome: list[str] = Field(default_factory=list)
    inspected: bool | None = None
    place_id: UUID | None = None
    by_account: UUID | None = None
    date_from: date | None = None
    date_to: date | None = None
    with_hazards: bool | None = None
    source: str = Field(default="", max_length=10)
    valid: bool | None = None
    clock_flagged: bool = False


class TaskFilters(Schema):
    """What narrows the list of tasks."""

    area: str = Field(default="", max_length=60)
    kind: list[str] = Field(default_factory=list)
    state: list[str] = Field(default_factory=list)
    assignee: UUID | None = None
    unassigned: bool = False
    overdue: bool = False
    place_id: UUID | None = None
    due_from: date | None = None
    due_to: date | None = None


def visits(rows: QuerySet[Visit], filters: VisitFilters) -> QuerySet[Visit]:
    """Return the visits that match every filter set."""
    exact: dict[str, object] = {
        "outcome__in": filters.outcome,
        "inspected": filters.inspected,
        "place_id": filters.place_id,
        "by_account_id": filters.by_account,
        "local_date__gte": filters.date_from,
        "local_date__lte": filters.date_to,
        "source": filters.source,
        "valid": filters.valid,
    }
    rows = rows.filter(**{key: value for key, value in exact.items() if value not in ("", None, [])})
    if filters.area:
        rows = rows.filter(under(filters.area))
    if filters.search:
        wanted = filters.search.strip()
        rows = rows.filter(place__search_text__contains=fold(wanted)) | rows.filter(number__icontains=wanted)
    if filters.with_hazards is not None:
        rows = rows.filter(hazard_count__gt=0) if filters.with_hazards else rows.filter(hazard_count=0)
    if filters.clock_flagged:
        rows = rows.exclude(clock_flag="")
    return rows


def visit_order(rows: QuerySet[Visit], sort: str) -> QuerySet[Visit]:
    """Return visits in the wanted order, the number last so that pages never overlap."""
    descending = sort.startswith("-")
    return rows.order_by(*(f"-{name}" if descending else name for name in VISIT_SORTS[sort.removeprefix("-")]))


def tasks(rows: QuerySet[Task], filters: TaskFilters, today: date) -> QuerySet[Task]:
    """Return the tasks that match every filter set."""
    exact: dict[str, object] = {
        "kind__in": filters.kind,
        "state__in": filters.state,
        "assignee_id": filters.assignee,
        "place_id": filters.place_id,
        "due_on__gte": filters.due_from,
        "due_on__lte": filters.due_to,
    }
    rows = rows.filter(**{key: value for key, value in exact.items() if value not in ("", None, [])})
    if filters.area:
        rows = rows.filter(under(filters.area))
    if filters.unassigned:
        rows = rows.filter(assignee__isnull=True)
    if filters.overdue:
        rows = rows.filter(state__in=("open", "deferred"), due_on__lt=today)
    return rows
