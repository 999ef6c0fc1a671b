"""One history of bench.screens: makes it or opens it, then answers commands line by line (JSON in, JSON out).

Started by bench.screens with the database in the environment. Every call is a whole request through the application (sign-in,
scope, query, JSON) in this process, at the moment the history ends.
"""

import contextlib
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fengsui.server.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from bench import histories, load  # noqa: E402
from fengsui.demo.small import build_small_demo  # noqa: E402
from fengsui.hazards.models import Hazard  # noqa: E402
from fengsui.kernel import actor as actors  # noqa: E402
from fengsui.kernel import clock, sessions, settings_store, transaction  # noqa: E402
from fengsui.kernel.cells import triggers  # noqa: E402
from fengsui.kernel.cells.rebuilding import rebuild  # noqa: E402
from fengsui.kernel.models import Account  # noqa: E402
from fengsui.org.models import Area  # noqa: E402
from fengsui.patrol.models import Visit  # noqa: E402
from fengsui.places import services as places  # noqa: E402
from fengsui.places.models import Place  # noqa: E402
from fengsui.places.values import NewPlace  # noqa: E402
from fengsui.server.commands.database import open_database  # noqa: E402
from fengsui.server.warming import warm_up  # noqa: E402

PLACES = 5_528
YEARS = 5
DEMO_DAYS = 4
HISTORY = "bench.history"
FIRST, SECOND = "好旺福兴隆祥和顺达鑫源红山站前", "再来万家百姓同心金源华联惠民"
LEADER, DIRECTOR, INSPECTOR, WORKER = "brigade_leader", "centre_director", "street_inspector", "grid_worker"
Screens = dict[str, tuple[str, Callable[[], str]]]


def make(visits: int) -> dict[str, Any]:
    """Make the history unless the database holds it already; return how many rows of each kind were copied."""
    begun, cpu = time.perf_counter(), time.process_time()

    def tell(text: str) -> None:
        histories.tell(f"{connection.vendor} {visits}: {text}")

    open_database(quiet=True)
    kept = settings_store.get(HISTORY)
    if kept and kept["visits"] == visits:
        return dict(kept)
    tell("demo")
    with unflushed():
        build_small_demo(days=DEMO_DAYS)
        fill_ledger()
    today = clock.local_date()
    indexes = load.Indexes()
    indexes.drop()
    triggers.remove()
    with unflushed(), copying():
        counts = load.grow(visits, 365 * YEARS, today, tell)
        tell("indexes")
        indexes.restore()
    triggers.install()
    tell("cells")
    counting = time.perf_counter()
    rebuild(lambda name: tell(f"cells of {name}"))
    counted = time.perf_counter()
    tell("vacuum")
    if load.is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    value = {"visits": visits, "now": clock.now().isoformat(), "counts": counts}
    value["rebuild_s"] = round(counted - counting, 1)
    value["seconds"] = round(time.perf_counter() - begun)
    # On PostgreSQL the server's own share comes on top.
    value["cpu_seconds"] = round(time.process_time() - cpu)
    settings_store.put(actor=actors.system("bench"), key=HISTORY, value=value)
    return value


@contextlib.contextmanager
def unflushed() -> Iterator[None]:
    """Wait for no disk while the history is made."""
    off, on = ["PRAGMA synchronous=OFF"], ["PRAGMA synchronous=FULL"]
    if load.is_postgres():
        off, on = ["SET synchronous_commit = off"], ["SET synchronous_commit = DEFAULT"]
    _tell_database(off)
    yield
    _tell_database(on)


@contextlib.contextmanager
def copying() -> Iterator[None]:
    """Leave out foreign keys and the journal while copies of right rows are written."""
    before = ["PRAGMA foreign_keys=OFF", "PRAGMA journal_mode=OFF", "PRAGMA cache_size=-1500000"]
    after = ["PRAGMA journal_mode=WAL", "PRAGMA foreign_keys=ON", "PRAGMA cache_size=-65536"]
    if load.is_postgres():
        before = [f"SET {what}" for what in ("session_replication_role = replica", "maintenance_work_mem = '1GB'")]
        after = ["SET session_replication_role = DEFAULT"]
    _tell_database(before)
    yield
    _tell_database(after)


