"""A shop changes hands: a new period begins, the old hazards and visits stay with the former one, open ones by decision."""

from datetime import UTC, date, datetime

import pytest

from fengsui.hazards import services as hazards
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.kernel import clock
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.places import queries, services
from fengsui.places.values import NewContact
from tests.hazards.factories import make_picture
from tests.places.factories import make_place

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
SISTER = NewContact("李姐", phone="13900001111")


def noon(day):
    return clock.frozen(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


def found(people, place, item="COM-08"):
    photo = EvidencePhoto(sha256=make_picture()[0], role="before")
    return hazards.open_hazard(actor=people.inspector, place_id=place.pk, item_code=item, photos=[photo])


@pytest.fixture
def shop(people):
    with noon(MONDAY):
        place = make_place("老王烧烤", state="transferring")
        found(people, place)
        found(people, place, "COM-01")
    return place


def change(people, place, **fields):
    given = {"on": FRIDAY, "name": "新欣超市", "contacts": [SISTER], "activity": "shop"} | fields
    return services.change_tenant(actor=people.director, place_id=place.pk, **given)


def test_every_open_hazard_needs_a_decision(people, shop):
    with pytest.raises(InvalidInput) as raised:
        change(people, shop)
    assert raised.value.code == "handover_undecided"
    assert len(raised.value.extra["open"]) == 2
    shop.refresh_from_db()
    assert (shop.name, shop.tenancies.count()) == ("老王烧烤", 0)


def test_the_former_tenants_work_stays_in_their_period(people, shop):
    taken, left = Hazard.objects.filter(place=shop).order_by("number")
    change(people, shop, decisions={str(taken.pk): "new", str(left.pk): "former"}, reason="转让")
    shop.refresh_from_db()
    assert (shop.name, shop.activity, shop.state) == ("新欣超市", "shop", "operating")
    assert [one.name for one in shop.contacts.filter(removed_at__isnull=True)] == ["李姐"]
    with noon(date(2026, 3, 9)):
        found(people, shop, "COM-07")
    told = queries.tenancies(actor=people.director, place_id=shop.pk)
    now, former = told["periods"]
    assert (now["name"], now["since_on"], now["until_on"]) == ("新欣超市", FRIDAY, None)
    assert (former["name"], former["until_on"], former["people"][0]["phone"]) == ("老王烧烤", FRIDAY, "138****2345")
    assert {one["key"]: one["count"] for one in former["kept"]}["hazards"] == 2
    assert {one["key"]: one["count"] for one in now["kept"]}["hazards"] == 1
    assert {one["number"]: one["decision"] for one in now["handed"]} == {taken.number: "new", left.number: "former"}
    step = HazardStep.objects.get(hazard=taken, verb="change_tenant")
    assert step.note == "2026-03-06 店铺换手：老王烧烤 → 新欣超市，由新租户接手"
    assert step.from_state == step.to_state
    then = queries.place_then(actor=people.director, place_id=shop.pk, on=MONDAY)
    assert (then["row"]["name"], then["contacts"][0]["phone"]) == ("老王烧烤", "138****2345")


def test_a_shop_changes_hands_twice_in_order(people):
    place = make_place("一", state="operating")
    change(people, place, on=MONDAY, name="二")
    with pytest.raises(InvalidInput):
        change(people, place, on=MONDAY, name="三")
    change(people, place, on=FRIDAY, name="三")
    assert list(place.tenancies.order_by("sequence").values_list("name", "since_on", "until_on")) == [
        ("一", None, MONDAY), ("二", MONDAY, FRIDAY), ("三", FRIDAY, None),
    ]  # fmt: skip


def test_who_may_not_and_what_cannot(people):
    place, gone = make_place(state="operating"), make_place("搬走的店", state="moved")
    with pytest.raises(InvalidInput):
        change(people, place, contacts=[])
    with pytest.raises(Conflict):
        change(people, gone)
    with pytest.raises(NotFound):
        services.change_tenant(actor=people.stranger, place_id=place.pk, on=FRIDAY, name="新", contacts=[SISTER])
    with pytest.raises(Forbidden):
        services.change_tenant(actor=people.auditor, place_id=place.pk, on=FRIDAY, name="新", contacts=[SISTER])
