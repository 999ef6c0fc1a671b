"""The list of 重大火灾隐患 as a spreadsheet: the same rows as on screen, audited."""

from fengsui.hazards.major import queries
from fengsui.hazards.major.queries import MajorFilters
from fengsui.kernel import audit, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import Column, Sheet

COLUMNS = [
    Column("number", "编号", "text", 20),
    Column("state_label", "状态", "text", 12),
    Column("area_name", "区域", "text", 16),
    Column("place_name", "场所", "text", 28),
    Column("place_address", "地址", "text", 32),
    Column("rule_sets", "判定规则（待核）", "text", 18),
    Column("why", "疑似依据", "text", 48),
    Column("hazard_count", "隐患（处）", "integer", 10),
    Column("opened_on", "提出日期", "date", 12),
    Column("decided_on", "集体研究日期", "date", 14),
    Column("participants", "参加人员", "text", 32),
    Column("decision_words", "研究结论", "text", 40),
    Column("served_on", "通知书送达", "date", 12),
    Column("listed_by", "挂牌政府", "text", 20),
    Column("listed_on", "挂牌日期", "date", 12),
    Column("limit_on", "整改期限", "date", 12),
    Column("released_on", "销案日期", "date", 12),
    Column("overdue", "逾期", "yesno", 6),
]


def major_workbook(*, actor: Actor, filters: MajorFilters, sort: str) -> bytes:
    """Return the XLSX of every case that matches; the audit keeps who exported how many with which filters."""
    rows = queries.export_rows(actor=actor, filters=filters, sort=sort)
    given = filters.model_dump(mode="json", exclude_defaults=True)
    with transaction.write():
        changes = {"rows": [None, len(rows)], "filters": [None, given]}
        audit.record(actor=actor, verb="major.export", area_path=filters.area, changes=changes)
    return documents.table_xlsx(sheets=[Sheet("重大火灾隐患", COLUMNS, rows)], watermark=documents.mark_of(actor, filters.area))
