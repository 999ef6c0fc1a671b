"""How long the desk's screens take over a short and a long history: `python -m bench.screens [--visits 100000 10000000]`.

Whole requests through the application (sign-in, scope, query, JSON) in this process, random and uncached: 5,528 places in the
district's own grids, visits spread Zipf-like over five years, one hazard to twenty visits with its timeline. Prints one JSON
line a history: p50 and p95 in milliseconds and the number of queries of each screen; the last line compares the p95 of the
longest with the shortest. FENGSUI_DATABASE_URL chooses PostgreSQL (an empty database of its own), else SQLite in a new folder.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.mkdtemp(prefix="fengsui-screens-")
os.environ["FENGSUI_DATA_DIR"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fengsui.server.settings")

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from bench import load  # noqa: E402
from fengsui.demo.small import build_small_demo  # noqa: E402
from fengsui.hazards.models import Hazard  # noqa: E402
from fengsui.kernel import actor as actors  # noqa: E402
from fengsui.kernel import clock, sessions, transaction  # noqa: E402
from fengsui.kernel.models import Account  # noqa: E402
from fengsui.org.models import Area  # noqa: E402
from fengsui.patrol.models import Visit  # noqa: E402
from fengsui.places import services as places  # noqa: E402
from fengsui.places.models import Place  # noqa: E402
from fengsui.places.values import NewPlace  # noqa: E402
from fengsui.server.commands.database import open_database  # noqa: E402

PLACES = 5_528
YEARS = 5
FIRST, SECOND = "好旺福兴隆祥和顺达鑫源红山站前", "再来万家百姓同心金源华联惠民"


def seed_district() -> dict[str, str]:
    """Live four days in a small demo, then fill the ledger to 5,528 places; return a token a role."""
    made = build_small_demo(days=4)
    chance = random.Random(5)
    grids = list(Area.objects.filter(level="grid").values_list("path", flat=True))
    doer = actors.system("bench")
    context = places.Context(doer)
    missing = PLACES - Place.objects.count()
    for start in range(0, missing, places.MOST_AT_ONCE):
        rows = [
            NewPlace(name=f"{chance.choice(FIRST)}{chance.choice(SECOND)}饭店{n}", area_path=chance.choice(grids),
                     address=f"昭乌达路{n % 900}号",
                     activity="restaurant", inputs={"area_m2": chance.randint(20, 1500)}, lon=chance.uniform(118.8, 119.1),
                     lat=chance.uniform(42.15, 42.4), coordinate_source="simulated", state="operating")
            for n in range(start, min(start + places.MOST_AT_ONCE, missing))
        ]  # fmt: skip
        with transaction.write():
            places.bulk_create(actor=doer, rows=rows, context=context)
    tokens = {}
    for login in made["logins"]:
        account = Account.objects.get(username=login["username"])
        tokens[login["role"]] = sessions.open_session(account=account, kind="phone", ip="", user_agent="bench")[1]
    return tokens


def screens(chance: random.Random) -> dict[str, tuple[str, Callable[[], str]]]:
    """Return each screen's role and a maker of random addresses."""
    streets = list(Area.objects.filter(level="street").values_list("path", flat=True))
    grids = list(Area.objects.filter(level="grid").values_list("path", flat=True))
    own = list(Place.objects.order_by("number").values_list("pk", flat=True)[:4000])
    cases = list(Hazard.objects.order_by("-number").values_list("pk", flat=True)[:4000])
    shown = list(Visit.objects.order_by("-number").values_list("pk", flat=True)[:4000])
    words = [first + second for first in FIRST for second in SECOND]
    today = clock.local_date()

    def window() -> str:
        start = today - timedelta(days=chance.randrange(5, 365 * YEARS - 40))
        return f"from={start}&to={start + timedelta(days=30)}"

    def visit_window() -> str:
        start = today - timedelta(days=chance.randrange(5, 365 * YEARS - 40))
        return f"date_from={start}&date_to={start + timedelta(days=chance.randrange(0, 30))}"

    pick = chance.choice
    return {
        "overview": ("brigade_leader", lambda: "/overview"),
        "overview_street": ("brigade_leader", lambda: f"/overview?area={pick(streets)}"),
        "hazards": ("brigade_leader", lambda: "/hazards"),
        "hazards_street": ("brigade_leader", lambda: f"/hazards?area={pick(streets)}&sort=-found_on"),
        "hazards_open": ("brigade_leader", lambda: f"/hazards?in_stock=true&area={pick(streets)}&sort=due_on"),
        "hazards_overdue": ("brigade_leader", lambda: "/hazards?overdue=true&sort=due_on"),
        "hazards_window": ("brigade_leader", lambda: f"/hazards?found_{window().replace('&to=', '&found_to=')}"),
        "hazards_search": ("brigade_leader", lambda: f"/hazards?search={pick(words)}"),
        "hazards_number": ("brigade_leader", lambda: f"/hazards?search=YH-BENCH-{chance.randrange(5000):09d}"),
        "board": ("brigade_leader", lambda: "/hazards/board"),
        "case": ("brigade_leader", lambda: f"/hazards/{pick(cases)}"),
        "visits": ("brigade_leader", lambda: "/visits"),
        "visits_street": ("brigade_leader", lambda: f"/visits?area={pick(streets)}"),
        "visits_grid_window": ("brigade_leader", lambda: f"/visits?area={pick(grids)}&{visit_window()}"),
        "visits_window": ("brigade_leader", lambda: f"/visits?{visit_window()}"),
        "visits_search": ("brigade_leader", lambda: f"/visits?search={pick(words)}"),
        "visits_place": ("brigade_leader", lambda: f"/visits?place_id={pick(own)}"),
        "visit": ("brigade_leader", lambda: f"/visits/{pick(shown)}"),
        "places": ("brigade_leader", lambda: f"/places?area={pick(streets)}"),
        "places_search": ("brigade_leader", lambda: f"/places?search={pick(words)}"),
        "place": ("brigade_leader", lambda: f"/places/{pick(own)}"),
        "place_visits": ("brigade_leader", lambda: f"/places/{pick(own)}/visits"),
        "place_hazards": ("brigade_leader", lambda: f"/places/{pick(own)}/hazards"),
        "tasks": ("brigade_leader", lambda: f"/tasks?area={pick(streets)}"),
        "inspector_visits": ("street_inspector", lambda: "/visits"),
        "inspector_hazards": ("street_inspector", lambda: "/hazards?in_stock=true"),
    }


