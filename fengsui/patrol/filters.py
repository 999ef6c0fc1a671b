"""The filters of the visit and task lists, the same for screen and export."""

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from ninja import Schema
from pydantic import Field

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.numbering import is_number, starts_with
from fengsui.kernel.scope import STREET_WIDTH, under, visible
from fengsui.kernel.search_text import fold
from fengsui.patrol.models import SyncOperation, Task, Visit
from fengsui.places.models import Place

# The orders of the visit list that an index answers over millions of rows.
WALKED_SORTS = ("local_date", "number")
# So many places found by their name are asked for one by one.
FEW_PLACES = 300
# Of more days than this the visits of one grid are found by the grid.
MANY_DAYS = 366

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


# The conditions of partial indexes, spelt without parameters: SQLite takes a partial index only where it sees the condition.
WITH_HAZARDS = RawSQL("patrol_visit.hazard_count > 0", [], BooleanField())
CLOCK_FLAGGED = RawSQL("NOT (patrol_visit.clock_flag = '')", [], BooleanField())
NOT_VALID = RawSQL("NOT patrol_visit.valid", [], BooleanField())
ACTIVE_STATES = ("open", "deferred")
ACTIVE = RawSQL("patrol_task.state IN ('open', 'deferred')", [], BooleanField())


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


class KeptFilters(Schema):
    """What narrows the list of phone records that a person has to deal with; dates are district dates of receipt."""

    state: list[Literal["rejected", "waiting", "conflict", "settled"]] = Field(default_factory=list)
    kind: list[str] = Field(default_factory=list)
    area: str = Field(default="", max_length=60)
    by: str = Field(default="", max_length=60)
    received_from: date | None = None
    received_to: date | None = None


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


def kept(rows: QuerySet[SyncOperation], filters: KeptFilters) -> QuerySet[SyncOperation]:
    """Return the kept operations that match; without a state those that still wait for a person."""
    rows = rows.filter(state__in=filters.state or ["rejected", "waiting", "conflict"])
    if filters.kind:
        rows = rows.filter(kind__in=filters.kind)
    if filters.area:
        rows = rows.filter(under(filters.area))
    if filters.by:
        rows = rows.filter(actor_name__contains=filters.by.strip())
    if filters.received_from:
        rows = rows.filter(received_at__gte=clock.local_day_bounds(filters.received_from)[0])
    if filters.received_to:
        rows = rows.filter(received_at__lt=clock.local_day_bounds(filters.received_to)[1])
    return rows


def _area_first(filters: VisitFilters) -> bool:
    """Tell whether the area is offered to the indexes beside the days: more than a year of one grid is found by the grid.

    PostgreSQL knows how many rows lie in either; SQLite does not, and always walks the street's days.
    """
    if connection.vendor != "postgresql" or len(filters.area) <= STREET_WIDTH or filters.date_from is None:
        return False
    return (filters.date_to or clock.local_date()) - filters.date_from > timedelta(days=MANY_DAYS)


def visits(
    actor: Actor, permission: str, filters: VisitFilters, *, walked: bool = False, rows: QuerySet[Visit] | None = None
) -> QuerySet[Visit]:
    """Return the visits someone may reach with a permission that match every filter set.

    `walked` when they are read day by day (kernel.api.paging).
    """
    rows = Visit.objects.all() if rows is None else rows
    if filters.place_id or filters.by_account or filters.search:
        # A place or a person narrows most; the area is looked at on the way.
        rows = visible(rows, actor, permission, within=filters.area, passed=True)
    elif walked or ((filters.date_from or filters.date_to) and not _area_first(filters)):
        rows = visible(rows, actor, permission, within=filters.area, walked=True)
    else:
        rows = visible(rows, actor, permission, within=filters.area)
    exact: dict[str, object] = {
        "outcome__in": filters.outcome,
        "inspected": filters.inspected,
        "place_id": filters.place_id,
        "by_account_id": filters.by_account,
        "local_date__gte": filters.date_from,
        "local_date__lte": filters.date_to,
        "source": filters.source,
    }
    rows = rows.filter(**{key: value for key, value in exact.items() if value not in ("", None, [])})
    if filters.search:
        rows = rows.filter(_searched(filters.search.strip(), walked=walked))
    if filters.with_hazards is not None:
        rows = rows.filter(WITH_HAZARDS) if filters.with_hazards else rows.filter(hazard_count=0)
    if filters.clock_flagged:
        rows = rows.filter(CLOCK_FLAGGED)
    if filters.valid is not None:
        rows = rows.filter(valid=True) if filters.valid else rows.filter(NOT_VALID)
    return rows


def _searched(wanted: str, *, walked: bool) -> Q:
    """Return the filter of a search: a number from its beginning (XC-…), else a place by any fragment."""
    if is_number(wanted):
        return starts_with("number", wanted.upper())
    places = Place.objects.filter(search_text__contains=fold(wanted)).values("pk")
    # scope: only which places are called so; the visits themselves are scoped
    few = list(places.values_list("pk", flat=True)[: FEW_PLACES + 1])
    if len(few) <= FEW_PLACES:
        return Q(In(Coalesce(F("place_id"), F("place_id")), few)) if walked else Q(place_id__in=few)
    return Q(In(Coalesce(F("place_id"), F("place_id")), places)) if walked else Q(place_id__in=places)


def by_names(filters: VisitFilters) -> bool:
    """Tell whether visits are looked for by their places' names, on any day."""
    wanted = filters.search.strip()
    return bool(wanted) and not is_number(wanted) and not (filters.date_from or filters.date_to or filters.place_id)


def visit_order(sort: str) -> tuple[str, ...]:
    """Return the fields of the wanted order, the number last so that pages never overlap."""
    sign = "-" if sort.startswith("-") else ""
    return tuple(f"{sign}{name}" for name in VISIT_SORTS[sort.removeprefix("-")])


def active_only(filters: TaskFilters) -> bool:
    """Tell whether only tasks that still wait are asked for: there are few, and an index of their own holds them."""
    return filters.overdue or (bool(filters.state) and set(filters.state) <= set(ACTIVE_STATES))


def tasks(actor: Actor, filters: TaskFilters, today: date, *, walked: bool = False) -> QuerySet[Task]:
    """Return the tasks someone may see that match every filter set; `walked`: in the order of an index (kernel.api.paging)."""
    rows = visible(Task.objects.all(), actor, "patrol.view", within=filters.area, passed=walked)
    exact: dict[str, object] = {
        "kind__in": filters.kind,
        "state__in": filters.state,
        "assignee_id": filters.assignee,
        "place_id": filters.place_id,
        "due_on__gte": filters.due_from,
        "due_on__lte": filters.due_to,
    }
    rows = rows.filter(**{key: value for key, value in exact.items() if value not in ("", None, [])})
    if filters.unassigned:
        rows = rows.filter(assignee__isnull=True)
    if filters.overdue:
        rows = rows.filter(due_on__lt=today)
    return rows.filter(ACTIVE) if active_only(filters) else rows
