"""The figures the ledger can compute: how many places it holds on a day."""

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from fengsui.kernel.figure import Figure, Period, RowColumn, declare
from fengsui.places.classing import Labels, labels_for
from fengsui.places.models import Place, PlaceStateChange
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


def _show(places: Sequence[Place]) -> list[dict[str, Any]]:
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
        show=_show,
        subject="places.place",
    )
)
