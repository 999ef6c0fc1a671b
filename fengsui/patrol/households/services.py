"""Writing buildings and knocks: once each whatever is sent again, the same in the end in whatever order it arrives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from ninja import Schema
from pydantic import Field, field_validator, model_validator

from fengsui.kernel import audit, clock, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, InvalidInput, NotFound, not_found
from fengsui.kernel.scope import require
from fengsui.kernel.service import arguments_sha256, service
from fengsui.org.models import Area
from fengsui.patrol import device_clock
from fengsui.patrol.households import rules
from fengsui.patrol.households.models import BuildingShape, HouseholdVisit


class BuildingIn(Schema):
    """A building as its walker draws it. `area_path` is a community or grid; floors count from `first_floor`."""

    id: UUID
    name: str = Field(min_length=1, max_length=80)
    area_path: str = Field(min_length=1, max_length=60)
    units: int = Field(ge=1, le=rules.MOST_UNITS)
    floors: int = Field(ge=1, le=rules.MOST_FLOORS)
    first_floor: int = Field(default=1, ge=1, le=20)
    doors_per_floor: int = Field(ge=1, le=rules.MOST_DOORS)
    skipped: list[str] = Field(default_factory=list, max_length=rules.MOST_IN_ALL)

    @model_validator(mode="after")
    def _not_too_many(self) -> "BuildingIn":
        if self.units * self.floors * self.doors_per_floor > rules.MOST_IN_ALL:
            raise ValueError(f"a building has at most {rules.MOST_IN_ALL} doors; draw it as several")
        return self

    def shape(self) -> rules.Shape:
        """Return the building's numbers."""
        return rules.Shape(self.units, self.floors, self.first_floor, self.doors_per_floor, frozenset(self.skipped))


class KnockIn(Schema):
    """A knock at a door; `replaces` names the record of this person that it puts right."""

    id: UUID
    building_id: UUID
    door: str = Field(pattern=r"^\d{1,2}-\d{4}$")
    outcome: str = Field(max_length=10)
    topics: list[str] = Field(default_factory=list, max_length=20)
    leaflets: int = Field(default=0, ge=0, le=100)
    hazards: list[str] = Field(default_factory=list, max_length=20)
    replaces: UUID | None = None

    @field_validator("outcome")
    @classmethod
    def _known_outcome(cls, value: str) -> str:
        if value not in rules.OUTCOMES:
            raise ValueError(f"one of {', '.join(rules.OUTCOMES)}")
        return value

    @model_validator(mode="after")
    def _mistake_of_something(self) -> "KnockIn":
        if self.outcome == "mistake" and self.replaces is None:
            raise ValueError("a mistake names the record it takes back")
        return self

    @field_validator("topics", "hazards")
    @classmethod
    def _no_names(cls, value: list[str]) -> list[str]:
        # Codes alone: there is no room here for a word about who lives behind the door.
        known = {*rules.TOPICS, *rules.HAZARDS}
        if set(value) - known:
            raise ValueError("unknown code")
        return sorted(set(value))


@service("building.draw")
def draw_building(
    *, actor: Actor, operation_id: UUID | None = None, building: BuildingIn, drawn_at: datetime, drawn_by: UUID
) -> BuildingShape:
    """Keep a building as drawn at `drawn_at` (corrected); of two drawings the later stands, whichever arrives first.

    Raises NotFound (area out of scope), InvalidInput for an area that does not exist or a drawing without doors.
    """
    require(actor, "patrol.submit", area_path=building.area_path)
    if not Area.objects.filter(path=building.area_path).exists():
        raise InvalidInput(
            "area_unknown", zh="没有这个区域，请更新工作数据后重选。", en="No such area; refresh and choose again."
        )
    every = rules.doors(building.shape())
    if not every:
        raise InvalidInput("building_without_doors", zh="这栋楼一户都没有，请检查单元、楼层和户数。", en="No door is left.")
    row = BuildingShape.objects.select_for_update().filter(pk=building.id).first()
    if row is not None:
        require(actor, "patrol.submit", area_path=row.area_path, line=row.line)
        if (drawn_at, drawn_by.hex) <= (row.drawn_at, row.drawn_by_operation.hex):
            return row
    before = {} if row is None else {name: getattr(row, name) for name in _NUMBERS}
    row = row or BuildingShape(id=building.id)
    for name in _NUMBERS:
        setattr(row, name, getattr(building, name))
    row.skipped = sorted(set(building.skipped))
    row.door_count = len(every)
    row.drawn_at, row.drawn_by_operation, row.by_name = drawn_at, drawn_by, actor.name
    row.updated_at = clock.now()
    row.save()
    changes = {name: [before.get(name), getattr(row, name)] for name in _NUMBERS if before.get(name) != getattr(row, name)}
    audit.record(actor=actor, verb="building.draw", subject=row, changes=changes)
    return row