def measure(tokens: dict[str, str], calls: int, only: str) -> dict[str, dict[str, float]]:
    """Ask every screen `calls` times; return p50, p95 (ms) and the number of queries of one answer."""
    client = Client()
    chance = random.Random(3)
    made = {}
    for name, (role, address) in screens(chance).items():
        if only and only not in name:
            continue
        headers = {"Authorization": f"Bearer {tokens[role]}"}
        taken = []
        for _ in range(calls):
            path = f"/api/v1{address()}"
            start = time.perf_counter()
            answer = client.get(path, headers=headers)
            taken.append((time.perf_counter() - start) * 1000)
            assert answer.status_code == 200, (path, answer.content[:400])
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/api/v1{address()}", headers=headers)
        taken.sort()
        p95 = taken[min(len(taken) - 1, int(len(taken) * 0.95))]
        made[name] = {"p50_ms": round(taken[len(taken) // 2], 1), "p95_ms": round(p95, 1), "queries": len(captured)}
    return made


def grow(visits: int) -> None:
    """Let the history grow to a number of visits, one hazard to twenty of them, and check a sample of the copies."""
    days = 365 * YEARS
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    Visit.objects.filter(number__startswith="XC-BENCH-").delete()
    Hazard.objects.filter(number__startswith="YH-BENCH-").delete()
    with transaction.write():
        load.copy_visits(visits, days, clock.now())
    with transaction.write():
        load.copy_hazards(visits // 20, days, clock.now())
    load.check_copy(Visit, Visit.objects.get(number=f"XC-BENCH-{visits // 2:09d}"), list(Visit.objects.order_by("number")[:200]))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("ANALYZE")


def main() -> None:
    """Measure each history, print a line each and the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, nargs="+", default=[100_000, 10_000_000])
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    open_database(quiet=True)
    tokens = seed_district()
    results: list[dict[str, dict[str, float]]] = []
    for visits in sorted(options.visits):
        start = time.perf_counter()
        grow(visits)
        load_s = round(time.perf_counter() - start, 1)
        with override_settings(ALLOWED_HOSTS=["*"]):
            found = measure(tokens, options.calls, options.only)
        results.append(found)
        worst = max(found, key=lambda name: found[name]["p95_ms"])
        line: dict[str, Any] = {
            "bench": "screens",
            "database": connection.vendor,
            "visits": visits,
            "load_s": load_s,
            "worst": worst,
        }
        print(json.dumps(line | {"worst_p95_ms": found[worst]["p95_ms"], "screens": found}), flush=True)
    if len(results) > 1:
        ratio = {name: round(results[-1][name]["p95_ms"] / results[0][name]["p95_ms"], 2) for name in results[0]}
        print(json.dumps({"bench": "screens", "ratio_p95_longest_to_shortest": ratio, "worst_ratio": max(ratio.values())}))


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        shutil.rmtree(FOLDER, ignore_errors=True)
