"""How long the desk's screens take over a short and a long history: `python -m bench.screens`.

A district of thirteen streets and 5,528 places; visits spread Zipf-like over five years, one hazard to twenty visits with its
timeline, photos, notice, tasks, knocks and audit entries in proportion: 100 thousand visits and 10 million, each on SQLite and
on PostgreSQL (`--server`, databases of their own). A history that is not there yet is made first (`--data`) and kept for the
next run; `--drop` deletes each database's histories once they are measured (10 million visits take about 20 GB).
Short and long are asked in turns, so that whatever else the machine does falls on both. Where the long history fills a page
that the short one leaves half empty, the ratio is told apart: it is the writing of more rows; each such screen is asked once
more for what is busiest, for years or for the first ten (TWINS), whose pages both histories fill, and for these the ratio must
hold. Of the day ledger, which lists a whole day, it is told for each row shown.
Progress goes to the error stream; at the end one JSON object is printed: for each database, screen and history p50 and p95
by the clock and of processor time (this process's thread and the connection's own server process, in milliseconds), queries
and rows, and the ratios of the long history to the short one. Wanted: p95 < 200 ms, ratio ≤ 1.5.
"""

import argparse
import json
import sys
from typing import Any

from bench.histories import History, drop, options_for, percentile, ratio_of, tell

MOST_MS, MOST_RATIO = 200, 1.5
# What is asked of busy places, grids and words, or over years, beside the same of random ones.
TWINS = {
    "hazards_grid": "hazards_grid_busy",
    "hazards_open": "hazards_open_first",
    "hazards_overdue": "hazards_overdue_first",
    "hazards_window": "hazards_window_wide",
    "hazards_search": "hazards_search_busy",
    "visits_grid_window": "visits_grid_busy",
    "visits_window": "visits",
    "visits_search": "visits_search_busy",
    "visits_place": "visits_place_busy",
    "place": "place_busy",
    "place_visits": "place_visits_busy",
    "place_hazards": "place_hazards_busy",
    "notices_search": "notices_search_busy",
    "rows_visits": "rows_visits_wide",
}
# What holds a whole day: no day of the short history has as many rows, so that its ratio is told for each row shown.
A_ROW = {"day_ledger"}


def measure(histories: list[History], screen: str, calls: int) -> dict[str, Any]:
    """Ask a screen of every history in turns; return what it took by number of visits, and the ratios."""
    for history in histories:
        history.ask("call", screen)
    taken: list[list[dict[str, Any]]] = [[] for _ in histories]
    for _ in range(calls):
        for history, kept in zip(histories, taken, strict=True):
            kept.append(history.ask("call", screen))
    told: dict[str, Any] = {}
    for history, kept in zip(histories, taken, strict=True):
        told[str(history.visits)] = {
            **times([one["ms"] for one in kept], [one["cpu_ms"] for one in kept]),
            "queries": history.ask("queries", screen)["queries"], "rows": max(one["rows"] for one in kept),
            "shown": round(sum(one["shown"] for one in kept) / calls, 1),
        }  # fmt: skip
    return {**told, **ratios(list(told.values()))}


def times(clock_ms: list[float], cpu_ms: list[float]) -> dict[str, float]:
    """Return the middle and the slow end of what was measured."""
    return {
        "p50_ms": percentile(clock_ms, 0.5), "p95_ms": percentile(clock_ms, 0.95),
        "cpu_p50_ms": percentile(cpu_ms, 0.5), "cpu_p95_ms": percentile(cpu_ms, 0.95),
    }  # fmt: skip


def ratios(lines: list[dict[str, Any]]) -> dict[str, float]:
    """Return how much longer the longest history takes than the shortest."""
    if len(lines) < 2:
        return {}
    names = ("p95_ms", "cpu_p50_ms", "cpu_p95_ms")
    return {f"ratio_{name.removesuffix('_ms')}": ratio_of(lines[-1][name], lines[0][name]) for name in names}


def show_slowest(histories: list[History], screens: list[str]) -> None:
    """Print the five slowest statements of each screen."""
    for screen in screens:
        for history in histories:
            found = history.ask("slow", screen)
            head = f"== {screen} {history.database} {history.visits} {found['queries']}"
            print("\n".join([head, *(f"{taken:7.3f} {text}" for taken, text in found["slow"])]), flush=True)


def report(histories: list[History], screens: list[str], calls: int) -> dict[str, Any]:
    """Measure every screen of one database; return the lines with the slowest and the least scale-free of them."""
    lines = {}
    for screen in screens:
        lines[screen] = measure(histories, screen, calls)
        tell(f"{histories[0].database} {screen} {json.dumps(lines[screen])}")
    sizes = [str(history.visits) for history in histories]
    slowest = max(((lines[name][size]["p95_ms"], name, size) for name in lines for size in sizes), default=(0, "", ""))
    told = {
        "screens": lines,
        "slowest": {"screen": slowest[1], "visits": slowest[2], "p95_ms": slowest[0]},
        "too_slow": [f"{name} {size}" for name in lines for size in sizes if lines[name][size]["p95_ms"] >= MOST_MS],
        "more_queries": [
            name for name in lines if len({lines[name][size]["queries"] for size in sizes}) > 1
        ],
    }  # fmt: skip
    fuller = [name for name, line in lines.items() if more_shown([line[size]["shown"] for size in sizes])]
    # Told apart only where the same screen was measured with as many rows.
    fuller = [name for name in fuller if TWINS.get(name) in lines and TWINS[name] not in fuller]
    for key in ("ratio_p95", "ratio_cpu_p50", "ratio_cpu_p95"):
        told_of = {name: round(line.get(key, 0) / rows_times(name, line, sizes), 2) for name, line in lines.items()}
        above = {name: ratio for name, ratio in told_of.items() if ratio > MOST_RATIO}
        told[f"{key}_above"] = {name: ratio for name, ratio in above.items() if name not in fuller}
        told[f"{key}_above_with_more_rows_shown"] = {name: ratio for name, ratio in above.items() if name in fuller}
    return told


def rows_times(name: str, line: dict[str, Any], sizes: list[str]) -> float:
    """Return how many times as many rows the long history shows, for a screen that is told for each row; else 1."""
    return max(1.0, line[sizes[-1]]["shown"] / line[sizes[0]]["shown"]) if name in A_ROW else 1.0


def more_shown(shown: list[float]) -> bool:
    """Tell whether the long history's pages hold more rows than the short one's: writing them takes its time."""
    return shown[-1] > shown[0] * 1.1


def main() -> None:
    """Make or open the histories, measure each database, print one object."""
    parser = options_for(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--only", default="", help="screens whose name contains this")
    parser.add_argument("--make", action="store_true", help="make the histories and stop")
    parser.add_argument("--slow", action="store_true", help="print the slowest statements instead of measuring")
    options = parser.parse_args()
    told: dict[str, Any] = {}
    for database in options.databases:
        histories = [History(database, visits, options.data, options.server) for visits in sorted(options.visits)]
        made = {str(history.visits): history.answer() for history in histories}
        if not options.make:
            screens = [name for name in histories[0].ask("screens")["screens"] if options.only in name]
            if options.slow:
                show_slowest(histories, screens)
            else:
                told[database] = {"made": made, **report(histories, screens, options.calls)}
        for history in histories:
            history.end()
        if options.drop:
            drop(histories, options.server)
    if told:
        wrong = [name for name, one in told.items() if one["too_slow"] or one["ratio_p95_above"]]
        print(json.dumps({"bench": "screens", "calls": options.calls, "databases": told, "passes": not wrong}))
        sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
