"""The uploaded file: kept by its hash like evidence, opened again for the preview and for the workbook sent back."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from fengsui.kernel import evidence
from fengsui.kernel.actor import Actor
from fengsui.kernel.evidence.kinds import FileKind
from fengsui.kernel.evidence.store import keep, storage_name
from fengsui.kernel.models import StoredFile
from fengsui.places.importing.engine import guards
from fengsui.places.importing.models import ImportBatch

# Our own short names: the registered ones are longer than the column, and no browser is ever sent these files.
MEDIA = {kind: f"application/x-ledger-{kind}" for kind in ("xlsx", "xlsb", "xls", "ods", "csv", "html")}


def _look(path: Path) -> FileKind:
    return FileKind(MEDIA[guards.inspect(path, most_bytes=settings.UPLOAD_MAX_BYTES).kind])


def keep_sheet(*, actor: Actor, path: Path, sha256: str) -> StoredFile:
    """Keep a spreadsheet that was checked by the guards. Raises what they raise, Unavailable when the disk is full."""
    with path.open("rb") as handle:
        return keep(actor=actor, sha256=sha256, chunks=iter(lambda: handle.read(1 << 20), b""), look=_look)


@contextmanager
def opened(batch: ImportBatch) -> Iterator[guards.Source]:
    """Give the batch's file as a local path for as long as the block runs. Raises NotFound when it was deleted."""
    stored = StoredFile.objects.get(sha256=batch.sha256)
    with evidence.open_file(stored) as handle:
        if getattr(default_storage, "location", None) is not None:
            local = Path(default_storage.path(storage_name(batch.sha256)))
            yield guards.inspect(local, most_bytes=settings.UPLOAD_MAX_BYTES)
            return
        with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="sheet-") as copy:
            shutil.copyfileobj(handle, copy)
            copy.flush()
            yield guards.inspect(Path(copy.name), most_bytes=settings.UPLOAD_MAX_BYTES)
