"""Figures of doubts: inspections too fast, with photos used before, in long all-fine streaks. Only what its inspector saw first.

Each counts doubts that have been listed for the supervisor; the inspector's own days to answer are over by then.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from fengsui.kernel.figure import Figure, Period, RowColumn, declare
from fengsui.patrol.quality.models import VisitDoubt

COLUMNS = (
    RowColumn("number", "巡查编号", "visit", width=22),
    RowColumn("local_date", "巡查日期", "visited on", "date", 12),
    RowColumn("place_name", "场所", "place", width=28),
    RowColumn("by_name", "巡查人", "by", width=16),
    RowColumn("reasons", "存疑之处", "reasons", width=50),
    RowColumn("explanation", "本人说明", "explanation", width=40),
)


def _listed(*codes: str) -> Callable[[Period], QuerySet[VisitDoubt]]:
    def facts(period: Period) -> QuerySet[VisitDoubt]:
        rows = VisitDoubt.objects.filter(
            listed_at__isnull=False, visit__valid=True, visit__local_date__gte=period.start, visit__local_date__lte=period.end
        )
        # Reasons are a list of objects; both databases print a key and its value alike.
        told = rows.annotate(reasons_text=Cast("reasons", TextField()))
        among = reduce(or_, (Q(reasons_text__contains=f'"code": "{code}"') for code in codes))
        return told.filter(among).select_related("visit__place")

    return facts


def _show(rows: Sequence[VisitDoubt]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.visit_id),
            "number": row.visit.number,
            "local_date": row.visit.local_date,
            "place_id": str(row.visit.place_id),
            "place_name": row.visit.place.name,
            "by_name": row.visit.by_name,
            "reasons": "；".join(reason["zh"] for reason in row.reasons),
            "explanation": row.explanation,
            "area_path": row.area_path,
        }
        for row in rows
    ]


def _figure(figure_id: str, zh: str, en: str, definition: str, definition_en: str, *codes: str) -> Figure:
    return declare(
        Figure(
            id=figure_id,
            zh=zh,
            en=en,
            unit="visit",
            definition=definition,
            definition_en=definition_en,
            period_rule="flow",
            counted_on="巡查日期",
            deduplication="每次巡查最多计一次",
            exclusions="本人答复期内、尚未列出的；存疑分不到门槛的；标为无效的巡查",
            version=1,
            permission="patrol.doubts",
            facts=_listed(*codes),
            day_field="visit__local_date",
            order=("-visit__local_date", "pk"),
            columns=COLUMNS,
            show=_show,
            subject="patrol.visit",
        )
    )


FAST = _figure(
    "patrol.doubts_fast", "过快巡查", "Visits too fast",
    "期间内列出的存疑巡查中，停留时间与检查项数不相称，或与上一家相隔时间走不到的。",
    "Listed doubtful visits too short for their items, or too soon after the former place to have got there.",
    "dwell", "pace",
)  # fmt: skip
REUSED = _figure(
    "patrol.doubts_reused", "照片重复使用", "Photos used again",
    "期间内列出的存疑巡查中，照片与另一次巡查的照片几乎相同的。",
    "Listed doubtful visits with a photo nearly the same as one of another visit.",
    "reused_photo",
)  # fmt: skip
ALL_FINE = _figure(
    "patrol.doubts_all_fine", "连续全部合格", "All-fine streaks",
    "期间内列出的存疑巡查中，本人连续全部合格、而同类场所同事并非如此的。",
    "Listed doubtful visits in a streak of all-fine ones that colleagues at such places do not have.",
    "all_fine",
)  # fmt: skip
