"""Evidence over HTTP: upload by hash with a receipt, reading through a link in scope."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router, Schema

from fengsui.kernel import evidence, scope
from fengsui.kernel.api.requests import ActorRequest
from fengsui.kernel.errors import not_found
from fengsui.kernel.evidence.store import CHUNK, too_large
from fengsui.kernel.models import EvidenceLink, FileReceipt

router = Router(tags=["evidence"])
# Files up to this size are answered in one piece; larger ones (video) are streamed.
WHOLE_BYTES = 8 * 1024 * 1024


class Receipt(Schema):
    """The server's word that the whole file is on its disk."""

    sha256: str
    size: int
    media_type: str
    received_at: datetime


class WantedQuery(Schema):
    """Hashes a phone holds."""

    sha256: list[str]


class Wanted(Schema):
    """Those of them the server lacks from this person."""

    missing: list[str]
    received: list[str]


def _most() -> int:
    return max(settings.UPLOAD_MAX_BYTES, settings.CLIP_MAX_BYTES)


def _body(request: ActorRequest) -> Iterator[bytes]:
    while chunk := request.read(CHUNK):
        yield chunk


@router.put("/evidence/files/{sha256}", response=Receipt)
def upload_file(request: ActorRequest, sha256: str) -> Any:
    """Receive the raw bytes of a file under the SHA-256 it was captured with."""
    declared = request.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > _most():
        raise too_large(_most())
    stored = evidence.store_upload(actor=request.actor, sha256=sha256, chunks=_body(request))
    return {
        "sha256": stored.sha256,
        "size": stored.size,
        "media_type": stored.media_type,
        "received_at": stored.stored_at,
    }


@router.post("/evidence/wanted", response=Wanted)
def wanted_files(request: ActorRequest, data: WantedQuery) -> Any:
    """Say which files the server still lacks from this person, so that only those are sent."""
    from fengsui.kernel.evidence.store import account_key

    scope.require_anywhere(request.actor, "evidence.upload")
    asked = [text.lower() for text in data.sha256[:1000]]
    had = set(
        FileReceipt.objects.filter(account_key=account_key(request.actor), file_id__in=asked).values_list("file_id", flat=True)
    )
    return {"missing": [text for text in asked if text not in had], "received": sorted(had)}


def _link(request: ActorRequest, link_id: UUID) -> EvidenceLink:
    rows = scope.visible(EvidenceLink.objects.select_related("file"), request.actor, "evidence.view")
    row = rows.filter(pk=link_id, removed_at__isnull=True).first()
    if row is None or row.file is None or not evidence.may_open(request.actor, row):
        raise not_found("照片", "photo")
    return row


def _range(asked: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte of a single range (RFC 9110, 14.1.2), None for anything else: the whole file answers it."""
    match = re.fullmatch(r"bytes=(\d{0,15})-(\d{0,15})", asked.strip())
    if match is None or not any(match.groups()):
        return None
    head, tail = match.groups()
    first = int(head) if head else max(0, size - int(tail))
    last = min(int(tail), size - 1) if head and tail else size - 1
    return (first, last) if first <= last else None


def _slice(handle: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    with handle:
        handle.seek(first)
        left = last - first + 1
        while left and (chunk := handle.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


@router.get("/evidence/{link_id}")
def get_evidence(request: ActorRequest, link_id: UUID) -> HttpResponseBase:
    """Return the bytes of a file reached through a link in scope."""
    row = _link(request, link_id)
    assert row.file is not None
    handle = evidence.open_file(row.file)
    size, asked = row.file.size, request.headers.get("Range", "")
    response: HttpResponseBase
    if asked and (part := _range(asked, size)):
        first, last = part
        response = FileResponse(_slice(handle, first, last), content_type=row.file.media_type, status=206)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        response["Content-Length"] = str(last - first + 1)
    elif size > WHOLE_BYTES:
        response = FileResponse(handle, content_type=row.file.media_type)
        response["Content-Length"] = str(size)
    else:
        with handle:
            response = HttpResponse(handle.read(), content_type=row.file.media_type)
        response["Content-Length"] = str(size)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@router.get("/evidence/{link_id}/thumb")
def get_evidence_thumb(request: ActorRequest, link_id: UUID) -> HttpResponse:
    """Return a small JPEG of a photo reached through a link in scope."""
    row = _link(request, link_id)
    assert row.file is not None
    if not row.file.media_type.startswith("image/"):
        raise not_found("缩略图", "thumbnail")
    response = HttpResponse(evidence.thumbnail(row.file), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
