"""The doors of a building and what may be recorded at them. Pure."""

from dataclasses import dataclass

MOST_UNITS, MOST_FLOORS, MOST_DOORS = 30, 60, 40
MOST_IN_ALL = 3000

OUTCOMES = {
    "met": ("已入户", "met"),
    "away": ("家中无人", "nobody home"),
    "refused": ("不便接待", "not received"),
    # A door touched by mistake: takes the former record back and counts for nothing itself.
    "mistake": ("误点", "by mistake"),
}
OFFERED = ("met", "away", "refused")
TOPICS = {
    "electric": ("用电", "electricity"),
    "gas": ("用气", "gas"),
    "ebike": ("电动自行车不进楼", "no e-bikes indoors"),
    "stairs": ("楼道不堆物", "clear stairs"),
    "escape": ("疏散逃生", "escape"),
    "unattended": ("人走火灭", "no fire unattended"),
    "fireworks": ("烟花爆竹", "fireworks"),
}
HAZARDS = {
    "ebike_indoors": ("电动自行车或电池入户", "e-bike or battery indoors"),
    "flying_wire": ("飞线充电", "charging by a loose wire"),
    "stairs_blocked": ("楼道堆物", "stairs blocked"),
    "bad_wiring": ("电线老化或私拉", "bad wiring"),
    "gas_hose": ("燃气软管老化", "worn gas hose"),
    "barred_window": ("窗户封死无逃生口", "window barred without a way out"),
}


@dataclass(frozen=True)
class Shape:
    """A building as numbers: units, floors from `first_floor` up, doors on each floor of a unit, doors left out."""

    units: int
    floors: int
    first_floor: int
    doors_per_floor: int
    skipped: frozenset[str] = frozenset()


def door_code(unit: int, floor: int, door: int) -> str:
    """Return a door's code, such as 2-0603: unit 2, floor 6, third door."""
    return f"{unit}-{floor:02d}{door:02d}"


def doors(shape: Shape) -> list[str]:
    """Return every door of a building in walking order: unit by unit, from the first floor up, left to right."""
    every = (
        door_code(unit, floor, door)
        for unit in range(1, shape.units + 1)
        for floor in range(shape.first_floor, shape.first_floor + shape.floors)
        for door in range(1, shape.doors_per_floor + 1)
    )
    return [code for code in every if code not in shape.skipped]
