"""Household visits of the demo: a worker draws the building of the grid once, then knocks at its doors floor by floor."""

import random
from datetime import timedelta
from typing import Any

from fengsui.demo.ledger import identity
from fengsui.demo.phone import Phone
from fengsui.demo.walks import Walk
from fengsui.patrol.households import rules
from fengsui.patrol.households.models import BuildingShape, HouseholdVisit

OUTCOMES = ("met", "away", "refused")
REFUSED_SHARE = 5
HAZARD_SHARE = 0.09


def knock_at_doors(walk: Walk) -> None:
    """Let a grid worker, on some days, knock at a few doors after the day's places, in the order of the building."""
    person, (share, least, most) = walk.person, walk.pace.knocks
    if person.post != "grid_worker" or walk.factor < 1:
        return
    chance = random.Random(f"{walk.world.seed}:{walk.day}:{person.username}:doors")
    if chance.random() > share or walk.now + timedelta(minutes=50) > walk.hours.until:
        return
    building, doors = _building(walk, chance)
    for door in doors[: chance.randint(least, most)]:
        walk.now += timedelta(minutes=chance.randint(2, 5), seconds=chance.randint(0, 59))
        if walk.now + timedelta(minutes=2) > walk.hours.until:
            break
        _knock(walk.phone, walk, chance, str(building["id"]), door)


def _shape(numbers: dict[str, Any]) -> rules.Shape:
    return rules.Shape(numbers["units"], numbers["floors"], numbers["first_floor"], numbers["doors_per_floor"])


def _building(walk: Walk, chance: random.Random) -> tuple[dict[str, Any], list[str]]:
    """Return the building a worker is at and the doors left in it; when none is, the next one of the grid is drawn."""
    person, n = walk.person, 1
    while True:
        numbers = _drawn(walk, n)
        every = rules.doors(_shape(numbers))
        # scope: the simulator's own building, to go on where its person left off
        done = HouseholdVisit.objects.filter(building_id=numbers["id"], by_account_id=person.account_id).count()
        if done < len(every):
            break
        n += 1
    # scope: the simulator's own building, by its own id
    if not done and not BuildingShape.objects.filter(pk=numbers["id"]).exists():
        walk.now += timedelta(minutes=2, seconds=chance.randint(0, 59))
        walk.phone.record("building.draw", numbers, walk.now)
    return numbers, every[done:]


def _drawn(walk: Walk, n: int) -> dict[str, Any]:
    person = walk.person
    name = f"{person.username}:{n}" if n > 1 else person.username
    drawn = random.Random(f"{walk.world.seed}:{name}:building")
    street, _, number = person.name.partition("网格员")
    return {
        "id": str(identity(walk.world.seed, f"home:{name}")),
        "name": f"{street}模拟住宅{number}号楼" if n == 1 else f"{street}模拟住宅{number}-{n}号楼",
        "area_path": person.area_path,
        "units": drawn.randint(2, 4),
        "floors": drawn.choice([6, 6, 7, 11]),
        "first_floor": 1,
        "doors_per_floor": drawn.choice([2, 2, 3, 4]),
    }


def _knock(phone: Phone, walk: Walk, chance: random.Random, building_id: str, door: str) -> None:
    scale = walk.world.scale
    outcome = chance.choices(OUTCOMES, weights=(scale.met, 100 - REFUSED_SHARE - scale.met, REFUSED_SHARE))[0]
    met = outcome == "met"
    at_door, under_door = scale.leaflets
    payload = {
        "id": str(identity(walk.world.seed, f"knock:{walk.person.username}:{walk.now.isoformat()}")),
        "building_id": building_id,
        "door": door,
        "outcome": outcome,
        "topics": sorted(chance.sample(sorted(rules.TOPICS), 2)) if met else [],
        "leaflets": int(chance.random() < (at_door if met else under_door)),
        "hazards": [chance.choice(sorted(rules.HAZARDS))] if met and chance.random() < HAZARD_SHARE else [],
    }
    phone.record("household.knock", payload, walk.now)
