"""Bulk deeds over HTTP: look, do, take back, read what came of each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from fengsui.hazards.api.routing import router
from fengsui.hazards.bulk import queries, services
from fengsui.hazards.bulk.models import BulkBatch
from fengsui.hazards.filters import HazardFilters
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download


class BulkIn(Schema):
    """A verb with its arguments, on every match of a filter or on the cases named."""

    verb: str = Field(max_length=30)
    arguments: dict[str, str] = Field(default_factory=dict)
    filters: HazardFilters = Field(default_factory=HazardFilters)
    hazard_ids: list[UUID] = Field(default_factory=list, max_length=500)


class BulkReason(Schema):
    """What stood against how many."""

    state: str
    code: str
    zh: str
    en: str
    n: int


class BulkOut(Schema):
    """A batch with its counts."""

    id: UUID
    verb: str
    verb_label: str
    consequence: str
    state: str
    state_label: str
    total: int
    counts: dict[str, int]
    reasons: list[BulkReason]
    undoable: bool
    undo_words: str
    job_id: UUID | None
    created_at: datetime


class BulkRow(Schema):
    """One case of a batch."""

    id: UUID
    hazard_id: UUID
    number: str
    title: str
    place_name: str
    hazard_state_label: str
    state: str
    state_label: str
    code: str
    zh: str
    en: str


@router.post("/hazards/bulk", response=BulkOut, operation_id="preview_hazard_bulk")
def preview_hazard_bulk(request: ActorRequest, payload: BulkIn) -> dict[str, Any]:
    """Look at what a verb would do; nothing is done yet."""
    batch = services.preview(
        actor=request.actor, operation_id=request.operation_id, verb=payload.verb, arguments=payload.arguments,
        filters=payload.filters, hazard_ids=payload.hazard_ids,
    )  # fmt: skip
    return queries.shown(batch)


@router.get("/hazards/bulk/{uuid:bulk_id}", response=BulkOut, operation_id="get_hazard_bulk")
def get_hazard_bulk(request: ActorRequest, bulk_id: UUID) -> dict[str, Any]:
    """One's own batch."""
    return queries.shown(queries.find(actor=request.actor, bulk_id=bulk_id))


@router.get("/hazards/bulk/{uuid:bulk_id}/rows", response=Page[BulkRow], operation_id="list_hazard_bulk_rows")
def list_hazard_bulk_rows(request: ActorRequest, bulk_id: UUID, page: Query[PageQuery], state: str = "") -> Paged[dict[str, Any]]:
    """One page of the cases of one's own batch."""
    batch = queries.find(actor=request.actor, bulk_id=bulk_id)
    return queries.rows(batch=batch, state=state, page=page.page, page_size=page.page_size)


@router.get("/hazards/bulk/{uuid:bulk_id}/result.xlsx", operation_id="export_hazard_bulk", include_in_schema=True)
def export_hazard_bulk(request: ActorRequest, bulk_id: UUID) -> HttpResponse:
    """What came of every case, as a spreadsheet."""
    batch = queries.find(actor=request.actor, bulk_id=bulk_id)
    return download(queries.workbook(actor=request.actor, batch=batch), f"批量办理结果-{batch.created_at:%Y%m%d-%H%M}.xlsx")


@router.post("/hazards/bulk/{uuid:bulk_id}/apply", response=BulkOut, operation_id="apply_hazard_bulk")
def apply_hazard_bulk(request: ActorRequest, bulk_id: UUID) -> dict[str, Any]:
    """Do it, as long work."""
    return _answer(services.start(actor=request.actor, operation_id=request.operation_id, bulk_id=bulk_id))


@router.post("/hazards/bulk/{uuid:bulk_id}/undo", response=BulkOut, operation_id="undo_hazard_bulk")
def undo_hazard_bulk(request: ActorRequest, bulk_id: UUID) -> dict[str, Any]:
    """Take it back, as long work."""
    return _answer(services.start_undo(actor=request.actor, operation_id=request.operation_id, bulk_id=bulk_id))


def _answer(batch: BulkBatch) -> dict[str, Any]:
    return queries.shown(batch)
