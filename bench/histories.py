"""The long histories that bench.screens and bench.figures ask: processes that hold one open each, and how they are timed."""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "fengsui_bench_scale_"
MADE = "made"


def options_for(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add what both benchmarks are told: where histories lie, how long they are, on which databases."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "--data", type=Path, default=Path(tempfile.gettempdir()) / "fengsui-scale", help="where histories are kept"
    )
    parser.add_argument("--visits", type=int, nargs="+", default=[100_000, 10_000_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--server", default="postgresql://postgres@127.0.0.1:5432")
    parser.add_argument("--drop", action="store_true", help="delete the histories of each database once it is measured")
    return parser


def tell(text: str) -> None:
    """Say on the error stream what is being done."""
    print(f"{datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


class History:
    """A process that holds one history open."""

    def __init__(self, database: str, visits: int, data: Path, server: str, worker: str = "bench.screens_worker") -> None:
        self.database, self.visits = database, visits
        self.folder = data / f"{database}-{visits}"
        # A history that was not made to its end is made anew.
        if not (self.folder / MADE).exists():
            drop([self], server)
        environment = {**os.environ, "FENGSUI_DATA_DIR": str(self.folder), "FENGSUI_DATABASE_URL": ""}
        if database == "postgresql":
            environment["FENGSUI_DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{PREFIX}{visits}"))
            _on_server(server, f'CREATE DATABASE "{PREFIX}{visits}"', f"{PREFIX}{visits}")
        self.folder.mkdir(parents=True, exist_ok=True)
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
        (self.folder / MADE).touch()
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


def drop(histories: list[History], server: str) -> None:
    """Delete histories whose processes have ended."""
    for history in histories:
        shutil.rmtree(history.folder, ignore_errors=True)
        if history.database == "postgresql":
            _on_server(server, f'DROP DATABASE "{PREFIX}{history.visits}"', f"{PREFIX}{history.visits}")


def _on_server(server: str, statement: str, database: str) -> None:
    import psycopg

    with psycopg.connect(urlunsplit(urlsplit(server)._replace(path="/postgres")), autocommit=True) as known:
        exists = known.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is not None
        if exists == statement.startswith("DROP"):
            known.execute(statement)


def percentile(taken: list[float], share: float) -> float:
    """Return the value below which a share of the times lie."""
    return round(sorted(taken)[min(len(taken) - 1, int(len(taken) * share))], 1)


def ratio_of(long: float, short: float) -> float:
    """Return how much longer one takes than the other; below a tenth of a millisecond nothing can be told."""
    return round(long / max(short, 0.1), 2)


def server_seconds(process: int | None) -> float:
    """Return the processor time of a database server's process on this machine; 0 where it cannot be read."""
    with contextlib.suppress(OSError, ValueError):
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    return 0.0
