"""Figures of re-inspection: visits re-inspected, and those found as recorded."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from fengsui.kernel.cells.declared import Daily, DailySource, Watch
from fengsui.kernel.figure import Figure, Period, RowColumn, declare
from fengsui.patrol.quality.models import DIFFERENCES, DRAWN_BECAUSE, RESULTS, SampleItem

SAMPLE_FACTS = DailySource(
    "patrol.sample", SampleItem.objects.all, "done_on", (Watch(SampleItem, ("done_on", "area_path", "line", "result")),)
)


def _done(period: Period) -> QuerySet[SampleItem]:
    rows = SampleItem.objects.filter(done_on__gte=period.start, done_on__lte=period.end)
    return rows.select_related("visit", "place")


def _show(rows: Sequence[SampleItem]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.visit_id),
            "number": row.visit.number,
            "local_date": row.visit.local_date,
            "place_id": str(row.place_id),
            "place_name": row.place.name,
            "by_name": row.visit.by_name,
            "why_label": DRAWN_BECAUSE[row.why][0],
            "done_on": row.done_on,
            "result_label": RESULTS[row.result][0],
            "differences": "、".join(DIFFERENCES[code][0] for code in row.differences),
            "re_inspected_by": row.by_name,
            "area_path": row.area_path,
        }
        for row in rows
    ]


COLUMNS = (
    RowColumn("number", "巡查编号", "visit", width=22),
    RowColumn("local_date", "巡查日期", "visited on", "date", 12),
    RowColumn("place_name", "场所", "place", width=28),
    RowColumn("by_name", "巡查人", "by", width=16),
    RowColumn("why_label", "抽中方式", "drawn", width=10),
    RowColumn("done_on", "复核日期", "re-inspected on", "date", 12),
    RowColumn("result_label", "结果", "result", width=10),
    RowColumn("differences", "不符之处", "differences", width=30),
    RowColumn("re_inspected_by", "复核人", "re-inspected by", width=16),
)
SAMPLES_DONE = declare(
    Figure(
        id="patrol.samples_done",
        zh="质量抽查数",
        en="Visits re-inspected",
        unit="visit",
        definition="期间内由他人到场复核并记录结果的抽中巡查次数。",
        definition_en="Drawn visits that somebody else re-inspected at the place within the period.",
        period_rule="flow",
        counted_on="复核日期",
        deduplication="每次巡查最多抽中一次",
        exclusions="抽中尚未复核的",
        version=1,
        permission="patrol.doubts",
        facts=_done,
        day_field="done_on",
        order=("-done_at", "pk"),
        columns=COLUMNS,
        show=_show,
        subject="patrol.visit",
        cells=Daily(SAMPLE_FACTS),
    )
)
SAMPLES_MATCHED = declare(
    Figure(
        id="patrol.samples_matched",
        zh="其中相符",
        en="of which as recorded",
        unit="visit",
        definition="期间内复核结果为“相符”的抽中巡查次数；除以质量抽查数即抽查相符率。",
        definition_en="Of the visits re-inspected within the period, those found as recorded; over them: the rate of matches.",
        period_rule="flow",
        counted_on="复核日期",
        deduplication="每次巡查最多抽中一次",
        exclusions="结果为“不符”的；抽中尚未复核的",
        version=1,
        permission="patrol.doubts",
        facts=lambda period: _done(period).filter(result="match"),
        day_field="done_on",
        order=("-done_at", "pk"),
        columns=COLUMNS,
        show=_show,
        subject="patrol.visit",
        of="patrol.samples_done",
        cells=Daily(SAMPLE_FACTS, Q(result="match")),
    )
)
