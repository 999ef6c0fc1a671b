"""The one clock: UTC inside, the district's zone on screens and papers; tests hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

_frozen: ContextVar[datetime | None] = ContextVar("frozen_now", default=None)


def now() -> datetime:
    """Return the present moment as an aware UTC datetime."""
    return _frozen.get() or datetime.now(UTC)


def zone() -> ZoneInfo:
    """Return the district's time zone (setting FENGSUI_TIME_ZONE, Asia/Shanghai by default)."""
    return ZoneInfo(settings.DISTRICT_TIME_ZONE)


def local(moment: datetime) -> datetime:
    """Return an aware moment in the district's zone."""
    return moment.astimezone(zone())


def local_date(moment: datetime | None = None) -> date:
    """Return the district's calendar date of a moment (default: now); figures group by it."""
    return local(moment or now()).date()


def local_day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the UTC start (inclusive) and end (exclusive) of one district day."""
    start = datetime.combine(day, time.min, tzinfo=zone())
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone())
    return start.astimezone(UTC), end.astimezone(UTC)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment inside the block (tests, the simulator)."""
    if moment.tzinfo is None:
        raise ValueError("the frozen moment needs a time zone")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
