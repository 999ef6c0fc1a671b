"""A world of two streets for the oracle: the little demo, one person a role in the own street, rolled back at the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import reset_hashers
from django.db import transaction

from fengsui.demo import small
from fengsui.kernel import clock, sessions
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, Grant
from fengsui.patrol.models import SampleDraw, SampleItem, Visit, VisitDoubt
from tests.conftest import ApiClient

OWN, OTHER = "150402/006", "150402/007"
# Every name in the other street begins with its own: places, people, communities.
CANARY = "铁南"
TODAY = date(2026, 11, 20)
NOW = datetime.combine(TODAY, datetime.min.time(), tzinfo=clock.zone()).replace(hour=16, minute=30)


@dataclass
class World:
    """The clients by role (grants only on the own street), and the roles."""

    clients: dict[str, ApiClient] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)


def doubt_and_draw(street: str) -> None:
    """Leave a listed doubt and a drawn visit in a street, so that its names could leak."""
    visit = Visit.objects.filter(area_path__startswith=street, by_account__isnull=False).order_by("number").first()
    assert visit is not None
    same = {"visit": visit, "area_path": visit.area_path, "line": visit.line}
    reasons = [{"code": "dwell", "weight": 40, "zh": f"停留 9 秒 {visit.place.name}", "en": ""}]
    VisitDoubt.objects.create(
        **same, account=visit.by_account, score=40, reasons=reasons, rules_version="x", found_at=NOW, list_from=NOW, listed_at=NOW,
        explanation=visit.place.name,
    )  # fmt: skip
    draw = SampleDraw.objects.create(
        area_path=street, week_from=TODAY, seed="0", count=1, doubted_count=1, others_count=0, candidates=b"",
        candidates_sha256="", by_name=visit.by_name, drawn_at=NOW,
    )  # fmt: skip
    SampleItem.objects.create(**same, draw=draw, place=visit.place, visitor=visit.by_account, why="doubt")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once a file; everything is rolled back."""
    from tests.permissions.roles import ROLES

    patch = pytest.MonkeyPatch()
    patch.setattr(small, "PLACES", {OWN: 40, OTHER: 30})
    patch.setattr("django.conf.settings.PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    reset_hashers(setting="PASSWORD_HASHERS")
    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        small.build_small_demo(seed=3, today=TODAY, now=NOW, days=4)
        for street in (OWN, OTHER):
            doubt_and_draw(street)
        made = World()
        for role in ROLES:
            account = Account.objects.create(
                id=new_id(), username=f"o-{role}", display_name=f"岗位{role}", must_change_password=False
            )
            Grant.objects.create(account=account, role=role, area_path=OWN, valid_from=date(2020, 1, 1))
            _, token = sessions.open_session(account=account, kind="phone", ip="127.0.0.1", user_agent="oracle")
            made.clients[role] = ApiClient(token)
            made.accounts[role] = account
        made.clients["anonymous"] = ApiClient("nobody")
        yield made
        transaction.set_rollback(True)
    patch.undo()
