"""When bulletins are drafted by themselves: daily in the evening, weekly on Monday, monthly on the 1st, each once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from fengsui.figures.bulletins.kinds import KINDS
from fengsui.figures.bulletins.models import Bulletin
from fengsui.figures.bulletins.organ import KEY
from fengsui.figures.bulletins.services import draft_bulletin
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, settings_store, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.org.models import Area

HOURS = {"daily": 18, "weekly": 8, "monthly": 8}
# How far back drafts that fell into a downtime are made up for, in days.
REACH_DAYS = {"daily": 7, "weekly": 28, "monthly": 93}
ORGAN_LONGEST = 60


def settings_of(area_path: str) -> dict[str, Any]:
    """Return an area's settings: the organ named on the paper, and for each kind whether and at what hour it is drafted."""
    kept = (settings_store.get(KEY, {}) or {}).get(area_path, {})
    return {
        "organ": kept.get("organ", ""),
        "since": kept.get("since", ""),
        **{kind: {"active": False, "hour": hour, **kept.get(kind, {})} for kind, hour in HOURS.items()},
    }


@service("bulletin.settings", returns_json=True)
def save_settings(
    *, actor: Actor, operation_id: UUID | None = None, area_path: str, organ: str, daily: dict[str, Any], weekly: dict[str, Any],
    monthly: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Keep an area's settings; drafting starts with the next due time, never with ones gone by."""
    require(actor, "bulletins.settings", area_path=area_path)
    every = dict(settings_store.get(KEY, {}) or {})
    before = settings_of(area_path)
    kinds = {"daily": daily, "weekly": weekly, "monthly": monthly}
    for kind, chosen in kinds.items():
        # A kind switched on now starts today; one that was on keeps its start.
        same = before[kind]["active"] and chosen["active"] and before[kind].get("since")
        chosen["since"] = before[kind]["since"] if same else clock.local_date().isoformat()
    every[area_path] = {"organ": organ.strip()[:ORGAN_LONGEST], **kinds}
    settings_store.put(actor=actor, key=KEY, value=every)
    return settings_of(area_path)


def due_periods(kind: str, *, now: datetime, since: date, hour: int) -> Iterator[date]:
    """Yield a day of every period whose draft is due: its time has come, not before `since`, within reach.

    A day is drafted on its own evening, a week on the Monday after it, a month on the 1st after it.
    """
    local = clock.local(now)
    today = local.date()
    for back in range(REACH_DAYS[kind], -1, -1):
        on = today - timedelta(days=back)
        if on < since or (on == today and local.hour < hour):
            continue
        if kind == "daily":
            yield on
        elif (kind == "weekly" and on.weekday() == 0) or (kind == "monthly" and on.day == 1):
            yield on - timedelta(days=1)


def draft_due() -> int:
    """Draft what is due in every area that asks for it; return how many. Running it again drafts nothing twice."""
    writer = actors.system("定时起草")
    made = 0
    for area_path, kept in _areas().items():
        for kind in KINDS:
            chosen = {"active": False, "hour": HOURS[kind], **kept.get(kind, {})}
            if not chosen["active"]:
                continue
            since = date.fromisoformat(chosen["since"])
            made += sum(
                _draft_once(writer, kind, area_path, day)
                for day in due_periods(kind, now=clock.now(), since=since, hour=int(chosen["hour"]))
            )
    return made


def _areas() -> dict[str, Any]:
    """Return the settings of all areas; an installation that has none yet starts with its district, from today."""
    kept = settings_store.get(KEY, None)
    if kept is not None:
        return dict(kept)
    # scope: the installation's own district
    district = Area.objects.filter(level="district").order_by("path").first()
    if district is None:
        return {}
    today = clock.local_date().isoformat()
    first = {district.path: {kind: {"active": True, "hour": hour, "since": today} for kind, hour in HOURS.items()}}
    with transaction.write():
        settings_store.put(actor=actors.system("定时起草"), key=KEY, value=first)
    return first


def _draft_once(writer: Actor, kind: str, area_path: str, day: date) -> bool:
    """Draft a period unless it was ever drafted, voided ones included: who voids a draft does not want it back."""
    start = KINDS[kind].period(day).start
    # scope: the system's own work
    if Bulletin.objects.filter(kind=kind, area_path=area_path, from_date=start).exists():
        return False
    try:
        draft_bulletin(actor=writer, kind=kind, area_path=area_path, day=day)
    except IntegrityError:
        # Somebody drafted it in the same moment.
        return False
    return True
