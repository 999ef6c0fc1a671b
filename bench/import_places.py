"""How long a whole import takes: `python bench/import_places.py [rows]` prints one JSON line (5528 rows by default).

Floor: `bulk_create` of the same places in one transaction, in the same run, on a database of its own. Whole: reading the
file, header, mapping, checks, duplicates, class, contacts, audit, undo records, 200 rows a transaction, into an empty
ledger. Held against: ratio at most 10; 50,000 rows in at most 60 s and 500 MB for the whole process.
"""

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("FENGSUI_DATA_DIR", tempfile.mkdtemp(prefix="fengsui-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fengsui.server.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from fengsui.kernel import actor as actors  # noqa: E402
from fengsui.kernel import transaction  # noqa: E402
from fengsui.kernel.ids import new_id  # noqa: E402
from fengsui.kernel.models import AuditEntry  # noqa: E402
from fengsui.kernel.rulepacks import services as rulepacks  # noqa: E402
from fengsui.org.models import Area  # noqa: E402
from fengsui.places.importing.command import import_places  # noqa: E402
from fengsui.places.models import ImportRow, Place, PlaceContact  # noqa: E402
from tests.files.ledgers import many  # noqa: E402

DOER = actors.system("bench")


def make_areas() -> None:
    """Make the district whose names the generated ledger uses."""
    for path, level, name in many.area_rows():
        kind = "district" if level == "district" else level
        Area.objects.create(
            code=path.replace("/", ""), path=path, level=level, kind=kind, name=name, short_name=name.removesuffix("居委会")
        )


def floor(count: int) -> tuple[float, float]:
    """Return (seconds, processor seconds) of bulk_create for the places just imported, in one transaction, rolled back.

    The median of three, so that a moment in which other work held the machine does not count.
    """
    fields = [field.attname for field in Place._meta.concrete_fields if field.attname not in ("id", "number", "plate_code")]
    taken = []
    for _ in range(3):
        copies = [
            Place(id=new_id(), number=f"F-{n:07d}", plate_code=f"F{n:09d}", **values)
            for n, values in enumerate(Place.objects.values(*fields).iterator(chunk_size=2000))
        ]
        start, cpu = time.perf_counter(), time.process_time()
        try:
            with transaction.write():
                Place.objects.bulk_create(copies)
                taken.append((time.perf_counter() - start, time.process_time() - cpu))
                raise _Enough
        except _Enough:
            continue
    middle = sorted(taken)[1]
    return middle[0] * count / max(1, len(copies)), middle[1] * count / max(1, len(copies))


class _Enough(Exception):
    """Ends the measuring transaction."""


def check_sample() -> None:
    """Fail unless what the import wrote is whole: class, contact, audit entry and import row of a sample."""
    for place in Place.objects.order_by("number")[:20]:
        assert place.class_code, place
        assert place.rulepack_version
        assert PlaceContact.objects.filter(place=place).exclude(phone_cipher="").exists(), place
        assert AuditEntry.objects.filter(subject_type="places.place", subject_id=str(place.pk), verb="place.create").exists()
        assert ImportRow.objects.filter(place_id=place.pk, outcome="created").exists()


def main() -> None:
    """Import, measure, compare with the floor, print one JSON line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5528
    call_command("migrate", verbosity=0)
    rulepacks.import_shipped(actor=DOER)
    make_areas()
    file = Path(tempfile.mkdtemp(prefix="fengsui-bench-")) / "台账.xlsx"
    many.write(file, count)
    start, cpu = time.perf_counter(), time.process_time()
    counts = import_places(file, area="150402", actor=DOER)
    seconds = time.perf_counter() - start
    cpu_s = time.process_time() - cpu
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    check_sample()
    floor_s, floor_cpu_s = floor(counts["new"])
    print(
        json.dumps(
            {
                "bench": "import_places", "database": connection.vendor, "rows": count, "seconds": round(seconds, 2),
                "cpu_s": round(cpu_s, 2),
                "floor_s": round(floor_s, 2), "ratio": round(seconds / floor_s, 2),
                "cpu_ratio": round(cpu_s / floor_cpu_s, 2), "peak_mb": peak_mb, **counts,
            },
            ensure_ascii=False,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
