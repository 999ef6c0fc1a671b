"""Corrections from the door: two people, one place, wrong clocks; what is said is kept and merged by field class."""

import itertools
import random
from datetime import timedelta

import pytest

from fengsui.kernel import clock
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.patrol import queries, sync
from fengsui.patrol.filters import KeptFilters
from fengsui.patrol.models import PlaceCorrection, SyncOperation
from fengsui.patrol.services import correcting
from fengsui.patrol.sync import merging
from fengsui.places import services as place_services
from fengsui.places.models import Facility, Place, PlaceContact
from fengsui.places.values import NewContact
from tests.hazards.factories import local, make_place
from tests.patrol.phone import Phone

pytestmark = pytest.mark.django_db


def at(text):
    """Freeze the clock on the day of these stories."""
    return clock.frozen(local(f"2026-11-16 {text}"))


def correct(phone, place, **said):
    """Record a correction made with the pack of this moment."""
    return phone.record("place.correct", {"place_id": str(place.pk), "base_version": place.row_version, **said})


def test_a_new_name_heard_at_the_door_reaches_the_ledger_and_is_written_once(people):
    place, phone = make_place(), Phone(people.grid_worker)
    with at("10:00"):
        correct(phone, place, name="好再来烧烤", facilities_seen=["extinguisher"], measured={"seats": 40})
        assert phone.send()[0]["status"] == "accepted"
        assert phone.send()[0]["status"] == "duplicate"
    place.refresh_from_db()
    assert (place.name, place.inputs) == ("好再来烧烤", {"seats": 40})
    assert Facility.objects.get(place=place).kind == "extinguisher"
    assert PlaceCorrection.objects.count() == 1
    assert place.row_version > 1


def test_two_people_write_two_names_without_knowing_of_each_other_and_a_person_is_asked(people):
    place = make_place()
    first, second = Phone(people.grid_worker), Phone(people.inspector)
    with at("09:00"):
        correct(first, place, name="好再来烧烤")
    with at("11:00"):
        correct(second, place, name="再来一碗面馆")
    with at("12:00"):
        assert second.send()[0]["status"] == "accepted"
        result = first.send()[0]
    assert result["status"] == "conflict"
    assert "李巡查" in result["problem"]["title"]
    version = result["versions"][0]
    assert (version["this"]["words"], version["other"]["words"]) == ("好再来烧烤", "再来一碗面馆")
    place.refresh_from_db()
    assert place.name == "再来一碗面馆"
    assert SyncOperation.objects.get(pk=first.queue[0]["id"]).state == "conflict"


def test_who_had_seen_the_other_name_replaces_it_without_a_question(people):
    place = make_place()
    first, second = Phone(people.grid_worker), Phone(people.inspector)
    with at("09:00"):
        correct(first, place, name="好再来烧烤")
        first.send()
    place.refresh_from_db()
    with at("10:00"):
        correct(second, place, name="再来一碗面馆")
        assert second.send()[0]["status"] == "accepted"
    place.refresh_from_db()
    assert place.name == "再来一碗面馆"
    assert not SyncOperation.objects.filter(state="conflict").exists()


def test_a_new_phone_number_stands_beside_the_former_until_a_person_decides(people):
    place, phone = make_place(), Phone(people.grid_worker)
    with at("08:00"):
        place_services.add_contact(actor=people.director, place_id=place.pk, contact=NewContact(name="周某", phone="13812345678"))
    with at("09:00"):
        sent = correct(phone, place, contacts=[{"name": "周某", "phone": "13987654321"}])
        result = phone.send()[0]
    assert result["status"] == "merged"
    assert sorted(row.phone_last4 for row in place.contacts.all()) == ["4321", "5678"]
    kept = SyncOperation.objects.get(pk=sent["id"])
    assert kept.state == "conflict"
    assert "13987654321" not in f"{kept.payload}{kept.versions}{result}{PlaceCorrection.objects.get().values}"


def test_an_old_word_that_it_is_open_does_not_undo_that_it_moved_away(people):
    place = make_place()
    worker, inspector = Phone(people.grid_worker), Phone(people.inspector)
    with at("09:00"):
        correct(worker, place, state="operating")
        correct(worker, make_place(), state="suspended")
    with at("11:00"):
        correct(inspector, place, state="moved")
        inspector.send()
    with at("15:00"):
        assert [result["status"] for result in worker.send()] == ["conflict", "accepted"]
    assert set(Place.objects.values_list("state", flat=True)) == {"moved", "suspended"}


