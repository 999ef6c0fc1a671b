"""The list of visits as a spreadsheet: the same rows as on screen, audited."""

from fengsui.kernel import audit, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import Column, Sheet
from fengsui.patrol import queries
from fengsui.patrol.filters import KeptFilters, VisitFilters

COLUMNS = [
    Column("number", "编号", "text", 22),
    Column("local_date", "日期", "date", 12),
    Column("area_name", "区域", "text", 16),
    Column("place_name", "场所", "text", 28),
    Column("place_address", "地址", "text", 32),
    Column("outcome_label", "巡查结果", "text", 12),
    Column("by_name", "巡查人", "text", 12),
    Column("minutes", "用时（分钟）", "number", 12),
    Column("item_count", "检查项", "integer", 8),
    Column("bad_item_count", "不合格项", "integer", 10),
    Column("hazard_count", "隐患数", "integer", 8),
    Column("source_label", "来源", "text", 8),
    Column("clock_flag_label", "手机时钟", "text", 20),
    Column("missing_photos", "未送达照片", "integer", 10),
]


def visit_workbook(*, actor: Actor, filters: VisitFilters, sort: str) -> bytes:
    """Return the XLSX of every visit that matches; the audit keeps who exported how many with which filters."""
    rows = queries.export_visits(actor=actor, filters=filters, sort=sort)
    with transaction.write():
        audit.record(
            actor=actor,
            verb="visit.export",
            area_path=filters.area,
            changes={"rows": [None, len(rows)], "filters": [None, filters.model_dump(mode="json", exclude_defaults=True)]},
        )
    return documents.table_xlsx(sheets=[Sheet("巡查记录", COLUMNS, rows)], watermark=documents.mark_of(actor, filters.area))


KEPT_COLUMNS = [
    Column("kind_label", "类型", "text", 10),
    Column("state_label", "状态", "text", 16),
    Column("by_name", "记录人", "text", 12),
    Column("happened_at", "发生时间", "datetime", 18),
    Column("received_at", "送达时间", "datetime", 18),
    Column("why", "原因或两份内容", "text", 60),
    Column("settled_words", "处理结果", "text", 40),
]


def kept_workbook(*, actor: Actor, filters: KeptFilters) -> bytes:
    """Return the XLSX of every phone record that waits for a person and matches; the export is audited."""
    rows = queries.export_kept(actor=actor, filters=filters)
    with transaction.write():
        given = filters.model_dump(mode="json", exclude_defaults=True)
        changes = {"rows": [None, len(rows)], "filters": [None, given]}
        audit.record(actor=actor, verb="sync.export_kept", area_path=filters.area, changes=changes)
    return documents.table_xlsx(
        sheets=[Sheet("待处理的手机记录", KEPT_COLUMNS, rows)], watermark=documents.mark_of(actor, filters.area)
    )
