"""Sync: one result an operation, nothing lost, nothing doubled, in whatever order and however often it is sent."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fengsui.hazards.models import Hazard, HazardStep
from fengsui.kernel import clock, outbox
from fengsui.kernel.errors import Forbidden, TooLarge
from fengsui.kernel.ids import new_id
from fengsui.patrol import queries, sync
from fengsui.patrol.models import SyncOperation, Visit
from fengsui.patrol.sync.kinds import KINDS
from fengsui.places.models import Place
from tests.hazards.factories import GRID, LIGHTS, local, make_area, make_place, upload
from tests.patrol.phone import Phone

pytestmark = pytest.mark.django_db
DAY = "2026-11-16 10:00"


def deliver(phone):
    """Send every picture of a phone, and let the handlers run."""
    for content in phone.pictures.values():
        upload(phone.actor, content)
    outbox.deliver_pending()


def test_a_day_without_network_arrives_at_once_and_sending_it_again_changes_nothing(people):
    phone = Phone(people.grid_worker)
    for hour in range(9, 14):
        with clock.frozen(local(f"2026-11-13 {hour:02d}:00")):
            phone.visit(make_place(), hazards=[{"id": str(new_id()), "item_code": LIGHTS}] if hour == 10 else [])
    with clock.frozen(local("2026-11-16 08:30")):
        results = phone.send()
        assert [result["status"] for result in results] == ["accepted"] * 5
        assert results[0]["subject"]["type"] == "patrol.visit"
        assert results[0]["subject"]["number"].startswith("XC-")
        again = phone.send()
        assert [result["status"] for result in again] == ["duplicate"] * 5
        assert [result["subject"] for result in again] == [result["subject"] for result in results]
    assert Visit.objects.count() == 5
    assert Hazard.objects.count() == 1
    assert set(Visit.objects.values_list("local_date", flat=True)) == {date(2026, 11, 13)}


def test_one_bad_operation_does_not_hold_up_the_others_and_is_kept_for_the_office(people):
    phone = Phone(people.grid_worker)
    with clock.frozen(local(DAY)):
        phone.visit(make_place())
        wrong = phone.record("visit.submit", {"visit": {"id": str(new_id()), "outcome": "checked"}})
        phone.record("moon.land", {"flag": True})
        phone.visit(make_place())
        results = phone.send()
    assert [result["status"] for result in results] == ["accepted", "rejected", "rejected", "accepted"]
    assert results[1]["problem"]["errors"][0]["field"] == "visit.place_id"
    kept = SyncOperation.objects.get(pk=wrong["id"])
    assert kept.state == "rejected"
    assert kept.payload == wrong["payload"]
    listed = queries.kept_operations(actor=people.inspector)
    assert listed.total == 2
    assert queries.kept_operations(actor=people.stranger).total == 0
    sync.settle_operation(actor=people.inspector, operation_id=new_id(), sync_id=kept.pk, note="已在电脑上补录")
    assert queries.kept_operations(actor=people.inspector).total == 1


def test_the_same_id_with_other_content_or_from_another_person_is_a_conflict(people):
    phone = Phone(people.grid_worker)
    with clock.frozen(local(DAY)):
        place = make_place()
        phone.visit(place)
        phone.send()
        changed = {**phone.queue[0], "payload": {**phone.queue[0]["payload"], "photos": [phone.picture("scene")]}}
        assert phone.send([changed])[0]["problem"]["code"] == "operation_reused"
        thief = Phone(people.inspector)
        assert thief.send(phone.queue)[0]["status"] == "conflict"
    assert Visit.objects.count() == 1


def test_a_batch_over_the_limit_is_refused_as_a_whole_in_words(people):
    phone = Phone(people.grid_worker)
    with clock.frozen(local(DAY)):
        place = make_place()
        for _ in range(sync.BATCH_LIMIT + 1):
            phone.visit(place)
        with pytest.raises(TooLarge) as refused:
            phone.send()
    assert "200" in refused.value.zh
    assert not Visit.objects.exists()


def test_a_malformed_operation_gets_its_own_result(people):
    with clock.frozen(local(DAY)):
        results = sync.receive_batch(
            actor=people.grid_worker,
            operations=[
                {"id": "not-a-uuid"},
                {"id": str(new_id()), "kind": "visit.submit", "recorded_at": "soon", "payload": {}},
            ],
        )
    assert [result["status"] for result in results] == ["rejected", "rejected"]
    assert SyncOperation.objects.count() == 1


def test_who_has_no_right_to_sync_is_told_so(people, actor_for):
    with pytest.raises(Forbidden):
        sync.receive_batch(actor=actor_for("audit_admin", "150402"), operations=[])


def test_a_phone_three_years_ahead_lands_on_the_right_day(people):
    phone = Phone(people.grid_worker, ahead=timedelta(days=1096))
    with clock.frozen(local("2026-11-13 15:00")):
        phone.visit(make_place())
    with clock.frozen(local("2026-11-14 09:00")):
        phone.send()
        assert phone.send()[0]["status"] == "duplicate"
    visit = Visit.objects.get()
    assert visit.local_date == date(2026, 11, 13)
    assert visit.clock_flag == "wild"


def test_a_review_that_arrives_before_the_visit_and_the_report_waits_for_both(people):
    finder, reviewer = Phone(people.grid_worker), Phone(people.inspector)
    hazard_id = str(new_id())
    with clock.frozen(local("2026-11-16 09:00")):
        finder.visit(make_place(), hazards=[{"id": hazard_id, "item_code": LIGHTS}])
    with clock.frozen(local("2026-11-16 10:00")):
        finder.record("hazard.report_fixed", {"hazard_id": hazard_id, "photos": [finder.picture("after")]})
    with clock.frozen(local("2026-11-16 11:00")):
        reviewer.record("hazard.review", {"hazard_id": hazard_id, "passed": True})
    with clock.frozen(local("2026-11-16 12:00")):
        result = reviewer.send()[0]
        assert (result["status"], result["waiting"]) == ("accepted", True)
        result = finder.send([finder.queue[1]])[0]
        assert (result["status"], result["waiting"]) == ("accepted", True)
        finder.send([finder.queue[0]])
        assert Hazard.objects.get().state == "reported_fixed"
        deliver(finder)
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.reviewer_name) == ("closed", "李巡查")
    assert not SyncOperation.objects.filter(state="waiting").exists()


def test_a_stranger_cannot_reach_a_hazard_through_sync(people):
    finder, thief = Phone(people.grid_worker), Phone(people.stranger)
    hazard_id = str(new_id())
    with clock.frozen(local(DAY)):
        finder.visit(make_place(), hazards=[{"id": hazard_id, "item_code": LIGHTS}])
        finder.send()
        thief.record("hazard.report_fixed", {"hazard_id": hazard_id})
        result = thief.send()[0]
    assert (result["status"], result["problem"]["code"]) == ("rejected", "not_found")
    assert Hazard.objects.get().state == "found"


def history(people, seed):
    """Return two phones with a day of work on three places that fits together when told in order."""
    dice = random.Random(seed)
    finder, reviewer = Phone(people.grid_worker), Phone(people.inspector, ahead=timedelta(days=dice.choice([0, 400])))
    hazard_ids = []
    with clock.frozen(local("2026-11-16 08:00")):
        places = [make_place() for _ in range(3)]
    for n, place in enumerate(places):
        hazard_id = str(new_id())
        hazard_ids.append(hazard_id)
        with clock.frozen(local(f"2026-11-16 09:{n:02d}")):
            finder.visit(place, hazards=[{"id": hazard_id, "item_code": LIGHTS}])
    for n, hazard_id in enumerate(hazard_ids):
        passed = dice.random() < 0.6
        with clock.frozen(local(f"2026-11-16 11:{n:02d}")):
            finder.record("hazard.report_fixed", {"hazard_id": hazard_id, "round": 1, "photos": [finder.picture("after")]})
        with clock.frozen(local(f"2026-11-16 14:{n:02d}")):
            verdict = {"hazard_id": hazard_id, "round": 1, "passed": passed, "reason": "" if passed else "没修好"}
            reviewer.record("hazard.review", verdict)
        if not passed and dice.random() < 0.7:
            with clock.frozen(local(f"2026-11-16 15:{n:02d}")):
                finder.record("hazard.report_fixed", {"hazard_id": hazard_id, "round": 2, "photos": [finder.picture("after")]})
    return finder, reviewer, hazard_ids


def final_state(hazard_ids):
    """Return what the history came to, without what legitimately depends on the order of arrival (numbers)."""
    rows = [Hazard.objects.get(pk=hazard_id) for hazard_id in hazard_ids]
    verbs = {row.pk: [step.verb for step in row.steps.order_by("sequence")] for row in rows}
    return [(row.state, row.round, row.reviewer_name, row.fix_reported_by_name, verbs[row.pk]) for row in rows]


@pytest.mark.parametrize("seed", range(12))
def test_any_order_any_repetition_any_split_reaches_the_state_of_the_serial_history(people, seed):
    finder, reviewer, serial_ids = history(people, seed)
    with clock.frozen(local("2026-11-16 18:00")):
        finder_queue, reviewer_queue = list(finder.queue), list(reviewer.queue)
        for operation in sorted([*finder_queue, *reviewer_queue], key=lambda item: _true_time(item, finder, reviewer)):
            phone = finder if operation in finder_queue else reviewer
            assert phone.send([operation])[0]["status"] == "accepted"
            deliver(finder)
    serial = final_state(serial_ids)

    finder, reviewer, shuffled_ids = history(people, seed)
    dice = random.Random(seed * 31 + 7)
    with clock.frozen(local("2026-11-16 18:30")):
        pieces = [(finder, item) for item in finder.queue] + [(reviewer, item) for item in reviewer.queue]
        pieces += dice.sample(pieces, k=len(pieces) // 2)
        dice.shuffle(pieces)
        while pieces:
            size = dice.randint(1, 4)
            batch, pieces = pieces[:size], pieces[size:]
            for phone in (finder, reviewer):
                phone.send([item for owner, item in batch if owner is phone])
            if dice.random() < 0.3:
                deliver(finder)
        deliver(finder)
    assert final_state(shuffled_ids) == serial
    assert not SyncOperation.objects.filter(state="rejected").exists()
    numbers = sorted(Hazard.objects.values_list("number", flat=True))
    assert numbers == [f"YH-150402-2026-{n:05d}" for n in range(1, len(numbers) + 1)]
    for row in Hazard.objects.all():
        sequences = list(HazardStep.objects.filter(hazard=row).values_list("sequence", flat=True).order_by("sequence"))
        assert sequences == list(range(1, row.row_version + 1))


def _true_time(operation, finder, reviewer):
    from datetime import datetime

    ahead = finder.ahead if operation in finder.queue else reviewer.ahead
    return datetime.fromisoformat(operation["recorded_at"]) - ahead


def test_the_phones_unsent_count_reaches_the_centre_but_not_another_street(people):
    from fengsui.patrol import services

    with clock.frozen(local(DAY)):
        services.report_unsent(
            actor=people.grid_worker, operation_id=new_id(), unsent_operations=3, unsent_photos=5,
            oldest_unsent_at=local("2026-11-14 09:00"),
        )  # fmt: skip
        seen = queries.phone_reports(actor=people.director)
        assert (seen[0]["name"], seen[0]["unsent_photos"], seen[0]["over_a_day"]) == ("王网格", 5, True)
        assert queries.phone_reports(actor=people.stranger) == []


def test_a_place_found_on_the_way_becomes_a_candidate_and_its_phone_number_is_never_stored_readable(people):
    phone = Phone(people.grid_worker)
    make_area(GRID, "grid")
    with clock.frozen(local(DAY)):
        sent = phone.record(
            "place.propose",
            {
                "id": str(new_id()), "name": "新开小卖部", "address": "站前路88号", "activity": "shop",
                "lon": 118.95, "lat": 42.27, "contact_name": "周某", "contact_phone": "13812345678", "note": "",
            },
        )  # fmt: skip
        result = phone.send()[0]
        assert result["status"] == "accepted"
        assert phone.send()[0]["status"] == "duplicate"
    place = Place.objects.get(pk=sent["payload"]["id"])
    assert (place.state, place.source) == ("candidate", "phone")
    assert place.contacts.get().phone_last4 == "5678"
    kept = SyncOperation.objects.get(pk=sent["id"])
    assert "13812345678" not in str(kept.payload)


names = ["visit", "hazards", "photos", "id", "place_id", "outcome", "hazard_id", "task_id", "passed", "round", "name", "lon", "x"]
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(str(new_id()))
keys = st.sampled_from(names)
anything = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4))
moments = st.sampled_from(
    ["2026-11-16T10:00:00+08:00", "2026-11-16T10:00:00", "", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    kind=st.sampled_from([*KINDS, "", "moon.land"]),
    payload=st.dictionaries(keys, anything, max_size=6),
    recorded_at=moments,
    device_now=moments,
)
def test_whatever_is_sent_gets_a_result_in_words_and_is_never_a_fault_of_ours(people, kind, payload, recorded_at, device_now):
    operation = {"id": str(new_id()), "kind": kind, "recorded_at": recorded_at, "device_now": device_now, "payload": payload}
    with clock.frozen(local(DAY)):
        first, again = (sync.receive_batch(actor=people.grid_worker, operations=[operation])[0] for _ in range(2))
    assert first["status"] in ("rejected", "conflict") or first["waiting"]
    assert first["problem"]["code"] != "internal"
    assert first["problem"]["title"]
    assert again["status"] == first["status"]
    assert SyncOperation.objects.filter(pk=operation["id"]).exists()


@pytest.mark.parametrize("text", ["断\x00开", "半个\ud83d字符"])
def test_broken_characters_in_a_note_do_not_cost_the_visit(people, text):
    phone = Phone(people.grid_worker)
    with clock.frozen(local(DAY)):
        phone.visit(make_place(), note=text)
        assert phone.send()[0]["status"] == "accepted"
        assert phone.send()[0]["status"] == "duplicate"
    assert "\ufffd" in Visit.objects.get().note
