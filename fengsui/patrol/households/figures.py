"""The figures of household visits: knocks answered, households met, leaflets are counted from the same rows."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from fengsui.kernel import clock
from fengsui.kernel.cells.declared import Daily, DailySource, Watch
from fengsui.kernel.figure import Figure, Period, RowColumn, declare
from fengsui.patrol.households.models import BuildingShape, HouseholdVisit
from fengsui.patrol.households.queries import shown

COUNTED_ON = "走访日期（按校正后的现场时间）"


KNOCK_FACTS = DailySource(
    "patrol.knock",
    HouseholdVisit.objects.all,
    "local_date",
    (Watch(HouseholdVisit, ("local_date", "area_path", "line", "valid", "outcome", "household", "leaflets")),),
)
MET = Q(valid=True, outcome="met")


def _knocks(period: Period) -> QuerySet[HouseholdVisit]:
    rows = HouseholdVisit.objects.filter(valid=True, local_date__gte=period.start, local_date__lte=period.end)
    return rows.select_related("building")


def _met(period: Period) -> QuerySet[HouseholdVisit]:
    return _knocks(period).filter(outcome="met")


def _show(rows: Sequence[HouseholdVisit]) -> list[dict[str, Any]]:
    return [{**shown(row), "id": str(row.pk), "building_id": str(row.building_id)} for row in rows]


def _show_households(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    places = [row["household"].split("/") for row in rows]
    # scope: names of the buildings of rows that the caller has narrowed already
    found = {str(row.pk): row for row in BuildingShape.objects.filter(pk__in={building for building, _ in places})}
    return [
        {
            "id": row["household"],
            "building_id": building,
            "building": found[building].name,
            "door": door,
            "area_path": found[building].area_path,
            "times": row["times"],
            "last_on": row["last_on"],
        }
        for (building, door), row in zip(places, rows, strict=True)
    ]


def _drawn(period: Period) -> QuerySet[BuildingShape]:
    return BuildingShape.objects.filter(created_at__lt=clock.local_day_bounds(period.end)[1])


def _show_buildings(rows: Sequence[BuildingShape]) -> list[dict[str, Any]]:
    return [
        {"id": str(row.pk), "building": row.name, "area_path": row.area_path, "units": row.units, "floors": row.floors,
         "door_count": row.door_count}
        for row in rows
    ]  # fmt: skip


KNOCK_COLUMNS = (
    RowColumn("local_date", "日期", "day", "date", 12),
    RowColumn("building", "楼栋", "building", width=24),
    RowColumn("door", "门牌", "door", width=10),
    RowColumn("topics_label", "宣传内容", "topics", width=30),
    RowColumn("hazards_label", "发现问题", "seen", width=30),
    RowColumn("by_name", "走访人", "by", width=16),
)
HOUSEHOLD_VISITS = declare(
    Figure(
        id="patrol.household_visits",
        zh="入户走访",
        en="Household visits",
        unit="knock",
        definition="期间内敲开门、见到住户的入户走访次数。",
        definition_en="Household visits of the period at which somebody was met.",
        period_rule="flow",
        counted_on=COUNTED_ON,
        deduplication="不去重，每次走访计一户次",
        exclusions="家中无人、不便接待的；已更正的原记录",
        version=1,
        permission="patrol.view",
        facts=_met,
        day_field="local_date",
        order=("-happened_at", "pk"),
        columns=KNOCK_COLUMNS,
        show=_show,
        subject="patrol.householdvisit",
        cells=Daily(KNOCK_FACTS, MET),
    )
)
HOUSEHOLDS_MET = declare(
    Figure(
        id="patrol.households_met",
        zh="走访住户",
        en="Households met",
        unit="household",
        definition="期间内至少有一次入户走访见到人的住户数，按楼栋和门牌区分。",
        definition_en="Households, by building and door, met at least once within the period.",
        period_rule="flow",
        counted_on=COUNTED_ON,
        deduplication="同一门牌期间内多次走访只计一户",
        exclusions="家中无人、不便接待的；已更正的原记录",
        version=1,
        permission="patrol.view",
        facts=_met,
        distinct="household",
        day_field="local_date",
        order=("-last_on", "-times", "household"),
        columns=(
            RowColumn("building", "楼栋", "building", width=24),
            RowColumn("door", "门牌", "door", width=10),
            RowColumn("times", "走访次数", "visits", "integer", 10),
            RowColumn("last_on", "最近走访", "last visit", "date", 12),
        ),
        show=_show_households,
        subject="patrol.buildingshape",
        of="patrol.household_visits",
        cells=Daily(KNOCK_FACTS, MET, distinct="household", kind="household"),
    )
)
KNOCKS = declare(
    Figure(
        id="patrol.knocks",
        zh="敲门户次",
        en="Knocks",
        unit="knock",
        definition="期间内入户走访的敲门次数，无论有没有见到住户。",
        definition_en="Knocks of the period, whatever came of them.",
        period_rule="flow",
        counted_on=COUNTED_ON,
        deduplication="不去重，每次敲门计一户次",
        exclusions="已更正的原记录",
        version=1,
        permission="patrol.view",
        facts=_knocks,
        day_field="local_date",
        order=("-happened_at", "pk"),
        columns=KNOCK_COLUMNS,
        show=_show,
        subject="patrol.householdvisit",
        cells=Daily(KNOCK_FACTS, Q(valid=True)),
    )
)
LEAFLETS = declare(
    Figure(
        id="patrol.leaflets",
        zh="发放宣传资料",
        en="Leaflets handed out",
        unit="file",
        definition="期间内入户走访时发放的宣传资料份数，按走访记录里登记的份数相加。",
        definition_en="Leaflets handed out at household visits of the period, the sum of what each visit recorded.",
        period_rule="flow",
        counted_on=COUNTED_ON,
        deduplication="不去重，份数相加",
        exclusions="没有发放的走访；已更正的原记录；培训等其他场合发放的（该处没有登记份数）",
        version=1,
        permission="patrol.view",
        facts=lambda period: _knocks(period).filter(leaflets__gt=0),
        day_field="local_date",
        amount="leaflets",
        order=("-happened_at", "pk"),
        columns=(*KNOCK_COLUMNS, RowColumn("leaflets", "份数", "leaflets", "integer", 8)),
        show=_show,
        subject="patrol.householdvisit",
        cells=Daily(KNOCK_FACTS, Q(valid=True, leaflets__gt=0), amount="leaflets"),
    )
)
DOORS = declare(
    Figure(
        id="patrol.doors",
        zh="登记住户",
        en="Households drawn",
        unit="household",
        definition="期末已画出的住宅楼栋的门牌数之和，门牌数按最近一次画的楼栋。",
        definition_en="Doors of the residential buildings drawn by the end of the period, as last drawn.",
        period_rule="stock",
        counted_on="楼栋首次登记日期",
        deduplication="每个门牌计一户",
        exclusions="还没有画出的楼栋；画楼栋时去掉的门",
        version=1,
        permission="patrol.view",
        facts=_drawn,
        amount="door_count",
        order=("area_path", "name", "pk"),
        columns=(
            RowColumn("building", "楼栋", "building", width=24),
            RowColumn("units", "单元", "units", "integer", 8),
            RowColumn("floors", "层数", "floors", "integer", 8),
            RowColumn("door_count", "门牌数", "doors", "integer", 10),
        ),
        show=_show_buildings,
        subject="patrol.buildingshape",
    )
)
