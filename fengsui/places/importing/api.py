"""The import wizard over HTTP: upload, columns, preview, decisions, apply, result, undo."""

import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from fengsui.kernel import audit, transaction
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download
from fengsui.places.importing import queries, services
from fengsui.places.importing.engine.guards import too_big
from fengsui.places.importing.result import result_workbook

router = Router(tags=["imports"])


class ImportShort(Schema):
    """One import as lists show it; `counts` holds rows by verdict and, once written, outcome_<code>."""

    id: UUID
    file_name: str
    area_path: str
    sheet: str
    state: str
    state_label: str
    state_label_en: str
    counts: dict[str, int]
    job_id: UUID | None
    by_name: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    problem: dict[str, Any]


class ImportSheet(Schema):
    """One sheet of the file; `score` tells how much its header looks like a ledger's."""

    name: str
    rows: int
    columns: int
    hidden: bool
    score: float


class ImportColumn(Schema):
    """One column: number from 0, header, the guess and why, the field it is mapped to ('' = left out), samples."""

    column: int
    label: str
    guess: str
    confidence: float
    why: str
    why_en: str
    samples: list[str]
    hidden: bool
    field: str


class ImportRemark(Schema):
    """A remark on the file."""

    code: str
    zh: str
    en: str


class ImportDetail(ImportShort):
    """One import with its sheets and columns."""

    area_name: str
    kind: str
    remarks: list[ImportRemark]
    sheets: list[ImportSheet]
    header_row: int
    header_height: int
    columns: list[ImportColumn]
    mapping: dict[str, str]
    mapping_remembered: bool
    system_choice: str
    system: str
    system_words: dict[str, Any]
    undecided: int
    next_steps: list[str]


class ImportNote(Schema):
    """A correction: text before and after, and why."""

    column: int
    field: str
    before: str
    after: str
    zh: str
    en: str


class ImportProblem(Schema):
    """A problem beside its cell; column -1 concerns the row."""

    column: int
    field: str
    code: str
    zh: str
    en: str
    refuses: bool


class ImportReason(Schema):
    """One reason why two may be the same."""

    zh: str
    en: str


class ImportMatch(Schema):
    """A candidate: a record (id, number) or another row (row > 0)."""

    id: str
    row: int
    number: str
    name: str
    address: str
    score: float
    reasons: list[ImportReason]


class ImportChange(Schema):
    """One field that a row changes."""

    field: str
    label: str
    old: Any
    new: Any


class ImportConflict(Schema):
    """A cell edited in the sheet and in the record since it was exported: the three texts, who, when, the choice made."""

    field: str
    label: str
    base: str
    theirs: str
    mine: str
    by: str
    at: str
    take: str


class ImportRowOut(Schema):
    """One row of the preview."""

    number: int
    name: str
    values: list[str]
    given: dict[str, Any]
    notes: list[ImportNote]
    problems: list[ImportProblem]
    verdict: str
    verdict_label: str
    matches: list[ImportMatch]
    changes: list[ImportChange]
    conflicts: list[ImportConflict]
    decision: str
    decision_label: str
    place_id: UUID | None
    outcome: str
    outcome_label: str
    outcome_words: dict[str, str]
    status: str


class ImportCodes(Schema):
    """Enumerations of the wizard."""

    fields: list[dict[str, Any]]
    states: list[dict[str, str]]
    verdicts: list[dict[str, str]]
    decisions: list[dict[str, str]]
    outcomes: list[dict[str, str]]
    systems: list[dict[str, str]]


class ImportMappingIn(Schema):
    """What the person says about the sheet; mapping: column number (text) → field code, '' leaves a column out."""

    sheet: str = ""
    header_row: int | None = Field(None, ge=1, le=1000)
    header_height: int = Field(1, ge=1, le=2)
    mapping: dict[str, str] | None = None
    system: str = ""


class ImportDecisionIn(Schema):
    """A decision on doubtful rows; numbers None means every doubtful row."""

    decision: Literal["same", "new", "skip", ""]
    numbers: list[int] | None = Field(None, max_length=5000)
    place_id: UUID | None = None


class ImportChoiceIn(Schema):
    """A choice on conflicting cells; numbers None means every row, field '' every cell."""

    take: Literal["mine", "theirs", ""]
    numbers: list[int] | None = Field(None, max_length=5000)
    field: str = ""


class ImportDecided(Schema):
    """How many rows were decided."""

    decided: int


class ImportUndoIn(Schema):
    """Why an import is undone; keep_touched leaves records that were worked on since."""

    reason: str
    keep_touched: bool = False


class ImportRowFilters(Schema):
    """Which rows of the preview."""

    verdict: str = ""
    decision: str = ""
    outcome: str = ""
    problems: bool = False
    search: str = ""


def _answer(request: ActorRequest, batch_id: UUID) -> dict[str, Any]:
    return queries.detail(request.actor, batch_id)


@router.get("/places/imports/codes", response=ImportCodes, operation_id="place_import_codes")
def place_import_codes(request: ActorRequest) -> dict[str, Any]:
    """Fields and words of the wizard."""
    return queries.codes()


