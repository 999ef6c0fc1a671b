"""Household visits of the demo: a worker draws the building of the grid once, then knocks at its doors floor by floor."""

import random
from datetime import timedelta
from typing import Any

from fengsui.demo.ledger import identity
from fengsui.demo.phone import Phone
from fengsui.demo.walks import Walk
from fengsui.patrol.households import rules
from fengsui.patrol.households.models import BuildingShape, HouseholdVisit

SHARE_OF_DAYS = 0.14
OUTCOMES = (("met", 62), ("away", 33), ("refused", 5))
HAZARD_SHARE = 0.09


def knock_at_doors(walk: Walk) -> None:
    """Let a grid worker, on some days, knock at a few doors after the day's places, in the order of the building."""
    person = walk.person
    if person.post != "grid_worker" or walk.factor < 1:
        return
    chance = random.Random(f"{walk.world.seed}:{walk.day}:{person.username}:doors")
    if chance.random() > SHARE_OF_DAYS or walk.now + timedelta(minutes=50) > walk.hours.until:
        return
    building = _building(walk, chance)
    every = rules.doors(_shape(building))
    # scope: the simulator's own building, to go on where its person left off
    done = HouseholdVisit.objects.filter(building_id=building["id"], by_account_id=person.account_id).count()
    for n in range(chance.randint(3, 6)):
        walk.now += timedelta(minutes=chance.randint(2, 5), seconds=chance.randint(0, 59))
        _knock(walk.phone, walk, chance, str(building["id"]), every[(done + n) % len(every)])


def _shape(numbers: dict[str, Any]) -> rules.Shape:
    return rules.Shape(numbers["units"], numbers["floors"], numbers["first_floor"], numbers["doors_per_floor"])


def _building(walk: Walk, chance: random.Random) -> dict[str, Any]:
    person = walk.person
    drawn = random.Random(f"{walk.world.seed}:{person.username}:building")
    street, _, number = person.name.partition("网格员")
    numbers: dict[str, Any] = {
        "id": str(identity(walk.world.seed, f"home:{person.username}")),
        "name": f"{street}模拟住宅{number}号楼",
        "area_path": person.area_path,
        "units": drawn.randint(2, 4),
        "floors": drawn.choice([6, 6, 7, 11]),
        "first_floor": 1,
        "doors_per_floor": drawn.choice([2, 2, 3, 4]),
    }
    # scope: the simulator's own building, by its own id
    if not BuildingShape.objects.filter(pk=numbers["id"]).exists():
        walk.now += timedelta(minutes=2, seconds=chance.randint(0, 59))
        walk.phone.record("building.draw", numbers, walk.now)
    return numbers


def _knock(phone: Phone, walk: Walk, chance: random.Random, building_id: str, door: str) -> None:
    outcome = chance.choices([code for code, _ in OUTCOMES], weights=[share for _, share in OUTCOMES])[0]
    met = outcome == "met"
    payload = {
        "id": str(identity(walk.world.seed, f"knock:{walk.person.username}:{walk.now.isoformat()}")),
        "building_id": building_id,
        "door": door,
        "outcome": outcome,
        "topics": sorted(chance.sample(sorted(rules.TOPICS), 2)) if met else [],
        "leaflets": 1 if met or chance.random() < 0.5 else 0,
        "hazards": [chance.choice(sorted(rules.HAZARDS))] if met and chance.random() < HAZARD_SHARE else [],
    }
    phone.record("household.knock", payload, walk.now)