def _tell_database(texts: list[str]) -> None:
    for text in texts:
        with connection.cursor() as cursor:
            cursor.execute(text)
            if cursor.description:
                cursor.fetchall()


def fill_ledger() -> None:
    """Fill the ledger up to 5,528 places, in the district's own grids."""
    chance = random.Random(5)
    grids = list(Area.objects.filter(level="grid").order_by("path").values_list("path", flat=True))
    if not grids:
        grids = list(Area.objects.filter(level="community").order_by("path").values_list("path", flat=True))
    doer = actors.system("bench")
    context = places.Context(doer)
    missing = PLACES - Place.objects.count()
    for start in range(0, missing, places.MOST_AT_ONCE):
        rows = [
            NewPlace(
                name=f"{chance.choice(FIRST)}{chance.choice(SECOND)}饭店{n}", area_path=chance.choice(grids),
                address=f"昭乌达路{n % 900}号", activity="restaurant", inputs={"area_m2": chance.randint(20, 1500)},
                lon=chance.uniform(118.8, 119.1), lat=chance.uniform(42.15, 42.4), coordinate_source="simulated",
                state="operating",
            )
            for n in range(start, min(start + places.MOST_AT_ONCE, missing))
        ]  # fmt: skip
        with transaction.write():
            places.bulk_create(actor=doer, rows=rows, context=context)


def tokens() -> dict[str, str]:
    """Return a session a role."""
    made = {}
    for login in build_small_demo(days=DEMO_DAYS)["logins"]:
        account = Account.objects.get(username=login["username"])
        made[login["role"]] = sessions.open_session(account=account, kind="phone", ip="", user_agent="bench")[1]
    return made


