"""Tracks over HTTP: one's own, and another's one day with a reason."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from fengsui.kernel.api import ActorRequest
from fengsui.patrol.tracks import queries, services

router = Router()


class DutyDay(Schema):
    """A spell of duty of one's own."""

    id: UUID
    local_date: date
    started_at: datetime
    ended_at: datetime | None
    ended_how_label: str


class Viewing(Schema):
    """Who looked at which of one's days, and why."""

    local_date: date
    viewer_name: str
    reason: str
    at: datetime


class OwnTracks(Schema):
    """One's own days that are still kept, and who looked at them."""

    days: list[DutyDay]
    viewings: list[Viewing]
    kept_days: int


class TrackPoint(Schema):
    """A position (WGS84) at a moment, with its accuracy in metres."""

    at: datetime
    lon: float
    lat: float
    accuracy_m: float


class TrackVisit(Schema):
    """A visit of that day, where it was made."""

    id: UUID
    number: str
    place_name: str
    at: datetime
    lon: float
    lat: float


class SpellOut(Schema):
    """From when to when."""

    started_at: datetime
    ended_at: datetime
    ended_how_label: str


class TrackDay(Schema):
    """One person's one day."""

    name: str
    local_date: date
    reason: str = ""
    spells: list[SpellOut]
    points: list[TrackPoint]
    visits: list[TrackVisit]


class OnDuty(Schema):
    """Somebody who was on duty on a day; no positions."""

    account_id: UUID
    name: str
    area_path: str
    spells: int


class ViewIn(Schema):
    """Whose day, and why."""

    account_id: UUID
    day: date
    reason: str = Field(min_length=1, max_length=200)


@router.get("/patrol/tracks/mine", response=OwnTracks, operation_id="list_own_tracks")
def list_own_tracks(request: ActorRequest) -> dict[str, Any]:
    """One's own days, and who looked at them and why."""
    return queries.own_days(actor=request.actor)


@router.get("/patrol/tracks/mine/{day}", response=TrackDay, operation_id="get_own_track")
def get_own_track(request: ActorRequest, day: date) -> dict[str, Any]:
    """One's own track of a day."""
    return queries.own_day(actor=request.actor, day=day)


@router.get("/patrol/tracks/people", response=list[OnDuty], operation_id="list_people_on_duty")
def list_people_on_duty(request: ActorRequest, day: date) -> list[dict[str, Any]]:
    """Who was on duty on a day, without positions."""
    return queries.people_on_duty(actor=request.actor, day=day)


@router.post("/patrol/tracks/view", response=TrackDay, operation_id="view_track")
def view_track(request: ActorRequest, payload: ViewIn) -> dict[str, Any]:
    """Look at one person's one day; who, whose and why is kept, and the person reads it."""
    seen = services.view_day(
        actor=request.actor,
        operation_id=request.operation_id,
        account_id=payload.account_id,
        day=payload.day,
        reason=payload.reason,
    )
    return queries.viewed_day(actor=request.actor, viewing_id=UUID(seen["viewing"]))
