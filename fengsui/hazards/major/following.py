"""What a 重大 case does on others' changes: it follows its place, and its clocks follow the calendar."""

from uuid import UUID

from fengsui.hazards.major.clocks import notice_clock, proposal_clock
from fengsui.hazards.major.models import MajorCase
from fengsui.hazards.major.states import OPEN_STATES
from fengsui.hazards.major.writing import SUBJECT
from fengsui.kernel import audit, clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.scope import under
from fengsui.kernel.service import service


@service("major.follow_place", returns_json=True)
def follow_place(*, actor: Actor, operation_id: UUID | None = None, place_id: UUID, new_path: str) -> dict[str, int]:
    """Move the open case of a place to its new area, with its minutes; return {"moved": n}. Again changes nothing."""
    rows = list(
        MajorCase.objects.select_for_update().filter(place_id=place_id, state__in=OPEN_STATES).exclude(area_path=new_path)
    )
    for row in rows:
        before, row.area_path, row.updated_at = row.area_path, new_path, clock.now()
        row.save(update_fields=["area_path", "updated_at"])
        audit.record(actor=actor, verb="major.follow_place", subject=row, changes={"area_path": [before, new_path]})
    ids = [str(row.pk) for row in rows]
    EvidenceLink.objects.filter(subject_type=SUBJECT, subject_id__in=ids).update(area_path=new_path)
    return {"moved": len(rows)}


@service("major.recompute", returns_json=True)
def recompute_clocks(*, actor: Actor, operation_id: UUID | None = None, area_path: str, reason: str) -> dict[str, int]:
    """Compute the running clocks of the open cases under an area again; return {"changed": n}."""
    changed = 0
    for row in MajorCase.objects.select_for_update().filter(under(area_path), state__in=OPEN_STATES):
        calendar = calendar_for(row.area_path)
        before = {"proposal_due_on": row.proposal_due_on, "notice_due_on": row.notice_due_on}
        if row.state == "suspected":
            due = proposal_clock(row.opened_on, calendar)
            row.proposal_due_on, row.proposal_provisional, row.proposal_words = due.due_on, due.provisional, due.computed[:400]
        elif row.decided_on is not None and row.served_on is None:
            due = notice_clock(row.decided_on, calendar)
            row.notice_due_on, row.notice_provisional, row.notice_words = due.due_on, due.provisional, due.computed[:400]
        changes = audit.changes_between(before, {"proposal_due_on": row.proposal_due_on, "notice_due_on": row.notice_due_on})
        if changes:
            row.updated_at = clock.now()
            row.save()
            audit.record(actor=actor, verb="major.recompute", subject=row, changes=changes, reason=reason)
            changed += 1
    return {"changed": changed}
