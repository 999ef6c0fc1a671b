"""Tracks: only on duty, only one's own, a month long, looked at one day at a time with a reason the person reads."""

import json
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fengsui.kernel import clock
from fengsui.kernel.errors import Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry
from fengsui.patrol import queries as patrol_queries
from fengsui.patrol.models import SyncOperation
from fengsui.patrol.tracks import queries, rules, services
from fengsui.patrol.tracks.models import DutySpell, TrackPiece, TrackViewing
from tests.hazards.factories import STREET, local
from tests.patrol.phone import Phone

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 16)
ROUND = [[0, 118.95, 42.26, 8], [120, 118.951, 42.261, 9], [240, 118.952, 42.262, 7]]


def at(text):
    """Return a moment of the day."""
    return clock.frozen(local(f"2026-11-16 {text}"))


@pytest.fixture
def spell():
    """The id of a spell."""
    return str(new_id())


def piece(spell, points=None):
    """Return a piece of a track."""
    return {"id": str(new_id()), "spell_id": spell, "points": points or ROUND}


def on_duty(phone, spell, pieces=("09:00", "10:00"), end="11:00"):
    """Record a morning on duty."""
    with at("08:50"):
        made = [phone.record("duty.start", {"id": spell})]
    for begun in pieces:
        with at(begun):
            made.append(phone.record("track.piece", piece(spell)))
    with at(end):
        made.append(phone.record("duty.end", {"spell_id": spell}))
    return made


def kept():
    """Return how many positions are kept."""
    return sum(len(row.points) for row in TrackPiece.objects.all())


@given(st.integers(0, 23), st.integers(0, 59))
def test_nobody_is_followed_into_the_night(hour, minute):
    started = datetime(2026, 11, 16, hour, minute, tzinfo=UTC)
    zone = clock.zone()
    end = rules.latest_end(started, zone)
    assert started < end <= started + timedelta(hours=22)
    assert end.astimezone(zone).hour in (22, 23, 0, 1)


def test_a_morning_on_duty_is_kept_and_what_lies_outside_it_is_not(people, spell):
    phone = Phone(people.grid_worker)
    on_duty(phone, spell, pieces=("08:30", "09:00", "10:58", "11:30"))
    with at("12:00"):
        assert {result["status"] for result in phone.send()} == {"accepted"}
        assert {result["status"] for result in phone.send()} == {"duplicate"}
        shown = queries.own_day(actor=people.grid_worker, day=DAY)
    assert kept() == 3 + 3
    assert len(shown["points"]) == 6
    assert shown["points"][0]["at"] == local("2026-11-16 09:00")


@pytest.mark.parametrize("seed", range(15))
def test_in_any_order_and_however_often_the_same_positions_are_kept(people, spell, seed):
    phone = Phone(people.grid_worker)
    made = on_duty(phone, spell, pieces=("08:30", "09:00", "10:59", "12:30"))
    told = [*made, *made]
    random.Random(seed).shuffle(told)
    with at("13:00"):
        for one in told:
            phone.send([one])
    assert kept() == 3 + 2
    assert not SyncOperation.objects.filter(state="waiting").exists()


def test_a_spell_nobody_ended_ends_by_itself_in_the_evening(people, spell):
    phone = Phone(people.grid_worker)
    with at("09:00"):
        phone.record("duty.start", {"id": spell})
    with at("21:59"):
        phone.record("track.piece", piece(spell, [[0, 118.9, 42.2, 5], [900, 118.9, 42.2, 5]]))
    with at("23:30"):
        phone.record("track.piece", piece(spell))
        phone.send()
    assert kept() == 1


def test_the_positions_lie_in_one_place_only_and_not_in_the_kept_operation(people, spell):
    phone = Phone(people.grid_worker)
    on_duty(phone, spell)
    with at("12:00"):
        phone.send()
    assert "118.95" not in json.dumps(list(SyncOperation.objects.values_list("payload", flat=True)), default=str)
    assert "118.95" not in json.dumps(list(AuditEntry.objects.values_list("changes", flat=True)), default=str)


def test_one_cannot_add_to_or_end_somebody_elses_spell(people, spell):
    phone, other = Phone(people.grid_worker), Phone(people.second_inspector)
    on_duty(phone, spell)
    with at("09:30"):
        other.record("track.piece", piece(spell))
        other.record("duty.end", {"spell_id": spell})
        other.record("duty.start", {"id": spell})
    with at("12:00"):
        phone.send()
        assert [result["status"] for result in other.send()] == ["rejected", "rejected", "conflict"]
    assert kept() == 6


