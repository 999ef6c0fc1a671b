"""Building a demo of any size: step by step and day by day, each one transaction, so that it can be gone on with."""

import gc
import random
import time as stopwatch
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from fengsui.demo import cast
from fengsui.demo.days import DemoDay
from fengsui.demo.ledger import Ledger, invent
from fengsui.demo.phone import settle
from fengsui.demo.scale import DISTRICT, Scale
from fengsui.demo.scenes import Darkroom
from fengsui.demo.world import Person, WorkingHours, World
from fengsui.hazards.models import Hazard
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, evidence, rulepacks, settings_store, transaction
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.errors import Conflict
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.rulepacks.services import import_shipped
from fengsui.kernel.scope import under
from fengsui.org.models import Area
from fengsui.org.services import load_shipped_areas
from fengsui.patrol.models import Task, Visit
from fengsui.places import services as places
from fengsui.places.key_units import services as key_units
from fengsui.places.models import Place

Progress = Callable[..., None]
LEDGER_BEFORE = 25
HELD_BACK = 0.25
PROGRESS = "demo.progress"
LOGINS = "demo.logins"
SIZES = {"small": "两个街道", "thin": "全区，两年从简", "full": "全区，两年逐日"}
MAKER = actors.system("演示数据生成")


def silent(done: int, total: int, words: str = "") -> None:
    """Say nothing of how far it is."""
    return


def build(
    scale: Scale, *, seed: int = 1, today: date | None = None, progress: Progress = silent, now: datetime | None = None
) -> dict[str, Any]:
    """Make a demo of a scale once and return {seed, scale, today, places, visits, hazards, photos, logins, seconds, made}.

    Each step and each day is one transaction with the note of how far it is: killed in the middle, the next run goes
    on with the first thing missing; run again when whole, it does nothing (`made` false). The same seed and date give
    the same district. `now` is the present moment up to which today is told (default: the clock's; for another
    `today`, 16:30 of it). Raises Conflict when the installation holds real places, or a demo of another size.
    """
    started = stopwatch.monotonic()
    moment = now or clock.now()
    state = settings_store.get(PROGRESS)
    if state is None:
        _refuse_real_data()
        last = today or clock.local_date(moment)
        state = {"seed": seed, "scale": scale.name, "today": last.isoformat(), "days": scale.days}
        state |= {"steps": [], "lived": None, "whole": False}
    if state["whole"]:
        return _summary(state, started, made=False)
    _refuse_other_size(state, scale)
    last = date.fromisoformat(state["today"])
    if clock.local_date(moment) != last:
        moment = datetime.combine(last, time(16, 30), tzinfo=clock.zone())
    darkroom = Darkroom(beside=scale.beside)
    gc.freeze()
    often = gc.get_threshold()
    gc.set_threshold(50_000, 50, 50)
    try:
        with hurried():
            _Builder(state, scale, last, moment, progress, darkroom).run()
    finally:
        gc.set_threshold(*often)
        darkroom.close()
    return _summary(state, started, made=True)


