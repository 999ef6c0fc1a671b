"""When unsent work becomes an alarm. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LATE = timedelta(hours=24)
HIGHER = timedelta(hours=24)
# An age beyond this, or a record of tomorrow, was stamped by a clock that had lost its time.
BELIEVED = timedelta(days=60)
TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Held:
    """What a phone last said: how much it holds, the oldest by its own clock, when it said so."""

    unsent: int
    oldest_at: datetime | None
    heard_at: datetime


def cause(held: Held, now: datetime) -> str:
    """Return why a phone's unsent work is an alarm at a moment: 'silent', 'old', or '' when it is none.

    'silent': it said it held something and has not been heard of for a day. 'old': it is heard of, and its oldest
    record is older than a day. An unbelievable oldest time counts for nothing: silence still raises the alarm.
    """
    if not held.unsent:
        return ""
    if now - held.heard_at >= LATE:
        return "silent"
    if held.oldest_at is None or not held.heard_at - BELIEVED <= held.oldest_at <= now + TOLERANCE:
        return ""
    return "old" if now - held.oldest_at >= LATE else ""
