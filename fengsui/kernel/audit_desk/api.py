"""The audit desk over HTTP; looking at the log is an entry of its own."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Schema

from fengsui.kernel import audit, clock
from fengsui.kernel.api.jobs import JobOut, show_job
from fengsui.kernel.api.paging import Page, Paged, PageQuery, keys_of, page_of
from fengsui.kernel.api.requests import ActorRequest
from fengsui.kernel.api.responses import download
from fengsui.kernel.audit_desk import queries, services
from fengsui.kernel.audit_desk.queries import AuditFilter
from fengsui.kernel.models import AuditEntry
from fengsui.kernel.scope import require_anywhere

router = Router(tags=["audit"])


class AuditRow(Schema):
    """One audit entry."""

    id: int
    at: datetime
    actor_kind: str
    actor_name: str
    ip: str
    user_agent: str
    verb: str
    kind: str
    kind_label: str
    subject_type: str
    subject_id: str
    subject_label: str
    area_path: str
    changes: dict[str, Any]
    reason: str
    result: str


class AuditEntryOut(AuditRow):
    """One entry, and the seal it lies in once it is sealed."""

    seal_id: int | None


class SealRow(Schema):
    """One seal and what the latest check said of it: verified, broken, or not checked yet."""

    id: int
    first_entry_id: int
    last_entry_id: int
    entry_count: int
    sha256: str
    previous_sha256: str
    sealed_at: datetime
    state: str


class ChainCheckOut(Schema):
    """One check of the whole chain."""

    ended_at: datetime
    by_name: str
    seals: int
    entries: int
    unsealed: int
    faults: list[str]
    is_broken: bool


class SealHeadRow(Schema):
    """The last seal of a day, as the day ledger prints it."""

    day: date
    number: int
    sha256: str
    sealed_at: datetime
    entries: int


class ChainOut(Schema):
    """The latest check, the public key to be written down elsewhere, the heads of the days."""

    check: ChainCheckOut | None
    public_key: str
    heads: list[SealHeadRow]


@router.get("/audit", response=Page[AuditRow])
def list_audit(request: ActorRequest, filters: Query[AuditFilter], page: Query[PageQuery]) -> Any:
    """Search the audit log; the search itself is audited."""
    require_anywhere(request.actor, "audit.view")
    given = filters.model_dump(mode="json", exclude_defaults=True)
    audit.record(actor=request.actor, verb="audit.view", changes={"filter": [None, given]}, area_path=filters.area)
    rows = queries.matching(filters)
    found = keys_of(rows, rows, ["-id"], page.page, page.page_size, has_index=True)
    shown = [queries.show_entry(row) for row in AuditEntry.objects.filter(pk__in=found.keys).order_by("-id")]
    return Paged(shown, found.total, page.page, page.page_size, found.total_is_least)


@router.get("/audit/export.xlsx", response={200: bytes})
def export_audit(request: ActorRequest, filters: Query[AuditFilter]) -> HttpResponse:
    """Take the matching entries away as XLSX; audited."""
    content = services.export(actor=request.actor, filters=filters)
    return download(content, f"审计记录-{clock.local_date():%Y%m%d}.xlsx")


@router.get("/audit/seals", response=Page[SealRow])
def list_seals(request: ActorRequest, page: Query[PageQuery]) -> Any:
    """List the seals, newest first, with their state."""
    rows, check = queries.seals(actor=request.actor), queries.last_check()
    return page_of(rows, page.page, page.page_size, lambda row: queries.show_seal(row, check))


@router.get("/audit/chain", response=ChainOut)
def get_chain(request: ActorRequest) -> Any:
    """Say how the chain stands: the latest check, the key, the heads of the days."""
    from fengsui.kernel import seals

    heads = queries.heads(actor=request.actor)
    return {"check": queries.show_check(queries.last_check()), "public_key": seals.public_key_hex(), "heads": heads}


@router.post("/audit/check", response=JobOut)
def ask_audit_check(request: ActorRequest) -> Any:
    """Check the whole chain; progress and outcome stand in the job centre."""
    return show_job(services.ask_check(actor=request.actor, operation_id=request.operation_id), request.actor)


@router.get("/audit/{int:entry_id}", response=AuditEntryOut)
def get_audit_entry(request: ActorRequest, entry_id: int) -> Any:
    """Return one audit entry."""
    return queries.entry(actor=request.actor, entry_id=entry_id)
