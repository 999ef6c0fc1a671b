"""Working days across weekends, make-up days, National Day, and a year not announced yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fengsui.kernel.working_days import add_working_days, announced, with_table, working_days_between

days = st.dates(date(2020, 1, 1), date(2026, 11, 30))


def test_a_limit_set_on_a_friday_ends_on_wednesday():
    due = add_working_days(date(2026, 3, 6), 3)
    assert due.date == date(2026, 3, 11)
    assert not due.provisional


def test_national_day_and_its_make_up_saturday_are_counted_as_announced():
    # 1–7 October 2026 rest; Saturday 10 October is worked.
    due = add_working_days(date(2026, 9, 30), 3)
    assert due.date == date(2026, 10, 10)
    assert "10-01（法定节假日）" in due.words()


def test_a_limit_reaching_into_an_unannounced_year_says_so():
    due = add_working_days(date(2026, 12, 30), 3)
    assert due.provisional
    assert "待国务院公布" in due.words()
    assert due.date == date(2027, 1, 4)


def test_the_districts_own_table_overrules_the_announced_days():
    calendar = with_table({date(2026, 3, 9): ("rest", "大风停工")})
    due = add_working_days(date(2026, 3, 6), 1, calendar)
    assert due.date == date(2026, 3, 10)
    assert (date(2026, 3, 9), "大风停工") in due.skipped


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match=r"0\.\.2000"):
        add_working_days(date(2026, 3, 6), -1)


@given(days, st.integers(0, 40))
def test_adding_days_and_counting_them_agree(start, count):
    due = add_working_days(start, count)
    assert working_days_between(start, due.date) == count
    assert count == 0 or announced(due.date).kind == "working"


@given(days, st.integers(0, 20), st.integers(0, 20))
def test_adding_in_two_steps_is_adding_at_once(start, first, second):
    at_once = add_working_days(start, first + second).date
    in_steps = add_working_days(add_working_days(start, first).date, second).date
    assert at_once == in_steps


@given(days, st.integers(1, 60))
def test_counting_backwards_is_the_negative_of_counting_forwards(start, span):
    end = start + timedelta(days=span)
    assert working_days_between(end, start) == -working_days_between(start, end)
