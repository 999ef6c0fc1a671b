"""The figures of patrol: places visited, visits, doors found closed, people out, places covered, evidence on its way."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fengsui.kernel import clock
from fengsui.kernel.cells.declared import Daily, DailySource, Spans, SpanSource, Standing, Watch
from fengsui.kernel.figure import Figure, Period, RowColumn, by_id, declare
from fengsui.kernel.models import Account, EvidenceLink
from fengsui.patrol.models import Visit
from fengsui.places.figures import PLACE_COLUMNS, in_ledger, labels_of, place_row, show_places
from fengsui.places.models import Place

VISIT_COLUMNS = (
    RowColumn("number", "编号", "number", width=22),
    RowColumn("local_date", "日期", "day", "date", 12),
    RowColumn("place_name", "场所", "place", width=28),
    RowColumn("outcome_label", "结果", "outcome", width=12),
    RowColumn("by_name", "巡查人", "by", width=16),
    RowColumn("started_at", "开始", "started", "datetime", 18),
    RowColumn("ended_at", "结束", "ended", "datetime", 18),
    RowColumn("hazard_count", "隐患", "hazards", "integer", 8),
)


EVIDENCE_ROLES = {
    "before": "整改前",
    "after": "整改后",
    "review": "复查",
    "scene": "现场",
    "signature": "签名",
    "facility": "设施",
    "place": "场所",
    "document": "文书",
    "clip": "执法记录仪片段",
}


VISIT_FACTS = DailySource(
    "patrol.visit",
    Visit.objects.all,
    "local_date",
    (Watch(Visit, ("local_date", "area_path", "line", "valid", "inspected", "place_id", "by_account_id", "hazard_count")),),
)
INSPECTED = Q(valid=True, inspected=True)


def visits(period: Period) -> QuerySet[Visit]:
    """Return the valid visits of a period, whatever came of them."""
    return Visit.objects.filter(valid=True, local_date__gte=period.start, local_date__lte=period.end)


def _inspected(period: Period) -> QuerySet[Visit]:
    return visits(period).filter(inspected=True).select_related("place")


# What `show_visits` reads of a visit and of its place.
SHOWN_OF_VISITS = (
    "number", "local_date", "place", "place__name", "outcome", "outcome_label", "by_name", "started_at", "ended_at",
    "received_at", "hazard_count", "area_path",
)  # fmt: skip


def show_visits(rows: Sequence[Visit]) -> list[dict[str, Any]]:
    """Return visits as the rows behind figures list them."""
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "local_date": row.local_date,
            "place_id": str(row.place_id),
            "place_name": row.place.name,
            "outcome": row.outcome,
            "outcome_label": row.outcome_label,
            "by_name": row.by_name,
            "started_at": row.started_at,
            "ended_at": row.ended_at,
            "received_at": row.received_at,
            "hazard_count": row.hazard_count,
            "area_path": row.area_path,
        }
        for row in rows
    ]


def _show_places(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    places = by_id(list(Place.objects.filter(pk__in=[row["place_id"] for row in rows])))
    labels = labels_of(list(places.values()))
    return [{**place_row(places[row["place_id"]], labels), "times": row["times"], "last_on": row["last_on"]} for row in rows]


def _show_people(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    people = by_id(list(Account.objects.filter(pk__in=[row["by_account_id"] for row in rows])))
    return [
        {
            "id": str(row["by_account_id"]),
            "name": people[row["by_account_id"]].display_name,
            "times": row["times"],
            "last_on": row["last_on"],
        }
        for row in rows
    ]


PLACES_VISITED = declare(
    Figure(
        id="patrol.places_visited",
        zh="巡查场所",
        en="Places inspected",
        unit="place",
        definition="期间内至少有一次有效巡查且进门检查的场所数。",
        definition_en="Places with at least one valid visit on which they were inspected.",
        period_rule="flow",
        counted_on="巡查日期（按校正后的现场时间）",
        deduplication="同一场所期间内多次巡查只计一家",
        exclusions="只有锁门、停业、拒绝等未进门记录的；标为无效的巡查",
        version=1,
        permission="patrol.view",
        facts=_inspected,
        distinct="place_id",
        day_field="local_date",
        order=("-last_on", "-times", "place_id"),
        columns=(
            *PLACE_COLUMNS,
            RowColumn("times", "巡查次数", "visits", "integer", 10),
            RowColumn("last_on", "最近巡查", "last visit", "date", 12),
        ),
        show=_show_places,
        subject="places.place",
        cells=Daily(VISIT_FACTS, INSPECTED, distinct="place_id", kind="place"),
    )
)
VISITS = declare(
    Figure(
        id="patrol.visits",
        zh="巡查家次",
        en="Inspections",
        unit="visit",
        definition="期间内有效且进门检查的巡查次数。",
        definition_en="Valid visits of the period on which the place was inspected.",
        period_rule="flow",
        counted_on="巡查日期（按校正后的现场时间）",
        deduplication="不去重，每次巡查计一家次",
        exclusions="锁门、停业、拒绝等未进门的；标为无效的巡查",
        version=1,
        permission="patrol.view",
        facts=_inspected,
        day_field="local_date",
        order=("-local_date", "-number"),
        columns=VISIT_COLUMNS,
        show=show_visits,
        shown=SHOWN_OF_VISITS,
        subject="patrol.visit",
        cells=Daily(VISIT_FACTS, INSPECTED),
    )
)
NOT_ENTERED = declare(
    Figure(
        id="patrol.not_entered",
        zh="到场未查",
        en="Visits without inspection",
        unit="visit",
        definition="期间内到了现场但没有进门检查的次数：锁门、停业、搬迁、拒绝、找不到、装修、空置等。",
        definition_en="Visits of the period that reached the place but could not inspect it.",
        period_rule="flow",
        counted_on="巡查日期（按校正后的现场时间）",
        deduplication="不去重，每次计一家次",
        exclusions="进门检查的；标为无效的巡查",
        version=1,
        permission="patrol.view",
        facts=lambda period: visits(period).filter(inspected=False).select_related("place"),
        day_field="local_date",
        order=("-local_date", "-number"),
        columns=VISIT_COLUMNS,
        show=show_visits,
        shown=SHOWN_OF_VISITS,
        subject="patrol.visit",
        cells=Daily(VISIT_FACTS, Q(valid=True, inspected=False)),
    )
)
PEOPLE_OUT = declare(
    Figure(
        id="patrol.people_out",
        zh="出动人员",
        en="People on patrol",
        unit="person",
        definition="期间内至少有一次有效巡查记录的人数。",
        definition_en="People with at least one valid visit within the period.",
        period_rule="flow",
        counted_on="巡查日期",
        deduplication="同一人期间内只计一人",
        exclusions="标为无效的巡查",
        version=1,
        permission="patrol.view",
        facts=lambda period: visits(period).filter(by_account__isnull=False),
        distinct="by_account_id",
        day_field="local_date",
        order=("-times", "by_account_id"),
        columns=(
            RowColumn("name", "人员", "person", width=20),
            RowColumn("times", "到场次数", "visits", "integer", 10),
            RowColumn("last_on", "最近一次", "last visit", "date", 12),
        ),
        show=_show_people,
        subject="kernel.account",
        cells=Daily(VISIT_FACTS, Q(valid=True, by_account__isnull=False), distinct="by_account_id", kind="account"),
    )
)
VISITS_WITH_HAZARDS = declare(
    Figure(
        id="patrol.visits_with_hazards",
        zh="查出隐患家次",
        en="Inspections that found hazards",
        unit="visit",
        definition="期间内有效且进门检查、并登记了至少一处隐患的巡查次数。",
        definition_en="Valid inspections of the period at which at least one hazard was recorded.",
        period_rule="flow",
        counted_on="巡查日期（按校正后的现场时间）",
        deduplication="不去重，每次巡查计一家次",
        exclusions="没有发现隐患的；未进门的；标为无效的巡查",
        version=1,
        permission="patrol.view",
        facts=lambda period: _inspected(period).filter(hazard_count__gt=0),
        day_field="local_date",
        order=("-local_date", "-number"),
        columns=VISIT_COLUMNS,
        show=show_visits,
        shown=SHOWN_OF_VISITS,
        subject="patrol.visit",
        of="patrol.visits",
        cells=Daily(VISIT_FACTS, INSPECTED & Q(hazard_count__gt=0)),
    )
)


def _covered(period: Period) -> QuerySet[Place]:
    return in_ledger(period).filter(Exists(_inspected(period).filter(place=OuterRef("pk"))))


PLACES_COVERED = declare(
    Figure(
        id="patrol.places_covered",
        zh="已查在册场所",
        en="Ledger places inspected",
        unit="place",
        definition="期末在台账中、且期间内至少进门检查过一次的场所数。",
        definition_en="Places in the ledger at the end of the period that were inspected at least once within it.",
        period_rule="flow",
        counted_on="期末日的场所状态和巡查日期",
        deduplication="同一场所期间内多次巡查只计一家",
        exclusions="期末已不在台账的场所；只有未进门记录的；标为无效的巡查",
        version=1,
        permission="patrol.view",
        facts=_covered,
        order=("number",),
        columns=PLACE_COLUMNS,
        show=show_places,
        subject="places.place",
        of="places.stock",
        scope_rule="按场所现在所在区域归口；只算本人数据范围内的场所",
    )
)


def _awaited(period: Period) -> QuerySet[EvidenceLink]:
    end = clock.local_day_bounds(period.end)[1]
    rows = EvidenceLink.objects.filter(Q(arrived_at__isnull=True) | Q(arrived_at__gte=end), received_at__lt=end)
    return rows.filter(Q(removed_at__isnull=True) | Q(removed_at__gte=end))


def _awaiting(subjects: Collection[UUID] | None) -> Iterator[Standing]:
    """Tell the days through which photos were awaited: from the record's receipt to the arrival or the removal."""
    links = EvidenceLink.objects.all() if subjects is None else EvidenceLink.objects.filter(pk__in=subjects)
    told = links.values_list("pk", "area_path", "line", "received_at", "arrived_at", "removed_at")
    for pk, area, line, received, arrived, removed in told.iterator(chunk_size=5000):
        ends = [clock.local_date(moment) for moment in (arrived, removed) if moment is not None]
        enter, leave = clock.local_date(received), min(ends, default=None)
        if leave is None or leave > enter:
            yield Standing(pk, area, line, enter, leave)


