"""The demo built from nothing: operations a second through the services, and its figures beside the article's.

Usage: python -m bench.demo [--size small|thin|full] [--seed 1]. The floor, measured in the same run on the same database: the
very operations the phones sent, each kept as one row in a transaction of its own, with nothing done about it. Prints one
JSON line.
"""

import argparse
import json
import os
import tempfile
import time
from typing import Any

# What the article counts, by the figure that counts it here.
ARTICLE = {
    "patrol.places_visited": 5_528,
    "hazards.closed": 5_461,
    "patrol.household_visits": 60_000,
    "outreach.trainings": 300,
    "outreach.attended": 180_000,
    "patrol.leaflets": 20_000,
    "places.key_units": 158,
}


def beside_article(seed_today: str, days: int) -> dict[str, dict[str, Any]]:
    """Return figure → {value, article, percent} over the lived days."""
    from datetime import date, timedelta

    from fengsui.figures.catalogue.values import headline
    from fengsui.kernel import actor
    from fengsui.kernel.figure import Period

    last = date.fromisoformat(seed_today)
    period = Period(last - timedelta(days=days - 1), last)
    told = {
        one["id"]: one["value"] for one in headline(actor=actor.system("bench"), period=period, area_path="150402")["figures"]
    }
    return {
        figure: {"value": told.get(figure), "article": article, "percent": round(100 * (told.get(figure) or 0) / article - 100)}
        for figure, article in ARTICLE.items()
    }


def floor() -> float:
    """Keep every operation again as a bare row, one transaction each; return seconds."""
    from django.db import transaction

    from fengsui.kernel.ids import new_id
    from fengsui.patrol.models import SyncOperation

    taken = 0.0
    for row in SyncOperation.objects.order_by("pk").iterator(chunk_size=500):
        row.pk = new_id()
        begun = time.perf_counter()
        with transaction.atomic():
            row.save(force_insert=True)
        taken += time.perf_counter() - begun
    return taken


def run(size: str, seed: int) -> dict[str, Any]:
    """Build, count, measure."""
    from django.core.management import call_command
    from django.db import connection

    from fengsui.demo.district import build_district
    from fengsui.demo.small import build_small_demo
    from fengsui.kernel.models import AuditEntry
    from fengsui.patrol.models import SyncOperation

    call_command("migrate", verbosity=0)
    spent = time.process_time()
    made = build_small_demo(seed) if size == "small" else build_district(seed, full=size == "full")
    spent = time.process_time() - spent
    operations, audited = SyncOperation.objects.count(), AuditEntry.objects.count()
    compared = beside_article(made["today"], 30 if size == "small" else 730)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    least = floor()
    return {
        "size": size,
        "seed": seed,
        "seconds": made["seconds"],
        "processor_seconds": round(spent, 1),
        "operations": operations,
        "audited_writes": audited,
        "operations_a_second": round(operations / made["seconds"], 1),
        "floor_operations_a_second": round(operations / least, 1),
        "times_the_floor": round(made["seconds"] / least, 1),
        "visits": made["visits"],
        "hazards": made["hazards"],
        "photos": made["photos"],
        "figures": compared,
    }


def main() -> None:
    """Run in a folder of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=("small", "thin", "full"), default="thin")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FENGSUI_DATA_DIR"] = folder
        os.environ.pop("FENGSUI_DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fengsui.server.settings")
        import django

        django.setup()
        result = run(given.size, given.seed)
        result["folder_megabytes"] = round(
            sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(folder) for name in names) / 1e6
        )
        print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
