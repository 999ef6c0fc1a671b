"""What of a track counts: only what lies inside a spell of duty, which ends by itself at night. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

# Nobody is followed into the night: a spell that was not ended ends at this hour, one begun later two hours after.
LATEST_HOUR = 22
LATE_SPELL = timedelta(hours=2)
# The clocks of two operations of one phone may be read apart by this much.
TOLERANCE = timedelta(minutes=2)
MOST_POINTS = 400
MOST_SECONDS = 3600
RETENTION_DAYS = 30


@dataclass(frozen=True)
class Point:
    """A position: seconds after the piece's beginning, WGS84 degrees, accuracy in metres."""

    after_s: int
    lon: float
    lat: float
    accuracy_m: float


def latest_end(started_at: datetime, zone: tzinfo) -> datetime:
    """Return when a spell ends at the latest, whatever is pressed or forgotten."""
    local = started_at.astimezone(zone)
    night = local.replace(hour=LATEST_HOUR, minute=0, second=0, microsecond=0)
    return night if local < night else started_at + LATE_SPELL


def inside(began: datetime, points: Sequence[Point], start: datetime, end: datetime) -> list[Point]:
    """Return the points of a piece begun at `began` that lie inside a spell; the others were never to be kept."""
    first, last = start - TOLERANCE, end + TOLERANCE
    return [point for point in points if first <= began + timedelta(seconds=point.after_s) <= last]