EVIDENCE_FACTS = SpanSource(
    "patrol.evidence", _awaiting, (Watch(EvidenceLink, ("received_at", "arrived_at", "removed_at", "area_path", "line")),)
)


def _show_evidence(rows: Sequence[EvidenceLink]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "subject_type": row.subject_type,
            "subject_id": row.subject_id,
            "role": row.role,
            "role_label": EVIDENCE_ROLES.get(row.role, row.role),
            "by_name": row.by_name,
            "captured_at": row.captured_at,
            "arrived_at": row.arrived_at,
            "area_path": row.area_path,
        }
        for row in rows
    ]


EVIDENCE_AWAITED = declare(
    Figure(
        id="patrol.evidence_awaited",
        zh="未送达照片",
        en="Photos not yet arrived",
        unit="file",
        definition="期末日结束时记录已到、原件尚未送达服务器的照片和文件数。",
        definition_en="Photos and files whose record had arrived by the end of the period but whose bytes had not.",
        period_rule="stock",
        counted_on="记录送达时间和原件送达时间",
        deduplication="一份照片用于几处记录的，每处各计一份",
        exclusions="已撤下的照片；连记录都还在手机上的",
        version=1,
        permission="evidence.view",
        facts=_awaited,
        order=("received_at", "pk"),
        columns=(
            RowColumn("by_name", "拍摄人", "by", width=16),
            RowColumn("role_label", "用途", "role", width=12),
            RowColumn("captured_at", "拍摄时间", "taken at", "datetime", 18),
            RowColumn("arrived_at", "送达时间", "arrived at", "datetime", 18),
        ),
        show=_show_evidence,
        subject="kernel.evidencelink",
        cells=Spans(EVIDENCE_FACTS),
    )
)