_NUMBERS = ("name", "area_path", "units", "floors", "first_floor", "doors_per_floor")


@dataclass(frozen=True)
class Knock:
    """A knock as it came: `recorded_at` is the device's own time (aware), corrected by `offset_ms` as with visits."""

    given: KnockIn
    recorded_at: datetime
    received_at: datetime
    offset_ms: int = 0

    @property
    def sha256(self) -> str:
        """The hash that tells one knock from another that came under the same id."""
        return arguments_sha256("household.knock", {"given": self.given, "recorded_at": self.recorded_at.isoformat()})


@service("household.knock")
def knock(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    given: KnockIn,
    recorded_at: datetime,
    received_at: datetime,
    offset_ms: int = 0,
) -> HouseholdVisit:
    """Keep one knock; the same id again changes nothing.

    Raises NotFound for a building that has not arrived or lies out of scope, Conflict `id_reused`.
    """
    return knock_many(actor=actor, knocks=[Knock(given, recorded_at, received_at, offset_ms)])[0]


def knock_many(*, actor: Actor, knocks: Sequence[Knock]) -> list[HouseholdVisit]:
    """Keep knocks in the order given, as knock does one: all of them or, when one is refused, none; return their rows."""
    with transaction.write():
        buildings = BuildingShape.objects.in_bulk({one.given.building_id for one in knocks})
        if len(buildings) < len({one.given.building_id for one in knocks}):
            raise not_found("楼栋", "building")
        for area_path, line in sorted({(building.area_path, building.line) for building in buildings.values()}):
            require(actor, "patrol.submit", area_path=area_path, line=line)
        ids = [one.given.id for one in knocks]
        known = HouseholdVisit.objects.in_bulk(ids)
        # Put right before it arrived itself: then it never counted.
        replaced = set(
            HouseholdVisit.objects.filter(replaces__in=ids, by_account_id=actor.account_id).values_list("replaces", flat=True)
        )
        fresh: list[HouseholdVisit] = []
        for one in knocks:
            if earlier := known.get(one.given.id):
                if earlier.content_sha256 != one.sha256 or earlier.by_account_id != actor.account_id:
                    raise Conflict(
                        "id_reused", zh="这条走访编号已用于另一条记录，没有写入。", en="This id belongs to another record."
                    )
                continue
            row = _row(actor, one, buildings[one.given.building_id], counts=one.given.id not in replaced)
            known[row.pk] = row
            fresh.append(row)
            if row.replaces:
                replaced.add(row.replaces)
        _write(actor, fresh)
        return [known[pk] for pk in ids]


def _row(actor: Actor, one: Knock, building: BuildingShape, *, counts: bool) -> HouseholdVisit:
    given = one.given
    at = device_clock.correct(recorded_at=one.recorded_at, offset=one.offset_ms, received_at=one.received_at)
    return HouseholdVisit(
        id=given.id, building=building, area_path=building.area_path, line=building.line, door=given.door,
        household=f"{building.pk}/{given.door}", outcome=given.outcome, topics=given.topics, leaflets=given.leaflets,
        hazards=given.hazards, happened_at=at.at, recorded_at=one.recorded_at, received_at=one.received_at,
        local_date=clock.local_date(at.at), clock_offset_ms=one.offset_ms, clock_flag=at.flag, by_account_id=actor.account_id,
        by_name=actor.name, replaces=given.replaces, content_sha256=one.sha256, valid=given.outcome != "mistake" and counts,
    )  # fmt: skip


def _write(actor: Actor, rows: Sequence[HouseholdVisit]) -> None:
    HouseholdVisit.objects.bulk_create(rows, batch_size=100)
    for row in rows:
        if row.replaces:
            own = HouseholdVisit.objects.filter(pk=row.replaces, by_account_id=actor.account_id, household=row.household)
            own.update(valid=False)
    BuildingShape.objects.filter(pk__in={row.building_id for row in rows}).update(updated_at=clock.now())
    audit.record_many(
        audit.entry(
            actor=actor, verb="household.knock", subject=row,
            changes={"door": [None, row.door], "outcome": [None, row.outcome]},
        )
        for row in rows
    )  # fmt: skip
    told: list[tuple[Model, dict[str, Any]]] = [(row, {"outcome": row.outcome}) for row in rows]
    outbox.emit_many(kind="HouseholdVisited", subjects=told, actor=actor, permission="patrol.view")


def missing_building(error: Exception, payload: dict[str, Any]) -> UUID | None:
    """Return the building a refused knock waits for: one that has not arrived yet."""
    if not isinstance(error, NotFound):
        return None
    try:
        building_id = UUID(str(payload.get("building_id")))
    except ValueError:
        return None
    # scope: only whether it exists at all; of one out of scope nothing is said and nothing waits.
    return None if BuildingShape.objects.filter(pk=building_id).exists() else building_id
