"""When a place is due: intervals, months, seasons, rest days; properties that no calendar may break."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fengsui.kernel.ids import new_id
from fengsui.kernel.working_days import announced, with_table
from fengsui.patrol.planning.rhythm import Pace, Rhythm, SeasonPace, current_period, due_day, moved, period_end

QUARTERLY = Rhythm(Pace(1, "quarter"))
WINTER = Rhythm(Pace(90, "day"), (SeasonPace((10, 15), (4, 15), Pace(30, "day", words="采暖季每 30 天一次")),))


def next_due(last, rhythm, **more):
    found = due_day(
        place_id=new_id(),
        listed_on=date(2020, 1, 1),
        last_on=last,
        rhythm=rhythm,
        calendar=more.pop("calendar", announced),
        **more,
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("unit", "every", "last", "expected"),
    [
        ("year", 1, date(2024, 2, 29), date(2025, 2, 28)),
        ("year", 1, date(2023, 2, 28), date(2024, 2, 28)),
        ("month", 1, date(2028, 1, 31), date(2028, 2, 29)),
        ("month", 2, date(2026, 12, 31), date(2027, 2, 28)),
        ("quarter", 1, date(2026, 11, 30), date(2027, 2, 28)),
        ("half_year", 1, date(2026, 8, 31), date(2027, 2, 28)),
        ("day", 30, date(2028, 2, 1), date(2028, 3, 2)),
    ],
)
def test_an_interval_ends_on_the_same_day_or_the_last_of_a_shorter_month(unit, every, last, expected):
    assert next_due(last, Rhythm(Pace(every, unit))).on == expected


def test_a_season_brings_a_place_forward_when_its_interval_is_over_by_then():
    # Seen on 1 September: 90 days would end in December, but from 15 October on 30 days are enough.
    assert next_due(date(2026, 9, 1), WINTER).on == date(2026, 10, 15)
    assert next_due(date(2026, 10, 10), WINTER).on == date(2026, 11, 9)


def test_after_the_season_the_ordinary_interval_counts_again():
    assert next_due(date(2027, 4, 10), WINTER).on == date(2027, 7, 9)
    assert next_due(date(2027, 3, 16), WINTER).on == date(2027, 4, 15)


def test_over_the_years_end_a_season_is_one_season():
    found = next_due(date(2026, 12, 20), WINTER)
    assert (found.on, found.pace.words) == (date(2027, 1, 19), "采暖季每 30 天一次")


def test_where_seasons_overlap_the_quicker_one_stands():
    both = Rhythm(Pace(90, "day"), (*WINTER.seasons, SeasonPace((1, 1), (3, 5), Pace(10, "day"))))
    assert next_due(date(2027, 1, 10), both).on == date(2027, 1, 20)
    assert next_due(date(2027, 3, 1), both).on == date(2027, 3, 31)


def test_a_class_visited_in_its_season_only_waits_for_it():
    fair = Rhythm(None, (SeasonPace((7, 1), (7, 31), Pace(7, "day")),))
    assert next_due(date(2026, 7, 30), fair).on == date(2027, 7, 1)
    assert next_due(None, fair).on.month == 7


@pytest.mark.parametrize(
    ("rule", "expected"), [("do", date(2026, 10, 3)), ("before", date(2026, 9, 30)), ("after", date(2026, 10, 8))]
)
def test_a_due_day_inside_the_national_holiday_moves_as_the_pack_says(rule, expected):
    assert next_due(date(2026, 9, 3), Rhythm(Pace(30, "day", rule))).on == expected


def test_moving_before_a_holiday_never_goes_back_to_the_day_of_the_last_visit():
    daily = Rhythm(Pace(1, "day", "before"))
    assert next_due(date(2026, 9, 30), daily).on == date(2026, 10, 1)


def test_a_district_calendar_that_changes_moves_the_day_and_an_unannounced_year_says_so():
    rhythm = Rhythm(Pace(30, "day", "after"))
    own = with_table({date(2026, 11, 16): ("rest", "本区停工")})
    assert next_due(date(2026, 10, 17), rhythm).on == date(2026, 11, 16)
    assert next_due(date(2026, 10, 17), rhythm, calendar=own).on == date(2026, 11, 17)
    assert next_due(date(2034, 12, 3), rhythm).provisional


def test_after_a_missed_period_comes_the_one_that_runs_today_and_not_those_nobody_planned():
    monthly = Rhythm(Pace(30, "day"))
    assert current_period(date(2026, 1, 10), monthly, date(2026, 2, 10)) == date(2026, 2, 9)
    assert current_period(date(2026, 1, 10), monthly, date(2026, 4, 20)) == date(2026, 4, 10)
    assert next_due(None, monthly, missed_due=date(2026, 1, 10), today=date(2026, 2, 10)).on == date(2026, 2, 9)
    # An inspection after the missed day counts from itself.
    assert next_due(date(2026, 1, 20), monthly, missed_due=date(2026, 1, 10), today=date(2026, 2, 10)).on == date(2026, 2, 19)


month_days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))
paces = st.builds(
    Pace,
    every=st.integers(1, 6),
    unit=st.sampled_from(["day", "month", "quarter", "half_year"]),
    on_rest_day=st.sampled_from(["do", "before", "after"]),
)
rhythms = st.builds(
    Rhythm, base=paces, seasons=st.lists(st.builds(SeasonPace, month_days, month_days, paces), max_size=2).map(tuple)
)
days = st.dates(date(2023, 1, 1), date(2027, 12, 31))


@given(rhythms, days, st.integers(0, 400))
def test_a_later_inspection_never_brings_an_earlier_due_day(rhythm, last, later):
    first = rhythm.next_after(last)
    second = rhythm.next_after(last + timedelta(days=later))
    assert first is not None
    assert second is not None
    assert last < first <= second


@given(rhythms, days, st.uuids())
def test_nothing_is_due_before_it_was_listed_nor_on_the_day_it_was_inspected(rhythm, day, place_id):
    never = due_day(place_id=place_id, listed_on=day, last_on=None, rhythm=rhythm, calendar=announced)
    seen = due_day(place_id=place_id, listed_on=day, last_on=day, rhythm=rhythm, calendar=announced)
    assert never is not None
    assert seen is not None
    assert never.on >= day
    assert seen.on > day


@given(rhythms, days, st.integers(0, 1200))
def test_the_period_that_runs_today_has_begun_and_is_not_over(rhythm, missed, passed):
    today = missed + timedelta(days=passed)
    begun = current_period(missed, rhythm, today)
    assert begun is not None
    assert begun > missed
    if begun <= today:
        end = period_end(begun, rhythm)
        assert end is not None
        assert end > today


@given(days, st.sampled_from(["before", "after"]), st.integers(0, 60))
def test_moving_off_rest_days_keeps_the_order_of_days(day, rule, later):
    one, _ = moved(day, rule, announced, earliest=date.min)
    two, _ = moved(day + timedelta(days=later), rule, announced, earliest=date.min)
    assert one <= two
    assert announced(one).kind == "working"


def test_first_visits_of_a_new_ledger_are_spread_over_the_interval():
    spread = {
        due_day(place_id=UUID(int=n * 7919), listed_on=date(2026, 11, 1), last_on=None, rhythm=QUARTERLY, calendar=announced).on  # type: ignore[union-attr]
        for n in range(400)
    }
    assert len(spread) > 80
