"""The figures the ledger can compute: how many places it holds on a day."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from fengsui.kernel.cells.declared import Spans, SpanSource, Standing, Watch
from fengsui.kernel.figure import Figure, Period, RowColumn, declare
from fengsui.places.classing import Labels, labels_for
from fengsui.places.key_units.states import LISTED
from fengsui.places.models import KeyUnitStep, Place, PlaceStateChange
from fengsui.places.states import IN_STOCK, state_label

PLACE_COLUMNS = (
    RowColumn("number", "编号", "number", width=20),
    RowColumn("name", "场所", "place", width=28),
    RowColumn("address", "地址", "address", width=32),
    RowColumn("class_label", "类别", "class", width=20),
    RowColumn("state_label", "状态", "state", width=12),
)


def labels_of(places: Sequence[Place]) -> dict[str, Labels]:
    """Return district → the words of its classes, for the districts that places lie in."""
    districts = {place.area_path.split("/", 1)[0] for place in places}
    return {district: labels_for(district) for district in districts}


def place_row(place: Place, labels: dict[str, Labels]) -> dict[str, Any]:
    """Return a place as the rows behind figures list it; `labels` as labels_of gives them."""
    words = labels[place.area_path.split("/", 1)[0]]
    return {
        "id": str(place.pk),
        "number": place.number,
        "name": place.name,
        "address": place.address,
        "class_code": place.class_code,
        "class_label": words.place_class(place.class_code),
        "state_label": state_label(place.state),
        "area_path": place.area_path,
    }


def in_ledger(period: Period) -> QuerySet[Place]:
    """Return the places (not buildings or compounds) whose state at the end of the period counts as stock."""
    changes = PlaceStateChange.objects.filter(place=OuterRef("pk"), on__lte=period.end)
    then = changes.order_by("-on", "-at", "-id").values("to_state")[:1]
    return Place.objects.filter(kind="place").annotate(state_then=Subquery(then)).filter(state_then__in=IN_STOCK)


def _standing(subjects: Collection[UUID] | None) -> Iterator[Standing]:
    """Tell the spells of places in the ledger, from their changes of state by the day each took effect."""
    changes = PlaceStateChange.objects.filter(place__kind="place")
    if subjects is not None:
        changes = changes.filter(place__in=subjects)
    told = changes.order_by("place_id", "on", "at", "id").values_list(
        "place_id", "place__area_path", "place__line", "on", "to_state"
    )
    for (place_id, area, line), steps in groupby(told.iterator(chunk_size=5000), key=lambda step: step[:3]):
        by_day = {on: to_state in IN_STOCK for *_, on, to_state in steps}
        enter: date | None = None
        for on, stands in by_day.items():
            if stands and enter is None:
                enter = on
            elif not stands and enter is not None:
                yield Standing(place_id, area, line, enter, on)
                enter = None
        if enter is not None:
            yield Standing(place_id, area, line, enter, None)


LEDGER = SpanSource(
    "places.ledger",
    _standing,
    (
        Watch(Place, ("area_path", "line", "kind")),
        Watch(PlaceStateChange, ("place_id", "on", "at", "to_state"), marks="SELECT {row}.place_id AS subject"),
    ),
)


def key_units(period: Period) -> QuerySet[Place]:
    """Return the places listed as key units (认定 or 备案) at the end of the period, by the day each step took effect."""
    steps = KeyUnitStep.objects.filter(place=OuterRef("pk"), on__lte=period.end)
    then = steps.order_by("-on", "-at", "-id").values("to_status")[:1]
    stood = PlaceStateChange.objects.filter(place=OuterRef("pk"), on__lte=period.end).order_by("-on", "-at", "-id")
    rows = Place.objects.annotate(status_then=Subquery(then), state_then=Subquery(stood.values("to_state")[:1]))
    return rows.filter(status_then__in=LISTED, state_then__in=IN_STOCK)


def _listed(subjects: Collection[UUID] | None) -> Iterator[Standing]:
    """Tell the spells in which places were key units and in the ledger, by the day each step took effect."""
    steps, changes = KeyUnitStep.objects.all(), PlaceStateChange.objects.all()
    if subjects is not None:
        steps, changes = steps.filter(place__in=subjects), changes.filter(place__in=subjects)
    told = steps.order_by("place_id", "on", "at", "id").values_list(
        "place_id", "place__area_path", "place__line", "on", "to_status"
    )
    statuses = {key: list(rows) for key, rows in groupby(told.iterator(chunk_size=5000), key=lambda step: step[:3])}
    lives: dict[UUID, dict[date, bool]] = {}
    known = changes.filter(place__in=[place_id for place_id, _, _ in statuses]).order_by("on", "at", "id")
    for place_id, on, to_state in known.values_list("place_id", "on", "to_state"):
        lives.setdefault(place_id, {})[on] = to_state in IN_STOCK
    for (place_id, area, line), rows in statuses.items():
        listed, life = {on: status in LISTED for *_, on, status in rows}, lives.get(place_id, {})
        is_listed = in_stock = False
        enter: date | None = None
        for day in sorted(listed.keys() | life.keys()):
            is_listed, in_stock = listed.get(day, is_listed), life.get(day, in_stock)
            if is_listed and in_stock and enter is None:
                enter = day
            elif not (is_listed and in_stock) and enter is not None:
                yield Standing(place_id, area, line, enter, day)
                enter = None
        if enter is not None:
            yield Standing(place_id, area, line, enter, None)


LISTED_UNITS = SpanSource(
    "places.key_units",
    _listed,
    (
        Watch(Place, ("area_path", "line")),
        Watch(PlaceStateChange, ("place_id", "on", "at", "to_state"), marks="SELECT {row}.place_id AS subject"),
        Watch(KeyUnitStep, ("place_id", "on", "at", "to_status"), marks="SELECT {row}.place_id AS subject"),
    ),
)


def show_places(places: Sequence[Place]) -> list[dict[str, Any]]:
    """Return places as the rows behind figures list them."""
    labels = labels_of(places)
    return [place_row(place, labels) for place in places]


STOCK = declare(
    Figure(
        id="places.stock",
        zh="台账场所",
        en="Places in the ledger",
        unit="place",
        definition="期末当日台账中状态为已建档、在营、装修、停业、季节性停业、空置、转让换手或查封的场所数。",
        definition_en="Places whose state at the end of the period keeps them in the ledger.",
        period_rule="stock",
        counted_on="期末日的场所状态（按状态变更的生效日期回溯）",
        deduplication="一档一家；并入另一档的不再计",
        exclusions="待核实、搬迁、注销、拆除、并档、误录；建筑和小区本身不计",
        version=1,
        permission="places.view",
        facts=in_ledger,
        order=("number",),
        columns=PLACE_COLUMNS,
        show=show_places,
        subject="places.place",
        cells=Spans(LEDGER),
    )
)

KEY_UNITS = declare(
    Figure(
        id="places.key_units",
        zh="消防安全重点单位",
        en="Key units",
        unit="place",
        definition="期末当日已认定（含已备案）、尚未退出的消防安全重点单位数。",
        definition_en="Places listed as key units, filed or not, and not delisted by the end of the period.",
        period_rule="stock",
        counted_on="期末日的重点单位状态（按认定、备案、退出各步的生效日期回溯）",
        deduplication="一档一家",
        exclusions="申报、核实中的不计；已退出的不计；档案已退出台账的、建档之前的日子不计",
        version=1,
        permission="places.view",
        facts=key_units,
        order=("number",),
        columns=PLACE_COLUMNS,
        show=show_places,
        subject="places.place",
        cells=Spans(LISTED_UNITS),
    )
)
