"""Concurrent writers on one database: errors, transactions a second, waiting time; floor: one writer alone.

Usage: python -m bench.writers [--writers 16] [--seconds 10]. Prints one JSON line.
"""

import argparse
import json
import os
import statistics
import tempfile
import threading
import time


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies, milliseconds."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


def measure(writers: int, seconds: float) -> dict[str, float]:
    """Let a number of threads write settings through a service for some seconds; return counts and times."""
    from django.db import connection

    from fengsui.kernel import actor, audit
    from fengsui.kernel.ids import new_id
    from fengsui.kernel.models import Setting
    from fengsui.kernel.service import service

    @service("bench.put")
    def put(*, actor: object, operation_id: object, key: str, value: int) -> Setting:
        row = Setting(key=key, value=value)
        row.save()
        audit.record(actor=doer, verb="bench.put", subject=row)
        return row

    doer = actor.system("bench")
    times: list[float] = []
    errors: list[str] = []
    done_each: list[int] = []
    stop_at = time.monotonic() + seconds

    def work(name: int) -> None:
        own: list[float] = []
        while time.monotonic() < stop_at:
            started = time.perf_counter()
            try:
                put(actor=doer, operation_id=new_id(), key=f"{name}-{len(own)}", value=len(own))
                own.append(time.perf_counter() - started)
            except Exception as error:
                errors.append(repr(error))
        times.extend(own)
        done_each.append(len(own))
        connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "writers": writers,
        "transactions": len(times),
        "errors": len(errors),
        "transactions_per_s": round(len(times) / seconds, 1),
        "p50_ms": round(percentile(times, 0.5), 2),
        "p95_ms": round(percentile(times, 0.95), 2),
        "worst_ms": round(percentile(times, 1.0), 2),
        "least_share": round(min(done_each) / max(1.0, statistics.mean(done_each)), 3),
    }


def main() -> None:
    """Run the floor and the load on a fresh database and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FENGSUI_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "fengsui.server.settings"
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        floor = measure(1, options.seconds / 2)
        load = measure(options.writers, options.seconds)
        line = {
            "bench": "writers",
            "database": connection.vendor,
            "floor_one_writer": floor,
            "load": load,
            "throughput_ratio": round(load["transactions_per_s"] / max(1e-9, floor["transactions_per_s"]), 3),
        }
        print(json.dumps(line))
        connection.close()


if __name__ == "__main__":
    main()
