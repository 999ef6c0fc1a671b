"""Comparisons: the window is chosen by rule, what is not comparable is said, and two dates differ by rows that open."""

from datetime import date, timedelta
from typing import Any

import pytest

from fengsui.figures import kept, queries
from fengsui.figures.compare.explain import explain
from fengsui.figures.compare.queries import compare
from fengsui.figures.compare.windows import change_words, pair
from fengsui.hazards.models import Hazard
from fengsui.kernel import audit, clock
from fengsui.kernel.actor import system
from fengsui.kernel.cells import spans
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.figure import Period
from tests.figures.histories import DAYS, START, STREETS, live

OFFICE = system("测试")
TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("start", "end", "against", "before", "codes"),
    [
        # A whole month: the month before, though it has fewer days, and that is said.
        (date(2026, 3, 1), date(2026, 3, 31), "previous", (date(2026, 2, 1), date(2026, 2, 28)), {"lengths_differ"}),
        (date(2026, 1, 1), date(2026, 3, 31), "previous", (date(2025, 10, 1), date(2025, 12, 31)), {"lengths_differ"}),
        (date(2025, 1, 1), date(2025, 12, 31), "previous", (date(2024, 1, 1), date(2024, 12, 31)), {"lengths_differ"}),
        # The first days of a month: the same days of the month before.
        (date(2026, 4, 1), date(2026, 4, 10), "previous", (date(2026, 3, 1), date(2026, 3, 10)), set()),
        (date(2026, 2, 3), date(2026, 2, 9), "previous", (date(2026, 1, 27), date(2026, 2, 2)), set()),
        (date(2024, 2, 1), date(2024, 2, 29), "year", (date(2023, 2, 1), date(2023, 2, 28)), {"lengths_differ"}),
        (date(2026, 2, 3), date(2026, 2, 9), "year", (date(2025, 2, 3), date(2025, 2, 9)), set()),
    ],
)
def test_nobody_chooses_the_window_a_period_is_compared_with(
    start: date, end: date, against: Any, before: tuple[date, date], codes: set[str]
):
    made = pair(start, end, date(2026, 6, 1), against)
    assert (made.before.start, made.before.end) == before
    assert {code for code, _ in made.notes} == codes


def test_a_month_that_is_not_over_is_compared_with_as_many_days():
    made = pair(date(2026, 3, 1), date(2026, 3, 31), TODAY, "previous")
    assert (made.now.end, made.before.start, made.before.end) == (TODAY, date(2026, 2, 1), date(2026, 2, 10))
    assert [code for code, _ in made.notes] == ["cut", "today_open"]
    with pytest.raises(ValueError, match="after today"):
        pair(date(2026, 4, 1), date(2026, 4, 30), TODAY, "year")


def test_of_nothing_there_is_no_percent():
    assert change_words(5, 0) == (None, "对比期为 0，本期 5，不计算百分比")
    assert change_words(0, 0) == (None, "两期均为 0")
    assert change_words(51, 100) == (-49.0, "减少 49.0%")


@pytest.mark.django_db
def test_a_comparison_equals_its_two_values_and_says_what_is_not_whole(fixed_clock: Any):
    live(9)
    figure = queries.figure_of("hazards.found")
    told = compare(figure, actor=OFFICE, start=date(2026, 2, 15), end=date(2026, 2, 28), area_path="150402", by="area")
    periods = [Period(date(2026, 2, 15), date(2026, 2, 28)), Period(date(2026, 2, 1), date(2026, 2, 14))]
    values = [kept.values([figure], actor=OFFICE, period=one, area_path="150402")[figure.id] for one in periods]
    assert [told["whole"]["now"], told["whole"]["before"]] == values
    assert sum(part["now"] for part in told["parts"]) == values[0]
    assert {part["key"] for part in told["parts"]} <= set(STREETS)
    by_class = compare(figure, actor=OFFICE, start=date(2026, 2, 15), end=date(2026, 2, 28), by="class")
    assert sum(part["before"] for part in by_class["parts"]) == values[1]
    months = compare(figure, actor=OFFICE, start=date(2026, 2, 1), end=TODAY, by="month", against="year")
    assert [part["key"] for part in months["parts"]] == ["2026-02", "2026-03"]
    assert sum(part["now"] for part in months["parts"]) == months["whole"]["now"]
    assert "before_first_record" in {note["code"] for note in months["notes"]}
    with pytest.raises(InvalidInput):
        compare(queries.figure_of("patrol.people_out"), actor=OFFICE, start=START, end=TODAY, by="class")


@pytest.mark.django_db
@pytest.mark.parametrize("figure_id", ["hazards.overdue", "hazards.stock_closing", "places.stock"])
def test_the_rows_that_came_and_went_are_the_whole_difference(figure_id: str, fixed_clock: Any):
    live(7)
    figure = queries.figure_of(figure_id)
    first = START + timedelta(days=9)
    told = explain(figure, actor=OFFICE, first=first, last=START + timedelta(days=DAYS - 4))
    assert told["after"] - told["before"] == told["came_total"] - told["went_total"]
    assert (len(told["came"]), len(told["went"])) == (told["came_total"], told["went_total"])


@pytest.mark.django_db
def test_a_void_hazard_is_named_with_who_and_why(fixed_clock: Any):
    live(7)
    row = Hazard.objects.filter(state="found").order_by("number").first()
    with clock.frozen(clock.local_day_bounds(START + timedelta(days=30))[0]):
        audit.record(actor=system("王主任"), verb="hazard.void", subject=row, reason="重复登记")
    figure = queries.figure_of("hazards.found")
    told = explain(figure, actor=OFFICE, first=START + timedelta(days=20), last=START + timedelta(days=36))
    assert [(one["label"], one["reason"]["by_name"], one["reason"]["why"]) for one in told["corrected"]] == [
        (row.number, "王主任", "重复登记")
    ]
    assert told["came_total"] == told["after"]
    assert spans.of_day(told["last"]) == 20260309
