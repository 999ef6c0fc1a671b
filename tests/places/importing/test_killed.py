"""The worker is killed with -9 in the middle of writing, on a real database file, and another one goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import template

ROOT = Path(__file__).resolve().parents[3]
ROWS = 1600
PREPARE = """
import django, json, sys
django.setup()
from pathlib import Path
from django.core.management import call_command
call_command("migrate", verbosity=0)
from fengsui.kernel import actor as actors, jobs
from fengsui.kernel.rulepacks import services as rulepacks
from fengsui.org.models import Area
from fengsui.places.importing import services
from tests.files.ledgers import many
doer = actors.system("测试")
rulepacks.import_shipped(actor=doer)
for path, level, name in many.area_rows():
    Area.objects.create(code=path.replace("/", ""), path=path, level=level, kind=level, name=name)
file = Path(sys.argv[1])
many.write(file, int(sys.argv[2]))
batch = services.upload(actor=doer, path=file, file_name="台账.xlsx", area_path="150402")
services.start_preview(actor=doer, batch_id=batch.pk)
jobs.run_pending()
batch = services.start_apply(actor=doer, batch_id=batch.pk)
print(json.dumps({"job": str(batch.job_id), "batch": str(batch.pk)}))
"""
RUN = """
import django, sys
django.setup()
from fengsui.kernel import jobs
jobs.run(sys.argv[1])
"""
RESUME = """
import django, json, sys
django.setup()
from fengsui.kernel import clock, jobs
from fengsui.kernel.models import Job
from fengsui.places.models import ImportBatch, ImportRow, Place, PlaceContact
before = Place.objects.count()
Job.objects.filter(pk=sys.argv[1]).update(beat_at=clock.now() - jobs.LEASE * 2)
jobs.take_up_abandoned()
batch = ImportBatch.objects.get(pk=sys.argv[2])
numbers = list(Place.objects.order_by("number").values_list("number", flat=True))
print(json.dumps({
    "before": before, "after": len(numbers), "state": batch.state, "new": batch.counts["new"],
    "gapless": numbers == [f"CS-150402-{n:05d}" for n in range(1, len(numbers) + 1)],
    "rows": ImportRow.objects.filter(batch=batch, outcome="created").values("place_id").distinct().count(),
    "without_contact": Place.objects.filter(contacts__isnull=True).count(),
}))
"""


def start(folder, code, *given):
    environment = {
        **os.environ,
        "FENGSUI_DATA_DIR": str(folder),
        "FENGSUI_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "fengsui.server.settings",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen([sys.executable, "-c", code, *given], env=environment, stdout=subprocess.PIPE, text=True)


def answer_of(process):
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return json.loads(said.splitlines()[-1])


def written(folder):
    import sqlite3

    with sqlite3.connect(f"file:{folder / 'fengsui.sqlite3'}?mode=ro", uri=True) as database:
        return database.execute("SELECT count(*) FROM places_place").fetchone()[0]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_a_worker_killed_with_nine_loses_and_doubles_nothing(tmp_path):
    template.lay(tmp_path)
    ids = answer_of(start(tmp_path, PREPARE, str(tmp_path / "台账.xlsx"), str(ROWS)))
    worker = start(tmp_path, RUN, ids["job"])
    deadline = time.monotonic() + 120
    while written(tmp_path) < 400 and time.monotonic() < deadline:
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    result = answer_of(start(tmp_path, RESUME, ids["job"], ids["batch"]))
    assert 400 <= result["before"] < result["new"], "it was killed in the middle"
    assert result["state"] == "applied"
    assert result["after"] == result["rows"] == result["new"]
    assert result["gapless"]
    assert result["without_contact"] == 0
