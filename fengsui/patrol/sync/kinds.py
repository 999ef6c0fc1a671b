"""The kinds of operations a phone sends, each handed to the one service that does it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Model
from ninja import Schema
from pydantic import Field

from fengsui.hazards import queries as hazard_queries
from fengsui.hazards import services as hazard_services
from fengsui.hazards.api.payloads import PhotoIn
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import LIMIT_STATES
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, DomainError
from fengsui.kernel.ids import new_id
from fengsui.patrol import device_clock
from fengsui.patrol import services as patrol_services
from fengsui.patrol.households import services as households
from fengsui.patrol.place_proposal import propose
from fengsui.patrol.quality import services as quality_services
from fengsui.patrol.services import correcting
from fengsui.patrol.services.visiting import corrected_photo
from fengsui.patrol.sync.correction import CorrectPayload
from fengsui.patrol.tracks import services as tracks
from fengsui.patrol.visit_input import VisitHazardIn, VisitIn, VisitPhotoIn, parse


class VisitPayload(Schema):
    """visit.submit: the visit with its hazards and photos."""

    visit: VisitIn
    hazards: list[VisitHazardIn] = Field(default_factory=list, max_length=100)
    photos: list[VisitPhotoIn] = Field(default_factory=list, max_length=100)


class ReportPayload(Schema):
    """hazard.report_fixed: the place's word, taken down on the phone in the round it saw."""

    hazard_id: UUID
    round: int | None = Field(default=None, ge=1)
    rectifier: str = Field(default="", max_length=150)
    note: str = Field(default="", max_length=500)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)


class ReviewPayload(Schema):
    """hazard.review: the verdict of a review on the phone, in the round it saw."""

    hazard_id: UUID
    round: int | None = Field(default=None, ge=1)
    passed: bool
    reason: str = Field(default="", max_length=500)
    limit_working_days: int | None = Field(default=None, ge=0, le=250)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)


class DeferPayload(Schema):
    """task.defer: put off to a day, with a reason."""

    task_id: UUID
    deferred_to: date
    reason: str = Field(max_length=200)


class ExplainPayload(Schema):
    """doubt.explain: what the inspector says about a doubt over their own visit."""

    doubt_id: UUID
    text: str = Field(min_length=1, max_length=500)


class ProposePayload(Schema):
    """place.propose: a place found on the way that the ledger does not know."""

    id: UUID
    name: str = Field(min_length=1, max_length=120)
    address: str = Field(default="", max_length=200)
    activity: str = Field(default="", max_length=40)
    area_path: str = Field(default="", max_length=60)
    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    accuracy_m: float | None = Field(default=None, ge=0)
    contact_name: str = Field(default="", max_length=60)
    contact_phone: str = Field(default="", max_length=40)
    note: str = Field(default="", max_length=500)


@dataclass(frozen=True)
class Done:
    """What an operation came to: its subject, and the hazards it touched (others may wait for them)."""

    subject: Model
    number: str = ""
    hazards: tuple[UUID, ...] = field(default=())
    combined_with: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Sent:
    """An operation ready to be done: its content, who sent it, its corrected time and the clock's offset."""

    actor: Actor
    payload: dict[str, Any]
    recorded_at: datetime
    received_at: datetime
    offset_ms: int
    id: UUID | None = None

    @property
    def at(self) -> datetime:
        """When it happened, corrected."""
        return device_clock.correct(recorded_at=self.recorded_at, offset=self.offset_ms, received_at=self.received_at).at


def _visit(sent: Sent) -> Done:
    given = parse(VisitPayload, sent.payload)
    row = patrol_services.submit_visit(
        actor=sent.actor, visit=given.visit, hazards=given.hazards, photos=given.photos, clock_offset_ms=sent.offset_ms
    )
    touched = tuple(hazard_queries.found_by_source(row.pk))
    return Done(row, row.number, touched)


def _in_its_round(actor: Actor, hazard_id: UUID, seen_round: int | None) -> None:
    """Raise Conflict when a case is not in the round the phone saw: earlier (what led there has yet to arrive) or later."""
    row = hazard_queries.case_known_as(hazard_id)
    # Of a case out of scope nothing is said here; the service answers that there is none.
    if row is None or seen_round is None or seen_round == row.round or not _sees(actor, row):
        return
    ahead = seen_round > row.round
    raise Conflict(
        "hazard_round_ahead" if ahead else "hazard_deed_stale",
        zh=f"隐患 {row.number} 现在是第 {row.round} 轮，这条记录属于第 {seen_round} 轮"
        + ("，先等前面的记录到达。" if ahead else "，不再适用，内容已保留。"),
        en=f"Hazard {row.number} is in round {row.round}; this record belongs to round {seen_round}.",
    )


def _sees(actor: Actor, row: Hazard) -> bool:
    return actor.may("hazards.view", area_path=row.area_path, line=row.line)


def _report(sent: Sent) -> Done:
    given = parse(ReportPayload, sent.payload)
    _in_its_round(sent.actor, given.hazard_id, given.round)
    row = hazard_services.report_fixed(
        actor=sent.actor,
        hazard_id=given.hazard_id,
        rectifier=given.rectifier,
        note=given.note,
        photos=[corrected_photo(photo.as_photo(), sent.offset_ms, sent.received_at) for photo in given.photos],
        at=sent.at,
        recorded_at=sent.recorded_at,
    )
    return Done(row, row.number, (row.pk,))


