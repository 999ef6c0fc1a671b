"""Reading bulk deeds: the batch with its counts and reasons, its rows, and the spreadsheet of what came of each."""

from typing import Any
from uuid import UUID

from django.db.models import Count

from fengsui.hazards.bulk.models import BulkBatch, BulkItem
from fengsui.hazards.bulk.verbs import BULK
from fengsui.hazards.states import VERBS, state_label
from fengsui.kernel import audit, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.errors import not_found


def find(*, actor: Actor, bulk_id: UUID) -> BulkBatch:
    """Return one's own batch. Raises NotFound."""
    row = BulkBatch.objects.filter(pk=bulk_id, account_id=actor.person_id).first()  # scope: one's own batches only
    if row is None:
        raise not_found("批量办理", "bulk batch")
    return row


def shown(batch: BulkBatch) -> dict[str, Any]:
    """Return a batch as the screen shows it; two queries."""
    counts = {row["state"]: row["n"] for row in batch.items.values("state").annotate(n=Count("pk"))}
    against = batch.items.exclude(code="").values("code", "zh", "en", "state").annotate(n=Count("pk")).order_by("-n", "code")
    verb, bulk = VERBS[batch.verb], BULK[batch.verb]
    return {
        "id": batch.pk,
        "verb": batch.verb,
        "verb_label": verb.zh,
        "consequence": verb.consequence_zh,
        "state": batch.state,
        "state_label": batch.get_state_display(),
        "total": sum(counts.values()),
        "counts": {code: counts.get(code, 0) for code in BulkItem.State.values},
        "reasons": list(against[:30]),
        "undoable": bulk.undo is not None,
        "undo_words": bulk.undo_words,
        "job_id": batch.job_id,
        "created_at": batch.created_at,
    }


def rows(*, batch: BulkBatch, state: str = "", page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return one page of a batch's cases in order; two queries."""
    found = batch.items.select_related("hazard__place")
    if state:
        found = found.filter(state=state)
    start = (page - 1) * page_size
    return Paged([_row(item) for item in found.order_by("position")[start : start + page_size]], found.count(), page, page_size)


def _row(item: BulkItem) -> dict[str, Any]:
    hazard = item.hazard
    return {
        "id": item.pk, "hazard_id": hazard.pk, "number": hazard.number, "title": hazard.title, "place_name": hazard.place.name,
        "hazard_state_label": state_label(hazard.state), "state": item.state, "state_label": item.get_state_display(),
        "code": item.code, "zh": item.zh, "en": item.en,
    }  # fmt: skip


COLUMNS = [
    Column("number", "编号", "text", 22),
    Column("place_name", "场所", "text", 28),
    Column("title", "隐患", "text", 36),
    Column("state_label", "结果", "text", 12),
    Column("zh", "原因", "text", 60),
    Column("hazard_state_label", "现在状态", "text", 12),
]


def workbook(*, actor: Actor, batch: BulkBatch) -> bytes:
    """Return the XLSX of every case of a batch and what came of it; the export is audited."""
    found = [_row(item) for item in batch.items.select_related("hazard__place").order_by("position")]
    with transaction.write():
        audit.record(actor=actor, verb="hazard.bulk_export", subject=batch, changes={"rows": [None, len(found)]})
    sheet = Sheet(f"批量{VERBS[batch.verb].zh}", COLUMNS, found)
    return documents.table_xlsx(sheets=[sheet], watermark=documents.mark_of(actor, batch.area_path))
