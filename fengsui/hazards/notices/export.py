"""The list of notices as a spreadsheet: the same rows as on screen, audited."""

from fengsui.hazards.notices import queries
from fengsui.hazards.notices.queries import NoticeFilters
from fengsui.kernel import audit, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import Column, Sheet

COLUMNS = [
    Column("number", "编号", "text", 22),
    Column("local_date", "日期", "date", 12),
    Column("area_name", "区域", "text", 16),
    Column("place_name", "场所", "text", 28),
    Column("place_address", "地址", "text", 32),
    Column("line_count", "隐患（处）", "integer", 10),
    Column("words_label", "用语", "text", 8),
    Column("issuer", "告知单位", "text", 28),
    Column("by_name", "检查人员", "text", 14),
    Column("served_how_label", "现场出示", "text", 18),
    Column("service_label", "送达状态", "text", 14),
    Column("service_way_label", "送达方式", "text", 12),
    Column("served_at", "送达时间", "datetime", 18),
    Column("serve_by", "应送达日期", "date", 12),
    Column("first_opened_at", "首次打开", "datetime", 18),
    Column("voided_at", "撤回时间", "datetime", 18),
    Column("void_reason", "撤回原因", "text", 28),
]


def notice_workbook(*, actor: Actor, filters: NoticeFilters, sort: str) -> bytes:
    """Return the XLSX of every notice that matches; the audit keeps who exported how many with which filters."""
    rows = queries.export_rows(actor=actor, filters=filters, sort=sort)
    given = filters.model_dump(mode="json", exclude_defaults=True)
    with transaction.write():
        changes = {"rows": [None, len(rows)], "filters": [None, given]}
        audit.record(actor=actor, verb="notice.export", area_path=filters.area, changes=changes)
    return documents.table_xlsx(sheets=[Sheet("告知书", COLUMNS, rows)], watermark=documents.mark_of(actor, filters.area))
