"""kill -9 on the process that climbs the ladder, again and again: every rung, message and letter is there exactly once."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from tests import template

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "import django; django.setup()\nfrom tests.hazards.test_escalation_killed import live\nlive()"
POSTS = (
    ("grid_worker", "150402/006/001/01"), ("inspector", "150402/006"), ("centre_director", "150402/006"),
    ("supervisor", "150402/006"), ("brigade_leader", "150402"),
)  # fmt: skip
CASES, KILLS = 8, 40


def settle(system):
    """Give the street its people and its overdue cases; nothing here is killed."""
    from fengsui.hazards import services
    from fengsui.kernel import accounts, clock, grants, transaction
    from fengsui.kernel.actor import Actor, GrantValue
    from fengsui.kernel.ids import new_id
    from fengsui.kernel.models import Account
    from fengsui.kernel.rulepacks.services import import_shipped
    from fengsui.org.models import Member, Post
    from tests.hazards.factories import LIGHTS, local, make_place

    import_shipped(actor=system)
    finder = None
    with clock.frozen(local("2026-10-09 09:00")):
        for kind, path in POSTS:
            role = "street_inspector" if kind == "inspector" else kind
            made = {"id": new_id(), "username": kind, "display_name": kind, "password": "Beacon-2026-test"}
            account = accounts.create_account(actor=system, must_change_password=False, **made)
            with transaction.write():
                grants.give(actor=system, account=account, role=role, area_path=path, valid_from=date(2020, 1, 1))
                member = Member.objects.create(account=Account.objects.get(pk=made["id"]), name=kind, area_path=path)
                Post.objects.create(member=member, kind=kind, area_path=path, valid_from=date(2020, 1, 1))
            finder = finder or Actor(kind="person", name=kind, account_id=made["id"], grants=(GrantValue(role, path, ""),))
        for _ in range(CASES):
            with transaction.write():
                place = make_place()
            services.open_hazard(actor=finder, place_id=place.pk, item_code=LIGHTS)


def live():
    """Let workers climb and be killed at random moments; then let one finish, and print what is there."""
    from django.db import connections

    from fengsui.hazards.escalation import services as climbing
    from fengsui.hazards.escalation.models import Escalation
    from fengsui.kernel import actor as actors
    from fengsui.kernel import clock
    from fengsui.kernel.models import Message, OutboxEvent
    from tests.hazards.factories import local

    system, dice, killed = actors.system("督办升级"), random.Random(11), 0
    settle(system)
    for _ in range(KILLS):
        connections.close_all()
        child = os.fork()
        if child == 0:
            with clock.frozen(local("2026-11-10 09:00")):
                climbing.climb_all(actor=system)
            os._exit(0)
        time.sleep(dice.uniform(0.005, 0.15))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    with clock.frozen(local("2026-11-10 09:00")):
        left = climbing.climb_all(actor=system)
    rungs = {}
    for hazard, rung in Escalation.objects.filter(ladder="rectify").values_list("hazard_id", "rung"):
        rungs.setdefault(str(hazard), []).append(rung)
    letters = list(OutboxEvent.objects.filter(kind="HazardLetterDue").values_list("subject_id", flat=True))
    links = list(Message.objects.values_list("link", flat=True))
    print(json.dumps({"killed": killed, "left": left, "rungs": rungs, "letters": letters, "links": links}))


def test_workers_killed_with_nine_at_random_leave_every_rung_message_and_letter_exactly_once(tmp_path):
    template.lay(tmp_path)
    env = {**os.environ, "FENGSUI_DATA_DIR": str(tmp_path), "FENGSUI_DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    env |= {"DJANGO_SETTINGS_MODULE": "fengsui.server.settings", "FENGSUI_LOG_LEVEL": "ERROR"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found["killed"] >= 3
    assert len(found["rungs"]) == CASES
    for hazard, rungs in found["rungs"].items():
        assert sorted(rungs) == sorted(["grid", "inspector", "centre", "supervisor", "brigade", "letter"])
        assert found["letters"].count(hazard) == 1
        assert found["links"].count(f"/hazards/{hazard}") == 5
