"""The clock of a limit: stopping it with a reason and a last day, and letting it run on."""

from datetime import date
from uuid import UUID

from fengsui.hazards.models import Hazard
from fengsui.hazards.services.due_dates import end_pause, make_counted
from fengsui.hazards.services.transition import check_guards, facts_of, moment, require_reason, snapshot, take, write_step
from fengsui.hazards.states import LIMIT_STATES
from fengsui.kernel import clock, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.service import service

LONGEST_PAUSE_DAYS = 60


@service("hazard.pause_limit")
def pause_limit(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    reason: str,
    resume_by: date,
    expected_version: int | None = None,
) -> Hazard:
    """Stop the limit of a case until `resume_by` at the latest (a day within the next 60), with a reason.

    The day it stops still counts. Raises InvalidInput `limit_paused`, `limit_over`, `resume_by_invalid`.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="pause_limit", expected_version=expected_version)
    check_guards("pause_limit", facts_of(row, actor))
    said, before, today = require_reason(reason), snapshot(row), clock.local_date()
    if not 1 <= (resume_by - today).days <= LONGEST_PAUSE_DAYS:
        zh, en = f"最迟恢复日请选明天起 {LONGEST_PAUSE_DAYS} 天内。", f"Choose a day within the next {LONGEST_PAUSE_DAYS} days."
        raise InvalidInput("resume_by_invalid", zh=zh, en=en, fields=[FieldError("resume_by", zh, en, "out_of_range")])
    make_counted(row, today)
    was_due = row.due_on
    row.paused_on, row.resume_by = today, resume_by
    row.due_on, row.due_provisional = None, False
    row.due_words = f"{today} 起中止计时，最迟 {resume_by} 恢复；中止前期限为 {was_due}"
    write_step(
        actor=actor, row=row, verb="pause_limit", before=before, when=moment(None, None), note=said,
        data={"resume_by": str(resume_by), "due_on": [str(was_due), None]},
    )  # fmt: skip
    return row


@service("hazard.resume_limit")
def resume_limit(
    *, actor: Actor, operation_id: UUID | None = None, hazard_id: UUID, note: str = "", expected_version: int | None = None
) -> Hazard:
    """Let a stopped limit run on: the working days it stood still are added. Raises InvalidInput `limit_not_paused`."""
    row = take(actor=actor, hazard_id=hazard_id, verb="resume_limit", expected_version=expected_version)
    check_guards("resume_limit", facts_of(row, actor))
    before, began = snapshot(row), row.paused_on
    # A spell ends at its last day at the latest, even where the night's work came late.
    end_pause(row, min(clock.local_date(), row.resume_by or clock.local_date()))
    write_step(
        actor=actor, row=row, verb="resume_limit", before=before, when=moment(None, None), note=note.strip(),
        data={"paused_on": str(began), "due_on": [None, str(row.due_on)], "due_words": row.due_words},
    )  # fmt: skip
    return row


def resume_due(*, actor: Actor, on: date | None = None) -> int:
    """Resume every limit whose last day of standing still has come; return how many. Running it again changes nothing."""
    day = on or clock.local_date()
    # scope: the system's nightly work over the whole installation
    waiting = Hazard.objects.filter(paused_on__isnull=False, resume_by__lte=day, state__in=LIMIT_STATES)
    resumed = 0
    for hazard_id in list(waiting.order_by("number").values_list("pk", flat=True)):
        with transaction.write():
            row = Hazard.objects.select_for_update(of=("self",)).filter(pk=hazard_id, paused_on__isnull=False).first()
            if row is None or row.state not in LIMIT_STATES or row.resume_by is None or row.resume_by > day:
                continue
            resume_limit(actor=actor, hazard_id=hazard_id, note="到最迟恢复日，自动恢复计时")
            resumed += 1
    return resumed
