"""The hazard list as a spreadsheet: the same rows as on screen, audited."""

from typing import Any

from fengsui.hazards import queries
from fengsui.hazards.filters import HazardFilters
from fengsui.kernel import audit, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import Column, Sheet

COLUMNS = [
    Column("number", "编号", "text", 22),
    Column("state_label", "状态", "text", 14),
    Column("grade", "等级", "text", 6),
    Column("area_name", "区域", "text", 16),
    Column("place_name", "场所", "text", 28),
    Column("place_address", "地址", "text", 32),
    Column("title", "隐患", "text", 36),
    Column("description", "情况说明", "text", 36),
    Column("legal_category_label", "违法情形", "text", 28),
    Column("found_on", "发现日期", "date", 12),
    Column("found_by_name", "发现人", "text", 12),
    Column("limit_words", "期限", "text", 12),
    Column("due_on", "截止日期", "date", 12),
    Column("due_note", "期限说明", "text", 16),
    Column("assigned_to", "承办方", "text", 20),
    Column("round", "轮次", "integer", 6),
    Column("closed_on", "销案日期", "date", 12),
    Column("closed_how_label", "销案方式", "text", 12),
    Column("source_label", "来源", "text", 10),
    Column("missing_photos", "未送达照片", "integer", 10),
]


def _due_note(row: dict[str, Any]) -> str:
    words = ["已逾期"] if row["overdue"] else []
    if row["due_provisional"]:
        words.append("待国务院公布")
    return "；".join(words)


def hazard_workbook(*, actor: Actor, filters: HazardFilters, sort: str) -> bytes:
    """Return the XLSX of every hazard that matches; the audit keeps who exported how many with which filters."""
    rows = [{**row, "due_note": _due_note(row)} for row in queries.export_rows(actor=actor, filters=filters, sort=sort)]
    with transaction.write():
        audit.record(
            actor=actor,
            verb="hazard.export",
            area_path=filters.area,
            changes={"rows": [None, len(rows)], "filters": [None, filters.model_dump(mode="json", exclude_defaults=True)]},
        )
    return documents.table_xlsx(sheets=[Sheet("隐患台账", COLUMNS, rows)], watermark=documents.mark_of(actor, filters.area))
