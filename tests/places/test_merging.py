"""Two records of one place: what belongs to the double follows to the kept one, and comes back when that is undone."""

from datetime import date, timedelta

import pytest

from fengsui.hazards import services as hazards
from fengsui.hazards.models import Hazard
from fengsui.kernel import clock
from fengsui.kernel.errors import Conflict
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.models import EvidenceLink
from fengsui.patrol.merging import WHY
from fengsui.patrol.models import Task, Visit
from fengsui.patrol.task_rows import routine_key
from fengsui.places import followers, queries, services
from fengsui.places.models import Place, PlaceMerge
from fengsui.places.services.merging import pointing
from tests.hazards.factories import make_picture
from tests.places.factories import make_place


def photo(role):
    return EvidencePhoto(sha256=make_picture()[0], role=role)


def routine(place):
    return Task.objects.create(
        place=place, area_path=place.area_path, kind="routine", subject_key=routine_key(place.pk), due_on=date(2026, 3, 20),
        reason_code="periodic", reason="例行巡查",
    )  # fmt: skip


def visit(place, number):
    now = clock.now()
    return Visit.objects.create(
        place=place, area_path=place.area_path, number=number, started_at=now - timedelta(minutes=9), ended_at=now,
        recorded_at=now, received_at=now, local_date=clock.local_date(), outcome="inspected", inspected=True, by_name="王网格",
        source="phone",
    )  # fmt: skip


@pytest.fixture
def pair(people):
    """Two records of one restaurant, each with a hazard, a visit, a routine task, a photo, an extinguisher and its people."""
    made = []
    for number, name in enumerate(("好再来饭店", "好再来"), start=1):
        place = make_place(name, state="operating", phone=f"1380000000{number}")
        services.add_facility(actor=people.director, place_id=place.pk, facility={"kind": "extinguisher", "quantity": number})
        services.attach_photo(actor=people.director, place_id=place.pk, photo=photo("place"))
        hazards.open_hazard(actor=people.inspector, place_id=place.pk, item_code="COM-08", photos=[photo("before")])
        visit(place, f"XC-{number}")
        routine(place)
        made.append(place)
    return made


def holdings(place):
    return {
        "hazards": Hazard.objects.filter(place=place).count(),
        "visits": Visit.objects.filter(place=place).count(),
        "tasks": sorted(Task.objects.filter(place=place).values_list("kind", "state", "subject_key")),
        "contacts": sorted(place.contacts.filter(removed_at__isnull=True).values_list("phone_last4", "is_primary")),
        "facilities": sorted(place.facilities.filter(removed_at__isnull=True).values_list("quantity", flat=True)),
        "photos": EvidenceLink.objects.filter(subject_type="places.place", subject_id=str(place.pk)).count(),
    }


def step(people, place, verb, into=None):
    return services.set_state(
        actor=people.director, place_id=place.pk, verb=verb, reason="同一家店录了两次", into_place_id=into and into.pk
    )


@pytest.mark.parametrize("way", ["second into first", "first into second"])
def test_everything_follows_and_comes_back(people, pair, way):
    kept, double = pair if way == "second into first" else pair[::-1]
    before = {place.pk: holdings(place) for place in pair}
    step(people, double, "merge", kept)
    together = holdings(kept)
    assert (together["hazards"], together["visits"], together["photos"]) == (2, 2, 2)
    assert together["facilities"] == [1, 2]
    assert {tail for tail, _ in together["contacts"]} == {"0001", "0002"}
    assert sum(primary for _, primary in together["contacts"]) == 1
    assert [state for kind, state, _ in together["tasks"] if kind == "routine"] == ["cancelled", "open"]
    assert Task.objects.get(closed_why=WHY).place == kept
    assert holdings(double) == dict.fromkeys(("hazards", "visits", "photos"), 0) | {"tasks": [], "contacts": [], "facilities": []}
    shown = queries.detail(actor=people.director, place_id=kept.pk)
    assert [one["number"] for one in shown["merged_here"]] == [double.number]
    assert [verb["verb"] for verb in queries.detail(actor=people.director, place_id=double.pk)["verbs"]] == ["unmerge"]

    step(people, double, "unmerge")
    after = {place.pk: holdings(place) for place in pair}
    assert after == before


def test_what_was_added_since_stays_and_a_second_merging_is_undone_first(people, pair):
    kept, double = pair
    third = make_place("好再来（总店）", address="站前路9号")
    step(people, double, "merge", kept)
    hazards.open_hazard(actor=people.inspector, place_id=kept.pk, item_code="COM-01", photos=[photo("before")])
    step(people, kept, "merge", third)
    assert holdings(third)["hazards"] == 3
    with pytest.raises(Conflict) as raised:
        step(people, double, "unmerge")
    assert raised.value.code == "kept_merged_on"
    step(people, kept, "unmerge")
    step(people, double, "unmerge")
    assert [holdings(place)["hazards"] for place in (third, kept, double)] == [0, 2, 1]
    assert PlaceMerge.objects.filter(undone_at__isnull=True).count() == 0


def test_every_table_that_points_to_a_place_follows_or_says_why_it_stays():
    tables = {model._meta.label_lower for model, _ in pointing()}
    assert {"hazards.hazard", "hazards.sighting", "patrol.visit", "patrol.task", "outreach.trainingplace"} <= tables
    for relation in Place._meta.get_fields(include_hidden=True):
        if relation.one_to_many:
            table = relation.related_model._meta.label_lower
            assert table in tables or followers.stays(table) or table == "places.place", table
