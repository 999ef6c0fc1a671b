"""The long work of bulk deeds; a job taken up again goes on where the last one stopped."""

from typing import Any

from fengsui.hazards.bulk import services
from fengsui.hazards.bulk.models import BulkBatch
from fengsui.kernel.jobs import JobHandle, job


@job(services.APPLY)
def run_bulk(handle: JobHandle) -> dict[str, Any]:
    """Do a batch (payload: bulk_id)."""
    batch = BulkBatch.objects.get(pk=handle.payload["bulk_id"])
    if batch.state != "running":
        return {"bulk_id": str(batch.pk), "skipped": batch.state}
    return {"bulk_id": str(batch.pk), **services.apply(actor=handle.actor, batch=batch, progress=handle.progress)}


@job(services.UNDO)
def run_bulk_undo(handle: JobHandle) -> dict[str, Any]:
    """Take a batch back (payload: bulk_id)."""
    batch = BulkBatch.objects.get(pk=handle.payload["bulk_id"])
    if batch.state != "undoing":
        return {"bulk_id": str(batch.pk), "skipped": batch.state}
    return {"bulk_id": str(batch.pk), **services.undo(actor=handle.actor, batch=batch, progress=handle.progress)}
