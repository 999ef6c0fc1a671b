"""One person's day on foot: today's tasks in turn, what each door comes to, fixes taken down, reviews made."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from fengsui.demo import habits
from fengsui.demo.ledger import identity
from fengsui.demo.phone import Parcel, Phone, minutes
from fengsui.demo.scale import Pace
from fengsui.demo.scenes import scene_for
from fengsui.demo.world import Person, WorkingHours, World
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import OPEN_STATES
from fengsui.kernel import clock
from fengsui.kernel.scope import STREET_WIDTH, under
from fengsui.patrol.models import Task, Visit
from fengsui.places.models import Place
from fengsui.places.states import PATROLLED

# What a walker looks at in an open case.
LOOKED_AT = (
    "number", "area_path", "state", "item_code", "legal_category", "title", "assigned_to", "round", "round_from", "found_on",
    "due_on", "found_by", "reviewer", "fix_reported_by", "place__name", "place__lon", "place__lat",
)  # fmt: skip
NO_FAULTS = ((0, 1.0),)
LAST_DOOR = time(17, 30)
EVENING = time(18, 40)


@dataclass
class Street:
    """What is known of a street in the morning: its open cases, its doors, who was there lately, what is on a list."""

    path: str
    since: date
    cases: dict[UUID, Hazard]
    found_by: dict[UUID | None, list[Hazard]]
    listed: set[UUID]
    standing: dict[UUID, set[str]]
    tasks: dict[UUID | None, list[Task]]

    @classmethod
    def all_at(cls, paths: Iterable[str], district: str, day: date, recent_days: int) -> "dict[str, Street]":
        """Read streets on the morning of a day; who was there within `recent_days` is not visited without a reason."""
        since = day - timedelta(days=recent_days)
        streets = {path: cls(path, since, {}, {}, set(), {}, {}) for path in paths}
        open_cases = Hazard.objects.filter(under(district), state__in=OPEN_STATES).select_related("place").only(*LOOKED_AT)
        for case in open_cases.order_by("number"):
            if street := streets.get(case.area_path[:STREET_WIDTH]):
                street.cases[case.pk] = case
                street.standing.setdefault(case.place_id, set()).add(case.item_code)
                street.found_by.setdefault(case.found_by_id, []).append(case)
        waiting = Task.objects.filter(under(district), state__in=("open", "deferred"))
        for path, place_id in waiting.values_list("area_path", "place_id"):
            if street := streets.get(path[:STREET_WIDTH]):
                street.listed.add(place_id)
        soon = waiting.filter(due_on__lte=day + timedelta(days=2)).filter(Q(state="open") | Q(deferred_to__lte=day))
        for task in soon.select_related("place").order_by("due_on", "place__number", "kind", "subject_key"):
            if street := streets.get(task.area_path[:STREET_WIDTH]):
                street.tasks.setdefault(task.assignee_id, []).append(task)
        return streets

    @cached_property
    def places(self) -> list[tuple[UUID, str, str]]:
        """The doors of the street that are patrolled: identity, area, class."""
        rows = Place.objects.filter(under(self.path), state__in=PATROLLED, kind="place").exclude(class_code="")
        return list(rows.order_by("number").values_list("pk", "area_path", "class_code"))

    @cached_property
    def recent(self) -> set[UUID]:
        """The doors where somebody was lately."""
        return set(Visit.objects.filter(under(self.path), local_date__gte=self.since).values_list("place_id", flat=True))


@dataclass
class Walk:
    """One person's day. `send` is told of every parcel with the moment it is ready."""

    world: World
    person: Person
    phone: Phone
    day: date
    hours: WorkingHours
    factor: float
    street: Street
    touched: set[UUID]
    send: Callable[[datetime, Phone, Parcel], None]
    pace: Pace
    chance: random.Random = field(init=False)
    now: datetime = field(init=False)
    slack: timedelta = field(init=False)
    gap: int = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.world.seed}:{self.day}:{self.person.username}")
        window = self.hours.until - self.hours.begin
        self.slack = min(timedelta(minutes=30), window / 3)
        # Some go out after lunch; between two doors lie the way and other work.
        start = minutes(self.chance, 0, 70) if self.chance.random() < 0.7 else minutes(self.chance, 310, 400)
        self.now = self.hours.begin + (start if window > timedelta(hours=9) else min(start, window / 6))
        self.gap = max(4, min(38, int(window / timedelta(minutes=20))))

    def live(self) -> None:
        """Do the day: fixes to take down, listed doors, doors of one's own choice."""
        listed, chosen = habits.doors_today(self.chance, self.person.post, self.factor, self.world.diligence(self.person))
        mended, waiting = self._mended(), self._tasks()
        if self.factor < 1.0 and listed + chosen == 0:
            return
        if self.chance.random() >= self.pace.out[self.person.post]:
            # Not on the round today; some go out all the same, because something waits for them.
            chosen, listed = 0, max(listed, 3)
            waiting = [task for task in waiting if task.kind == "review"]
            if not (mended or waiting) or self.chance.random() >= self.pace.errands:
                return
        if listed + chosen == 0:
            return
        for case in mended:
            self._report(case)
        for task in waiting:
            if listed <= 0 or not self._daylight():
                break
            listed -= self._do(task)
        for place in self._own_choice(chosen):
            if self._daylight():
                self._visit(place)

    def hand_in(self) -> None:
        """Send what is still on the phone: at once, or in the evening where the line is slow."""
        evening = min(self.hours.until, datetime.combine(self.day, EVENING, tzinfo=clock.zone()))
        self._post(evening if self.phone.slow else self.now + timedelta(seconds=40))

    def _daylight(self) -> bool:
        lunch, back = time(11, 55), time(13, 25)
        told = clock.local(self.now).time()
        if (
            self.hours.begin.date() == self.now.date()
            and lunch <= told < back
            and self.now + timedelta(hours=2) < self.hours.until
        ):
            self.now = datetime.combine(self.day, back, tzinfo=clock.zone()) + minutes(self.chance, 0, 12)
        late = datetime.combine(self.day, LAST_DOOR, tzinfo=clock.zone())
        return self.now + self.slack < min(self.hours.until, late)

    def _post(self, at: datetime) -> None:
        parcel = self.phone.packed()
        if parcel.operations:
            self.send(at, self.phone, parcel)

    def _step(self, least: int, most: int) -> datetime:
        # Nothing is done after the hours are over: what the day cannot hold is cut short.
        self.now = min(self.now + minutes(self.chance, least, most), self.hours.until - timedelta(seconds=5))
        return self.now

    def _done(self) -> None:
        if not self.phone.slow:
            self._post(self.now + timedelta(seconds=self.chance.randint(15, 80)))
        self._step(3, self.gap)

    def _tasks(self) -> list[Task]:
        return self.street.tasks.get(self.person.account_id, [])

    def _own_choice(self, count: int) -> list[Place]:
        if count <= 0:
            return []
        area = self.person.area_path
        taken = self.street.recent | self.street.listed | self.touched
        free = [
            (pk, 3 if class_code.startswith("key_") else 1)
            for pk, path, class_code in self.street.places
            if (path == area or path.startswith(f"{area}/")) and pk not in taken
        ]
        picked: list[UUID] = []
        for _ in range(min(count, len(free))):
            pk = self.chance.choices([pk for pk, _ in free], weights=[weight for _, weight in free])[0]
            if pk not in picked:
                picked.append(pk)
        found = Place.objects.in_bulk(picked) if picked else {}  # scope: places of the simulator's own street
        return [found[pk] for pk in picked]

    def _do(self, task: Task) -> int:
        """Do a task; return how many doors it took (0 when it has to wait)."""
        if task.kind == "review":
            case = self.street.cases.get(task.hazard_id) if task.hazard_id else None
            if case is None or case.pk in self.touched:
                return 0
            if case.state == "reported_fixed" and case.reviewer_id is None and case.fix_reported_by_id != self.person.account_id:
                self._review(case)
                return 1
            if case.state in ("found", "assigned") and self._is_mended(case):
                self._report(case)
                return 1
            return 0
        if task.place_id in self.touched:
            return 0
        self._visit(task.place)
        return 1

    def _is_mended(self, case: Hazard) -> bool:
        since = clock.local_date(case.round_from) if case.round > 1 else case.found_on
        key = f"{case.place_id}:{case.item_code}:{case.found_on}"
        day = habits.mended_on(seed=self.world.seed, hazard_key=key, since=since, due_on=case.due_on)
        return day is not None and day <= self.day

    def _mended(self) -> list[Hazard]:
        mine = [
            case
            for case in self.street.found_by.get(self.person.account_id, [])
            if case.state == "assigned" and case.pk not in self.touched
        ]
        return [case for case in mine if self._is_mended(case)][:3]

    def _words(self, place: Place, text: str) -> tuple[str, str]:
        return place.name[:22], f"{clock.local(self.now):%Y-%m-%d %H:%M} {text[:20]}"

    def _case_photo(self, case: Hazard, role: str, fixed: bool) -> dict[str, Any]:
        return self.phone.photo(
            scene=scene_for(case.item_code, case.legal_category), role=role, at=self.now, fixed=fixed, place=case.place,
            key=f"{self.world.seed}:{case.place_id}:{case.item_code}", words=self._words(case.place, case.title),
        )  # fmt: skip

    def _report(self, case: Hazard) -> None:
        if not self._daylight():
            return
        self.touched.add(case.pk)
        at = self._step(3, 9)
        photo = self._case_photo(case, "after", fixed=True)
        payload = {
            "hazard_id": str(case.pk),
            "rectifier": case.assigned_to,
            "note": "责任人说明已整改，现场拍照。",
            "photos": [photo],
        }
        self.phone.record("hazard.report_fixed", payload, at)
        self._done()

    def _review(self, case: Hazard) -> None:
        self.touched.add(case.pk)
        at = self._step(5, 14)
        passed = self.chance.random() < 0.84
        photo = self._case_photo(case, "after" if passed else "review", fixed=passed)
        reason = "复查合格。" if passed else self.chance.choice(habits.FAIL_REASONS)
        payload = {"hazard_id": str(case.pk), "passed": passed, "reason": reason, "photos": [photo]}
        self.phone.record("hazard.review", payload, at)
        self._done()

    def _visit(self, place: Place) -> None:
        self.touched.add(place.pk)
        rules = self.world.pack.content
        outcome = rules.outcome(habits.outcome(self.chance))
        if outcome is None:
            raise LookupError("the rule pack lacks an outcome the demo uses")
        begun, careless = self.now, self.world.careless(self.person)
        if careless:
            self.now += timedelta(seconds=self.chance.randint(18, 70))
        else:
            self._step(6, 20) if outcome.inspected else self._step(2, 4)
        standing = self.street.standing.get(place.pk, set())
        items = rules.items_for_class(place.class_code)
        found: list[habits.Fault] = []
        if outcome.inspected:
            fitting = [item for item in items if habits.applies(self.world.seed, place.pk, item)]
            found = habits.faults(
                self.chance, fitting, standing, NO_FAULTS if careless else self.world.scale.faults, self.pace.on_site
            )
        visit_id = identity(self.world.seed, f"visit:{place.pk}:{begun.isoformat()}")
        photos = (
            [self._door_photo(place, outcome.zh, open_door=outcome.inspected, old=careless)]
            if careless or self._wants_photo(outcome.needs_photo)
            else []
        )
        visit = {
            "id": str(visit_id),
            "place_id": str(place.pk),
            "outcome": outcome.code,
            "started_at": self.phone.shown(begun),
            "ended_at": self.phone.shown(self.now),
            "recorded_at": self.phone.shown(self.now),
            "lon": place.lon + self.chance.uniform(-1, 1) * 1e-4 if place.lon is not None else None,
            "lat": place.lat + self.chance.uniform(-1, 1) * 1e-4 if place.lat is not None else None,
            "accuracy_m": float(self.chance.randint(6, 38)),
            "answers": habits.answers(
                self.chance, seed=self.world.seed, place_id=place.pk, items=items, found=found, standing=standing
            )
            if outcome.inspected
            else [],
            "rulepack_version": self.world.pack.version,
            "checklist_codes": sorted({item.checklist for item in items}) if outcome.inspected else [],
            "signer_name": "店主" if outcome.inspected and self.chance.random() < 0.7 else "",
            "source": "demo",
        }
        hazards = [self._hazard(place, visit_id, fault) for fault in found]
        self.phone.record("visit.submit", {"visit": visit, "hazards": hazards, "photos": photos}, self.now)
        self._done()

    def _wants_photo(self, needed: bool) -> bool:
        return needed or self.chance.random() < 0.12

    def _door_photo(self, place: Place, words: str, *, open_door: bool, old: bool = False) -> dict[str, Any]:
        # Who is careless sends the same photo all month, whatever door they say they stand at.
        own, said = f"{self.world.seed}:{place.pk}:door", self._words(place, words)
        key, caption = (f"{self.world.seed}:{self.person.username}:{self.day:%Y%m}", ("门头", "")) if old else (own, said)
        return self.phone.photo(
            scene="door", role="scene", at=self.now, fixed=open_door or old, place=place, key=key, words=caption,
            moment="" if old else None,
        )  # fmt: skip

    def _hazard(self, place: Place, visit_id: UUID, fault: habits.Fault) -> dict[str, Any]:
        item = fault.item
        scene = scene_for(item.code, item.legal_category)
        key = f"{self.world.seed}:{place.pk}:{item.code}"
        shots = [("before", False), ("after", True)] if fault.on_site else [("before", False)]
        return {
            "id": str(identity(self.world.seed, f"hazard:{visit_id}:{item.code}")),
            "item_code": item.code,
            "description": fault.remark,
            "checked_count": fault.checked,
            "bad_count": fault.bad,
            "fixed_on_site": fault.on_site,
            "fix_note": "现场已改正。" if fault.on_site else "",
            "photos": [
                self.phone.photo(
                    scene=scene, role=role, at=self.now, fixed=fixed, place=place, key=key,
                    words=self._words(place, "已改正" if fixed else item.title),
                )
                for role, fixed in shots
            ],
        }  # fmt: skip
