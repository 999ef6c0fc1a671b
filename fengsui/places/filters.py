"""The filters of the ledger, the same for the list, the map, its counts, plates and export."""

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from ninja import Schema
from pydantic import Field

from fengsui.kernel.actor import Actor
from fengsui.kernel.phones import is_plausible, keyed_hash, normalise
from fengsui.kernel.scope import scope_filter, under
from fengsui.kernel.search_text import fold
from fengsui.places import annotations, plate_codes
from fengsui.places.key_units.states import LISTED
from fengsui.places.models import Facility, Place, PlaceContact
from fengsui.places.states import IN_STOCK

OPEN_HAZARDS = "open_hazards"
MISSING: dict[str, tuple[str, str]] = {
    "point": ("没有坐标", "no position"),
    "phone": ("没有电话", "no phone"),
    "owner": ("没有责任人", "nobody responsible"),
    "class": ("没有类别", "no class"),
    "activity": ("没有经营活动", "no activity"),
    "area_m2": ("没有面积", "no floor area"),
    "address": ("没有地址", "no address"),
    "grid": ("没有落到网格", "not in a grid"),
}
GRID_DEPTH = 4
SORTS: dict[str, tuple[str, ...]] = {
    "number": ("number",),
    "name": ("name", "number"),
    "area": ("area_path", "number"),
    "class": ("class_code", "number"),
    "state": ("state", "number"),
    "updated_at": ("updated_at", "number"),
    "created_at": ("created_at", "number"),
    OPEN_HAZARDS: (OPEN_HAZARDS, "number"),
}
Sort = Literal[
    "number", "-number", "name", "-name", "area", "-area", "class", "-class", "state", "-state",
    "updated_at", "-updated_at", "created_at", "-created_at", "open_hazards", "-open_hazards",
]  # fmt: skip


class PlaceFilters(Schema):
    """What narrows the ledger. Without `state` and with `in_stock` left out, every record but mistakes is meant."""

    search: str = Field(default="", max_length=100)
    area: str = Field(default="", max_length=60)
    kind: list[str] = Field(default_factory=list)
    class_code: list[str] = Field(default_factory=list)
    state: list[str] = Field(default_factory=list)
    in_stock: bool | None = None
    key_unit: bool | None = None
    key_unit_status: list[str] = Field(default_factory=list)
    class_conflict: bool | None = None
    has_open_hazards: bool | None = None
    missing: list[str] = Field(default_factory=list)
    expires_within_days: int | None = Field(default=None, ge=0, le=3660)
    compound_id: UUID | None = None
    building_id: UUID | None = None
    line: str = Field(default="", max_length=40)
    source: str = Field(default="", max_length=10)


class DatedFilters(PlaceFilters):
    """The same for the ledger as it stood at the end of a past day."""

    as_of: date | None = None


def on_record(filters: PlaceFilters) -> Q:
    """Return the condition of the filters that read the record's own columns, which its past versions have as well."""
    exact: dict[str, object] = {
        "kind__in": filters.kind,
        "class_code__in": filters.class_code,
        "compound_id": filters.compound_id,
        "building_id": filters.building_id,
        "line": filters.line,
        "source": filters.source,
        "class_conflict": filters.class_conflict,
    }
    wanted = Q(**{key: value for key, value in exact.items() if value not in ("", None, [])})
    if filters.area:
        wanted &= under(filters.area)
    return wanted


def on_standing(filters: PlaceFilters, state: str, key_unit: str) -> Q:
    """Return the condition of the filters on the state and the key-unit status, told in these columns."""
    wanted = Q()
    if filters.state:
        wanted &= Q(**{f"{state}__in": filters.state})
    if filters.in_stock is not None:
        stock = Q(**{f"{state}__in": IN_STOCK})
        wanted &= stock if filters.in_stock else ~stock
    elif not filters.state:
        wanted &= ~Q(**{state: "rejected"})
    if filters.key_unit_status:
        wanted &= Q(**{f"{key_unit}__in": filters.key_unit_status})
    if filters.key_unit is not None:
        listed = Q(**{f"{key_unit}__in": LISTED})
        wanted &= listed if filters.key_unit else ~listed
    return wanted


