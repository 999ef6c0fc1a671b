"""The demo of the tests: two little streets and nine days; built once for a file, or anew."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import reset_hashers
from django.db import transaction

from fengsui.demo import small
from fengsui.hazards.models import Hazard
from fengsui.kernel import clock
from fengsui.kernel.models import EvidenceLink
from fengsui.patrol.models import Task, Visit
from fengsui.places.models import Place

TODAY = date(2026, 11, 20)
NOW = datetime.combine(TODAY, datetime.min.time(), tzinfo=clock.zone()).replace(hour=16, minute=30)
DAYS = 9


@pytest.fixture(scope="module", autouse=True)
def little() -> Iterator[None]:
    """Make the demo's streets small and passwords cheap for the tests of this file."""
    patch = pytest.MonkeyPatch()
    patch.setattr(small, "PLACES", {"150402/006": 60, "150402/007": 45})
    patch.setattr("django.conf.settings.PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    reset_hashers(setting="PASSWORD_HASHERS")
    yield
    patch.undo()


@pytest.fixture(scope="module")
def made(little: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Build a little demo once; everything is rolled back when the file is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build(seed: int = 5) -> dict[str, Any]:
    return small.build_small_demo(seed=seed, today=TODAY, now=NOW, days=DAYS)


def told() -> list[Any]:
    """Return the demo as plain facts without the identities that services make."""
    visits = Visit.objects.order_by("number").values_list("number", "place__number", "outcome", "by_name", "ended_at")
    hazards = Hazard.objects.order_by("number").values_list("number", "item_code", "state", "due_on", "assigned_to", "closed_on")
    places = Place.objects.order_by("number").values_list("number", "name", "class_code", "state", "area_path")
    tasks = Task.objects.order_by("subject_key", "due_on").values_list(
        "kind", "state", "due_on", "assignee_name", "place__number"
    )
    links = EvidenceLink.objects.order_by("sha256", "role", "arrived_at").values_list("sha256", "role", "arrived_at")
    return [list(visits), list(hazards), list(places), sorted(tasks), list(links)]
