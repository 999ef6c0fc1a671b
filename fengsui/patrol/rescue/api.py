"""Rescue files over HTTP: upload and look, import, see what became of each part."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from ninja import Query, Router, Schema, Status

from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery
from fengsui.kernel.scope import require_anywhere
from fengsui.patrol.rescue import queries, services
from fengsui.patrol.rescue.reader import CHUNK

router = Router()


class RescueFile(Schema):
    """A rescue file: whose, from which phone, what it holds, how far its import is; `counts` by status of a part."""

    id: UUID
    area_path: str
    file_name: str
    size: int
    account_name: str
    device_name: str
    app_version: str
    exported_at: datetime
    operation_count: int
    photo_count: int
    damaged_count: int
    oldest_at: datetime | None
    state: str
    state_label: str
    counts: dict[str, int]
    problem: dict[str, Any] | None
    done_count: int
    total_count: int
    by_name: str
    created_at: datetime
    finished_at: datetime | None


class RescuePartOut(Schema):
    """What became of one part."""

    index: int
    type: str
    kind_label: str
    at: str
    status: str
    status_label: str
    problem: dict[str, Any] | None
    subject_type: str
    subject_id: str
    subject_number: str


def _body(request: ActorRequest) -> Iterator[bytes]:
    while chunk := request.read(CHUNK):
        yield chunk


@router.post("/patrol/rescue", response={201: RescueFile}, operation_id="upload_rescue_file")
def upload_rescue_file(request: ActorRequest, file_name: str = "") -> Status[dict[str, Any]]:
    """Receive the raw bytes of a rescue file and say what it holds; nothing is imported yet."""
    require_anywhere(request.actor, "patrol.rescue")
    declared = request.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > settings.RESCUE_MAX_BYTES:
        raise services.too_large()
    row = services.take_in(actor=request.actor, operation_id=request.operation_id, file_name=file_name, chunks=_body(request))
    return Status(201, queries.rescue_file(actor=request.actor, rescue_id=row.pk))


@router.get("/patrol/rescue", response=Page[RescueFile], operation_id="list_rescue_files")
def list_rescue_files(request: ActorRequest, page: Query[PageQuery]) -> Paged[dict[str, Any]]:
    """Rescue files of the area, newest first."""
    return queries.rescue_files(actor=request.actor, page=page.page, page_size=page.page_size)


@router.get("/patrol/rescue/{uuid:rescue_id}", response=RescueFile, operation_id="get_rescue_file")
def get_rescue_file(request: ActorRequest, rescue_id: UUID) -> dict[str, Any]:
    """One rescue file, with how far its import is."""
    return queries.rescue_file(actor=request.actor, rescue_id=rescue_id)


@router.post("/patrol/rescue/{uuid:rescue_id}/import", response=RescueFile, operation_id="import_rescue_file")
def import_rescue_file(request: ActorRequest, rescue_id: UUID) -> dict[str, Any]:
    """Import it in the background; again is safe."""
    services.start_import(actor=request.actor, operation_id=request.operation_id, rescue_id=rescue_id)
    return queries.rescue_file(actor=request.actor, rescue_id=rescue_id)


@router.get("/patrol/rescue/{uuid:rescue_id}/parts", response=Page[RescuePartOut], operation_id="list_rescue_parts")
def list_rescue_parts(request: ActorRequest, rescue_id: UUID, page: Query[PageQuery], status: str = "") -> Paged[dict[str, Any]]:
    """What became of each record and photo."""
    return queries.rescue_parts(actor=request.actor, rescue_id=rescue_id, status=status, page=page.page, page_size=page.page_size)
