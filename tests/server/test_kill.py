"""kill -9 on each process of a running installation, in the middle of its work: nothing is lost, nothing done twice."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid

import pytest

from tests import template

PREPARE = """
import django; django.setup()
from fengsui.kernel import actor, clock, accounts, grants
from fengsui.kernel.ids import new_id
from fengsui.org import services as org
from fengsui.places.services import bulk_create
from fengsui.kernel import transaction
from fengsui.places.values import NewPlace
from fengsui.org.models import Area
doer = actor.system("准备")
org.load_shipped_areas(actor=doer, only=("150402/006",))
account = accounts.create_account(actor=doer, id=new_id(), username="xuncha", display_name="站前街道巡查员01",
    password="Beacon-2026-test", must_change_password=False)
with transaction.write():
    grants.give(actor=doer, account=account, role="street_inspector", area_path="150402/006", valid_from=clock.local_date())
grid = Area.objects.filter(level="grid").order_by("path").first().path
for start in range(0, 600, 200):
    with transaction.write():
        bulk_create(actor=doer, rows=[NewPlace(name=f"商店{n:04d}", area_path=grid, activity="shop", inputs={"area_m2": 50})
            for n in range(start, start + 200)])
from fengsui.places.models import Place
print(str(Place.objects.order_by("number").first().pk))
"""
COUNT = """
import django, json; django.setup()
from fengsui.patrol.models import Visit
from fengsui.kernel.models import Job, OutboxEvent, OutboxDelivery
from fengsui.hazards.models import Hazard
print(json.dumps({
    "visits": [str(i) for i in Visit.objects.values_list("id", flat=True)],
    "hazards": Hazard.objects.count(),
    "jobs": list(Job.objects.values_list("state", flat=True)),
    "tries": list(Job.objects.values_list("tries", flat=True)),
    "pending": OutboxEvent.objects.filter(handled_at__isnull=True).count(),
    "twice": OutboxDelivery.objects.filter(done_at__isnull=True).count(),
}))
"""
QUEUE = """
import django; django.setup()
from fengsui.places.jobs import queue_recompute
queue_recompute("150402", "测试")
"""


class Installation:
    """A running `fengsui serve` on a folder and port of its own."""

    def __init__(self, folder):
        template.lay(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env = {
            **os.environ,
            "FENGSUI_DATA_DIR": str(folder),
            "FENGSUI_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "fengsui.server.settings",
            "FENGSUI_LOG_LEVEL": "ERROR",
        }
        self.run(["-m", "fengsui", "audit", "seal"])
        self.place = self.script(PREPARE).split()[-1]
        command = [sys.executable, "-m", "fengsui", "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=self.env)
        self.wait_until_healthy()
        answer = self.call(
            "POST", "/session/device", {"username": "xuncha", "password": "Beacon-2026-test", "device_name": "测试机"}
        )
        self.token = answer["token"]

    def run(self, arguments):
        done = subprocess.run([sys.executable, *arguments], env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def script(self, text):
        return self.run(["-c", text])

    def count(self):
        return json.loads(self.script(COUNT))

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1{path}",
            data=json.dumps(body).encode() if body is not None else None,
            method=method,
        )
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", str(uuid.uuid4()))
        if getattr(self, "token", ""):
            request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def wait_until_healthy(self, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=3):
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the installation did not come up")

    def kill(self, role):
        """Kill -9 the process of a role and what it has started."""
        text = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in text.splitlines()[1:]]
        mine = [int(pid) for pid, ppid, args in rows if int(ppid) == self.process.pid and f"--role {role}" in args]
        assert mine, f"no {role} process"
        for pid in mine:
            for child, parent, _ in rows:
                if int(parent) == pid:
                    os.kill(int(child), signal.SIGKILL)
            os.kill(pid, signal.SIGKILL)

    def stop(self):
        self.process.terminate()
        self.process.wait(40)


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("kill"))
    yield made
    made.stop()


def visit(place):
    moment = "2026-03-10T01:00:00Z"
    visit_id = str(uuid.uuid4())
    payload = {"visit": {"id": visit_id, "place_id": place, "outcome": "locked", "started_at": moment, "ended_at": moment}}
    operation = {"id": str(uuid.uuid4()), "kind": "visit.submit", "recorded_at": moment, "device_now": moment, "payload": payload}
    return visit_id, operation


def test_visits_acknowledged_before_the_web_process_was_killed_are_there_once(installation):
    acknowledged, sent = set(), 0
    for n in range(40):
        visit_id, operation = visit(installation.place)
        for _ in range(60):
            sent += 1
            try:
                answer = installation.call("POST", "/sync/operations", {"operations": [operation]})
                assert answer["results"][0]["status"] in ("accepted", "duplicate"), answer
                acknowledged.add(visit_id)
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        if n in (10, 25):
            installation.kill("web")
    found = installation.count()["visits"]
    assert len(found) == len(set(found))
    assert acknowledged <= set(found)
    assert len(acknowledged) == 40


def test_a_job_whose_worker_was_killed_is_finished_by_another(installation):
    installation.script(QUEUE)
    time.sleep(0.4)
    installation.kill("worker")
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline:
        if installation.count()["jobs"] == ["done"]:
            return
        time.sleep(2)
    raise AssertionError(installation.count())


def test_a_killed_relay_comes_back_and_leaves_no_event_behind(installation):
    for _ in range(5):
        _, operation = visit(installation.place)
        installation.call("POST", "/sync/operations", {"operations": [operation]})
    installation.kill("relay")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = installation.count()
        if found["pending"] == 0:
            assert found["twice"] == 0
            return
        time.sleep(1)
    raise AssertionError(found)
