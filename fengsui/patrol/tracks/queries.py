"""Reads of tracks: one's own days, another's one day after a reason was written down."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import not_found
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.patrol.models import Visit
from fengsui.patrol.tracks import rules
from fengsui.patrol.tracks.models import ENDED, DutySpell, TrackPiece, TrackViewing
from fengsui.patrol.tracks.services import end_of, oldest_kept


def people_on_duty(*, actor: Actor, day: date) -> list[dict[str, Any]]:
    """Return who was on duty on a day, without any position."""
    require_anywhere(actor, "patrol.tracks")
    rows = visible(DutySpell.objects.filter(local_date=day), actor, "patrol.tracks").order_by("by_name", "started_at")
    people: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        one = people.setdefault(
            row.account_id, {"account_id": row.account_id, "name": row.by_name, "spells": 0, "area_path": row.area_path}
        )
        one["spells"] += 1
    return list(people.values())


def own_days(*, actor: Actor) -> dict[str, Any]:
    """Return the person's own days that are still kept, and who looked at them and why."""
    require_anywhere(actor, "patrol.sync")
    assert actor.account_id is not None
    # scope: the person's own rows alone
    spells = DutySpell.objects.filter(account_id=actor.account_id, local_date__gt=oldest_kept()).order_by("-started_at")
    # scope: who looked at this very person
    viewings = TrackViewing.objects.filter(account_id=actor.account_id).order_by("-at")[:200]
    return {
        "days": [
            {
                "id": row.pk,
                "local_date": row.local_date,
                "started_at": row.started_at,
                "ended_at": row.ended_at,
                "ended_how_label": ENDED[row.ended_how][0],
            }
            for row in spells
        ],
        "viewings": [
            {"local_date": row.local_date, "viewer_name": row.viewer_name, "reason": row.reason, "at": row.at} for row in viewings
        ],
        "kept_days": rules.RETENTION_DAYS,
    }


def own_day(*, actor: Actor, day: date) -> dict[str, Any]:
    """Return the person's own track of a day."""
    require_anywhere(actor, "patrol.sync")
    assert actor.account_id is not None
    return _day(actor.account_id, day)


def viewed_day(*, actor: Actor, viewing_id: UUID) -> dict[str, Any]:
    """Return the track that a viewing of this very person opened. Raises NotFound for anyone else's viewing."""
    require_anywhere(actor, "patrol.tracks")
    row = (
        visible(TrackViewing.objects.filter(viewed_by_id=actor.account_id), actor, "patrol.tracks").filter(pk=viewing_id).first()
    )
    if row is None:
        raise not_found("查看记录", "viewing")
    return {**_day(row.account_id, row.local_date), "reason": row.reason}


def _day(account_id: UUID, day: date) -> dict[str, Any]:
    # scope: callers have settled whose day it is
    spells = list(DutySpell.objects.filter(account_id=account_id, local_date=day).order_by("started_at"))
    pieces = TrackPiece.objects.filter(spell__in=spells).order_by("began_at", "id")
    # scope: as above
    visits = Visit.objects.filter(by_account_id=account_id, local_date=day, lon__isnull=False).select_related("place")
    return {
        "name": spells[0].by_name if spells else "",
        "local_date": day,
        "spells": [
            {"started_at": row.started_at, "ended_at": end_of(row), "ended_how_label": ENDED[row.ended_how][0]} for row in spells
        ],
        "points": [
            {"at": piece.began_at + timedelta(seconds=point[0]), "lon": point[1], "lat": point[2], "accuracy_m": point[3]}
            for piece in pieces
            for point in piece.points
        ],
        "visits": [
            {"id": row.pk, "number": row.number, "place_name": row.place.name, "at": row.ended_at, "lon": row.lon, "lat": row.lat}
            for row in visits.order_by("ended_at")
        ],
    }
