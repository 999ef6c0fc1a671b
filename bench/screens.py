"""How long the desk's screens take over a short and a long history: `python -m bench.screens --data FOLDER`.

A district of 5,528 places; visits spread Zipf-like over five years, one hazard to twenty visits with its timeline, photos,
notice, tasks, knocks and audit entries in proportion: 100 thousand visits and 10 million, each on SQLite and on PostgreSQL
(`--server`, databases of their own). Histories are made once and kept in FOLDER and on the server until `--drop`. Short and
long are asked in turns, so that whatever else the machine does falls on both. Prints one JSON line a screen, history and
database (p50 and p95 in milliseconds, queries, rows), then one a screen and database with the ratio of the p95s.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "fengsui_bench_scale_"


class History:
    """A process that holds one history open."""

    def __init__(self, database: str, visits: int, data: Path, server: str, worker: str = "bench.screens_worker") -> None:
        self.database, self.visits = database, visits
        folder = data / f"{database}-{visits}"
        environment = {**os.environ, "FENGSUI_DATA_DIR": str(folder), "FENGSUI_DATABASE_URL": ""}
        if database == "postgresql":
            environment["FENGSUI_DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{PREFIX}{visits}"))
            _on_server(server, f'CREATE DATABASE "{PREFIX}{visits}"', f"{PREFIX}{visits}")
        folder.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", worker, str(visits)], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def answer(self) -> dict[str, Any]:
        """Return the next answer. Raises SystemExit when the process has died."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.database} with {self.visits} visits ended: {self.process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found

    def ask(self, do: str, screen: str = "") -> dict[str, Any]:
        """Send a command and return its answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, "screen": screen}) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def end(self) -> None:
        """Let the process end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def _on_server(server: str, statement: str, database: str) -> None:
    import psycopg

    with psycopg.connect(urlunsplit(urlsplit(server)._replace(path="/postgres")), autocommit=True) as known:
        exists = known.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is not None
        if exists == statement.startswith("DROP"):
            known.execute(statement)


def percentile(taken: list[float], share: float) -> float:
    """Return the value below which a share of the times lie."""
    return round(sorted(taken)[min(len(taken) - 1, int(len(taken) * share))], 1)


def measure(histories: list[History], screen: str, calls: int) -> list[dict[str, Any]]:
    """Ask a screen of every history in turns; return one line a history."""
    for history in histories:
        history.ask("call", screen)
    taken: list[list[dict[str, Any]]] = [[] for _ in histories]
    for _ in range(calls):
        for history, kept in zip(histories, taken, strict=True):
            kept.append(history.ask("call", screen))
    return [
        {
            "bench": "screens", "screen": screen, "database": history.database, "visits": history.visits,
            "p50_ms": percentile([one["ms"] for one in kept], 0.5), "p95_ms": percentile([one["ms"] for one in kept], 0.95),
            "cpu_p50_ms": percentile([one["cpu_ms"] for one in kept], 0.5),
            "queries": history.ask("queries", screen)["queries"], "rows": max(one["rows"] for one in kept),
        }
        for history, kept in zip(histories, taken, strict=True)
    ]  # fmt: skip


def show_slowest(histories: list[History], screens: list[str]) -> None:
    """Print the five slowest statements of each screen."""
    for screen in screens:
        for history in histories:
            found = history.ask("slow", screen)
            head = f"== {screen} {history.database} {history.visits} {found['queries']}"
            print("\n".join([head, *(f"{taken:7.3f} {text}" for taken, text in found["slow"])]), flush=True)


def main() -> None:
    """Make or open the histories, measure each database, print the lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--visits", type=int, nargs="+", default=[100_000, 10_000_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--server", default="postgresql://127.0.0.1:5432")
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--only", default="", help="screens whose name contains this")
    parser.add_argument("--make", action="store_true", help="make the histories and stop")
    parser.add_argument("--slow", action="store_true", help="print the slowest statements instead of measuring")
    parser.add_argument("--drop", action="store_true", help="delete the histories")
    options = parser.parse_args()
    for database in options.databases:
        if options.drop:
            for visits in options.visits:
                shutil.rmtree(options.data / f"{database}-{visits}", ignore_errors=True)
                if database == "postgresql":
                    _on_server(options.server, f'DROP DATABASE "{PREFIX}{visits}"', f"{PREFIX}{visits}")
            continue
        histories = [History(database, visits, options.data, options.server) for visits in sorted(options.visits)]
        for history in histories:
            history.answer()
        if not options.make:
            screens = [name for name in histories[0].ask("screens")["screens"] if options.only in name]
            if options.slow:
                show_slowest(histories, screens)
            else:
                report(histories, screens, options.calls)
        for history in histories:
            history.end()


def report(histories: list[History], screens: list[str], calls: int) -> None:
    """Print a line a screen and history, then the ratios of the longest to the shortest."""
    ratios = {}
    for screen in screens:
        lines = measure(histories, screen, calls)
        for line in lines:
            print(json.dumps(line), flush=True)
        ratios[screen] = round(lines[-1]["p95_ms"] / lines[0]["p95_ms"], 2)
        if lines[-1]["p95_ms"] > 200 or ratios[screen] > 1.5:
            print(f"! {screen} {lines[0]['p95_ms']} → {lines[-1]['p95_ms']} ms ({ratios[screen]})", file=sys.stderr, flush=True)
    worst = max(ratios, key=lambda name: ratios[name])
    summary = {
        "bench": "screens",
        "database": histories[0].database,
        "worst": worst,
        "worst_ratio": ratios[worst],
        "ratios": ratios,
    }
    print(json.dumps(summary), flush=True)


if __name__ == "__main__":
    main()
