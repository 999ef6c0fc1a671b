"""One history of bench.figures: opens it, writes visits in a thread, answers random windows line by line (JSON in, JSON out)."""

import json
import random
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.db import connection

from bench.histories import tell
from bench.screens_worker import YEARS, make, stopwatch
from fengsui.figures import facts, kept
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, transaction
from fengsui.kernel.cells import rebuilding, triggers
from fengsui.kernel.figure import Figure, Period, every
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Cell
from fengsui.org.models import Area
from fengsui.patrol.models import Visit

OFFICE = actors.system("bench")
WRITES_A_SECOND = 40


class Writer(threading.Thread):
    """Somebody who goes on recording visits, each in a transaction that keeps its cells."""

    def __init__(self, seed: int) -> None:
        super().__init__(daemon=True)
        self.chance = random.Random(seed)
        self.turn = threading.Lock()
        self.today = clock.local_date()
        self.written = 0
        self.patterns = list(Visit.objects.filter(inspected=True).order_by("-number")[:200])

    def run(self) -> None:
        """Write until the process ends."""
        while True:
            row = self.chance.choice(self.patterns)
            row.pk, row.number, row._state.adding = new_id(), f"XC-NEW-{new_id().hex}", True
            row.local_date = self.today - timedelta(days=self.chance.choice([0, 0, 0, 1, 30]))
            with self.turn, transaction.write():
                row.save(force_insert=True)
            self.written += 1
            time.sleep(1 / WRITES_A_SECOND)


class Asker:
    """Asks windows that nobody asked before."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.figures = [figure for figure in every() if figure.cells is not None]
        self.areas = list(Area.objects.order_by("path").values_list("path", flat=True))
        self.districts = [path for path in self.areas if len(path) == 6]
        self.streets = [path for path in self.areas if len(path) == 10]
        self.queries = 0
        self.first = clock.local_date() - timedelta(days=365 * YEARS - 1)

    def window(self) -> tuple[Figure, Period, str, int]:
        """Return a figure, a period, an area, and the width by which the answer is taken apart (0: not at all)."""
        days = sorted(self.first + timedelta(days=self.chance.randrange(365 * YEARS)) for _ in range(2))
        area = self.chance.choice([*self.districts, self.chance.choice(self.streets), self.chance.choice(self.areas)])
        width = 10 if len(area) == 6 and self.chance.random() < 0.5 else 0
        return self.chance.choice(self.figures), Period(days[0], days[1]), area, width

    def ask(self) -> dict[str, float]:
        """Answer one window; return the milliseconds it took and its queries."""
        figure, period, area, width = self.window()
        self.queries = 0
        with connection.execute_wrapper(self._counted), stopwatch() as taken:
            if width:
                kept.by_area([figure], actor=OFFICE, period=period, area_path=area, width=width)
            else:
                kept.values([figure], actor=OFFICE, period=period, area_path=area)
        return {**taken, "queries": self.queries}

    def _counted(self, execute: Any, *arguments: Any) -> Any:
        self.queries += 1
        return execute(*arguments)

    def check(self) -> dict[str, Any]:
        """Answer one window from the cells and from the facts."""
        figure, period, area, _ = self.window()
        held = kept.values([figure], actor=OFFICE, period=period, area_path=area)[figure.id]
        begun = time.perf_counter()
        counted = facts.value(figure, actor=OFFICE, period=period, area_path=area)
        where = f"{figure.id} {period.start} {period.end} {area}"
        return {"kept": held, "counted": counted, "counted_ms": (time.perf_counter() - begun) * 1000, "where": where}


def main() -> None:
    """Open the history, count its cells where an older version of it has none, answer until the input ends."""
    visits = int(sys.argv[1])
    made = make(visits)
    if not triggers.complete() or not rebuilding.up_to_date():
        triggers.install()
        rebuilding.rebuild(tell)
    with clock.frozen(datetime.fromisoformat(made["now"])):
        asker, writer = Asker(visits), Writer(visits)
        writer.start()
        told = {"cells": Cell.objects.count(), "rebuild_s": made.get("rebuild_s"), "made_s": made.get("seconds")}
        print(json.dumps(told), flush=True)
        for line in sys.stdin:
            do = json.loads(line)["do"]
            if do == "window":
                answer: dict[str, Any] = asker.ask()
            elif do == "check":
                with writer.turn:
                    answer = asker.check()
            else:
                answer = {"written": writer.written}
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
