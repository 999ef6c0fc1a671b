"""When a place is due: its class's interval since the last inspection, spread evenly for places never seen. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID


@dataclass(frozen=True)
class Due:
    """The day a place is due and why: due (interval over) or never_visited."""

    on: date
    reason: str


def routine_due(
    *, place_id: UUID, listed_on: date, last_inspected_on: date | None, interval_days: int, first_day: date | None = None
) -> Due:
    """Return when a place is next due for a routine visit.

    `interval_days` comes from the class in the rule pack. A place never inspected is due on a day of its first
    interval that depends on its id alone, so that a ledger of thousands does not fall due in one morning; counting
    starts when it was listed, or on `first_day` when planning began later. Raises ValueError for an interval below 1.
    """
    if interval_days < 1:
        raise ValueError(f"interval must be at least 1 day, got {interval_days}")
    if last_inspected_on is not None:
        return Due(last_inspected_on + timedelta(days=interval_days), "due")
    start = max(listed_on, first_day) if first_day else listed_on
    return Due(start + timedelta(days=place_id.int % interval_days), "never_visited")