def test_a_phone_with_a_clock_of_another_year_still_walks_on_the_right_day(people, spell):
    phone = Phone(people.grid_worker, ahead=timedelta(days=-900))
    on_duty(phone, spell)
    with at("12:00"):
        phone.send()
        shown = queries.own_day(actor=people.grid_worker, day=DAY)
    assert (len(shown["points"]), DutySpell.objects.get().local_date) == (6, DAY)


def test_after_a_month_the_positions_are_gone_and_late_ones_are_not_kept(people, spell):
    phone, late = Phone(people.grid_worker), Phone(people.grid_worker)
    on_duty(phone, spell)
    with at("12:00"):
        phone.send()
        assert services.forget() == {"pieces": 0}
    with at("12:30"):
        late.record("track.piece", piece(spell))
    with clock.frozen(local("2026-12-15 12:00")):
        assert services.forget() == {"pieces": 0}
    with clock.frozen(local("2026-12-16 12:00")):
        assert services.forget() == {"pieces": 2}
        assert [result["status"] for result in late.send()] == ["accepted"]
    assert kept() == 0
    assert AuditEntry.objects.filter(verb="track.forget").count() == 1


def test_looking_at_a_day_needs_a_reason_is_kept_and_the_person_reads_it(people, spell, actor_for):
    phone, head = Phone(people.grid_worker), actor_for("centre_director", STREET)
    on_duty(phone, spell)
    with at("12:00"):
        phone.send()
        assert [row["name"] for row in queries.people_on_duty(actor=head, day=DAY)] == [people.grid_worker.name]
        with pytest.raises(InvalidInput):
            services.view_day(actor=head, account_id=people.grid_worker.account_id, day=DAY, reason="看看")
        seen = services.view_day(actor=head, account_id=people.grid_worker.account_id, day=DAY, reason="核对群众反映的上门时间")
        shown = queries.viewed_day(actor=head, viewing_id=seen["viewing"])
        mine = queries.own_days(actor=people.grid_worker)
    assert len(shown["points"]) == 6
    assert [(row["viewer_name"], row["reason"]) for row in mine["viewings"]] == [(head.name, "核对群众反映的上门时间")]
    assert AuditEntry.objects.filter(verb="track.view", reason="核对群众反映的上门时间").count() == 1


def test_who_may_not_look_does_not_and_a_viewing_opens_for_its_own_viewer_only(people, spell, actor_for):
    phone, head, other_head = (
        Phone(people.grid_worker), actor_for("centre_director", STREET), actor_for("centre_director", STREET)
    )  # fmt: skip
    stranger = actor_for("centre_director", "150402/001")
    on_duty(phone, spell)
    whose = people.grid_worker.account_id
    with at("12:00"):
        phone.send()
        for colleague in (people.inspector, people.second_inspector, people.grid_worker):
            with pytest.raises(Forbidden):
                services.view_day(actor=colleague, account_id=whose, day=DAY, reason="想看看他去了哪里")
        with pytest.raises(NotFound):
            services.view_day(actor=stranger, account_id=whose, day=DAY, reason="核对群众反映的上门时间")
        assert queries.people_on_duty(actor=stranger, day=DAY) == []
        seen = services.view_day(actor=head, account_id=whose, day=DAY, reason="核对群众反映的上门时间")
        with pytest.raises(NotFound):
            queries.viewed_day(actor=other_head, viewing_id=seen["viewing"])
        with pytest.raises(NotFound):
            services.view_day(actor=head, account_id=whose, day=DAY - timedelta(days=1), reason="核对群众反映的上门时间")
    assert TrackViewing.objects.count() == 1


@pytest.mark.parametrize("points", [[[0, 999, 42, 5]], [[-5, 118, 42, 5]], [[10**9, 118, 42, 5]], [[0, 118, 42, -1]]])
def test_impossible_positions_are_left_out_without_losing_the_rest(people, spell, points):
    phone = Phone(people.grid_worker)
    with at("09:00"):
        phone.record("duty.start", {"id": spell})
        phone.record("track.piece", piece(spell, [*points, [10, 118.95, 42.26, 8]]))
    with at("10:00"):
        assert [result["status"] for result in phone.send()] == ["accepted"] * 2
    assert kept() == 1


def test_a_refused_piece_is_shown_to_nobody_at_the_desk(people, spell, actor_for):
    phone, other = Phone(people.grid_worker), Phone(people.second_inspector)
    on_duty(phone, spell)
    with at("09:30"):
        other.record("track.piece", piece(spell))
    with at("12:00"):
        phone.send()
        assert [result["status"] for result in other.send()] == ["rejected"]
        for head in (people.inspector, actor_for("centre_director", STREET), actor_for("supervisor", STREET)):
            page = patrol_queries.kept_operations(actor=head)
            assert [row for row in page.items if row["kind"] == "track.piece"] == []