@contextmanager
def hurried() -> Iterator[None]:
    """Do not wait for the disk while a demo is made: what a power cut takes can be made again. Restored afterwards."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with evidence.unflushed():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        usual = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA synchronous = OFF")
        try:
            with evidence.unflushed():
                yield
        finally:
            cursor.execute(f"PRAGMA synchronous = {usual}")


def _refuse_real_data() -> None:
    if Place.objects.filter(is_simulated=False).exists():
        raise Conflict(
            "demo_over_real_data",
            zh="这个安装里已有真实台账，不能再装入模拟数据。请另设 FENGSUI_DATA_DIR 后运行演示。",
            en="This installation holds real places; run the demo with another FENGSUI_DATA_DIR.",
        )


def _refuse_other_size(state: dict[str, Any], scale: Scale) -> None:
    begun = state.get("scale", "small")
    if begun != scale.name:
        raise Conflict(
            "demo_of_another_size",
            zh=f"这个安装里有一个没做完的演示（{SIZES[begun]}）。请用同样的选项继续，或另设 FENGSUI_DATA_DIR。",
            en=f"An unfinished demo ({begun}) is in this installation; go on with its options or use another FENGSUI_DATA_DIR.",
        )


class _Builder:
    def __init__(
        self, state: dict[str, Any], scale: Scale, today: date, moment: datetime, progress: Progress, darkroom: Darkroom
    ) -> None:
        self.state, self.scale, self.today, self.moment, self.progress = state, scale, today, moment, progress
        self.seed, self.days, self.darkroom = int(state["seed"]), int(state["days"]), darkroom
        self.first = today - timedelta(days=self.days - 1)
        self.founded = datetime.combine(self.first - timedelta(days=LEDGER_BEFORE), time(9, 0), tzinfo=clock.zone())
        self.lived = scale.lived(today, calendar_for(DISTRICT))
        self.total = 2 + bool(scale.key_units) + len(scale.streets) + len(self.lived)
        self.done = 0

    def run(self) -> None:
        """Do every step that is not done."""
        self._step("areas", "区域", self._areas)
        self._step("people", "人员", self._people)
        for street in self.scale.streets:
            self._step(f"places:{street}", "台账", lambda street=street: self._places(street))  # type: ignore[misc]
        if self.scale.key_units:
            self._step("key_units", "重点单位", self._key_units)
        people = cast.known_people()
        pack = rulepacks.published(DISTRICT, self.today)
        world = World(self.seed, DISTRICT, self.scale.streets, people, pack, self.scale, self.today, self.darkroom)
        lived = date.fromisoformat(self.state["lived"]) if self.state["lived"] else self.first - timedelta(days=1)
        for day in self.lived:
            if day > lived:
                hours = WorkingHours.of(day, self.moment)
                with transaction.write():
                    DemoDay(world, day, hours, held_back=HELD_BACK if day == self.today else 0.0).live()
                    with clock.frozen(hours.until + timedelta(seconds=40)):
                        self._note(lived=day.isoformat(), whole=day == self.today)
            self._tell("巡查")

    def _step(self, name: str, words: str, make: Callable[[], None]) -> None:
        if name not in self.state["steps"]:
            with transaction.write(), clock.frozen(self.founded):
                make()
                settle()
                self._note(steps=[*self.state["steps"], name])
        self._tell(words)

    def _note(self, **changes: Any) -> None:
        self.state = {**self.state, **changes}
        settings_store.put(actor=MAKER, key=PROGRESS, value=self.state)

    def _tell(self, words: str) -> None:
        self.done += 1
        self.progress(self.done, self.total, words)

    def _areas(self) -> None:
        settings_store.put(actor=MAKER, key=settings_store.IS_DEMO, value=True)
        import_shipped(actor=MAKER)
        load_shipped_areas(actor=MAKER, area=DISTRICT)

    def _people(self) -> None:
        people: list[Person] = cast.Cast(actor=MAKER, seed=self.seed, since=clock.local_date(), scale=self.scale).everyone()
        settings_store.put(actor=MAKER, key=LOGINS, value=cast.logins(people))

    def _key_units(self) -> None:
        list_key_units(self.seed, self.scale.key_units)

    def _places(self, path: str) -> None:
        street = Area.objects.get(path=path)
        below = list(Area.objects.filter(under(path, "path")).order_by("path"))
        ledger = invent(
            seed=self.seed,
            street=street,
            grids=[area for area in below if area.level == "grid"],
            communities={area.path: area.short_name for area in below if area.level == "community"},
            count=self.scale.places[path],
            compounds=self.scale.compounds[path],
            facilities=self.scale.facilities,
        )
        write_ledger(ledger, lived_days=self.days)


def list_key_units(seed: int, share: float) -> None:
    """Take a share of the places whose class makes them possible key units through declaration, list and filing."""
    likely = Place.objects.filter(under(DISTRICT), class_code__startswith="key_").order_by("number")
    for place_id, number in likely.values_list("pk", "number"):
        if random.Random(f"{seed}:key:{place_id}").random() < share:
            papers = {"declare": f"模拟申报表 {number}", "list": f"模拟认定书 {number}", "file": f"模拟备案表 {number}"}
            for verb in ("declare", "verify", "list", "file"):
                key_units.take_step(
                    actor=MAKER, place_id=place_id, verb=verb, document=papers.get(verb, ""),
                    reason="与界定标准核对一致" if verb == "verify" else "",
                )  # fmt: skip


def write_ledger(ledger: Ledger, *, lived_days: int) -> None:
    """Write a street's ledger through the services of places, inside the caller's transaction.

    Facilities are as new as it takes for few of them to run out before the lived days are over.
    """
    rows = [*ledger.holders, *ledger.places]
    for start in range(0, len(rows), places.MOST_AT_ONCE):
        places.bulk_create(actor=MAKER, rows=rows[start : start + places.MOST_AT_ONCE], source="demo")
    today = clock.local_date()
    for place_id, facts in ledger.facilities:
        worn = max(0.1, 1 - (lived_days // 30 - 1) / facts["months"])
        installed = today - timedelta(days=int(30 * facts["age"] * worn))
        expires = installed + timedelta(days=30 * facts["months"])
        facility = {
            "kind": facts["kind"], "quantity": facts["quantity"], "installed_on": installed, "expires_on": expires,
            "state": "expired" if expires < today else "good", "note": "模拟",
        }  # fmt: skip
        places.add_facility(actor=MAKER, place_id=place_id, facility=facility)


def demo_logins() -> list[dict[str, Any]]:
    """Return one sign-in for every role of the demo; empty in an installation that is none."""
    return list(settings_store.get(LOGINS, []))


def _summary(state: dict[str, Any], started: float, *, made: bool) -> dict[str, Any]:
    return {
        "seed": state["seed"],
        "scale": state.get("scale", "small"),
        "today": state["today"],
        "places": Place.objects.count(),
        "visits": Visit.objects.count(),
        "hazards": Hazard.objects.count(),
        "photos": EvidenceLink.objects.count(),
        "open_tasks": Task.objects.filter(state="open").count(),
        "logins": demo_logins(),
        "seconds": round(stopwatch.monotonic() - started, 1),
        "made": made,
    }
