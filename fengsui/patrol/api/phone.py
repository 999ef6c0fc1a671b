"""The phone's endpoints: sync, work pack, unsent count; and what the desk sees of them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download
from fengsui.patrol import queries, services, sync
from fengsui.patrol.api.phone_schemas import (
    EscrowIn,
    KeptOperation,
    Pack,
    PhoneKey,
    PhoneReportOut,
    SettleIn,
    SyncIn,
    SyncOut,
    UnsentIn,
)
from fengsui.patrol.api.schemas import Acknowledged
from fengsui.patrol.export import kept_workbook
from fengsui.patrol.filters import KeptFilters

router = Router()


@router.post("/sync/operations", response=SyncOut, operation_id="sync_operations")
def sync_operations(request: ActorRequest, payload: SyncIn) -> dict[str, Any]:
    """Do a batch of operations, one result each; any repetition is safe."""
    results = sync.receive_batch(actor=request.actor, operations=[operation.model_dump() for operation in payload.operations])
    return {"results": results, "server_now": clock.now()}


@router.get("/sync/kept", response=Page[KeptOperation], operation_id="list_kept_operations")
def list_kept_operations(request: ActorRequest, filters: Query[KeptFilters], page: Query[PageQuery]) -> Paged[dict[str, Any]]:
    """Operations that wait for a person, with what they carried and the two versions where two people differ."""
    return queries.kept_operations(actor=request.actor, filters=filters, page=page.page, page_size=page.page_size)


@router.get("/sync/kept/export.xlsx", operation_id="export_kept_operations")
def export_kept_operations(request: ActorRequest, filters: Query[KeptFilters]) -> HttpResponse:
    """Every row of the list as a spreadsheet; the export is audited."""
    content = kept_workbook(actor=request.actor, filters=filters)
    return download(content, f"待处理的手机记录-{clock.local_date():%Y%m%d}.xlsx")


@router.post("/sync/kept/{uuid:sync_id}/settle", response=Acknowledged, operation_id="settle_kept_operation")
def settle_kept_operation(request: ActorRequest, sync_id: UUID, payload: SettleIn) -> dict[str, bool]:
    """Mark a kept operation as dealt with."""
    sync.settle_operation(actor=request.actor, operation_id=request.operation_id, sync_id=sync_id, **payload.model_dump())
    return {"ok": True}


@router.get("/patrol/pack", response=Pack, operation_id="work_pack")
def work_pack(request: ActorRequest, cursor: str = "") -> dict[str, Any]:
    """The work pack, whole or what changed since the cursor."""
    return queries.pack(actor=request.actor, cursor=cursor)


@router.post("/patrol/phone-key/unwrap", response=PhoneKey, operation_id="unwrap_phone_key")
def unwrap_phone_key(request: ActorRequest, payload: EscrowIn) -> dict[str, str]:
    """Open the escrow of one's own phone, minutes after signing in with the password."""
    return {"key": services.unwrap_phone_key(actor=request.actor, escrow=payload.model_dump())}


@router.post("/patrol/unsent", response=Acknowledged, operation_id="report_unsent")
def report_unsent(request: ActorRequest, payload: UnsentIn) -> dict[str, bool]:
    """Say what the phone still holds."""
    services.report_unsent(actor=request.actor, operation_id=request.operation_id, **payload.model_dump())
    return {"ok": True}


@router.get("/patrol/phones", response=list[PhoneReportOut], operation_id="list_phones")
def list_phones(request: ActorRequest, unsent_only: bool = True) -> list[dict[str, Any]]:
    """The phones of the area and what they still hold."""
    return queries.phone_reports(actor=request.actor, unsent_only=unsent_only)
