"""The ledger as it stood at the end of a past day: which records there were, and what each said."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from fengsui.kernel import clock
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.search_text import fold
from fengsui.org.models import Area
from fengsui.places import annotations
from fengsui.places import filters as place_filters
from fengsui.places.filters import OPEN_HAZARDS, DatedFilters
from fengsui.places.models import Facility, KeyUnitStep, Place, PlaceContact, PlacePast, PlaceStateChange
from fengsui.places.services.keeping import COLUMNS, OTHERS

ON_DAY = "places.place_on_day"


class PlaceOnDay(NamedTuple):
    """A record and a past day: the subject of the panels registered for ON_DAY."""

    place: Place
    on: date


def check_day(on: date) -> None:
    """Raise InvalidInput for a day that is not over."""
    if on >= clock.local_date():
        raise InvalidInput(
            "as_of_not_past",
            zh="只能查看已经过去的某一天；今天的情况请看现在的档案。",
            en="Only a past day can be looked at; for today see the record itself.",
            fields=[FieldError("as_of", "请选择今天以前的日期", "choose a day before today")],
        )


def end_of(on: date) -> datetime:
    """Return the moment a district day ended."""
    return clock.local_day_bounds(on)[1]


def stood(rows: QuerySet[Place], on: date) -> QuerySet[Place]:
    """Return the records that had been made by the end of a day, each with the state and the version it then had.

    State and key-unit status follow the day each step took effect, as the figures do; the rest follows what was written.
    """
    end = end_of(on)
    # scope: told of rows already in scope
    steps = PlaceStateChange.objects.filter(place=OuterRef("pk"), on__lte=on).order_by("-on", "-at", "-id")
    # scope: told of rows already in scope
    past = PlacePast.objects.filter(place=OuterRef("pk"), until__gte=end).order_by("until", "row_version")
    # scope: told of rows already in scope
    status = KeyUnitStep.objects.filter(place=OuterRef("pk"), on__lte=on).order_by("-on", "-at", "-id")
    return rows.annotate(
        state_then=Subquery(steps.values("to_state")[:1]),
        key_unit_then=Coalesce(Subquery(status.values("to_status")[:1]), Value("none")),
        past_id=Subquery(past.values("pk")[:1]),
    ).filter(state_then__isnull=False)


def said(rows: QuerySet[Place], on: date, condition: Q) -> QuerySet[Place]:
    """Return the rows (of `stood`) whose version of that day meets a condition over the columns of PlacePast."""
    if not condition:
        return rows
    # scope: told of rows already in scope
    former = PlacePast.objects.filter(condition, until__gte=end_of(on)).values("pk")
    return rows.filter(Q(past_id__isnull=True) & condition | Q(past_id__in=former))


def apply_then(rows: QuerySet[Place], filters: DatedFilters, on: date) -> QuerySet[Place]:
    """Return the rows that matched the filters at the end of a day. Raises InvalidInput for filters that only read today."""
    check_day(on)
    if filters.missing or filters.expires_within_days is not None:
        raise InvalidInput(
            "as_of_filter",
            zh="“资料缺项”和“设施到期”只看现在的档案，不能和某一日同用。请去掉其中一个条件。",
            en="Missing data and expiry read the present record only; they cannot be combined with a past day.",
        )
    wanted = place_filters.on_record(filters)
    if text := fold(filters.search.strip()):
        wanted &= Q(search_text__contains=text)
    rows = said(stood(rows, on), on, wanted)
    rows = rows.filter(place_filters.on_standing(filters, "state_then", "key_unit_then"))
    if filters.has_open_hazards is not None and (count := annotations.known(OPEN_HAZARDS)) and count.then:
        rows = rows.annotate(**{OPEN_HAZARDS: count.then(on)})
        rows = rows.filter(**{f"{OPEN_HAZARDS}__gt" if filters.has_open_hazards else OPEN_HAZARDS: 0})
    return rows


def order_then(rows: QuerySet[Place], sort: str, on: date) -> QuerySet[Place]:
    """Return the rows (of `stood`) in the wanted order of that day's values, the number as the last word."""
    wanted, down = sort.removeprefix("-"), sort.startswith("-")
    column = {"name": "name", "area": "area_path", "class": "class_code"}.get(wanted)
    if column:
        rows, key = by_then(rows, column), f"{column}_then"
    elif wanted == OPEN_HAZARDS and (count := annotations.known(OPEN_HAZARDS)) and count.then:
        rows, key = rows.annotate(**{OPEN_HAZARDS: count.then(on)}), OPEN_HAZARDS
    else:
        key = {"state": "state_then", "created_at": "created_at"}.get(wanted, "number")
    return rows.order_by(f"-{key}" if down else key, "number")