@router.get("/places/imports", response=Page[ImportShort], operation_id="list_place_imports")
def list_place_imports(request: ActorRequest, page: Query[PageQuery]) -> Paged[dict[str, Any]]:
    """Imports in scope, newest first."""
    return queries.batches(request.actor, page=page.page, page_size=page.page_size)


@router.post("/places/imports", response={201: ImportDetail}, operation_id="upload_place_import")
def upload_place_import(
    request: ActorRequest, file: File[UploadedFile], area_path: Form[str], sheet: Form[str] = ""
) -> Status[dict[str, Any]]:
    """Upload a ledger for an area; its columns are guessed at once."""
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        megabytes = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise too_big(
            f"文件超过 {megabytes} MB。请删去照片和多余的工作表，或按街道拆开后上传。", f"The file exceeds {megabytes} MB."
        )
    handle, name = tempfile.mkstemp(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="sheet-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        batch = services.upload(
            actor=request.actor, operation_id=request.operation_id, path=path, file_name=file.name or "台账", area_path=area_path,
            sheet=sheet,
        )  # fmt: skip
    finally:
        path.unlink(missing_ok=True)
    return Status(201, _answer(request, batch.pk))


@router.get("/places/imports/{uuid:batch_id}", response=ImportDetail, operation_id="get_place_import")
def get_place_import(request: ActorRequest, batch_id: UUID) -> dict[str, Any]:
    """One import: sheets, columns, mapping, counts, progress by its job."""
    return _answer(request, batch_id)


@router.put("/places/imports/{uuid:batch_id}/mapping", response=ImportDetail, operation_id="set_place_import_mapping")
def set_place_import_mapping(request: ActorRequest, batch_id: UUID, data: ImportMappingIn) -> dict[str, Any]:
    """Choose sheet and header, confirm or correct the columns."""
    services.set_mapping(actor=request.actor, operation_id=request.operation_id, batch_id=batch_id, **data.model_dump())
    return _answer(request, batch_id)


@router.post("/places/imports/{uuid:batch_id}/preview", response=ImportDetail, operation_id="preview_place_import")
def preview_place_import(request: ActorRequest, batch_id: UUID) -> dict[str, Any]:
    """Check every row in the background; nothing is written to the ledger."""
    services.start_preview(actor=request.actor, operation_id=request.operation_id, batch_id=batch_id)
    return _answer(request, batch_id)


@router.get("/places/imports/{uuid:batch_id}/rows", response=Page[ImportRowOut], operation_id="list_place_import_rows")
def list_place_import_rows(
    request: ActorRequest, batch_id: UUID, filters: Query[ImportRowFilters], page: Query[PageQuery]
) -> Paged[dict[str, Any]]:
    """One page of the preview."""
    return queries.rows_of(request.actor, batch_id, **filters.model_dump(), page=page.page, page_size=page.page_size)


@router.post("/places/imports/{uuid:batch_id}/decisions", response=ImportDecided, operation_id="decide_place_import")
def decide_place_import(request: ActorRequest, batch_id: UUID, data: ImportDecisionIn) -> dict[str, Any]:
    """Decide on doubtful rows, one, many or all."""
    return services.decide(actor=request.actor, operation_id=request.operation_id, batch_id=batch_id, **data.model_dump())


@router.post("/places/imports/{uuid:batch_id}/choices", response=ImportDecided, operation_id="choose_place_import")
def choose_place_import(request: ActorRequest, batch_id: UUID, data: ImportChoiceIn) -> dict[str, Any]:
    """Choose, for cells changed on both sides, the sheet's or the record's."""
    return services.choose(actor=request.actor, operation_id=request.operation_id, batch_id=batch_id, **data.model_dump())


@router.post("/places/imports/{uuid:batch_id}/apply", response=ImportDetail, operation_id="apply_place_import")
def apply_place_import(request: ActorRequest, batch_id: UUID) -> dict[str, Any]:
    """Write new and changed rows, and the doubtful ones decided on, in the background."""
    services.start_apply(actor=request.actor, operation_id=request.operation_id, batch_id=batch_id)
    return _answer(request, batch_id)


@router.post("/places/imports/{uuid:batch_id}/undo", response=ImportDetail, operation_id="undo_place_import")
def undo_place_import(request: ActorRequest, batch_id: UUID, data: ImportUndoIn) -> dict[str, Any]:
    """Take the whole import back; 409 lists records touched since."""
    services.start_undo(actor=request.actor, operation_id=request.operation_id, batch_id=batch_id, **data.model_dump())
    return _answer(request, batch_id)


@router.get("/places/imports/{uuid:batch_id}/result.xlsx", operation_id="export_place_import")
def export_place_import(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """The same sheet with the result of each row and its errors marked."""
    batch = queries.the_batch(request.actor, batch_id)
    with transaction.write():
        audit.record(
            actor=request.actor, verb="import.result", subject=batch, changes={"rows": [None, batch.counts.get("rows", 0)]}
        )
    name = batch.file_name.rsplit(".", 1)[0]
    return download(result_workbook(batch, request.actor), f"{name}-导入结果.xlsx")
