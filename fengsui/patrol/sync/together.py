"""Operations of one kind that came in one parcel, done together: all in one transaction, or each on its own after all.

A walker who comes home sends forty knocks at once. Where every one of them is new and none is refused, they are written
in a few statements; in any other case nothing is kept here and the usual way decides about each.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model

from fengsui.kernel import transaction
from fengsui.kernel.actor import Actor
from fengsui.patrol.households import services as households
from fengsui.patrol.models import SyncOperation
from fengsui.patrol.sync.envelope import Envelope, digest_of, fresh_row, result_of
from fengsui.patrol.sync.plain import plain
from fengsui.patrol.visit_input import parse


def _knock_many(actor: Actor, rows: Sequence[SyncOperation]) -> Sequence[Model]:
    knocks = [
        households.Knock(parse(households.KnockIn, row.payload), row.recorded_at, row.received_at, row.clock_offset_ms)
        for row in rows
    ]
    return households.knock_many(actor=actor, knocks=knocks)


# Kinds whose payload holds no phone number and which nothing else ever waits for.
TOGETHER: dict[str, Callable[[Actor, Sequence[SyncOperation]], Sequence[Model]]] = {"household.knock": _knock_many}


def together(actor: Actor, kind: str, raws: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Do a run of new operations of one kind at once; return their results, or [] when each has to be looked at by itself."""
    act = TOGETHER.get(kind)
    if act is None or len(raws) < 2:
        return []
    try:
        given = [parse(Envelope, plain(raw)) for raw in raws]
        with transaction.write():
            if SyncOperation.objects.filter(pk__in=[one.id for one in given]).exists():
                return []
            rows = [fresh_row(actor, one, digest_of(one)) for one in given]
            for row, subject in zip(rows, act(actor, rows), strict=True):
                row.state, row.tries = SyncOperation.State.ACCEPTED, 1
                row.subject_type, row.subject_id = subject._meta.label_lower, str(subject.pk)
                row.area_path = getattr(subject, "area_path", "") or row.area_path
            SyncOperation.objects.bulk_create(rows, batch_size=100)
    except Exception:
        # One refused, one malformed, a second sender, a busy database: the usual way finds out which, and says so.
        return []
    return [result_of(row.pk, "accepted", row=row) for row in rows]
