"""The order of eyes: the inspector first, then, answered or after a working day, the supervisor."""

from datetime import datetime
from uuid import UUID

from fengsui.kernel import actor as actors
from fengsui.kernel import audit, clock, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput, not_found
from fengsui.kernel.scope import require_anywhere
from fengsui.kernel.service import service
from fengsui.patrol.quality import rules
from fengsui.patrol.quality.models import VisitDoubt
from fengsui.patrol.quality.services.assessing import end_of_working_day


def offer_own(*, actor: Actor) -> int:
    """Note that the actor's own doubts have reached their phone, which starts the working day to answer; return how many."""
    require_anywhere(actor, "patrol.submit")
    new = VisitDoubt.objects.filter(account_id=actor.person_id, shown_at__isnull=True)
    if not new.exists():
        return 0
    with transaction.write():
        rows = list(new.select_for_update())
        for row in rows:
            row.shown_at = clock.now()
            row.list_from = min(row.list_from, end_of_working_day(row.area_path, rules.ANSWER_WORKING_DAYS))
            row.save(update_fields=["shown_at", "list_from"])
            audit.record(actor=actor, verb="doubt.show", subject=row, changes={"shown_at": [None, row.shown_at.isoformat()]})
    return len(rows)


@service("doubt.explain")
def explain_doubt(
    *, actor: Actor, operation_id: UUID | None = None, doubt_id: UUID, text: str, at: datetime | None = None
) -> VisitDoubt:
    """Keep what the inspector says about a doubt over their own visit; with it the doubt comes to the supervisor.

    Of several explanations the latest by its own time stands, in whatever order they arrive. Raises NotFound for
    anybody else's doubt, InvalidInput without words.
    """
    require_anywhere(actor, "patrol.submit")
    row = VisitDoubt.objects.select_for_update().filter(pk=doubt_id, account_id=actor.person_id).first()
    if row is None:
        raise not_found("质量提醒", "quality note")
    said, when = text.strip()[:500], at or clock.now()
    if len(said) < 2:
        raise InvalidInput("reason_required", zh="请写一两句说明。", en="Write a line or two.")
    if row.explained_at is not None and (when, said) <= (row.explained_at, row.explanation):
        return row
    before, row.explanation, row.explained_at = row.explained_at, said, when
    row.save(update_fields=["explanation", "explained_at"])
    # The words are kept with the doubt and go with it; the audit keeps that and when they were said.
    told = [before.isoformat() if before else None, when.isoformat()]
    audit.record(actor=actor, verb="doubt.explain", subject=row, changes={"explained_at": told})
    # Reasons found since the phone last asked have yet to be seen by the inspector.
    if row.listed_at is None and row.shown_at is not None:
        _list(actor, row)
    return row


def list_unanswered() -> int:
    """Bring to the supervisor's list what was left unanswered for its working day; return how many."""
    actor = actors.system("质量抽查")
    due = VisitDoubt.objects.filter(listed_at__isnull=True, list_from__lte=clock.now())
    listed = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.write():
            row = due.select_for_update().filter(pk=pk).first()
            if row is not None:
                _list(actor, row)
                listed += 1
    return listed


def _list(actor: Actor, row: VisitDoubt) -> None:
    row.listed_at = clock.now()
    row.save(update_fields=["listed_at"])
    audit.record(actor=actor, verb="doubt.list", subject=row, changes={"listed_at": [None, row.listed_at.isoformat()]})
    # Sent by the system: the event says that there is something, not who answered what.
    outbox.emit(kind="DoubtListed", subject=row, actor=actors.system("质量抽查"), permission="patrol.doubts")
