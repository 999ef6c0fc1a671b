"""Open tasks of somebody who ended or is away go to who is there: by the same rule as new ones, each with its record."""

from fengsui.kernel import audit, clock, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import under
from fengsui.patrol.models import Task
from fengsui.patrol.roster import WEIGHTS, Holder, Roster
from fengsui.patrol.task_rows import ACTIVE

ROWS_A_TRANSACTION = 200


def regive_absent(*, actor: Actor, area_path: str, roster: Roster | None = None) -> int:
    """Give the active tasks under an area of people no longer there to others; return how many changed hands.

    Someone of the network whose posts that reach the task have ended, or are held by a substitute, is no longer there.
    Where nobody else holds a fitting post a task is nobody's, which every list shows. Running it again changes nothing.
    """
    rows = Task.objects.filter(under(area_path), state__in=ACTIVE, assignee__isnull=False).order_by("due_on", "pk")
    held = list(rows.values_list("pk", "assignee_id", "area_path"))
    if not held:
        return 0
    roster = roster or Roster.of(area_path)
    gone = [pk for pk, account, path in held if roster.is_gone(account, path)]
    changed = 0
    for start in range(0, len(gone), ROWS_A_TRANSACTION):
        with transaction.write():
            batch = Task.objects.select_for_update().filter(pk__in=gone[start : start + ROWS_A_TRANSACTION], state__in=ACTIVE)
            for row in batch.order_by("due_on", "pk"):
                if row.assignee_id is None or not roster.is_gone(row.assignee_id, row.area_path):
                    continue
                chosen = roster.choose(row.kind, row.area_path, seed=row.place_id, excluded=row.excluded_account_id)
                roster.loads[row.assignee_id] -= WEIGHTS.get(row.kind, 1)
                hand_over(actor=actor, row=row, to=chosen, reason="原承担人已离岗或由人替班")
                changed += 1
    return changed


def hand_over(*, actor: Actor, row: Task, to: Holder | None, reason: str) -> None:
    """Give a task to another person (None: to nobody) with its record, inside the caller's transaction."""
    before = row.assignee_name
    row.assignee_id, row.assignee_name = (to.account_id, to.name) if to else (None, "")
    row.row_version += 1
    row.updated_at = clock.now()
    row.save(update_fields=["assignee", "assignee_name", "row_version", "updated_at"])
    audit.record(actor=actor, verb="task.give", subject=row, changes={"assignee": [before, row.assignee_name]}, reason=reason)
    outbox.emit(kind="TaskGiven", subject=row, actor=actor, permission="patrol.view", payload={"kind": row.kind})
