"""The board of the five steps equals a plain recount, opens to its rows, and holds nothing of other streets."""

import random
from datetime import date, timedelta

import pytest
from django.db import transaction

from fengsui.demo import small
from fengsui.figures.steps import queries as steps
from fengsui.figures.steps.definitions import STEPS
from fengsui.hazards.models import Hazard
from fengsui.hazards.notices.models import Notice
from fengsui.kernel import actor as actors
from fengsui.kernel import clock
from fengsui.outreach.models import TrainingPlace
from fengsui.patrol.models import Visit
from fengsui.places.models import Place
from fengsui.places.states import STATES
from tests.permissions.conftest import NOW, OTHER, OWN, TODAY

pytestmark = pytest.mark.django_db
SYSTEM = actors.system("核对")


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker):
    """Live a few days in two small streets, once for this file."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        patch.setattr(small, "PLACES", {OWN: 40, OTHER: 30})
        small.build_small_demo(seed=5, today=TODAY, now=NOW, days=6)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def district(lived):
    """Stand in the streets at the end of those days; what a test writes is taken back."""
    with clock.frozen(NOW), transaction.atomic():
        yield
        transaction.set_rollback(True)


def recount(area, start, end):
    """Count the five shares by walking over the rows in Python."""
    places = [p for p in Place.objects.all() if STATES[p.state].in_stock and (p.area_path + "/").startswith(area + "/")]
    made = {step.code: [0, 0] for step in STEPS}
    for place in places:
        visits = [v for v in Visit.objects.filter(place=place) if v.inspected and v.valid and start <= v.local_date <= end]
        hazards = [h for h in Hazard.objects.filter(place=place) if h.state not in ("void", "merged")]
        found = [h for h in hazards if start <= h.found_on <= end]
        told = [n for n in Notice.objects.filter(place=place) if n.voided_at is None and start <= n.local_date <= end]
        came = [
            t for t in TrainingPlace.objects.filter(place=place).select_related("session")
            if t.session.voided_on is None and start <= t.session.held_on <= end
        ]  # fmt: skip
        reachable = any(c.phone_hmac and c.removed_at is None for c in place.contacts.all())
        late = [
            h for h in hazards
            if h.found_on <= end
            and (
                (h.state in ("found", "assigned", "accepted", "referred") and h.due_on and h.due_on < TODAY)
                or (h.state == "reported_fixed" and h.reviewer_id is None and h.review_due_on and h.review_due_on < TODAY)
            )
        ]  # fmt: skip
        whole = bool(place.class_code and place.address and place.lon is not None and reachable)
        for code, asked, done in (
            ("surveyed", True, visits), ("notified", found, told), ("trained", True, came), ("archived", True, whole),
            ("supervised", found, not late),
        ):  # fmt: skip
            made[code][1] += bool(asked)
            made[code][0] += bool(asked and done)
    return len(places), {code: tuple(pair) for code, pair in made.items()}


def test_every_share_equals_a_plain_recount_and_opens_to_as_many_rows(district):
    dice = random.Random(3)
    for area in ("150402", OWN, f"{OWN}/001"):
        start = TODAY - timedelta(days=dice.randint(0, 5))
        shown = steps.board(actor=SYSTEM, start=start, end=TODAY, area=area)
        stock, shares = recount(area, start, TODAY)
        assert shown["whole"]["stock"] == stock
        assert {code: (one["done"], one["of"]) for code, one in shown["whole"]["shares"].items()} == shares
        assert sum(part["stock"] for part in shown["parts"]) == stock
        by_class = steps.board(actor=SYSTEM, start=start, end=TODAY, area=area, by="class")
        assert by_class["whole"]["shares"] == shown["whole"]["shares"]
        for code, (done, of) in shares.items():
            rows = [
                steps.step_rows(actor=SYSTEM, step=code, done=flag, start=start, end=TODAY, area=area).total
                for flag in (True, False)
            ]
            assert rows == [done, of - done], code


def test_the_board_is_alive_in_the_demo_and_asks_as_often_whatever_the_size(district, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        shown = steps.board(actor=SYSTEM, start=date(2026, 1, 1), end=TODAY, area="150402")
    assert {part["key"] for part in shown["parts"]} == {OWN, OTHER}
    for code in ("surveyed", "notified", "trained", "archived", "supervised"):
        assert shown["whole"]["shares"][code]["done"] > 0, code
        assert len(next(step["definition"] for step in shown["steps"] if step["code"] == code)) > 10


def test_a_street_sees_its_own_places_only(district, actor_for):
    director = actor_for("centre_director", OWN, name="孙主任")
    shown = steps.board(actor=director)
    assert {part["key"][:10] for part in shown["parts"]} == {OWN}
    rows = steps.step_rows(actor=director, step="archived", done=True, page_size=200)
    assert all(row["area_path"].startswith(OWN) for row in rows.items)
