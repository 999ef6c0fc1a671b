"""The import's long work, run by the worker; a job that fails leaves the batch where the person can try again."""

from collections.abc import Callable
from typing import Any

from fengsui.kernel import transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import DomainError
from fengsui.kernel.jobs import JobHandle, job
from fengsui.places.importing.models import ImportBatch
from fengsui.places.importing.services.steps import APPLY, PREVIEW, UNDO
from fengsui.places.importing.writing.applying import apply
from fengsui.places.importing.writing.previewing import preview
from fengsui.places.importing.writing.steady import steady
from fengsui.places.importing.writing.undoing import undo

Work = Callable[[Actor, ImportBatch, Callable[[int, int], None]], dict[str, int]]


def _run(handle: JobHandle, work: Work, running: str, fallback: str) -> dict[str, Any]:
    batch = ImportBatch.objects.get(pk=handle.payload["batch_id"])
    if batch.state != running:
        return {"batch": str(batch.pk), "skipped": batch.state}
    try:
        with steady():
            counts = work(handle.actor, batch, handle.progress)
    except Exception as error:
        problem = error.as_problem() if isinstance(error, DomainError) else {
            "code": "import_failed",
            "title": f"没有完成：{error}。已写入的没有丢失，可重新发起。",
            "detail_en": f"It did not finish: {error}. What was written is kept; start it again.",
        }  # fmt: skip
        with transaction.write():
            ImportBatch.objects.filter(pk=batch.pk).update(state=fallback, problem=problem)
        raise
    return {"batch": str(batch.pk), "counts": counts}


@job(PREVIEW)
def run_preview(handle: JobHandle) -> dict[str, Any]:
    """Judge every row of a batch."""
    return _run(handle, preview, "previewing", "failed")


@job(APPLY)
def run_apply(handle: JobHandle) -> dict[str, Any]:
    """Write what waits in a batch."""
    return _run(handle, apply, "applying", "previewed")


@job(UNDO)
def run_undo(handle: JobHandle) -> dict[str, Any]:
    """Take a batch back."""
    return _run(handle, undo, "undoing", "applied")
