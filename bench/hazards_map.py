"""How long the map of cases and the list beside it take: `python -m bench.hazards_map [cases] [places]` prints one JSON line.

The places are written through places.services, the cases as rows (the reads are what is measured), four in five of them
closed, one place in fifty without coordinates. Each figure is the median of seven calls in milliseconds of processor
time; `ratio_to_list` holds the slowest map view against the first page of the list in the same run.
"""

import json
import random
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from bench.places_map import DISTRICT, FOLDER, box, load  # sets the database up

from django.core.management import call_command  # isort: skip
from django.db import connection  # isort: skip

from fengsui.hazards import queries  # isort: skip
from fengsui.hazards.filters import HazardFilters  # isort: skip
from fengsui.hazards.models import Hazard  # isort: skip
from fengsui.kernel import actor as actors  # isort: skip
from fengsui.kernel import clock, transaction  # isort: skip
from fengsui.kernel.actor import Actor, GrantValue  # isort: skip
from fengsui.kernel.ids import new_id  # isort: skip
from fengsui.kernel.rulepacks import services as rulepacks  # isort: skip
from fengsui.places.models import Place  # isort: skip


def median_ms(call: Callable[[], Any]) -> float:
    """Return the median of seven calls in milliseconds of processor time, after one that warms up."""
    call()
    taken = []
    for _ in range(7):
        start = time.process_time()
        call()
        taken.append((time.process_time() - start) * 1000)
    return round(statistics.median(taken), 1)


def cases(count: int) -> None:
    """Write `count` cases over the places."""
    chance = random.Random(11)
    places = list(Place.objects.values_list("pk", "area_path"))
    for pk, _ in places[::50]:
        Place.objects.filter(pk=pk).update(lon=None, lat=None, cell="", cell_number=None)
    today = clock.local_date()
    for first in range(0, count, 5_000):
        rows = [_case(n, *chance.choice(places), chance, today) for n in range(first, min(first + 5_000, count))]
        with transaction.write():
            Hazard.objects.bulk_create(rows)


def _case(n: int, place: Any, area_path: str, chance: random.Random, today: date) -> Hazard:
    found = today - timedelta(days=chance.randint(0, 700))
    closed: dict[str, Any] = {"state": "found", "due_on": found + timedelta(days=15)}
    if chance.random() < 0.8:
        done = datetime.combine(found, datetime.min.time(), tzinfo=clock.zone())
        closed = {"state": "closed", "closed_at": done, "closed_on": found, "closed_how": "on_site"}
    return Hazard(
        number=f"YH-{DISTRICT}-{n:06d}", place_id=place, area_path=area_path, item_code="COM-08", title="应急照明损坏",
        legal_category=4, grade=chance.choice("ABCD"), rulepack_version="bench", found_at=clock.now(), found_on=found,
        source_kind="desk", priority=chance.choice((10, 20, 30, 40)), **closed,
    )  # fmt: skip


def main() -> None:
    """Build the load, measure, print one JSON line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    places = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000
    call_command("migrate", verbosity=0)
    rulepacks.import_shipped(actor=actors.system("bench"))
    load(places)
    cases(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    leader = Actor("person", "大队领导", new_id(), (GrantValue("brigade_leader", DISTRICT),))
    inspector = Actor("person", "巡查员", new_id(), (GrantValue("street_inspector", f"{DISTRICT}/006"),))

    def seen(actor: Actor, zoom: int, share: float, **filters: Any) -> float:
        asked = HazardFilters(bbox=",".join(map(str, box(share))), **filters)
        return median_ms(lambda: queries.hazard_map(actor=actor, filters=asked, zoom=zoom))

    views = {"z9": (9, 1.0), "z11": (11, 1.0), "z13": (13, 0.5), "z14": (14, 0.25), "z16": (16, 0.1)}
    maps = {f"map_{name}_ms": seen(leader, zoom, share) for name, (zoom, share) in views.items()}
    maps["map_z11_stock_ms"] = seen(leader, 11, 1.0, in_stock=True)
    maps["map_z11_overdue_ms"] = seen(leader, 11, 1.0, overdue=True)
    maps["map_z11_street_ms"] = seen(inspector, 11, 1.0)
    whole = ",".join(map(str, box(1.0)))
    beside = {
        f"beside_{name}_ms": median_ms(
            lambda given=given: queries.list_hazards(actor=leader, filters=HazardFilters(**given), sort="pressing")
        )
        for name, given in {"whole": {"bbox": whole}, "corner": {"bbox": ",".join(map(str, box(0.1)))}}.items()
    }
    answer = queries.hazard_map(actor=leader, filters=HazardFilters(bbox=whole), zoom=14)
    floor = median_ms(lambda: queries.list_hazards(actor=leader, filters=HazardFilters()))
    worst = max(maps.values())
    print(
        json.dumps(
            {
                "bench": "hazards_map", "database": connection.vendor, "cases": count, "places": places, **maps,
                "worst_map_ms": worst, **beside, "list_first_ms": floor, "ratio_to_list": round(worst / floor, 1),
                "answer_kb": round(len(answer) / 1024, 1), "features": len(json.loads(answer)["features"]),
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