def by_then(rows: QuerySet[Place], column: str) -> QuerySet[Place]:
    """Return the rows (of `stood`) with a column as it was then, as `<column>_then`, to sort by."""
    # scope: told of rows already in scope
    past = PlacePast.objects.filter(pk=OuterRef("past_id")).values(column)
    return rows.annotate(**{f"{column}_then": Coalesce(Subquery(past[:1]), F(column))})


def full_then(rows: QuerySet[Place], on: date) -> QuerySet[Place]:
    """Return the rows (of `stood`) with what a row of the list shows of that day: contacts and registered counts."""
    # scope: contacts are fetched for rows that are already in scope
    contacts = standing_then(PlaceContact.objects.order_by("-is_primary", "created_at", "id"), on)
    rows = rows.select_related("area").prefetch_related(Prefetch("contacts", queryset=contacts, to_attr="standing_contacts"))
    # scope: told of rows already in scope
    written = PlacePast.objects.filter(place=OuterRef("pk"), until__lt=end_of(on)).order_by().values("place")
    rows = rows.annotate(written_at=Coalesce(Subquery(written.annotate(last=Max("until")).values("last")), F("created_at")))
    for one in annotations.every():
        if one.then:
            rows = rows.annotate(**{one.key: one.then(on)})
    return rows


def standing_then(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Return contacts or facilities as they stood at the end of a day; what was changed since stands in its former words."""
    end = end_of(on)
    began = Q(stands_since__isnull=True, created_at__lt=end) | Q(stands_since__lt=end)
    return rows.filter(began, Q(removed_at__isnull=True) | Q(removed_at__gte=end))


def facilities_then(place: Place, on: date) -> QuerySet[Facility]:
    """Return the facilities of a place as they stood at the end of a day."""
    # scope: of a place already in scope
    return standing_then(Facility.objects.filter(place=place), on).order_by("kind", "id")


def turned_back(rows: Iterable[Any]) -> list[Place]:
    """Give rows (of `stood`) the values of their day, in memory only: at most two queries for all of them."""
    rows = list(rows)
    wanted = [row.past_id for row in rows if row.past_id]
    # scope: told of rows already in scope
    former = {past.pk: past for past in PlacePast.objects.filter(pk__in=wanted)} if wanted else {}
    moved = {past.area_path for past in former.values()}
    # scope: told of rows already in scope
    areas = {area.path: area for area in Area.objects.filter(path__in=moved)} if moved else {}
    for row in rows:
        if hasattr(row, "written_at"):
            row.updated_at = row.written_at
        if past := former.get(row.past_id):
            overlay(row, past)
            row.area = areas.get(past.area_path)
        row.state, row.key_unit_status = row.state_then, row.key_unit_then
    return rows


def overlay(row: Place, past: PlacePast) -> None:
    """Give a record, in memory, the values of one of its former versions."""
    for key in COLUMNS:
        setattr(row, key, getattr(past, key))
    for key in OTHERS:
        setattr(row, key, past.others.get(key, getattr(row, key)))
    row.row_version = past.row_version
