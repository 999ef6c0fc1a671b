"""Steps of an import done to their end, and what they found."""

from fengsui.kernel import jobs
from fengsui.kernel.ids import new_id
from fengsui.places.importing import services


def write(actor, batch):
    services.start_apply(actor=actor, operation_id=new_id(), batch_id=batch.pk)
    jobs.run_pending()
    batch.refresh_from_db()
    assert batch.state == "applied", batch.problem
    return batch


def take_back(actor, batch, **more):
    services.start_undo(actor=actor, operation_id=new_id(), batch_id=batch.pk, reason="报错了台账", **more)
    jobs.run_pending()
    batch.refresh_from_db()
    return batch


def verdicts(batch):
    return {key: batch.counts[key] for key in ("new", "changed", "same", "doubtful", "conflict", "rejected")}


def counted(**given):
    return {**dict.fromkeys(("new", "changed", "same", "doubtful", "conflict", "rejected"), 0), **given}