def screens(chance: random.Random) -> Screens:
    """Return each screen's role and a maker of random addresses; the newest and the oldest rows are asked for alike."""
    streets = list(Area.objects.filter(level="street").order_by("path").values_list("path", flat=True))
    grids = list(Area.objects.filter(level="grid").order_by("path").values_list("path", flat=True))
    own = list(Place.objects.order_by("number").values_list("pk", flat=True)[:4000])
    busy = busiest()
    cases = newest_and_oldest(Hazard.objects.filter(number__startswith="YH-BENCH-"))
    shown = newest_and_oldest(Visit.objects.filter(number__startswith="XC-BENCH-"))
    words = [first + second for first in FIRST for second in SECOND]
    today = clock.local_date()
    pick = chance.choice

    def years(start_name: str, end_name: str) -> str:
        end = today - timedelta(days=chance.randrange(5, 365))
        return f"{start_name}={end - timedelta(days=chance.randrange(900, 1200))}&{end_name}={end}"

    def window(start_name: str, end_name: str, days: int = 30) -> str:
        start = today - timedelta(days=chance.randrange(5, 365 * YEARS - 40))
        return f"{start_name}={start}&{end_name}={start + timedelta(days=chance.randrange(0, days + 1))}"

    return {
        "overview": (LEADER, lambda: "/overview"),
        "overview_street": (LEADER, lambda: f"/overview?area={pick(streets)}"),
        "overview_director": (DIRECTOR, lambda: "/overview"),
        "overview_worker": (WORKER, lambda: "/overview"),
        "overview_last_week": (LEADER, lambda: f"/overview?date={today - timedelta(days=chance.randrange(1, 8))}"),
        "hazards": (LEADER, lambda: "/hazards"),
        "hazards_street": (LEADER, lambda: f"/hazards?area={pick(streets)}&sort=-found_on"),
        "hazards_grid": (LEADER, lambda: f"/hazards?area={pick(grids)}&sort=-found_on"),
        "hazards_open": (LEADER, lambda: f"/hazards?in_stock=true&area={pick(streets)}&sort=due_on"),
        "hazards_overdue": (LEADER, lambda: "/hazards?overdue=true&sort=due_on"),
        "hazards_closed": (LEADER, lambda: "/hazards?state=closed&sort=-closed_on"),
        "hazards_window": (LEADER, lambda: f"/hazards?{window('found_from', 'found_to')}"),
        "hazards_search": (LEADER, lambda: f"/hazards?search={pick(words)}"),
        "hazards_number": (LEADER, lambda: f"/hazards?search=YH-BENCH-{chance.randrange(5000):09d}"),
        "hazards_board": (LEADER, lambda: "/hazards/board"),
        "hazards_director": (DIRECTOR, lambda: "/hazards?in_stock=true&sort=due_on"),
        "hazards_worker": (WORKER, lambda: "/hazards"),
        "case": (LEADER, lambda: f"/hazards/{pick(cases)}"),
        "visits": (LEADER, lambda: "/visits"),
        "visits_street": (LEADER, lambda: f"/visits?area={pick(streets)}"),
        "visits_grid_window": (LEADER, lambda: f"/visits?area={pick(grids)}&{window('date_from', 'date_to')}"),
        "visits_window": (LEADER, lambda: f"/visits?{window('date_from', 'date_to')}"),
        "visits_search": (LEADER, lambda: f"/visits?search={pick(words)}"),
        "visits_place": (LEADER, lambda: f"/visits?place_id={pick(own)}"),
        "visits_worker": (WORKER, lambda: "/visits"),
        "visit": (LEADER, lambda: f"/visits/{pick(shown)}"),
        "places": (LEADER, lambda: f"/places?area={pick(streets)}"),
        "places_search": (LEADER, lambda: f"/places?search={pick(words)}"),
        "places_map": (LEADER, lambda: "/places/map?bbox=118.8,42.1,119.1,42.4&zoom=12"),
        "place": (LEADER, lambda: f"/places/{pick(own)}"),
        "place_visits": (LEADER, lambda: f"/places/{pick(own)}/visits"),
        "place_hazards": (LEADER, lambda: f"/places/{pick(own)}/hazards"),
        "tasks": (LEADER, lambda: f"/tasks?area={pick(streets)}"),
        "tasks_open": (LEADER, lambda: "/tasks?state=open"),
        "today": (WORKER, lambda: "/patrol/today"),
        "notices": (LEADER, lambda: "/notices"),
        "notices_search": (LEADER, lambda: f"/notices?search={pick(words)}"),
        "knocks": (LEADER, lambda: "/household-visits"),
        "rows_visits": (LEADER, lambda: f"/figures/patrol.visits/rows?area={pick(streets)}&{window('from', 'to')}"),
        "rows_stock": (LEADER, lambda: f"/figures/hazards.stock_closing/rows?from={today}&to={today}"),
        "figures_month": (DIRECTOR, lambda: f"/figures?{window('from', 'to')}"),
        "day_ledger": (DIRECTOR, lambda: f"/reports/daily?date={today - timedelta(days=chance.randrange(1, 8))}"),
        "audit": ("audit_admin", lambda: "/audit"),
        # The same of what is busiest and over years: pages that the short history fills as well.
        "hazards_grid_busy": (LEADER, lambda: f"/hazards?area={pick(busy.grids)}&sort=-found_on"),
        "hazards_open_first": (LEADER, lambda: "/hazards?in_stock=true&sort=due_on&page_size=10"),
        "hazards_overdue_first": (LEADER, lambda: "/hazards?overdue=true&sort=due_on&page_size=10"),
        "hazards_window_wide": (LEADER, lambda: f"/hazards?{years('found_from', 'found_to')}"),
        "hazards_search_busy": (LEADER, lambda: f"/hazards?search={pick(busy.words)}"),
        "visits_grid_busy": (LEADER, lambda: f"/visits?area={pick(busy.grids)}&{years('date_from', 'date_to')}"),
        "visits_search_busy": (LEADER, lambda: f"/visits?search={pick(busy.words)}"),
        "visits_place_busy": (LEADER, lambda: f"/visits?place_id={pick(busy.places)}"),
        "place_busy": (LEADER, lambda: f"/places/{pick(busy.places)}"),
        "place_visits_busy": (LEADER, lambda: f"/places/{pick(busy.places)}/visits"),
        "place_hazards_busy": (LEADER, lambda: f"/places/{pick(busy.places)}/hazards"),
        "notices_search_busy": (LEADER, lambda: f"/notices?search={pick(busy.words)}"),
        "rows_visits_wide": (LEADER, lambda: f"/figures/patrol.visits/rows?area={pick(streets)}&{years('from', 'to')}"),
    }


