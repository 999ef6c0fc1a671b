"""The small demo: two streets, thirty days ending today, lived through the services; made once, resumed when interrupted."""

import time as stopwatch
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from fengsui.demo import cast
from fengsui.demo.days import DemoDay
from fengsui.demo.ledger import Ledger, invent
from fengsui.demo.phone import settle
from fengsui.demo.world import Person, WorkingHours, World
from fengsui.hazards.models import Hazard
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, rulepacks, settings_store, transaction
from fengsui.kernel.errors import Conflict
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.rulepacks.services import import_shipped
from fengsui.kernel.scope import under
from fengsui.org.models import Area
from fengsui.org.services import load_shipped_areas
from fengsui.patrol.models import Task, Visit
from fengsui.places import services as places
from fengsui.places.models import Place

Progress = Callable[..., None]
DAYS = 30
LEDGER_BEFORE = 25
PLACES = {"150402/006": 250, "150402/007": 215}
HELD_BACK = 0.25
PROGRESS = "demo.progress"
LOGINS = "demo.logins"
MAKER = actors.system("演示数据生成")


def _silent(done: int, total: int, words: str = "") -> None:
    return None


def build_small_demo(
    seed: int = 1, today: date | None = None, progress: Progress = _silent, *, days: int = DAYS, now: datetime | None = None
) -> dict[str, Any]:
    """Make the small demo once and return {seed, today, places, visits, hazards, photos, logins, seconds, made}.

    Each step and each day is one transaction with the note of how far it is: killed in the middle, the next run goes
    on with the first thing missing; run again when whole, it does nothing (`made` false). The same seed and date give
    the same district. `now` is the present moment up to which today is told (default: the clock's; for another
    `today`, 16:30 of it). Raises Conflict when the installation holds real places.
    """
    started = stopwatch.monotonic()
    moment = now or clock.now()
    state = settings_store.get(PROGRESS)
    if state is None:
        _refuse_real_data()
        last = today or clock.local_date(moment)
        state = {"seed": seed, "today": last.isoformat(), "days": days, "steps": [], "lived": None, "whole": False}
    if state["whole"]:
        return _summary(state, started, made=False)
    last = date.fromisoformat(state["today"])
    if clock.local_date(moment) != last:
        moment = datetime.combine(last, time(16, 30), tzinfo=clock.zone())
    _Builder(state, last, moment, progress).run()
    return _summary(state, started, made=True)


def _refuse_real_data() -> None:
    if Place.objects.filter(is_simulated=False).exists():
        raise Conflict(
            "demo_over_real_data",
            zh="这个安装里已有真实台账，不能再装入模拟数据。请另设 FENGSUI_DATA_DIR 后运行演示。",
            en="This installation holds real places; run the demo with another FENGSUI_DATA_DIR.",
        )


class _Builder:
    def __init__(self, state: dict[str, Any], today: date, moment: datetime, progress: Progress) -> None:
        self.state, self.today, self.moment, self.progress = state, today, moment, progress
        self.seed, self.days = int(state["seed"]), int(state["days"])
        self.first = today - timedelta(days=self.days - 1)
        self.founded = datetime.combine(self.first - timedelta(days=LEDGER_BEFORE), time(9, 0), tzinfo=clock.zone())
        self.total = 2 + len(cast.STREETS) + self.days
        self.done = 0

    def run(self) -> None:
        """Do every step that is not done."""
        self._step("areas", "区域", self._areas)
        self._step("people", "人员", self._people)
        for street in cast.STREETS:
            self._step(f"places:{street}", "台账", lambda street=street: self._places(street))  # type: ignore[misc]
        people = cast.known_people()
        pack = rulepacks.published(cast.DISTRICT, self.today)
        world = World(self.seed, cast.DISTRICT, cast.STREETS, people, pack)
        lived = date.fromisoformat(self.state["lived"]) if self.state["lived"] else self.first - timedelta(days=1)
        for n in range(self.days):
            day = self.first + timedelta(days=n)
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
        load_shipped_areas(actor=MAKER, area=cast.DISTRICT)

    def _people(self) -> None:
        people: list[Person] = cast.Cast(actor=MAKER, seed=self.seed, since=clock.local_date()).everyone()
        settings_store.put(actor=MAKER, key=LOGINS, value=cast.logins(people))

    def _places(self, path: str) -> None:
        street = Area.objects.get(path=path)
        below = list(Area.objects.filter(under(path, "path")).order_by("path"))
        ledger = invent(
            seed=self.seed,
            street=street,
            grids=[area for area in below if area.level == "grid"],
            communities={area.path: area.short_name for area in below if area.level == "community"},
            count=PLACES[path],
        )
        write_ledger(ledger)


def write_ledger(ledger: Ledger) -> None:
    """Write a street's ledger through the services of places, inside the caller's transaction."""
    rows = [*ledger.holders, *ledger.places]
    for start in range(0, len(rows), places.MOST_AT_ONCE):
        places.bulk_create(actor=MAKER, rows=rows[start : start + places.MOST_AT_ONCE], source="demo")
    today = clock.local_date()
    for place_id, facts in ledger.facilities:
        installed = today - timedelta(days=30 * facts["age"])
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