def _review(sent: Sent) -> Done:
    given = parse(ReviewPayload, sent.payload)
    _in_its_round(sent.actor, given.hazard_id, given.round)
    row = hazard_services.review_hazard(
        actor=sent.actor,
        hazard_id=given.hazard_id,
        passed=given.passed,
        reason=given.reason,
        limit_working_days=given.limit_working_days,
        photos=[corrected_photo(photo.as_photo(), sent.offset_ms, sent.received_at) for photo in given.photos],
        at=sent.at,
        recorded_at=sent.recorded_at,
    )
    return Done(row, row.number, (row.pk,))


def _defer(sent: Sent) -> Done:
    given = parse(DeferPayload, sent.payload)
    row = patrol_services.defer_task(
        actor=sent.actor, task_id=given.task_id, deferred_to=given.deferred_to, reason=given.reason, at=sent.at
    )
    return Done(row)


def _explain(sent: Sent) -> Done:
    given = parse(ExplainPayload, sent.payload)
    return Done(quality_services.explain_doubt(actor=sent.actor, doubt_id=given.doubt_id, text=given.text, at=sent.at))


def _propose(sent: Sent) -> Done:
    given = parse(ProposePayload, sent.payload)
    row = propose(actor=sent.actor, **given.model_dump(exclude={"accuracy_m"}))
    return Done(row, row.number)


def _correct(sent: Sent) -> Done:
    given = parse(CorrectPayload, sent.payload)
    row = correcting.take_correction(
        actor=sent.actor,
        id=sent.id or new_id(),
        place_id=given.place_id,
        at=sent.at,
        seen=given.base_version,
        values=given.values(),
        contacts=given.new_contacts(),
        note=given.note,
    )
    came_to = correcting.taken(row.pk)
    return Done(came_to.place, came_to.place.number, combined_with=tuple(came_to.combined_with))


def _draw(sent: Sent) -> Done:
    given = parse(households.BuildingIn, sent.payload)
    row = households.draw_building(actor=sent.actor, building=given, drawn_at=sent.at, drawn_by=sent.id or new_id())
    return Done(row, hazards=(row.pk,))


def _knock(sent: Sent) -> Done:
    given = parse(households.KnockIn, sent.payload)
    row = households.knock(
        actor=sent.actor, given=given, recorded_at=sent.recorded_at, received_at=sent.received_at, offset_ms=sent.offset_ms
    )
    return Done(row)


def _start(sent: Sent) -> Done:
    given = parse(tracks.StartIn, sent.payload)
    row = tracks.start_duty(actor=sent.actor, spell_id=given.id, at=sent.at)
    return Done(row, hazards=(row.pk,))


def _end(sent: Sent) -> Done:
    given = parse(tracks.EndIn, sent.payload)
    return Done(tracks.end_duty(actor=sent.actor, spell_id=given.spell_id, at=sent.at, how=given.how))


def _piece(sent: Sent) -> Done:
    given = parse(tracks.PieceIn, sent.payload)
    row = tracks.add_piece(actor=sent.actor, given=given, began_at=sent.at)
    if sent.id:
        tracks.empty_operation(sent.id)
    return Done(row)


Kind = Literal[
    "visit.submit", "place.propose", "place.correct", "hazard.report_fixed", "hazard.review", "task.defer", "doubt.explain",
    "building.draw", "household.knock", "duty.start", "duty.end", "track.piece",
]  # fmt: skip
KINDS: dict[str, Callable[[Sent], Done]] = {
    "visit.submit": _visit,
    "place.propose": _propose,
    "place.correct": _correct,
    "hazard.report_fixed": _report,
    "hazard.review": _review,
    "task.defer": _defer,
    "doubt.explain": _explain,
    "building.draw": _draw,
    "household.knock": _knock,
    "duty.start": _start,
    "duty.end": _end,
    "track.piece": _piece,
}


def awaited(kind: str, payload: dict[str, Any], error: DomainError) -> UUID | None:
    """Return the hazard (or building) a refused operation has to wait for, or None when waiting would not help.

    A report or review of a hazard that has not arrived waits for it; a review waits for the report, and for the
    photos of the report; what belongs to a later round waits for the review that opens it. A knock waits for its building.
    """
    if kind == "household.knock":
        return households.missing_building(error, payload)
    if kind in ("duty.end", "track.piece"):
        return tracks.missing_spell(error, payload)
    if kind not in ("hazard.report_fixed", "hazard.review"):
        return None
    try:
        hazard_id = UUID(str(payload.get("hazard_id")))
    except ValueError:
        return None
    row = hazard_queries.case_known_as(hazard_id)
    if row is None:
        return hazard_id if error.code == "not_found" else None
    if error.code == "hazard_round_ahead":
        return hazard_id
    early = kind == "hazard.review" and error.code == "hazard_verb_not_allowed" and row.state in LIMIT_STATES
    photos = kind == "hazard.review" and error.code == "evidence_missing"
    return hazard_id if early or photos else None
