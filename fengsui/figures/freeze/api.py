"""Frozen reports over HTTP: list, freeze, open, check against today, export, flags."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from fengsui.figures.freeze import queries, services
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download

router = Router(tags=["figures"])


class FrozenRow(Schema):
    """A frozen report in a list."""

    id: UUID
    number: str
    title: str
    from_date: date
    to_date: date
    area_path: str
    area_name: str
    note: str
    by_name: str
    frozen_at: datetime
    digest: str
    bulletin_id: UUID | None


class FrozenNumber(Schema):
    """One frozen number."""

    figure_id: str
    name: str
    unit: str
    version: int
    definition: str
    value: int
    row_count: int
    rows_sha256: str


class FrozenOut(FrozenRow):
    """A frozen report with its numbers, its signature and whether it holds."""

    rulepack_versions: dict[str, str]
    signature: str
    public_key: str
    signed: bool
    figures: list[FrozenNumber]


class CheckedRow(Schema):
    """A row that differs: what of it was counted then and is counted now (area, day, amount)."""

    id: str
    then: str
    now: str


class CheckedNumber(Schema):
    """One frozen number beside today's, with the rows that make the difference."""

    figure_id: str
    name: str
    unit: str
    frozen: int
    now: int | None
    same: bool
    version_then: int
    version_now: int | None
    came_total: int
    went_total: int
    changed_total: int
    came: list[CheckedRow]
    went: list[CheckedRow]
    changed: list[CheckedRow]


class CheckOut(Schema):
    """A report checked: signature and every number."""

    id: UUID
    signed: bool
    figures: list[CheckedNumber]


class FlagOut(Schema):
    """Two reports that disagree."""

    id: UUID
    figure_id: str
    figure_name: str
    area_path: str
    earlier: FrozenRow
    later: FrozenRow
    earlier_value: int
    later_value: int
    raised_at: datetime
    explained_at: datetime | None
    explained_by_name: str
    explanation: str


class FrozenQuery(Schema):
    """What narrows the list."""

    area: str = Field(default="", max_length=60)
    from_date: date | None = None
    to_date: date | None = None


class FreezeIn(Schema):
    """What to freeze."""

    id: UUID | None = None
    title: str = Field(min_length=1, max_length=120)
    start: date
    end: date
    area_path: str = Field(min_length=1, max_length=60)
    figure_ids: list[str] = Field(min_length=1, max_length=100)
    note: str = Field(default="", max_length=500)


class ExplanationIn(Schema):
    """Why two reports differ."""

    explanation: str = Field(default="", max_length=500)


@router.get("/frozen-reports", response=Page[FrozenRow])
def list_frozen_reports(request: ActorRequest, asked: Query[FrozenQuery], page: Query[PageQuery]) -> Paged[dict[str, Any]]:
    """One page of the frozen reports in scope."""
    return queries.list_reports(actor=request.actor, page=page.page, page_size=page.page_size, **asked.model_dump())


@router.post("/frozen-reports", response={201: FrozenOut})
def freeze_report(request: ActorRequest, payload: FreezeIn) -> Status[dict[str, Any]]:
    """Freeze figures of a period that is over."""
    row = services.freeze(actor=request.actor, operation_id=request.operation_id, **payload.model_dump())
    return Status(201, queries.report(actor=request.actor, report_id=row.pk))


@router.get("/frozen-reports/disagreements", response=list[FlagOut])
def list_disagreements(request: ActorRequest, open_only: bool = True) -> list[dict[str, Any]]:
    """Flags: two frozen reports of one area and period that give one figure two values."""
    return queries.disagreements(actor=request.actor, open_only=open_only)


@router.post("/frozen-reports/disagreements/{uuid:disagreement_id}/explain", response=list[FlagOut])
def explain_disagreement(request: ActorRequest, disagreement_id: UUID, payload: ExplanationIn) -> list[dict[str, Any]]:
    """Say why two reports differ; answers with the flags that still stand."""
    services.explain_disagreement(
        actor=request.actor, operation_id=request.operation_id, disagreement_id=disagreement_id, explanation=payload.explanation
    )
    return queries.disagreements(actor=request.actor)


@router.get("/frozen-reports/{uuid:report_id}", response=FrozenOut)
def get_frozen_report(request: ActorRequest, report_id: UUID) -> dict[str, Any]:
    """One frozen report."""
    return queries.report(actor=request.actor, report_id=report_id)


@router.get("/frozen-reports/{uuid:report_id}/check", response=CheckOut)
def check_frozen_report(request: ActorRequest, report_id: UUID) -> dict[str, Any]:
    """The report against today's facts: what changed since, with its rows."""
    return queries.check(actor=request.actor, report_id=report_id)


@router.get("/frozen-reports/{uuid:report_id}/export.xlsx", response={200: bytes})
def export_frozen_report(request: ActorRequest, report_id: UUID) -> HttpResponse:
    """The report as a spreadsheet with its signature; the export is audited."""
    content = queries.workbook(actor=request.actor, report_id=report_id)
    return download(content, f"锁数报告-{clock.local_date():%Y%m%d}.xlsx")
