"""Correcting a phone's clock: what it said, how far off it was, and which time counts. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SKEWED = timedelta(minutes=5)
WILD = timedelta(days=1)
# A queue can lie on a phone for weeks; what claims to be older than this was stamped by a clock that had lost its time.
OLDEST = timedelta(days=60)
# Sending takes time, so a fresh record may seem to lie a little ahead of its own receipt.
TOLERANCE = timedelta(minutes=2)


@dataclass(frozen=True)
class Corrected:
    """The time that counts (aware UTC), the offset added to the device's clock in ms, and the flag for screens."""

    at: datetime
    offset_ms: int
    flag: str


def offset_ms(*, device_now: datetime, received_at: datetime) -> int:
    """Return by how many ms the server's clock was ahead of the device's when it sent; negative when behind."""
    return round((received_at - device_now).total_seconds() * 1000)


def shifted(moment: datetime, offset: int) -> datetime | None:
    """Return a moment moved by an offset in ms, or None when that leaves the calendar."""
    try:
        return moment + timedelta(milliseconds=offset)
    except OverflowError:
        return None


def correct(*, recorded_at: datetime, offset: int, received_at: datetime) -> Corrected:
    """Return the corrected time of a record made at `recorded_at` by the device's clock.

    The offset is trusted as long as the result lies within the last 60 days and not after receipt; otherwise the
    clock was set between recording and sending, nothing better than the receipt is known, and the record is flagged
    'unusable'. Offsets beyond 5 minutes are flagged 'skewed', beyond a day 'wild'. Nothing is ever refused for it.
    """
    at = shifted(recorded_at, offset)
    if at is None or at > received_at + TOLERANCE or at < received_at - OLDEST:
        return Corrected(received_at, offset, "unusable")
    off = abs(timedelta(milliseconds=max(-(10**15), min(10**15, offset))))
    flag = "wild" if off > WILD else "skewed" if off > SKEWED else ""
    return Corrected(min(at, received_at), offset, flag)
