"""The long work of bulletins: counting the figures, making the papers; both may run again from the start."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID

from fengsui.figures.bulletins.docx import bulletin_docx
from fengsui.figures.bulletins.gathering import gather
from fengsui.figures.bulletins.models import Bulletin
from fengsui.figures.bulletins.paper import bulletin_pdf
from fengsui.figures.bulletins.plain import bulletin_text
from fengsui.figures.bulletins.services import FACTS_JOB, FILES_JOB, put_facts, put_files
from fengsui.kernel.evidence.kinds import FileKind
from fengsui.kernel.evidence.store import keep
from fengsui.kernel.figure import Period
from fengsui.kernel.jobs import JobHandle, job

# Our own short name: the registered one is longer than the column.
MEDIA = {"pdf": "application/pdf", "docx": "application/x-bulletin-docx", "txt": "text/plain"}


@job(FACTS_JOB, cancellable=True)
def count_facts(handle: JobHandle) -> dict[str, Any]:
    """Count the figures of a draft."""
    row = Bulletin.objects.get(pk=UUID(handle.payload["bulletin_id"]))
    period = Period(row.from_date, row.to_date)
    facts = gather(kind=row.kind, area_path=row.area_path, period=period, tell=handle.progress)
    put_facts(actor=handle.actor, bulletin_id=row.pk, facts=facts)
    return {"bulletin_id": str(row.pk)}


@job(FILES_JOB)
def make_files(handle: JobHandle) -> dict[str, Any]:
    """Make the papers of an issued bulletin once and keep them by their hashes."""
    row = Bulletin.objects.get(pk=UUID(handle.payload["bulletin_id"]))
    if not row.files:
        kept: dict[str, dict[str, object]] = {}
        makers = {"pdf": bulletin_pdf, "docx": bulletin_docx, "txt": bulletin_text}
        for done, (ending, make) in enumerate(makers.items()):
            handle.progress(done, len(makers))
            content = make(row)
            digest = hashlib.sha256(content).hexdigest()
            keep(actor=handle.actor, sha256=digest, chunks=iter([content]), look=_look(ending))
            kept[ending] = {"sha256": digest, "size": len(content)}
        handle.progress(len(makers), len(makers))
        put_files(actor=handle.actor, bulletin_id=row.pk, files=kept)
    return {"bulletin_id": str(row.pk)}


def _look(ending: str) -> Any:
    def look(path: Path) -> FileKind:
        return FileKind(MEDIA[ending])

    return look
