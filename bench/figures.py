"""Figures over a short and a long history while somebody writes: `python -m bench.figures`.

The histories of bench.screens (thirteen streets, 5,528 places, five years, 100 thousand and 10 million visits, Zipf; SQLite and
PostgreSQL), made first where they are not there yet. Each question is a window nobody asked before: random days within the five
years, a random area of any level, a random figure, as a whole or street by street; another thread goes on writing visits through
transactions that keep the cells. A sample is counted again from the facts and must be equal. Prints one JSON object: for each
database and history p50 and p95 by the clock and of processor time, how many windows were checked and how many were wrong,
and the ratios of the long history to the short one. Wanted: exact, p95 < 200 ms, ratio ≤ 1.5.
"""

import argparse
import json
import sys
from typing import Any

from bench.histories import History, drop, options_for, percentile, tell
from bench.screens import MOST_MS, MOST_RATIO, ratios, times


def measure(histories: list[History], windows: int, sample: int) -> dict[str, Any]:
    """Ask every history in turns, then count a sample again; return what was found by number of visits."""
    made = [history.answer() for history in histories]
    taken: list[list[dict[str, Any]]] = [[] for _ in histories]
    for _ in range(windows):
        for history, kept in zip(histories, taken, strict=True):
            kept.append(history.ask("window"))
    told: dict[str, Any] = {}
    for history, kept, first in zip(histories, taken, made, strict=True):
        tell(f"{history.database} {history.visits}: counting {sample} windows again")
        found = [history.ask("check") for _ in range(sample)]
        told[str(history.visits)] = {
            **first, **times([one["ms"] for one in kept], [one["cpu_ms"] for one in kept]), "windows": windows,
            "most_queries": max(one["queries"] for one in kept), "written": history.ask("written")["written"],
            "checked": len(found), "wrong": [one["where"] for one in found if one["kept"] != one["counted"]],
            "recount_p50_ms": percentile([one["counted_ms"] for one in found], 0.5),
        }  # fmt: skip
    lines = list(told.values())
    told |= ratios(lines)
    told["exact"] = not any(line["wrong"] for line in lines)
    told["passes"] = told["exact"] and all(line["p95_ms"] < MOST_MS for line in lines) and told.get("ratio_p95", 1) <= MOST_RATIO
    return told


def main() -> None:
    """Make or open the histories, ask, print one object."""
    parser = options_for(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--windows", type=int, default=300)
    parser.add_argument("--sample", type=int, default=12)
    options = parser.parse_args()
    told: dict[str, Any] = {}
    for database in options.databases:
        histories = [
            History(database, visits, options.data, options.server, worker="bench.figures_worker")
            for visits in sorted(options.visits)
        ]
        told[database] = measure(histories, options.windows, options.sample)
        for history in histories:
            history.end()
        if options.drop:
            drop(histories, options.server)
    passes = all(one["passes"] for one in told.values())
    print(json.dumps({"bench": "figures", "databases": told, "passes": passes}, ensure_ascii=False))
    sys.exit(0 if passes else 1)


if __name__ == "__main__":
    main()
