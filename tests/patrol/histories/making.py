"""Random histories of a few people's days: who did what at which place, each on a phone with its own clock."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.patrol.models import Task
from fengsui.places.models import Place
from tests.hazards.conftest import People
from tests.hazards.factories import BLOCKED_PASSAGE, LIGHTS, local, make_place
from tests.patrol.phone import Phone

OFFSETS = (timedelta(0), timedelta(minutes=7), timedelta(days=1096), timedelta(days=-2500), timedelta(days=-1))
START = local("2026-11-16 08:00")


@dataclass
class History:
    """What happened, in the order it happened: (phone, operation)."""

    seed: int
    phones: list[Phone] = field(default_factory=list)
    deeds: list[tuple[Phone, dict[str, Any]]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def told(self) -> Iterator[str]:
        """Say the history in words, for whoever has to find a difference."""
        for n, (phone, operation) in enumerate(self.deeds):
            yield f"{n:2d} {phone.actor.name} ({phone.ahead}) {operation['kind']} {operation['payload']}"


def make_history(people: People, seed: int) -> History:
    """Return a history of 6 to 12 deeds at two or three places by three people; the same seed makes the same one."""
    dice = random.Random(seed)
    made = History(seed)
    owners = [people.grid_worker, people.inspector, people.second_inspector]
    made.phones = [Phone(owner, ahead=dice.choice(OFFSETS)) for owner in owners]
    with clock.frozen(START):
        made.places = [make_place(name=f"第{n}家店", number=f"LS-{seed}-{n}") for n in range(dice.randint(2, 3))]
        tasks = [_task(place) for place in made.places]
    cases: list[dict[str, Any]] = []
    for n in range(dice.randint(6, 12)):
        with clock.frozen(START + timedelta(minutes=11 * (n + 1))):
            phone = dice.choice(made.phones)
            deed = dice.choice([_visit, _visit, _case, _case, _case, _correct, _correct, _defer, _propose])
            before = len(phone.queue)
            deed(dice, made, phone, cases, tasks)
            made.deeds += [(phone, operation) for operation in phone.queue[before:]]
    return made


def _task(place: Place) -> Task:
    return Task.objects.create(
        place=place, area_path=place.area_path, kind="routine", subject_key=f"routine:{place.pk}", due_on="2026-11-17",
        reason_code="due", reason="到期",
    )  # fmt: skip


def _visit(dice: random.Random, made: History, phone: Phone, cases: list[dict[str, Any]], tasks: list[Task]) -> None:
    place = dice.choice(made.places)
    if any(case["place"] == place.pk for case in cases) or dice.random() < 0.2:
        phone.visit(place)
        return
    hazard: dict[str, Any] = {"id": str(new_id()), "item_code": dice.choice([LIGHTS, BLOCKED_PASSAGE])}
    if dice.random() < 0.3:
        hazard |= {"fixed_on_site": True, "photos": [phone.picture("before"), phone.picture("after")]}
    else:
        cases.append({"id": hazard["id"], "place": place.pk, "state": "found", "round": 1, "finder": phone, "by": None})
    phone.visit(place, hazards=[hazard])


def _case(dice: random.Random, made: History, phone: Phone, cases: list[dict[str, Any]], tasks: list[Task]) -> None:
    standing = [case for case in cases if case["state"] != "closed"]
    if not standing:
        return
    case = dice.choice(standing)
    if case["state"] == "found":
        body = {"hazard_id": case["id"], "round": case["round"], "photos": [phone.picture("after")]}
        phone.record("hazard.report_fixed", body)
        case.update(state="reported", by=phone)
        return
    able = [one for one in made.phones[1:] if one is phone and one is not case["by"] and one is not case["finder"]]
    if not able:
        return
    passed = dice.random() < 0.6
    body = {"hazard_id": case["id"], "round": case["round"], "passed": passed, "reason": "" if passed else "没修好"}
    phone.record("hazard.review", {**body, "photos": [] if passed else [phone.picture("review")]})
    case.update(state="closed" if passed else "found", round=case["round"] + (not passed))


def _correct(dice: random.Random, made: History, phone: Phone, cases: list[dict[str, Any]], tasks: list[Task]) -> None:
    place = dice.choice(made.places)
    said = {
        "name": dice.choice(["甲店", "乙店", place.name]), "address": dice.choice(["东街1号", "西街2号"]),
        "state": dice.choice(["operating", "suspended", "vacant", "moved"]), "measured": {"rooms": dice.randint(1, 30)},
        "aliases": [dice.choice(["老招牌", "新招牌"])], "tallies": {"leaflets": dice.randint(1, 9)},
        "facilities_seen": [dice.choice(["pump", "extinguisher"])],
        "contacts": [{"name": dice.choice(["周某", ""]), "phone": dice.choice(["13812345678", "13987654321"])}],
        "position": {"lon": 118.9 + dice.random() / 10, "lat": 42.2},
    }  # fmt: skip
    chosen = dict(dice.sample(sorted(said.items()), k=dice.randint(1, 3)))
    phone.record("place.correct", {"place_id": str(place.pk), "base_version": place.row_version, **chosen})


def _defer(dice: random.Random, made: History, phone: Phone, cases: list[dict[str, Any]], tasks: list[Task]) -> None:
    task = dice.choice(tasks)
    day = f"2026-11-{dice.randint(18, 25)}"
    phone.record("task.defer", {"task_id": str(task.pk), "deferred_to": day, "reason": dice.choice(["店主外出", "停电"])})


def _propose(dice: random.Random, made: History, phone: Phone, cases: list[dict[str, Any]], tasks: list[Task]) -> None:
    body = {
        "id": str(new_id()),
        "name": f"新店{dice.randint(1, 99)}",
        "lon": 118.95,
        "lat": 42.27,
        "contact_phone": "13812345678",
    }
    phone.record("place.propose", body)
