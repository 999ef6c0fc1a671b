"""The figure of notices: how many were issued."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from fengsui.hazards import cells
from fengsui.hazards.notices.models import Notice
from fengsui.hazards.notices.serving_rules import STATES
from fengsui.kernel.cells.declared import Daily
from fengsui.kernel.figure import Figure, RowColumn, declare

NOTICE_COLUMNS = (
    RowColumn("number", "编号", "number", width=22),
    RowColumn("place_name", "场所", "place", width=28),
    RowColumn("place_address", "地址", "address", width=30),
    RowColumn("local_date", "日期", "date", "date", 12),
    RowColumn("line_count", "隐患（处）", "hazards", "integer", 10),
    RowColumn("served", "送达", "served", width=14),
    RowColumn("first_opened_at", "首次打开", "first opened", "datetime", 18),
)


def show_notices(notices: Sequence[Notice]) -> list[dict[str, Any]]:
    """Return notices as the rows behind their figure list them."""
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "place_id": str(row.place_id),
            "place_name": row.place_name,
            "place_address": row.place_address,
            "local_date": row.local_date,
            "line_count": row.line_count,
            "served": STATES[row.service_state][0],
            "first_opened_at": row.first_opened_at,
            "area_path": row.area_path,
        }
        for row in notices
    ]


NOTICES = declare(
    Figure(
        id="hazards.notices",
        zh="发出告知书",
        en="Notices issued",
        unit="file",
        definition="期间内发出的消防安全隐患告知书份数；告知书是提示和建议，不计入法律文书；依规则包的授权写明责令的也按份计入。",
        definition_en="Notices issued to owners within the period: advice, and those that order by a delegation.",
        period_rule="flow",
        counted_on="检查日期（按校正后的现场时间）",
        deduplication="一次巡查一份",
        exclusions="已撤回的告知书",
        version=2,
        permission="hazards.view",
        facts=lambda period: Notice.objects.filter(
            voided_at__isnull=True, local_date__gte=period.start, local_date__lte=period.end
        ),
        order=("-local_date", "number"),
        columns=NOTICE_COLUMNS,
        show=show_notices,
        subject="hazards.notice",
        day_field="local_date",
        cells=Daily(cells.NOTICE_FACTS, Q(voided_at__isnull=True)),
    )
)
