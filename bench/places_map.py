"""How long map, list and search take over many places: `python bench/places_map.py [places]` prints one JSON line.

The load is written through places.services.bulk_create, 200 a transaction, into a new database of its own, spread over
one district of 13 streets. Each figure is the median of seven calls of the query itself, in milliseconds; `worst_map_ms`
is the slowest of the map views, the one to hold against 200 ms.
"""

import json
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.mkdtemp(prefix="fengsui-places-map-")
os.environ["FENGSUI_DATA_DIR"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fengsui.server.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from fengsui.kernel import actor as actors  # noqa: E402
from fengsui.kernel import transaction  # noqa: E402
from fengsui.kernel.actor import Actor, GrantValue  # noqa: E402
from fengsui.kernel.ids import new_id  # noqa: E402
from fengsui.kernel.rulepacks import services as rulepacks  # noqa: E402
from fengsui.org.models import Area  # noqa: E402
from fengsui.places import queries, services  # noqa: E402
from fengsui.places.filters import PlaceFilters  # noqa: E402
from fengsui.places.values import NewContact, NewPlace  # noqa: E402

DISTRICT, STREETS = "150402", 13
WEST, SOUTH, EAST, NORTH = 118.80, 42.15, 119.10, 42.40
FIRST, SECOND = "好旺福兴隆祥和顺达鑫源红山站前", "再来万家百姓同心金源华联惠民"
TRADES = (("饭店", "restaurant"), ("超市", "shop"), ("宾馆", "hotel"), ("美发", "beauty_bath"), ("诊所", "clinic"))


def areas() -> list[str]:
    """Make the district, its streets, and four grids in each; return the paths of the grids."""
    grids = []
    made = [Area(code=DISTRICT, path=DISTRICT, level="district", kind="district", name="红山区")]
    for street in range(1, STREETS + 1):
        path = f"{DISTRICT}/{street:03d}"
        made.append(Area(code=path.replace("/", ""), path=path, level="street", kind="street", name=f"街道{street}"))
        for grid in range(1, 5):
            grids.append(f"{path}/001/{grid:02d}")
            made.append(Area(code=grids[-1].replace("/", ""), path=grids[-1], level="grid", kind="grid", name=f"网格{grid}"))
    Area.objects.bulk_create(made)
    return grids


def load(count: int) -> float:
    """Write `count` places and return the seconds it took."""
    chance = random.Random(7)
    grids = areas()
    doer = actors.system("bench")
    context = services.Context(doer)
    start = time.perf_counter()
    for first in range(0, count, services.MOST_AT_ONCE):
        rows = []
        for n in range(first, min(first + services.MOST_AT_ONCE, count)):
            trade, activity = chance.choice(TRADES)
            name = f"{chance.choice(FIRST)}{chance.choice(SECOND)}{chance.choice(SECOND)}{trade}{n}"
            rows.append(
                NewPlace(
                    name=name, area_path=chance.choice(grids), address=f"昭乌达路{n % 900}号", activity=activity,
                    inputs={"area_m2": chance.randint(20, 1500), "seats": chance.randint(4, 400), "beds": chance.randint(2, 120)},
                    lon=chance.uniform(WEST, EAST), lat=chance.uniform(SOUTH, NORTH), coordinate_source="simulated",
                    contacts=(NewContact(name="责任人", phone=f"138{n:08d}"),), state="operating",
                )
            )  # fmt: skip
        with transaction.write():
            services.bulk_create(actor=doer, rows=rows, context=context)
    return time.perf_counter() - start


def median_ms(call: Callable[[], Any]) -> float:
    """Return the median of seven calls in milliseconds, after one that warms up."""
    call()
    taken = []
    for _ in range(7):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(taken), 1)


def box(share: float) -> tuple[float, float, float, float]:
    """Return a box in the middle of the district that holds a share of its width and height."""
    lon, lat = (WEST + EAST) / 2, (SOUTH + NORTH) / 2
    return (
        lon - (EAST - WEST) * share / 2,
        lat - (NORTH - SOUTH) * share / 2,
        lon + (EAST - WEST) * share / 2,
        lat + (NORTH - SOUTH) * share / 2,
    )


def main() -> None:
    """Build the load, measure, print one JSON line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    rulepacks.import_shipped(actor=actors.system("bench"))
    load_s = load(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    leader = Actor("person", "大队领导", new_id(), (GrantValue("brigade_leader", DISTRICT),))
    inspector = Actor("person", "巡查员", new_id(), (GrantValue("street_inspector", f"{DISTRICT}/006"),))
    views = {"z9": (9, 1.0), "z11": (11, 1.0), "z13": (13, 0.5), "z14": (14, 0.25), "z16": (16, 0.1)}
    maps = {
        f"map_{name}_ms": median_ms(
            lambda zoom=zoom, share=share: queries.place_map(actor=leader, filters=PlaceFilters(), box=box(share), zoom=zoom)
        )
        for name, (zoom, share) in views.items()
    }
    maps["map_z11_class_ms"] = median_ms(
        lambda: queries.place_map(
            actor=leader, filters=PlaceFilters(class_code=["small_catering"], state=["operating"]), box=box(1), zoom=11
        )
    )
    maps["map_z11_street_ms"] = median_ms(lambda: queries.place_map(actor=inspector, filters=PlaceFilters(), box=box(1), zoom=11))
    words = {"fragment": "再来", "initials": "hzl", "tail": "4321", "number": "CS-150402-00077", "none": "没有这家"}
    searches = {
        f"search_{name}_ms": median_ms(lambda text=text: queries.list_places(actor=leader, filters=PlaceFilters(search=text)))
        for name, text in words.items()
    }
    alike = {
        "name": "好再来饭店7",
        "address": "昭乌达路7号",
        "phone": "13800000007",
        "lon": 118.95,
        "lat": 42.27,
        "area_path": DISTRICT,
    }
    lists = {
        "list_first_ms": median_ms(lambda: queries.list_places(actor=leader, filters=PlaceFilters())),
        "list_deep_ms": median_ms(lambda: queries.list_places(actor=leader, filters=PlaceFilters(), page=max(1, count // 100))),
        "summary_ms": median_ms(lambda: queries.summary(actor=leader, filters=PlaceFilters())),
        "similar_ms": median_ms(lambda: queries.find_similar(actor=leader, **alike)),
    }
    print(
        json.dumps(
            {
                "bench": "places_map", "database": connection.vendor, "places": count, "load_s": round(load_s, 1),
                "places_a_second": round(count / load_s), **maps, "worst_map_ms": max(maps.values()), **searches, **lists,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        shutil.rmtree(FOLDER, ignore_errors=True)
