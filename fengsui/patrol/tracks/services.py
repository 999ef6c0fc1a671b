"""Writing tracks: spells begun and ended by the person, pieces inside them, looking at a day, forgetting after a month."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from ninja import Schema
from pydantic import Field

from fengsui.kernel import actor as actors
from fengsui.kernel import audit, clock, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, InvalidInput, NotFound, not_found
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.kernel.service import service
from fengsui.patrol.models import SyncOperation
from fengsui.patrol.tracks import rules
from fengsui.patrol.tracks.models import DutySpell, TrackPiece, TrackViewing


class StartIn(Schema):
    """duty.start: the spell's id, made by the phone."""

    id: UUID


class EndIn(Schema):
    """duty.end: which spell, and how it came to end."""

    spell_id: UUID
    how: str = Field(default="person", pattern="^(person|left|limit)$")


class PieceIn(Schema):
    """track.piece: positions [seconds after `began_at`, lon, lat, accuracy in metres] by the device's own clock."""

    id: UUID
    spell_id: UUID
    points: list[tuple[int, float, float, float]] = Field(max_length=rules.MOST_POINTS)


@service("duty.start")
def start_duty(*, actor: Actor, operation_id: UUID | None = None, spell_id: UUID, at: datetime) -> DutySpell:
    """Begin a spell of duty at `at` (corrected); the same id again changes nothing. Raises Conflict for another's id."""
    require_anywhere(actor, "patrol.sync")
    row = DutySpell.objects.filter(pk=spell_id).first()
    if row is not None:
        if row.account_id != actor.account_id:
            raise Conflict("id_reused", zh="这条上岗记录的编号已被使用。", en="This id belongs to another record.")
        return row
    areas = actor.areas_for("patrol.sync")
    assert actor.account_id is not None
    row = DutySpell(
        id=spell_id, account_id=actor.account_id, by_name=actor.name, area_path=areas[0] if areas else "", started_at=at,
        local_date=clock.local_date(at),
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record(actor=actor, verb="duty.start", subject=row, changes={"started_at": [None, at.isoformat()]})
    return row


def _own(actor: Actor, spell_id: UUID) -> DutySpell:
    row = DutySpell.objects.select_for_update().filter(pk=spell_id).first()
    if row is None or row.account_id != actor.account_id:
        raise not_found("上岗记录", "spell of duty")
    return row


def end_of(spell: DutySpell) -> datetime:
    """Return when a spell ended, or by when it ends by itself."""
    latest = rules.latest_end(spell.started_at, clock.zone())
    return min(spell.ended_at, latest) if spell.ended_at else latest


@service("duty.end")
def end_duty(*, actor: Actor, operation_id: UUID | None = None, spell_id: UUID, at: datetime, how: str) -> DutySpell:
    """End a spell; of several ends the earliest stands, and what was recorded after it is deleted. Raises NotFound."""
    require_anywhere(actor, "patrol.sync")
    row = _own(actor, spell_id)
    ended = max(row.started_at, min(at, rules.latest_end(row.started_at, clock.zone())))
    if row.ended_at is not None and row.ended_at <= ended:
        return row
    row.ended_at, row.ended_how = ended, how
    row.save(update_fields=["ended_at", "ended_how"])
    for piece in TrackPiece.objects.filter(spell=row):
        _cut(piece, row)
    audit.record(actor=actor, verb="duty.end", subject=row, changes={"ended_at": [None, ended.isoformat()]}, reason=how)
    return row


def _cut(piece: TrackPiece, spell: DutySpell) -> None:
    points = [rules.Point(int(s), lon, lat, accuracy) for s, lon, lat, accuracy in piece.points]
    kept = rules.inside(piece.began_at, points, spell.started_at, end_of(spell))
    if len(kept) != len(points):
        piece.points = [[point.after_s, point.lon, point.lat, point.accuracy_m] for point in kept]
        piece.save(update_fields=["points"])


@service("track.add_piece")
def add_piece(*, actor: Actor, operation_id: UUID | None = None, given: PieceIn, began_at: datetime) -> DutySpell:
    """Keep the positions of a piece that lie inside the person's own spell; the others are dropped, as are those of a month ago.

    `began_at` is corrected. The same piece again changes nothing. Raises NotFound for a spell that is not the person's
    own or has not arrived.
    """
    require_anywhere(actor, "patrol.sync")
    spell = _own(actor, given.spell_id)
    points = [
        rules.Point(seconds, lon, lat, accuracy)
        for seconds, lon, lat, accuracy in given.points
        if 0 <= seconds <= rules.MOST_SECONDS and -180 <= lon <= 180 and -90 <= lat <= 90 and accuracy >= 0
    ]
    kept = rules.inside(began_at, points, spell.started_at, end_of(spell))
    day = clock.local_date(began_at)
    if kept and day > oldest_kept() and not TrackPiece.objects.filter(pk=given.id).exists():
        rows = [[point.after_s, round(point.lon, 6), round(point.lat, 6), round(point.accuracy_m)] for point in kept]
        TrackPiece.objects.create(id=given.id, spell=spell, began_at=began_at, local_date=day, points=rows)
    return spell


def empty_operation(operation_id: UUID) -> None:
    """Take the positions out of the kept operation: a track lies in one place alone, and is forgotten there."""
    SyncOperation.objects.filter(pk=operation_id, kind="track.piece").update(payload={"points": "removed"})


def missing_spell(error: Exception, payload: dict[str, Any]) -> UUID | None:
    """Return the spell that a refused end or piece waits for, None when it exists."""
    if not isinstance(error, NotFound):
        return None
    try:
        spell_id = UUID(str(payload.get("spell_id")))
    except ValueError:
        return None
    # scope: only whether it exists; of another person's nothing is said and nothing waits
    return None if DutySpell.objects.filter(pk=spell_id).exists() else spell_id


def oldest_kept() -> date:
    """Return the day at which tracks are forgotten: this day and all before it."""
    return clock.local_date() - timedelta(days=min(settings.TRACK_DAYS, rules.RETENTION_DAYS))


def forget() -> dict[str, int]:
    """Delete what is older than the retention, and the operations that brought it; return {"pieces": n}."""
    actor, until = actors.system("轨迹到期清除"), oldest_kept()
    with transaction.write():
        gone, _ = TrackPiece.objects.filter(local_date__lte=until).delete()
        before = clock.local_day_bounds(until)[1]
        # scope: the system forgets for everyone alike. A piece sent again after this is too old to be kept.
        dropped, _ = SyncOperation.objects.filter(kind="track.piece", received_at__lt=before).delete()
        if gone or dropped:
            changes = {"pieces": [gone, 0], "operations": [dropped, 0]}
            audit.record(actor=actor, verb="track.forget", subject=None, changes=changes)
    return {"pieces": gone}


@service("track.view", returns_json=True)
def view_day(*, actor: Actor, operation_id: UUID | None = None, account_id: UUID, day: date, reason: str) -> dict[str, Any]:
    """Note that somebody looks at one person's one day, and why; return {"viewing": id}. The reading comes after.

    Raises Forbidden without patrol.tracks, NotFound for a person without a spell of that day in scope, InvalidInput
    without a reason.
    """
    require_anywhere(actor, "patrol.tracks")
    said = reason.strip()
    if len(said) < 5:
        raise InvalidInput(
            "reason_required",
            zh="请写明为什么查看（至少 5 个字）；本人能看到。",
            en="Say why (5 letters or more); the person reads it.",
        )
    spell = visible(DutySpell.objects.all(), actor, "patrol.tracks").filter(account_id=account_id, local_date=day).first()
    if spell is None:
        raise not_found("当天的上岗记录", "spell of duty on that day")
    assert actor.account_id is not None
    row = TrackViewing(
        account_id=account_id, local_date=day, viewed_by_id=actor.account_id, viewer_name=actor.name, reason=said[:200],
        area_path=spell.area_path, line=spell.line,
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record(
        actor=actor,
        verb="track.view",
        subject=row,
        changes={"whose": [None, str(account_id)], "day": [None, day.isoformat()]},
        reason=said,
    )
    return {"viewing": str(row.pk)}
