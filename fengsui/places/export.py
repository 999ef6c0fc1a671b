"""The ledger as a spreadsheet: the rows on screen, phones masked unless the person may take them out, always audited."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from fengsui.kernel import audit, clock, documents, phones, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.scope import require
from fengsui.places import annotations, inputs, queries
from fengsui.places.classing import Labels, labels_for
from fengsui.places.filters import DatedFilters, PlaceFilters
from fengsui.places.importing.engine import returned
from fengsui.places.importing.engine.fields import FIELDS
from fengsui.places.models import Place, PlaceContact
from fengsui.places.queries.shown import brief
from fengsui.places.queries.then import turned_back
from fengsui.places.states import state_label

CHUNK = 2000
_HEAD = (
    Column("number", "编号", "text", 18),
    Column("name", "场所名称", "text", 30),
    Column("kind_label", "种类", "text", 10),
    Column("area_name", "区域", "text", 16),
    Column("area_path", "区域路径", "text", 18),
    Column("address", "地址", "text", 34),
    Column("activity_label", "经营活动", "text", 14),
    Column("class_label", "类别", "text", 16),
    Column("class_note", "类别说明", "text", 22),
    Column("inputs_words", "分类依据", "text", 30),
    Column("key_unit_label", "重点单位", "text", 14),
    Column("state_label", "状态", "text", 12),
    Column("contact_name", "责任人", "text", 12),
    Column("phone", "电话", "text", 16),
    Column("lon", "经度", "text", 12),
    Column("lat", "纬度", "text", 12),
)
_TAIL = (
    Column("credit_code", "统一社会信用代码", "text", 22),
    Column("plate_code", "门牌码", "text", 14),
    Column("external_id", "原档案编号", "text", 16),
    Column("source_label", "来源", "text", 10),
    *(Column(code, FIELDS[code].zh, "text", 10) for code in returned.INPUTS),
    Column("updated_at", "更新时间", "datetime", 18),
    Column(returned.VERSION, "档案版本", "text", 26),
)


def place_workbook(*, actor: Actor, filters: PlaceFilters, sort: str, whole_phones: bool = False) -> tuple[bytes, int]:
    """Return the XLSX of every place that matches and how many they are; the audit keeps who, how many, which filters.

    `whole_phones` needs places.export_phones on every row's area. Raises Forbidden, NotFound, TooLarge.
    """
    rows, count = queries.export_rows(actor=actor, filters=filters, sort=sort)
    if whole_phones:
        for path, line in rows.order_by().values_list("area_path", "line").distinct():
            require(actor, "places.export_phones", area_path=path, line=line)
    columns = [*_HEAD, *(Column(one.key, one.title_zh, "integer", 12) for one in annotations.every()), *_TAIL]
    with transaction.write():
        audit.record(
            actor=actor,
            verb="place.export",
            area_path=filters.area,
            changes={
                "rows": [None, count],
                "filters": [None, filters.model_dump(mode="json", exclude_defaults=True)],
                "whole_phones": [None, whole_phones],
            },
        )
    on = filters.as_of if isinstance(filters, DatedFilters) else None
    title = "场所台账" if on is None else f"场所台账 {on}"
    shown = _rows(_read(rows, on), whole_phones)
    content = documents.table_xlsx(sheets=[Sheet(title, columns, shown)], watermark=documents.mark_of(actor))
    return content, count


def _read(rows: QuerySet[Place], on: date | None) -> Iterator[Place]:
    """Yield rows chunk by chunk, those of a past day with that day's values."""
    read = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(read, CHUNK)):
        yield from chunk if on is None else turned_back(chunk)


def _rows(rows: Iterable[Place], whole_phones: bool) -> Iterator[dict[str, Any]]:
    labels: Labels | None = None
    for row in rows:
        labels = labels or labels_for(row.area_path)
        made = brief(row, labels)
        contacts: list[PlaceContact] = row.standing_contacts  # type: ignore[attr-defined]
        first = contacts[0] if contacts else None
        phone = made["contact_phone"]
        if whole_phones and first:
            phone = phones.open_phone(first.phone_cipher)
        yield {
            **made,
            **made["counts"],
            **cells_of(row, labels),
            "phone": phone,
            "class_note": "申报与计算不一致" if row.class_conflict else ("人工认定" if row.class_overridden else ""),
            "inputs_words": "；".join(inputs.words(row.inputs)),
            returned.VERSION: f"{row.row_version}/{row.updated_at.astimezone(UTC):{returned.STAMP}}",
        }


def cells_of(row: Place, labels: Labels) -> dict[str, str]:
    """Return the cells of a record that may be edited in the exported sheet, by field of the import, as text."""
    contacts: list[PlaceContact] = row.standing_contacts  # type: ignore[attr-defined]
    first = contacts[0] if contacts else None
    return {
        "name": row.name,
        "address": row.address,
        "activity": labels.activity(row.activity),
        "state": state_label(row.state),
        "owner_name": first.name if first else "",
        "owner_phone": first.phone_masked if first else "",
        "lon": "" if row.lon is None else f"{row.lon:.6f}",
        "lat": "" if row.lat is None else f"{row.lat:.6f}",
        "credit_code": row.credit_code,
        "external_id": row.external_id,
        **{code: _plain(row.inputs.get(code)) for code in returned.INPUTS},
    }


def _plain(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def file_name(on: date | None = None) -> str:
    """Return the name under which a browser saves the export, of today or of a past day."""
    return f"场所台账-{on or clock.local_date():%Y%m%d}.xlsx"


def write_to(path: Path, *, actor: Actor, area: str) -> int:
    """Write the places of an area ('' = all) to a file and return how many."""
    content, count = place_workbook(actor=actor, filters=PlaceFilters(area=area), sort="number")
    path.write_bytes(content)
    return count
