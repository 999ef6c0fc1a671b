"""A world of two streets for the oracle: the little demo, one person a role in the own street, rolled back at the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import reset_hashers
from django.db import transaction

from fengsui.demo import small
from fengsui.figures.bulletins.gathering import gather
from fengsui.figures.bulletins.kinds import KINDS
from fengsui.figures.bulletins.models import Bulletin
from fengsui.figures.freeze.services import freeze
from fengsui.figures.models import Disagreement
from fengsui.hazards.escalation.models import Escalation
from fengsui.hazards.models import Hazard
from fengsui.kernel import clock, sessions
from fengsui.kernel.actor import system
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, Grant, PrivacyRequest
from fengsui.patrol.models import SampleDraw, SampleItem, Visit, VisitDoubt
from fengsui.places.models import Place, PlaceContact
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


def bulletin(street: str) -> None:
    """Leave a bulletin with its figures in a street, so that its names could leak."""
    period = KINDS["daily"].period(TODAY)
    facts = gather(kind="daily", area_path=street, period=period)
    Bulletin.objects.create(
        kind="daily", area_path=street, from_date=period.start, to_date=period.end, title="{区域}日报", short="{区域}",
        body="{逾期较多的区域}\n【表：各区域情况】\n【附表：突出隐患】", facts=facts, drafted_by_name="系统",
    )  # fmt: skip


def freeze_and_flag(street: str) -> None:
    """Leave two frozen reports of a street that disagree, so that they could leak."""
    place = Place.objects.filter(area_path__startswith=street, kind="place").order_by("number").first()
    assert place is not None
    made = [
        freeze(
            actor=system("测试"), title=place.name, start=TODAY, end=TODAY, area_path=street, figure_ids=["hazards.found"],
            note=place.name,
        )
        for _ in range(2)
    ]  # fmt: skip
    Disagreement.objects.create(
        figure_id="hazards.found", figure_name="发现隐患", earlier=made[0], later=made[1], earlier_value=1, later_value=2,
        area_path=street,
    )  # fmt: skip


def privacy_request(street: str) -> None:
    """Leave a request about the data of a person of a street, so that they could leak."""
    contact = PlaceContact.objects.filter(place__area_path__startswith=street).exclude(phone_hmac="").order_by("pk").first()
    assert contact is not None
    PrivacyRequest.objects.create(
        number=f"GX-{street}", area_path=street, kind="access", subject_kind="contact", asked_by="self", received_on=TODAY, due_on=TODAY,
        identity_words=contact.place.name, phone_hmac=contact.phone_hmac, phone_last4=contact.phone_last4, taken_by_name="测试",
    )  # fmt: skip


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
            bulletin(street)
            freeze_and_flag(street)
            privacy_request(street)
        # Every street leaves an escalation, so that it could leak.
        for street in (OWN, OTHER):
            case = Hazard.objects.filter(area_path__startswith=street, state="assigned").order_by("number").first()
            assert case is not None
            Escalation.objects.get_or_create(
                hazard=case, ladder="rectify", cycle="oracle", rung="inspector",
                defaults={
                    "area_path": case.area_path, "line": case.line, "reason": case.place.name, "due_on": TODAY, "on": TODAY,
                    "holder_name": case.found_by_name, "rules_version": "x",
                },
            )  # fmt: skip
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