def test_what_the_desk_changed_meanwhile_is_weighed_as_one_more_word(people):
    place, phone = make_place(), Phone(people.grid_worker)
    with at("09:00"):
        correct(phone, place, address="站前路1号院")
    with at("10:00"):
        place_services.update_place(
            actor=people.director, place_id=place.pk, expected_version=1, changes={"address": "站前路一号甲"}
        )
    with at("11:00"):
        result = phone.send()[0]
    assert (result["status"], result["versions"][0]["other"]["by"]) == ("conflict", "孙主任")
    place.refresh_from_db()
    assert place.address == "站前路一号甲"


def test_a_correction_of_a_place_in_another_street_is_not_found(people):
    thief = Phone(people.stranger)
    with at("09:00"):
        correct(thief, make_place(), name="改名")
        result = thief.send()[0]
    assert (result["status"], result["problem"]["code"], result["versions"]) == ("rejected", "not_found", [])


def dump(place):
    """Return what a place came to, without what depends on the order of arrival (versions, row ids)."""
    place.refresh_from_db()
    reports = [
        merging.Report(str(row.pk), row.at, row.author, row.by_name, 0, 1, row.values)
        for row in PlaceCorrection.objects.filter(place=place)
    ]
    contacts = PlaceContact.objects.filter(place=place, removed_at__isnull=True).order_by("phone_hmac", "name")
    operations = SyncOperation.objects.filter(kind="place.correct", payload__place_id=str(place.pk)).order_by(
        "recorded_at", "actor_name"
    )
    return (
        place.name, place.address, place.state, place.inputs, place.lon,
        [(row.name, row.phone_last4, row.is_primary) for row in contacts],
        sorted(Facility.objects.filter(place=place).values_list("kind", flat=True)),
        merging.facts(reports, "aliases"), merging.tallies(reports),
        [(row.actor_name, row.state, [one["this"]["words"] for one in row.versions]) for row in operations],
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_corrections_in_any_order_from_three_phones_come_to_the_same(people, seed):
    offsets = (timedelta(0), timedelta(days=1096), timedelta(days=-4000))
    owners = (people.grid_worker, people.inspector, people.second_inspector)
    ends = []
    for round_ in range(4):
        dice = random.Random(seed)
        place = make_place(name="好再来饭店", address="站前路1号")
        phones = [Phone(owner, ahead=offset) for owner, offset in zip(owners, offsets, strict=True)]
        for minute, phone in zip(range(0, 24, 3), itertools.cycle(phones), strict=False):
            with at(f"09:{minute:02d}"):
                said = {
                    "name": dice.choice(["甲店", "乙店"]), "state": dice.choice(["operating", "suspended", "moved", "vacant"]),
                    "measured": {"seats": dice.randint(1, 99)}, "aliases": [dice.choice(["老招牌", "新招牌"])],
                    "tallies": {"leaflets": dice.randint(0, 5)}, "facilities_seen": [dice.choice(["pump", "other"])],
                    "contacts": [{"name": dice.choice(["王某", ""]), "phone": dice.choice(["13812345678", "13912345678"])}],
                }  # fmt: skip
                correct(phone, place, **dict(dice.sample(sorted(said.items()), k=3)))
        shuffle = random.Random(seed * 100 + round_)
        todo = [(phone, operation) for phone in phones for operation in phone.queue]
        if round_:
            todo += shuffle.sample(todo, k=3)
            shuffle.shuffle(todo)
        else:
            todo.sort(key=lambda pair: pair[1]["recorded_at"])
        with at("18:00"):
            for phone, operation in todo:
                assert phone.send([operation])[0]["status"] in ("accepted", "merged", "conflict", "duplicate")
        ends.append(dump(place))
    assert ends[1:] == ends[:1] * 3


def two_names(people):
    """Return a place of which two people wrote two names, and the operation that waits for a person."""
    place = make_place()
    first, second = Phone(people.grid_worker), Phone(people.inspector)
    with at("09:00"):
        sent = correct(first, place, name="好再来烧烤")
    with at("10:00"):
        correct(second, place, name="再来一碗面馆")
        second.send()
        first.send()
    return place, sent["id"]


def settle(actor, sync_id, choice, **more):
    """Settle at noon."""
    with at("12:00"):
        return sync.settle_operation(actor=actor, sync_id=sync_id, choice=choice, note="已电话核实", **more)


@pytest.mark.parametrize(
    ("choice", "values", "name", "aliases"),
    [
        ("take", {}, "好再来烧烤", []),
        ("former", {}, "再来一碗面馆", []),
        ("both", {}, "再来一碗面馆", ["好再来烧烤"]),
        ("hand", {"name": "好再来面馆"}, "好再来面馆", []),
    ],
)
def test_the_street_settles_two_names_and_the_writer_reads_how(people, choice, values, name, aliases):
    place, sync_id = two_names(people)
    listed = queries.kept_operations(actor=people.inspector)
    assert [(row["by_name"], row["may_settle"]) for row in listed.items] == [("王网格", True)]
    settle(people.director, sync_id, choice, values=values)
    place.refresh_from_db()
    assert place.name == name
    assert merging.facts(correcting.reports_of(place), "aliases") == aliases
    assert queries.kept_operations(actor=people.inspector).total == 0
    with at("12:05"):
        told = queries.pack(actor=people.grid_worker)["kept"]
        assert [str(row["id"]) for row in told] == [str(sync_id)]
        assert "已电话核实" in told[0]["words"]
        with pytest.raises(Conflict, match="already_settled"):
            settle(people.director, sync_id, "former")


def test_what_is_settled_stays_so_when_a_late_older_word_arrives(people):
    place, sync_id = two_names(people)
    late = Phone(people.second_inspector)
    with at("08:00"):
        correct(late, make_place(), name="别家")
        late.record("place.correct", {"place_id": str(place.pk), "base_version": 1, "name": "老好再来"})
    settle(people.director, sync_id, "take")
    with at("13:00"):
        assert [result["status"] for result in late.send()] == ["accepted", "conflict"]
    place.refresh_from_db()
    assert place.name == "好再来烧烤"


def test_a_new_number_is_taken_and_the_former_leaves_the_record(people):
    place, phone = make_place(), Phone(people.grid_worker)
    with at("08:00"):
        place_services.add_contact(actor=people.director, place_id=place.pk, contact=NewContact(name="周某", phone="13812345678"))
    with at("09:00"):
        sent = correct(phone, place, contacts=[{"name": "周某", "phone": "13987654321"}])
        phone.send()
    settle(people.inspector, sent["id"], "take")
    live = place.contacts.filter(removed_at__isnull=True)
    assert [row.phone_last4 for row in live] == ["4321"]


def test_who_may_see_and_settle_what_waits(people, actor_for):
    _, sync_id = two_names(people)
    supervisor = actor_for("supervisor", "150402")
    listed = queries.kept_operations(actor=supervisor).items
    assert [row["may_settle"] for row in listed] == [False]
    assert queries.kept_operations(actor=people.stranger).total == 0
    for outsider in (supervisor, people.grid_worker):
        with pytest.raises(Forbidden):
            settle(outsider, sync_id, "take")
    with pytest.raises(NotFound):
        settle(people.stranger, sync_id, "take")
    assert queries.export_kept(actor=people.director, filters=KeptFilters(state=["conflict"], by="王"))[0]["why"].startswith(
        "名称："
    )
    assert queries.export_kept(actor=people.director, filters=KeptFilters(state=["settled"])) == []


def test_a_rejected_record_cannot_be_taken_over_but_left_or_entered_by_hand(people):
    phone = Phone(people.grid_worker)
    with at("09:00"):
        sent = phone.record("moon.land", {})
        phone.send()
    with pytest.raises(InvalidInput, match="choice_unfit"):
        settle(people.inspector, sent["id"], "take")
    settle(people.inspector, sent["id"], "hand")
    with at("13:00"):
        again = phone.send()[0]
    assert (again["status"], again["settled"]["choice"]) == ("duplicate", "hand")


def test_a_broken_correction_is_kept_and_says_which_field(people):
    phone = Phone(people.grid_worker)
    with at("09:00"):
        correct(phone, make_place(), measured={"seats": -4, "moons": 2})
        phone.record("place.correct", {"place_id": str(new_id()), "state": "closed"})
        results = phone.send()
    assert [result["status"] for result in results] == ["rejected", "rejected"]
    assert {error["field"] for error in results[0]["problem"]["errors"]} == {"inputs.seats", "inputs.moons"}
