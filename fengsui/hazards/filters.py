"""The filters of the hazard list, the same for list, board, map, their counts and the export."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from ninja import Schema
from pydantic import Field

from fengsui.hazards.models import Hazard
from fengsui.hazards.notices.models import Notice
from fengsui.hazards.requests.models import Cosign, Extension
from fengsui.hazards.rules import codes_titled
from fengsui.hazards.sightings.models import Sighting
from fengsui.hazards.states import LIMIT_STATES, OPEN_STATES
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import paging
from fengsui.kernel.numbering import is_number, starts_with
from fengsui.kernel.scope import visible
from fengsui.kernel.search_text import fold
from fengsui.places.map_view import inside, read_box
from fengsui.places.models import Place
from fengsui.places.naming import places_named

DUE_SOON_DAYS = 3
# Cases that a search finds are looked at one by one: it says "more than" sooner than the list does.
SEARCHED_UP_TO = 1_000
# The orders of the list that an index answers over hundreds of thousands of rows.
WALKED_SORTS = ("found_on", "due_on", "closed_on", "number")
SORTS: dict[str, tuple[str, ...]] = {
    "found_on": ("found_on", "number"),
    "due_on": ("due_on", "number"),
    "number": ("number",),
    "grade": ("grade", "due_on", "number"),
    "state": ("state", "due_on", "number"),
    "place": ("place__name", "number"),
    "updated_at": ("updated_at", "number"),
    "closed_on": ("closed_on", "number"),
    "priority": ("priority", "number"),
}
Sort = Literal[
    "found_on", "-found_on", "due_on", "-due_on", "number", "-number", "grade", "-grade", "state", "-state",
    "place", "-place", "updated_at", "-updated_at", "closed_on", "-closed_on",
    "priority", "-priority", "pressing",
]  # fmt: skip


def _standing(states: tuple[str, ...]) -> RawSQL:
    # The condition of a partial index, spelt without parameters: SQLite takes a partial index only where it sees the condition.
    return RawSQL(f"hazards_hazard.state IN ({', '.join(repr(code) for code in states)})", [], BooleanField())


OPEN = _standing(OPEN_STATES)


class HazardFilters(Schema):
    """What narrows the list of hazards; dates are district dates, both ends included.

    `bbox` (west,south,east,north in degrees) keeps what lies in a view of the map, `no_position` what no map can show.
    """

    search: str = Field(default="", max_length=100)
    area: str = Field(default="", max_length=60)
    state: list[str] = Field(default_factory=list)
    in_stock: bool | None = None
    grade: list[str] = Field(default_factory=list)
    legal_category: list[int] = Field(default_factory=list)
    item_code: str = Field(default="", max_length=40)
    overdue: bool = False
    due_soon: bool = False
    due_provisional: bool = False
    place_id: UUID | None = None
    found_by: UUID | None = None
    assigned_member: UUID | None = None
    source_kind: str = Field(default="", max_length=20)
    source_id: UUID | None = None
    found_from: date | None = None
    found_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    closed_how: str = Field(default="", max_length=20)
    several_witnesses: bool = False
    repeated: bool = False
    paused: bool = False
    extension_waits: bool = False
    cosign_waits: bool = False
    review_overdue: bool = False
    check_waits: bool = False
    order_unserved: bool = False
    assigned_organization: UUID | None = None
    due_from: date | None = None
    due_to: date | None = None
    bbox: str = Field(default="", max_length=100)
    no_position: bool = False


def overdue(today: date) -> Q:
    """Return the filter of hazards whose limit runs and is over on a day."""
    return Q(state__in=LIMIT_STATES, due_on__lt=today)


def due_soon(today: date) -> Q:
    """Return the filter of hazards whose limit ends today or within the next three days."""
    return Q(state__in=LIMIT_STATES, due_on__gte=today, due_on__lte=today + timedelta(days=DUE_SOON_DAYS))


def review_overdue(today: date) -> Q:
    """Return the filter of fixes reported whose review should have been made by now."""
    return Q(state="reported_fixed", reviewer__isnull=True, review_due_on__lt=today)


def check_waits() -> Q:
    """Return the filter of complaints nobody has checked yet."""
    return Q(check_due_at__isnull=False, checked_at__isnull=True, state__in=OPEN_STATES)


class Found(NamedTuple):
    """A case that a search of a long ledger finds, with what the usual order of the list is made of."""

    found_on: date
    number: str
    key: UUID


class Words:
    """What a search of a long ledger stands for and finds, read once and only where it is needed."""

    def __init__(self, search: str) -> None:
        self.search = search
        self._since: date | None = None
        self._found: list[Found] | None = None

    @property
    def found(self) -> list[Found] | None:
        """The cases found, none twice: all of them, or more than SEARCHED_UP_TO. None without `find`: where every case is
        read for words, or the number is searched, or nothing."""
        return self._found

    @cached_property
    def places(self) -> Iterable[Any]:
        """The places called so now or once."""
        return places_named(self.search)

    @cached_property
    def codes(self) -> list[str]:
        """The items of that title."""
        return codes_titled(self.search)

    def late(self, rows: QuerySet[Hazard]) -> Q:
        """The filter of cases that hold the words anywhere, among the 10,000 of these rows found last."""
        if self._since is None:
            days = rows.order_by("-found_on", "-number").values_list("found_on", flat=True)
            self._since = next(iter(days[paging.COUNTED_UP_TO :][:1]), date.min)
        return Q(found_on__gte=self._since, search_text__contains=fold(self.search))

    def find(self, rows: QuerySet[Hazard]) -> list[Found]:
        """Up to 1,000 of these cases, or more, by place, item and late words: each is found by its own index."""
        # Asked for in one condition, PostgreSQL reads every case.
        named = [rows.filter(place_id__in=self.places).order_by(), rows.filter(item_code__in=self.codes).order_by()]
        late = rows.filter(self.late(rows)).order_by("-found_on", "-number")
        self._found = list(dict.fromkeys(one for part in (*named, late) for one in _some(part)))
        return self._found


def _some(rows: QuerySet[Hazard]) -> list[Found]:
    return [Found(*row) for row in rows.values_list("found_on", "number", "pk")[: SEARCHED_UP_TO + 1]]


def matching(
    actor: Actor,
    permission: str,
    filters: HazardFilters,
    today: date,
    *,
    walked: bool = False,
    rows: QuerySet[Hazard] | None = None,
    words: Words | None = None,
) -> QuerySet[Hazard]:
    """Return the hazards an actor may reach with a permission that match every filter set.

    `walked` when they are read in the order of an index (kernel.api.paging). A number from its beginning (YH-…) is found
    anywhere. Of up to 10,000 cases that the other filters leave every word is read. Of more, the place (by its present name
    and its former ones) and the item are found in every case, other words in the 10,000 found last. `words` where the same
    search is asked for twice.
    """
    rows = Hazard.objects.all() if rows is None else rows

    # Days narrow more than the area does, which is looked at on the way.
    by_day = any((filters.found_from, filters.found_to, filters.closed_from, filters.closed_to))

    def within(passed: bool) -> QuerySet[Hazard]:
        mine = visible(rows, actor, permission, within=filters.area, passed=passed or by_day)
        return _narrowed(mine, filters, today, walked=passed)

    if not filters.search:
        return within(walked)
    if is_number(filters.search):
        return within(True).filter(starts_with("number", filters.search.strip().upper()))
    wanted = fold(filters.search)
    if not walked:
        others = within(False)
        if not paging.counted_up_to(others)[1]:
            # The place's present name counts as well as the one it had when the hazard was found.
            return others.filter(Q(search_text__contains=wanted) | Q(place__search_text__contains=wanted))
    said = words or Words(filters.search)
    if walked:
        by_name = Q(In(_unindexed("place_id"), said.places)) | Q(In(_unindexed("item_code"), said.codes))
        return within(True).filter(by_name | said.late(within(True)))
    found = said.find(within(True))
    if len(found) <= SEARCHED_UP_TO:
        return within(True).filter(pk__in=[one.key for one in found])
    return within(True).filter(Q(place_id__in=said.places) | Q(item_code__in=said.codes) | said.late(within(True)))


def _narrowed(rows: QuerySet[Hazard], filters: HazardFilters, today: date, *, walked: bool) -> QuerySet[Hazard]:
    same: dict[str, object] = {
        "item_code": filters.item_code,
        "place_id": filters.place_id,
        "found_by_id": filters.found_by,
        "assignee_member_id": filters.assigned_member,
        "source_kind": filters.source_kind,
        "assignee_organization_id": filters.assigned_organization,
        "closed_how": filters.closed_how,
    }
    one_of: dict[str, list[Any]] = {
        "state": filters.state,
        "grade": filters.grade,
        "legal_category": filters.legal_category,
    }
    dates: dict[str, object] = {
        "found_on__gte": filters.found_from,
        "found_on__lte": filters.found_to,
        "closed_on__gte": filters.closed_from,
        "closed_on__lte": filters.closed_to,
        "due_on__gte": filters.due_from,
        "due_on__lte": filters.due_to,
    }
    rows = rows.filter(**{key: value for key, value in (same | dates).items() if value not in ("", None)})
    for name, values in one_of.items():
        if values:
            # Read in the order of an index, most rows are passed by: the index of a state would only be in the way.
            rows = rows.filter(In(_unindexed(name), values) if walked else Q(**{f"{name}__in": values}))
    if filters.source_id:
        # scope: a part of the case's own filter; the few keys are read first, so that an index finds either half
        seen = Sighting.objects.filter(source_id=filters.source_id).values_list("hazard_id", flat=True)
        rows = rows.filter(Q(source_id=filters.source_id) | Q(pk__in=list(seen)))
    if filters.in_stock is not None:
        rows = rows.filter(OPEN) if filters.in_stock else rows.exclude(state__in=OPEN_STATES)
    elif filters.state and set(filters.state) <= set(OPEN_STATES):
        rows = rows.filter(OPEN)
    if filters.overdue:
        rows = rows.filter(overdue(today)).filter(OPEN)
    if filters.due_soon:
        rows = rows.filter(due_soon(today)).filter(OPEN)
    if filters.due_provisional:
        rows = rows.filter(due_provisional=True)
    if filters.bbox:
        # scope: a part of the case's own filter; by their places a corner of the map is found without reading every case
        there = Place.objects.filter(**inside(read_box(filters.bbox)))
        rows = rows.filter(place__in=there.values("pk"))
    if filters.no_position:
        rows = rows.filter(place__lon__isnull=True)
    return _in_the_loop(rows, filters, today)


def _unindexed(name: str) -> Coalesce:
    return Coalesce(F(name), F(name))


def pressing(rows: QuerySet[Hazard]) -> QuerySet[Hazard]:
    """Return open cases with what presses most first: by priority, then by limit."""
    return rows.order_by("-priority", F("due_on").asc(nulls_last=True), "number")


def _in_the_loop(rows: QuerySet[Hazard], filters: HazardFilters, today: date) -> QuerySet[Hazard]:
    """Narrow by what has happened in the loop: witnesses, repetition, clocks and requests."""
    if filters.several_witnesses:
        rows = rows.filter(witness_count__gt=1)
    if filters.repeated:
        rows = rows.filter(repeat_count__gt=0)
    if filters.paused:
        rows = rows.filter(paused_on__isnull=False)
    if filters.extension_waits:
        # scope: a part of the case's own filter
        rows = rows.filter(pk__in=Extension.objects.filter(granted__isnull=True).values("hazard_id"), state__in=LIMIT_STATES)
    if filters.cosign_waits:
        # scope: a part of the case's own filter
        rows = rows.filter(pk__in=Cosign.objects.filter(given_at__isnull=True).values("hazard_id"), state__in=OPEN_STATES)
    if filters.review_overdue:
        rows = rows.filter(review_overdue(today))
    if filters.check_waits:
        rows = rows.filter(check_waits())
    if filters.order_unserved:
        rows = rows.filter(order_unserved())
    return rows


def order_unserved() -> Q:
    """Return the filter of open cases that a notice orders to put right and nobody has served yet."""
    # scope: a part of the case's own filter
    told = Notice.objects.filter(orders=True, service_state="unserved", voided_at__isnull=True)
    return Q(source_id__in=told.values("source_id"), state__in=OPEN_STATES)


def order_of(sort: str) -> tuple[str, ...]:
    """Return the fields of the wanted order, with the number as the last word so that pages never overlap."""
    sign = "-" if sort.startswith("-") else ""
    return tuple(f"{sign}{name}" for name in SORTS[sort.removeprefix("-")])


def order(rows: QuerySet[Hazard], sort: str) -> QuerySet[Hazard]:
    """Return the rows in the wanted order; `pressing` puts what is open first, and then what was found last."""
    if sort != "pressing":
        return rows.order_by(*order_of(sort))
    is_open, ended = Q(state__in=OPEN_STATES), ~Q(state__in=OPEN_STATES)
    return rows.order_by(
        Case(When(is_open, then=Value(0)), default=Value(1)),
        Case(When(is_open, then=F("priority")), default=Value(0)).desc(),
        Case(When(is_open, then=F("due_on")), default=None).asc(nulls_last=True),
        Case(When(is_open, then=F("number")), default=None).asc(nulls_last=True),
        Case(When(ended, then=F("found_on")), default=None).desc(nulls_last=True),
        "-number",
    )
