"""The file store: streamed to disk, hashed on the way, flushed before the receipt, named by content."""

import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from fengsui.kernel import audit, clock, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput, TooLarge, Unavailable, not_found
from fengsui.kernel.evidence.kinds import FileKind, film_kind, look
from fengsui.kernel.models import EvidenceLink, FileReceipt, StoredFile
from fengsui.kernel.scope import require_anywhere

CHUNK = 1 << 20
_flushed: ContextVar[bool] = ContextVar("flushed", default=True)


@contextmanager
def unflushed() -> Iterator[None]:
    """Store files without waiting for the disk, for what can be made again (the demo); never for anybody's evidence."""
    token = _flushed.set(False)
    try:
        yield
    finally:
        _flushed.reset(token)


def storage_name(sha256: str) -> str:
    """Return the name of a file in the store: two levels of folders, then the hash."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def account_key(actor: Actor) -> str:
    """Return the key a sender's receipts are kept under."""
    return str(actor.account_id) if actor.account_id else f"{actor.kind}:{actor.device_id or actor.name}"[:40]


def too_large(limit: int) -> TooLarge:
    """Return the error for a file over the limit (bytes)."""
    megabytes = limit // (1024 * 1024)
    return TooLarge(
        "file_too_large",
        zh=f"文件超过 {megabytes} MB，没有接收。请用应用内拍照（自动压缩）或分段上传视频。",
        en=f"The file exceeds {megabytes} MB and was not taken. Use the in-app camera or split the video.",
        extra={"limit_bytes": limit},
    )


def _receive(chunks: Iterable[bytes], limit: int, film_limit: int) -> tuple[Path, str, int]:
    digest, size, head = hashlib.sha256(), 0, b""
    try:
        handle = tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="file-", delete=False)  # noqa: SIM115
        path = Path(handle.name)
        try:
            with handle:
                for chunk in chunks:
                    size += len(chunk)
                    if len(head) < 12:
                        head = (head + chunk)[:12]
                    most = film_limit if film_kind(head) else limit
                    if size > most:
                        raise too_large(most)
                    digest.update(chunk)
                    handle.write(chunk)
                handle.flush()
                if _flushed.get():
                    os.fsync(handle.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Unavailable(
            "store_unavailable",
            zh="服务器暂时存不下文件（磁盘已满或不可写），照片仍在您的设备上，稍后会自动重发。",
            en="The server cannot store files at the moment (disk full or read-only); the photo is still on your device.",
            extra={"reason": error.strerror or ""},
        ) from error
    return path, digest.hexdigest(), size


def store_upload(*, actor: Actor, sha256: str, chunks: Iterable[bytes], size_limit: int | None = None) -> StoredFile:
    """Store a file sent by an actor under the hash it was captured with, and write the receipt.

    The bytes are on disk (fsync) before the receipt exists. Sending again changes nothing. Raises InvalidInput when
    the bytes do not have the stated hash, TooLarge, Unsupported, Unavailable (disk).
    """
    require_anywhere(actor, "evidence.upload")
    return keep(actor=actor, sha256=sha256, chunks=chunks, size_limit=size_limit)


def keep(
    *,
    actor: Actor,
    sha256: str,
    chunks: Iterable[bytes],
    size_limit: int | None = None,
    look: Callable[[Path], FileKind] = look,
) -> StoredFile:
    """Store a file as store_upload does, for callers that have checked a permission of their own.

    `look` tells what the bytes really are and refuses what the caller does not take: pictures, PDF and video by default.
    Film may be larger than other files (settings CLIP_MAX_BYTES) unless `size_limit` (bytes) says otherwise.
    """
    limit = size_limit or settings.UPLOAD_MAX_BYTES
    path, found, size = _receive(chunks, limit, size_limit or max(limit, settings.CLIP_MAX_BYTES))
    try:
        if found != sha256.lower():
            raise InvalidInput(
                "hash_mismatch",
                zh="文件内容与拍摄时的校验值不符，可能传输中断或被改动。照片仍在设备上，请重发。",
                en="The bytes do not match the hash made at capture; send the file again.",
                extra={"found": found},
            )
        kind = look(path)
        name = storage_name(found)
        if not default_storage.exists(name):
            _move_in(path, name)
        with transaction.write():
            stored, created = StoredFile.objects.get_or_create(
                sha256=found,
                defaults={"size": size, "media_type": kind.media_type, "width": kind.width, "height": kind.height},
            )
            _receipt(actor, stored)
            if created:
                audit.record(actor=actor, verb="evidence.store", subject=stored, changes={"size": [None, size]}, area_path="")
    finally:
        path.unlink(missing_ok=True)
    return stored


def _move_in(path: Path, name: str) -> None:
    local = getattr(default_storage, "location", None)
    try:
        if local is None:
            with path.open("rb") as handle:
                default_storage.save(name, File(handle))
            return
        target = Path(local) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
        if not _flushed.get():
            return
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise Unavailable(
            "store_unavailable",
            zh="服务器暂时存不下文件，照片仍在您的设备上，稍后会自动重发。",
            en="The server cannot store the file at the moment; it is still on your device.",
            extra={"reason": error.strerror or ""},
        ) from error


def _receipt(actor: Actor, stored: StoredFile) -> None:
    key = account_key(actor)
    FileReceipt.objects.bulk_create([FileReceipt(file=stored, account_key=key)], ignore_conflicts=True)
    waiting = EvidenceLink.objects.filter(sha256=stored.sha256, by_account_key=key, arrived_at__isnull=True)
    for row in waiting.select_for_update():
        row.file, row.arrived_at = stored, clock.now()
        row.save(update_fields=["file", "arrived_at"])
        announce_arrival(actor, row)


def announce_arrival(actor: Actor, row: EvidenceLink) -> None:
    """Emit EvidenceArrived for a link, inside the caller's transaction."""
    outbox.emit(
        kind="EvidenceArrived",
        subject=row,
        actor=actor,
        payload={"subject_type": row.subject_type, "subject_id": row.subject_id, "link_id": str(row.pk), "role": row.role},
    )


def open_file(stored: StoredFile) -> "File[bytes]":
    """Open a stored file for reading. Raises NotFound when its bytes were deleted (the hash and reason remain)."""
    if stored.deleted_at or not default_storage.exists(storage_name(stored.sha256)):
        raise not_found("文件", "file")
    return default_storage.open(storage_name(stored.sha256), "rb")


def thumbnail(stored: StoredFile, side_px: int = 320) -> bytes:
    """Return a JPEG of a stored picture whose longer side is at most `side_px` pixels."""
    with open_file(stored) as handle, Image.open(handle) as picture:
        small = ImageOps.exif_transpose(picture).convert("RGB")
        small.thumbnail((side_px, side_px))
        out = io.BytesIO()
        small.save(out, "JPEG", quality=78)
        return out.getvalue()
