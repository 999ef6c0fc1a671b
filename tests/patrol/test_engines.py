"""The pure engines of patrol: a wrong clock, the order of doors, when a place is due."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fengsui.kernel.ids import new_id
from fengsui.patrol.device_clock import OLDEST, TOLERANCE, correct, offset_ms
from fengsui.patrol.frequency import routine_due
from fengsui.patrol.walking_order import Door, walking_order

NOON = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)


def test_a_phone_three_years_ahead_still_tells_the_right_day():
    ahead = timedelta(days=3 * 365)
    offset = offset_ms(device_now=NOON + ahead, received_at=NOON)
    fixed = correct(recorded_at=NOON + ahead - timedelta(hours=2), offset=offset, received_at=NOON)
    assert fixed.at == NOON - timedelta(hours=2)
    assert fixed.flag == "wild"


def test_a_phone_ten_minutes_slow_is_corrected_and_flagged():
    slow = timedelta(minutes=10)
    offset = offset_ms(device_now=NOON - slow, received_at=NOON)
    fixed = correct(recorded_at=NOON - slow - timedelta(hours=1), offset=offset, received_at=NOON)
    assert fixed.at == NOON - timedelta(hours=1)
    assert fixed.flag == "skewed"


def test_a_clock_that_was_set_between_the_visit_and_the_sending_gives_the_time_of_receipt():
    fixed = correct(recorded_at=datetime(2000, 1, 1, tzinfo=UTC), offset=0, received_at=NOON)
    assert fixed.at == NOON
    assert fixed.flag == "unusable"


@given(
    recorded=st.datetimes(timezones=st.just(UTC)),
    device_now=st.datetimes(timezones=st.just(UTC)),
    received=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
)
def test_whatever_the_clocks_say_the_time_is_never_after_receipt_and_never_refused(recorded, device_now, received):
    fixed = correct(recorded_at=recorded, offset=offset_ms(device_now=device_now, received_at=received), received_at=received)
    assert received - OLDEST <= fixed.at <= received
    assert fixed.flag in ("", "skewed", "wild", "unusable")
    assert timedelta(hours=1) > TOLERANCE


def test_overdue_doors_come_first_then_the_nearest():
    doors = [
        Door("far", 119.10, 42.30, rank=1),
        Door("near", 119.01, 42.30, rank=1),
        Door("late", 119.50, 42.30, rank=0),
        Door("nowhere", None, None, rank=1),
    ]
    assert walking_order(doors, (119.0, 42.3)) == ["late", "far", "near", "nowhere"]


@given(st.lists(st.tuples(st.floats(118, 120), st.floats(41, 43), st.integers(0, 2)), max_size=25))
def test_every_door_is_walked_to_once_and_ranks_never_mix(points):
    doors = [Door(str(n), lon, lat, rank) for n, (lon, lat, rank) in enumerate(points)]
    ordered = walking_order(doors, None)
    assert sorted(ordered) == sorted(door.key for door in doors)
    ranks = [points[int(key)][2] for key in ordered]
    assert ranks == sorted(ranks)


def test_a_place_is_due_one_interval_after_its_last_inspection():
    due = routine_due(place_id=new_id(), listed_on=date(2026, 1, 1), last_inspected_on=date(2026, 11, 1), interval_days=30)
    assert (due.on, due.reason) == (date(2026, 12, 1), "due")


def test_a_new_ledger_does_not_fall_due_in_one_morning():
    days = [
        routine_due(place_id=UUID(int=n * 7919), listed_on=date(2026, 11, 1), last_inspected_on=None, interval_days=30).on
        for n in range(3000)
    ]
    per_day = [days.count(date(2026, 11, 1) + timedelta(days=n)) for n in range(30)]
    assert sum(per_day) == 3000
    assert max(per_day) <= 120