class Busiest(NamedTuple):
    """Places, grids and words in names of places with the most doors, the same in a short and a long history."""

    places: list[Any]
    grids: list[str]
    words: list[str]


def busiest() -> Busiest:
    """Return what is visited most: ten places, ten grids, ten words of four characters."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT place_id, count(*) FROM bench_door GROUP BY place_id")
        told = {UUID(str(key)): n for key, n in cursor.fetchall()}
    grids: Counter[str] = Counter()
    words: Counter[str] = Counter()
    rows = Place.objects.filter(pk__in=told).order_by("number").values_list("pk", "name", "area_path")
    for key, name, area in rows:
        grids[area] += told[key]
        words[name[:4]] += told[key]
    places = sorted((key for key, _, _ in rows), key=lambda key: -told[key])[:10]
    return Busiest(places, [area for area, _ in grids.most_common(10)], [word for word, _ in words.most_common(10)])


def newest_and_oldest(rows: Any) -> list[Any]:
    """Return the keys of two thousand rows from either end of a numbered ledger."""
    return [key for order in ("-number", "number") for key in rows.order_by(order).values_list("pk", flat=True)[:2000]]


def ask(client: Client, address: str, token: str) -> dict[str, Any]:
    """Ask once; return the milliseconds by the clock and of processor time, the rows that match and those on the page."""
    with stopwatch() as taken:
        answer = client.get(f"/api/v1{address}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, (address, answer.content[:400])
    found = answer.json()
    rows = found.get("total", 1) if isinstance(found, dict) else len(found)
    return {**taken, "rows": rows, "shown": shown(found)}


def shown(part: Any) -> int:
    """Return how many rows an answer holds, in lists however deep."""
    if isinstance(part, dict):
        return sum(shown(one) for one in part.values())
    if isinstance(part, list):
        return sum(isinstance(one, dict) for one in part) + sum(shown(one) for one in part)
    return 0


@contextlib.contextmanager
def stopwatch() -> Iterator[dict[str, float]]:
    """Time a piece of work: by the clock, and the processor time of this thread and of its connection's server process."""
    taken: dict[str, float] = {}
    server = connection.connection.info.backend_pid if load.is_postgres() and connection.connection else None
    start, here, there = time.perf_counter(), time.thread_time(), histories.server_seconds(server)
    yield taken
    taken["cpu_ms"] = (time.thread_time() - here + histories.server_seconds(server) - there) * 1000
    taken["ms"] = (time.perf_counter() - start) * 1000


def serve(made: dict[str, Any]) -> None:
    """Answer commands until the end of input."""
    client = Client()
    warm_up()
    with clock.frozen(datetime.fromisoformat(made["now"])), override_settings(ALLOWED_HOSTS=["*"]):
        keys = tokens()
        known = screens(random.Random(3))
        for line in sys.stdin:
            order = json.loads(line)
            answer: dict[str, Any]
            if order["do"] == "screens":
                answer = {"screens": list(known)}
            else:
                role, address = known[order["screen"]]
                if order["do"] == "call":
                    answer = ask(client, address(), keys[role])
                else:
                    with CaptureQueriesContext(connection) as captured:
                        ask(client, address(), keys[role])
                    answer = {
                        "queries": len(captured),
                        "slow": slowest(captured.captured_queries) if order["do"] == "slow" else [],
                    }
            print(json.dumps(answer, ensure_ascii=False), flush=True)


def slowest(queries: list[dict[str, str]]) -> list[list[Any]]:
    """Return the five slowest statements with their seconds."""
    timed = sorted(((float(query["time"]), query["sql"]) for query in queries), reverse=True)
    return [[taken, text] for taken, text in timed[:5]]


def main() -> None:
    """Make the history of as many visits as the first argument says, tell it, serve."""
    made = make(int(sys.argv[1]))
    print(json.dumps(made), flush=True)
    serve(made)


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
