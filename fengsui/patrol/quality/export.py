"""The sampling list as a spreadsheet: the same rows as on screen, audited."""

from fengsui.kernel import audit, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import Column, Sheet
from fengsui.patrol.quality import queries
from fengsui.patrol.quality.filters import SampleFilters

COLUMNS = [
    Column("week_from", "所属周", "date", 12),
    Column("visit_number", "巡查编号", "text", 22),
    Column("local_date", "巡查日期", "date", 12),
    Column("area_name", "区域", "text", 16),
    Column("place_name", "场所", "text", 28),
    Column("place_address", "地址", "text", 32),
    Column("outcome_label", "巡查结果", "text", 12),
    Column("by_name", "巡查人", "text", 12),
    Column("why_label", "抽中方式", "text", 10),
    Column("reason_words", "提醒内容", "text", 50),
    Column("explanation", "本人说明", "text", 40),
    Column("result_label", "复核结果", "text", 10),
    Column("difference_words", "不符之处", "text", 30),
    Column("note", "现场情况", "text", 40),
    Column("re_inspected_by", "复核人", "text", 12),
    Column("done_at", "复核时间", "datetime", 18),
]


def sample_workbook(*, actor: Actor, filters: SampleFilters) -> bytes:
    """Return the XLSX of every drawn visit that matches; the audit keeps who exported how many with which filters."""
    rows = [
        {
            **row,
            "reason_words": "；".join(reason["zh"] for reason in row["reasons"]),
            "difference_words": "、".join(row["difference_labels"]),
        }
        for row in queries.export_samples(actor=actor, filters=filters)
    ]
    with transaction.write():
        given = filters.model_dump(mode="json", exclude_defaults=True)
        changes = {"rows": [None, len(rows)], "filters": [None, given]}
        audit.record(actor=actor, verb="sample.export", area_path=filters.area, changes=changes)
    return documents.table_xlsx(sheets=[Sheet("抽查清单", COLUMNS, rows)], watermark=documents.mark_of(actor, filters.area))
