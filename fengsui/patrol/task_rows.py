"""Task rows: the keys under which a subject has one active task, and how a task ends."""

from datetime import date
from uuid import UUID

from fengsui.kernel import clock
from fengsui.patrol.models import Task, Visit

ACTIVE = ("open", "deferred")


def routine_key(place_id: UUID) -> str:
    """Return the key under which a place has at most one routine task."""
    return f"routine:{place_id}"


def locked_key(place_id: UUID) -> str:
    """Return the key under which a place has at most one return after a locked door."""
    return f"locked:{place_id}"


def review_key(hazard_id: UUID) -> str:
    """Return the key under which a hazard has at most one review task."""
    return f"review:{hazard_id}"


def facility_key(facility_id: UUID, expires_on: date) -> str:
    """Return the key under which a facility's running out on a day is one task, ever."""
    return f"facility:{facility_id}:{expires_on}"


def close_task(row: Task, *, state: str, why: str, visit: Visit | None = None) -> None:
    """End a task as done, missed or cancelled inside the caller's transaction."""
    row.state, row.closed_at, row.closed_why = state, clock.now(), why[:120]
    row.visit = visit or row.visit
    row.row_version += 1
    row.updated_at = clock.now()
    row.save()