def apply(rows: QuerySet[Place], filters: PlaceFilters, today: date, actor: Actor) -> QuerySet[Place]:
    """Return the rows that match every filter set; a phone finds only places whose phones the actor may see whole."""
    rows = rows.filter(on_record(filters), on_standing(filters, "state", "key_unit_status"))
    if filters.has_open_hazards is not None and annotations.known(OPEN_HAZARDS):
        rows = annotated(rows, OPEN_HAZARDS)
        rows = rows.filter(**{f"{OPEN_HAZARDS}__gt" if filters.has_open_hazards else OPEN_HAZARDS: 0})
    for what in filters.missing:
        rows = rows.filter(_lacks(what))
    if filters.expires_within_days is not None:
        last = today + timedelta(days=filters.expires_within_days)
        due = Facility.objects.filter(place=OuterRef("pk"), removed_at__isnull=True, expires_on__lte=last)
        rows = rows.filter(Exists(due))
    if filters.search.strip():
        rows = rows.filter(_found(filters.search, actor))
    return rows


def annotated(rows: QuerySet[Place], key: str) -> QuerySet[Place]:
    """Return rows with a registered count on each, once."""
    found = annotations.known(key)
    if found is None or key in rows.query.annotations:
        return rows
    return rows.annotate(**{key: found.expression()})


def order(rows: QuerySet[Place], sort: str) -> QuerySet[Place]:
    """Return the rows in the wanted order, with the number as the last word so that pages never overlap."""
    descending = sort.startswith("-")
    wanted = sort.removeprefix("-")
    if wanted == OPEN_HAZARDS:
        if annotations.known(OPEN_HAZARDS) is None:
            return rows.order_by("number")
        rows = annotated(rows, OPEN_HAZARDS)
    return rows.order_by(*(f"-{name}" if descending and name == SORTS[wanted][0] else name for name in SORTS[wanted]))


def _found(search: str, actor: Actor) -> Q:
    """Return the filter of a search: any fragment of name, address, number or plate, initials, or a phone or its tail."""
    text = fold(search)
    wanted = Q(search_text__contains=text)
    code = plate_codes.tidy(search)
    if plate_codes.is_valid(code):
        wanted |= Q(plate_code=code)
    digits = normalise(search)
    contacts = PlaceContact.objects.filter(removed_at__isnull=True)
    if digits.isdigit() and len(digits) == 4:
        contacts = contacts.filter(phone_last4=digits)
    elif is_plausible(digits):
        contacts = contacts.filter(phone_hmac=keyed_hash(digits))
    else:
        return wanted
    if not actor.has("places.unmask"):
        return wanted
    by_phone = Q(pk__in=contacts.values("place_id"))
    scoped = scope_filter(actor, "places.unmask")
    return wanted | (by_phone if scoped is None else by_phone & scoped)


def _lacks(what: str) -> Q:
    contacts = PlaceContact.objects.filter(place=OuterRef("pk"), removed_at__isnull=True)
    if what == "phone":
        return ~Q(Exists(contacts.exclude(phone_hmac="")))
    if what == "owner":
        return ~Q(Exists(contacts.filter(role__in=("owner", "legal_person", "safety_manager"))))
    if what == "grid":
        return ~Q(area_path__regex=r"^[0-9]+(/[0-9A-Za-z]+){3}$")
    simple = {
        "point": Q(lon__isnull=True),
        "class": Q(class_code=""),
        "activity": Q(activity=""),
        "area_m2": Q(inputs__area_m2__isnull=True),
        "address": Q(address=""),
    }
    return simple.get(what, Q())
