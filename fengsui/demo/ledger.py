"""The ledger of a demo street: places invented by type and number, with inputs that give a realistic mix of classes."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from fengsui.org.models import Area
from fengsui.places.values import NewContact, NewPlace

# Every identity of the demo that can be chosen is derived from this one, the seed and a name.
DEMO = UUID("5f3b6f0e-7d0c-5a7c-9a55-0f5e1c0de150")
Inputs = dict[str, Any]
Draw = Callable[[random.Random], Inputs]


def identity(seed: int, name: str) -> UUID:
    """Return the identity of a thing of the demo: the same seed and name give the same one."""
    return uuid5(DEMO, f"{seed}:{name}")


@dataclass(frozen=True)
class Trade:
    """A kind of place: activity code, the word in its name, how many of a hundred places are of it, its inputs."""

    activity: str
    word: str
    share: float
    inputs: Draw


def _area(low: int, high: int, **more: tuple[int, int]) -> Draw:
    def drawn(chance: random.Random) -> Inputs:
        # Most are near the small end, a few large.
        spread = low + int((high - low) * chance.random() ** 2.4)
        made: Inputs = {"area_m2": spread, "floor": chance.choice([1, 1, 1, 1, 2, 2, 3])}
        for key, (least, most) in more.items():
            made[key] = least + int((most - least) * chance.random() ** 2.0)
        return made

    return drawn


TRADES: tuple[Trade, ...] = (
    Trade("shop", "商店", 24, _area(25, 420, staff=(1, 12))),
    Trade("restaurant", "餐饮店", 20, _area(40, 620, seats=(12, 190))),
    Trade("beauty_bath", "美容洗浴店", 7, _area(30, 360)),
    Trade("fitness_tea", "茶社棋牌室", 5, _area(40, 420)),
    Trade("hotel", "旅馆", 4, _area(180, 3200, rooms=(8, 70), beds=(12, 130))),
    Trade("entertainment", "歌舞厅", 2, _area(110, 900)),
    Trade("internet_cafe", "网吧", 1.5, _area(120, 420, computers=(30, 140))),
    Trade("new_leisure", "剧本娱乐馆", 1, _area(80, 260)),
    Trade("clinic", "诊所", 3, _area(40, 260, beds=(2, 18))),
    Trade("hospital", "医院", 0.5, _area(2400, 9000, beds=(60, 260))),
    Trade("elderly_care", "养老院", 1, _area(500, 3600, beds=(20, 140))),
    Trade("training", "培训班", 3, _area(60, 700, pupils=(12, 160))),
    Trade("kindergarten", "幼儿园", 1.5, _area(300, 2400, pupils=(40, 260))),
    Trade("school", "学校", 1, _area(2600, 14000, pupils=(300, 1900))),
    Trade("office", "办公处", 4, _area(60, 1800, staff=(4, 90))),
    Trade("market", "商场", 1.2, _area(900, 12000)),
    Trade("workshop", "加工部", 4, _area(40, 320, persons=(2, 24))),
    Trade("factory", "生产厂", 0.8, _area(600, 6000, persons=(20, 210))),
    Trade("warehouse", "仓库", 2.5, _area(120, 3200)),
    Trade("charging", "充电车棚", 3, _area(20, 120, charging_ports=(8, 60))),
    Trade("rental", "出租屋", 4, _area(60, 300, rooms=(4, 22), persons=(4, 30))),
    Trade("self_built", "自建房", 2, _area(80, 420, floors=(1, 5))),
    Trade("combined", "前店后住店", 1.5, _area(40, 180)),
    Trade("mixed", "综合经营楼", 0.8, _area(600, 4200, floors=(2, 8))),
    Trade("fuel_station", "加油站", 0.6, _area(300, 1200)),
    Trade("dangerous_goods", "烟花爆竹店", 0.4, _area(30, 100)),
    Trade("library_museum", "展览馆", 0.4, _area(800, 4600)),
    Trade("construction", "工地", 0.8, _area(2000, 9000)),
    Trade("religious", "宗教场所", 0.5, _area(200, 1600)),
)
FACILITIES: Mapping[str, tuple[tuple[str, int, int], ...]] = {
    # Activity → (kind, life in months, pieces at most); every place has extinguishers.
    "hotel": (("smoke_detector", 120, 60), ("emergency_light", 60, 20), ("escape_mask", 36, 60)),
    "restaurant": (("gas_detector", 36, 4), ("hood_suppression", 60, 2)),
    "entertainment": (("emergency_light", 60, 20), ("sprinkler", 180, 1)),
    "market": (("alarm_system", 144, 1), ("sprinkler", 180, 1), ("fire_shutter", 144, 8)),
    "hospital": (("alarm_system", 144, 1), ("sprinkler", 180, 1)),
    "rental": (("smoke_detector", 120, 20),),
    "combined": (("smoke_detector", 120, 6),),
    "charging": (("charging_point", 96, 60),),
}


@dataclass
class Ledger:
    """What is to be written for one street: compounds and buildings first, then the places that stand in them."""

    holders: list[NewPlace] = field(default_factory=list)
    places: list[NewPlace] = field(default_factory=list)
    facilities: list[tuple[UUID, dict[str, Any]]] = field(default_factory=list)


def phone_number(seed: int, street: str, n: int) -> str:
    """Return an invented phone: 199, a digit of the seed, three of the street, the running number."""
    return f"199{seed % 10}{int(street) % 1000:03}{n % 10000:04}"


def _point(chance: random.Random, area: Area) -> tuple[float | None, float | None]:
    if area.centre_lon is None or area.centre_lat is None:
        return None, None
    return round(area.centre_lon + chance.uniform(-0.0016, 0.0016), 6), round(
        area.centre_lat + chance.uniform(-0.0011, 0.0011), 6
    )


def _spread(areas: Sequence[Area], count: int) -> list[Area]:
    """Return `count` of the areas (all, when there are fewer), evenly spread over them."""
    wanted = min(count, len(areas))
    return [areas[n * len(areas) // wanted] for n in range(wanted)]


def invent(
    *,
    seed: int,
    street: Area,
    grids: Sequence[Area],
    communities: Mapping[str, str],
    count: int,
    compounds: int = 7,
    facilities: float = 1.0,
) -> Ledger:
    """Return the ledger of a street with about `count` places in its grids; the same seed gives the same ledger.

    `communities` maps community path → short name, for addresses.
    """
    chance = random.Random(f"{seed}:ledger:{street.path}")
    name, ledger = street.name, Ledger()
    code = street.path.rsplit("/", 1)[-1]

    def address(area: Area, number: int) -> str:
        return f"{name}{communities.get(area.path[:14], '')}模拟路{number}号"

    def contact(role: str, word: str, n: int) -> NewContact:
        return NewContact(name=f"{word}{n:03}", role=role, phone=phone_number(seed, code, n), is_primary=True)

    for n, grid in enumerate(_spread(sorted(grids, key=lambda g: g.path), compounds), start=1):
        lon, lat = _point(chance, grid)
        ledger.holders.append(
            NewPlace(
                id=identity(seed, f"compound:{street.path}:{n}"), kind="compound", name=f"{name}住宅小区{n:02}",
                area_path=grid.path, address=address(grid, n * 10), activity="residential", state="operating", lon=lon, lat=lat,
                inputs={"households": chance.randint(120, 1600), "floors": chance.choice([6, 6, 11, 18, 26])},
                coordinate_source="simulated" if lon else "", is_simulated=True,
                contacts=(contact("property", "物业值班员", 9000 + n),), shared_manager=f"{name}模拟物业{n:02}",
            )
        )  # fmt: skip
    for n in range(1, 5):
        grid = chance.choice(list(grids))
        lon, lat = _point(chance, grid)
        ledger.holders.append(
            NewPlace(
                id=identity(seed, f"building:{street.path}:{n}"), kind="building", name=f"{name}综合楼{n:02}",
                area_path=grid.path, address=address(grid, 500 + n), state="operating", lon=lon, lat=lat,
                coordinate_source="simulated" if lon else "", is_simulated=True, shared_manager=f"{name}模拟物业{n:02}",
                inputs={"floors": chance.randint(4, 20), "height_m": chance.randint(14, 70)},
            )
        )  # fmt: skip
    _places(ledger, chance, seed, street, grids, count, address, contact)
    if facilities < 1:
        # Not every place has told what it holds.
        ledger.facilities = [one for one in ledger.facilities if chance.random() < facilities]
    return ledger


def _places(
    ledger: Ledger,
    chance: random.Random,
    seed: int,
    street: Area,
    grids: Sequence[Area],
    count: int,
    address: Callable[[Area, int], str],
    contact: Callable[[str, str, int], NewContact],
) -> None:
    buildings = {one.area_path: one for one in ledger.holders if one.kind == "building"}
    compounds = {one.area_path: one for one in ledger.holders if one.kind == "compound"}
    numbers: dict[str, int] = {}
    for n in range(1, count + 1):
        trade = chance.choices(TRADES, weights=[one.share for one in TRADES])[0]
        numbers[trade.word] = numbers.get(trade.word, 0) + 1
        grid = chance.choice(list(grids))
        lon, lat = _point(chance, grid)
        inside = buildings.get(grid.path) if chance.random() < 0.4 else None
        compound = compounds.get(grid.path) if not inside and chance.random() < 0.4 else None
        inputs = trade.inputs(chance)
        if trade.activity == "kindergarten":
            inputs["boarding"] = False
        made = NewPlace(
            id=identity(seed, f"place:{street.path}:{n}"), name=f"{street.name}{trade.word}{numbers[trade.word]:03}",
            area_path=grid.path, address=inside.address if inside else address(grid, n), activity=trade.activity, inputs=inputs,
            state="operating" if chance.random() < 0.95 else "registered", lon=lon, lat=lat,
            coordinate_source="simulated" if lon else "", is_simulated=True,
            building_id=inside.id if inside else None, compound_id=compound.id if compound else None,
            contacts=(contact("owner", "店主", n),),
        )  # fmt: skip
        ledger.places.append(made)
        _facilities(ledger, chance, made)


def _facilities(ledger: Ledger, chance: random.Random, place: NewPlace) -> None:
    wanted = [("extinguisher", 60, 8), *FACILITIES.get(place.activity, ())]
    for kind, months, most in wanted:
        if place.id is not None and chance.random() < 0.8:
            facts = {"kind": kind, "quantity": chance.randint(1, most), "months": months, "age": chance.randint(1, months + 6)}
            ledger.facilities.append((place.id, facts))
