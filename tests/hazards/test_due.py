"""Limits in working days: holidays, days worked instead, the year that is not announced yet, and the words for each."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fengsui.hazards.due import compute, days_left_words
from fengsui.kernel.working_days import announced, with_table


def test_found_on_the_eve_of_national_day_2025_three_working_days_end_after_the_holiday():
    limit = compute(start=date(2025, 9, 30), working_days=3, calendar=announced)
    # 1..8 October 2025 are off, Thursday 9, Friday 10 and Saturday 11 (worked instead) count.
    assert limit.due_on == date(2025, 10, 11)
    assert not limit.provisional
    assert "自 2025-09-30（发现日）起 3 个工作日" in limit.computed
    assert "10-01" in limit.computed


def test_found_on_the_friday_before_national_day_2026_the_saturday_worked_instead_counts():
    assert compute(start=date(2026, 9, 25), working_days=3, calendar=announced).due_on == date(2026, 9, 30)
    limit = compute(start=date(2026, 9, 25), working_days=7, calendar=announced)
    # 28, 29, 30 September, then 8, 9 and Saturday 10 October (worked instead), Monday 12.
    assert limit.due_on == date(2026, 10, 12)
    assert "10-01（法定节假日）" in limit.computed


def test_grade_a_is_due_the_same_day():
    limit = compute(start=date(2026, 10, 1), working_days=0, calendar=announced)
    assert limit.due_on == date(2026, 10, 1)
    assert limit.words == "立即（当日）"


def test_across_a_year_end_not_announced_the_limit_is_marked():
    limit = compute(start=date(2026, 12, 30), working_days=3, calendar=announced)
    assert limit.provisional
    assert "待国务院公布" in limit.computed
    assert days_left_words(limit.due_on, date(2026, 12, 30), announced, provisional=True).endswith("（待国务院公布）")


def test_once_the_district_table_knows_new_year_the_limit_moves_and_the_mark_goes():
    table = {date(2027, 1, day): ("rest" if day in (1, 2, 3) else "working", "元旦") for day in range(1, 9)}
    limit = compute(start=date(2026, 12, 30), working_days=3, calendar=with_table(table))
    assert limit.due_on == date(2027, 1, 5)
    assert not limit.provisional


def test_days_left_in_words():
    assert days_left_words(date(2026, 11, 20), date(2026, 11, 16), announced) == "还剩 4 个工作日"
    assert days_left_words(date(2026, 11, 16), date(2026, 11, 16), announced) == "今日到期"
    assert days_left_words(date(2026, 11, 13), date(2026, 11, 17), announced) == "已逾期 2 个工作日"
    assert days_left_words(date(2026, 11, 20), date(2026, 11, 22), announced) == "已逾期 2 天"


@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(0, 60))
def test_a_longer_limit_never_ends_earlier_and_always_on_a_working_day(start, days):
    shorter = compute(start=start, working_days=days, calendar=announced)
    longer = compute(start=start, working_days=days + 1, calendar=announced)
    assert longer.due_on > shorter.due_on
    assert days == 0 or announced(shorter.due_on).kind == "working"
