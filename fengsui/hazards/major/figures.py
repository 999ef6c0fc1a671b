"""The figures of 重大火灾隐患: put on the list, taken off it."""

from collections.abc import Sequence
from typing import Any

from fengsui.hazards.major.models import MajorCase
from fengsui.hazards.major.states import state_label
from fengsui.kernel.cells.declared import Daily, DailySource, Watch
from fengsui.kernel.figure import Figure, RowColumn, declare

COLUMNS = (
    RowColumn("number", "编号", "number", width=22),
    RowColumn("place_name", "场所", "place", width=28),
    RowColumn("state_label", "现在状态", "state now", width=14),
    RowColumn("listed_on", "挂牌日期", "listed on", "date", 12),
    RowColumn("listed_by", "挂牌单位", "listed by", width=20),
    RowColumn("limit_on", "整改期限", "limit", "date", 12),
    RowColumn("released_on", "销案日期", "released on", "date", 12),
)


def _show(rows: Sequence[MajorCase]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "place_id": str(row.place_id),
            "place_name": row.place.name,
            "state_label": state_label(row.state),
            "listed_on": row.listed_on,
            "listed_by": row.listed_by,
            "limit_on": row.limit_on,
            "released_on": row.released_on,
            "area_path": row.area_path,
        }
        for row in rows
    ]


def _by(day: str, figure_id: str, zh: str, en: str, definition: str, definition_en: str, counted_on: str) -> Figure:
    facts = DailySource(figure_id, MajorCase.objects.all, day, (Watch(MajorCase, (day, "area_path", "line")),))
    return declare(
        Figure(
            id=figure_id,
            zh=zh,
            en=en,
            unit="case",
            definition=definition,
            definition_en=definition_en,
            period_rule="flow",
            counted_on=counted_on,
            deduplication="一案一处",
            exclusions="只是疑似、集体讨论未认定的；不在期间内的",
            version=1,
            permission="hazards.view",
            facts=lambda period: MajorCase.objects.filter(
                **{f"{day}__gte": period.start, f"{day}__lte": period.end}
            ).select_related("place"),
            order=(f"-{day}", "number"),
            columns=COLUMNS,
            show=_show,
            subject="hazards.majorcase",
            day_field=day,
            cells=Daily(facts),
        )
    )


LISTED = _by(
    "listed_on", "hazards.major_listed", "重大火灾隐患挂牌", "Major hazards listed",
    "期间内由政府挂牌督办的重大火灾隐患数。", "Major hazards put on the government's list within the period.", "挂牌日期",
)  # fmt: skip
RELEASED = _by(
    "released_on", "hazards.major_released", "重大火灾隐患销案", "Major hazards released",
    "期间内集体讨论同意销案的重大火灾隐患数。", "Major hazards released by the collective decision within the period.",
    "销案日期",
)  # fmt: skip
