"""Figures over a short and a long history while somebody writes: `python -m bench.figures --data FOLDER`.

The histories of bench.screens (5,528 places, five years, 100 thousand and 10 million visits, Zipf; SQLite and PostgreSQL).
Each question is a window nobody asked before: random days within the five years, a random area of any level, a random
figure, as a whole or street by street; another thread goes on writing visits through transactions that keep the cells.
A sample is counted again from the facts and must be equal. Prints one JSON line a history and database (p50, p95, exact),
then one a database with the ratio of the p95s. Wanted: exact, p95 < 200 ms, ratio ≤ 1.5.
"""

import argparse
import json
from pathlib import Path

from bench.screens import History, percentile


def main() -> None:
    """Make or open the histories, ask, print the lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--visits", type=int, nargs="+", default=[100_000, 10_000_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--server", default="postgresql://127.0.0.1:5432")
    parser.add_argument("--windows", type=int, default=300)
    parser.add_argument("--sample", type=int, default=12)
    options = parser.parse_args()
    for database in options.databases:
        histories = [
            History(database, visits, options.data, options.server, worker="bench.figures_worker")
            for visits in sorted(options.visits)
        ]
        made = [history.answer() for history in histories]
        taken: list[list[float]] = [[] for _ in histories]
        for _ in range(options.windows):
            for history, kept in zip(histories, taken, strict=True):
                kept.append(history.ask("window")["ms"])
        lines = []
        for history, kept, first in zip(histories, taken, made, strict=True):
            found = [history.ask("check") for _ in range(options.sample)]
            wrong = [one for one in found if one["kept"] != one["counted"]]
            line = {
                "bench": "figures", "database": database, "visits": history.visits, "cells": first["cells"],
                "rebuild_s": first["rebuild_s"], "windows": options.windows, "written": history.ask("written")["written"],
                "p50_ms": percentile(kept, 0.5), "p95_ms": percentile(kept, 0.95), "checked": len(found), "wrong": len(wrong),
                "recount_p50_ms": percentile([one["counted_ms"] for one in found], 0.5),
            }  # fmt: skip
            lines.append(line)
            print(json.dumps(line), flush=True)
            history.end()
        ratio = round(lines[-1]["p95_ms"] / lines[0]["p95_ms"], 2)
        print(json.dumps({"bench": "figures", "database": database, "ratio_p95": ratio}), flush=True)


if __name__ == "__main__":
    main()
