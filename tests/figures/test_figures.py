"""Every figure against a plain recount over random histories; rows, areas and days tell the same number."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from fengsui.figures import queries
from fengsui.kernel.actor import Actor, system
from fengsui.kernel.api import paging
from fengsui.kernel.cells.reading import settled
from fengsui.kernel.errors import InvalidInput, NotFound
from fengsui.kernel.figure import Figure, Period, declare, every, known
from tests.figures.histories import DAYS, GRIDS, START, STREETS, live
from tests.figures.recount import recount

pytestmark = pytest.mark.django_db
OFFICE = system("测试")


def periods(seed: int) -> list[Period]:
    first, last = START, START + timedelta(days=DAYS - 1)
    middle = first + timedelta(days=seed % DAYS)
    return [Period.day(middle), Period(first, last), Period(first + timedelta(days=7), max(middle, first + timedelta(days=9)))]


@pytest.mark.parametrize("seed", range(12))
def test_every_figure_equals_a_plain_recount(seed: int):
    history = live(seed)
    for period in periods(seed):
        for path in ("", "150402", STREETS[0], GRIDS[1]):
            computed = queries.values(actor=OFFICE, period=period, area_path=path)
            told = {figure_id: item.value for figure_id, item in computed.items()}
            assert told == recount(history, period.start, period.end, path), (seed, period, path)


@pytest.mark.parametrize("seed", [1, 7])
def test_the_rows_behind_a_figure_are_as_many_as_its_value_page_by_page(seed: int):
    live(seed)
    period = Period(START, START + timedelta(days=DAYS - 1))
    for figure in (one for one in every() if not one.amount):
        value = queries.value(figure, actor=OFFICE, period=period).value
        seen: list[str] = []
        for start in range(0, value + 5, 5):
            total, rows = queries.rows(figure, actor=OFFICE, period=period, start=start, stop=start + 5)
            assert total == value
            seen += [row["id"] for row in rows]
            for row in rows:
                assert {column.key for column in figure.columns} <= row.keys()
        assert len(seen) == len(set(seen)) == value, figure.id


@pytest.mark.parametrize("seed", [1, 7])
def test_the_rows_of_a_long_list_are_the_same_in_the_same_order(seed: int, monkeypatch: Any):
    live(seed)
    for period in (Period(START, START + timedelta(days=n)) for n in (DAYS // 2, DAYS - 1)):
        for figure in every():
            for path in ("", STREETS[0]):
                monkeypatch.undo()
                total, rows = queries.rows(figure, actor=OFFICE, period=period, area_path=path)
                monkeypatch.setattr(queries, "MANY", 2)
                monkeypatch.setattr(paging, "COUNTED_UP_TO", 3)
                read: list[dict[str, Any]] = []
                while len(read) < len(rows):
                    asked = queries.rows(figure, actor=OFFICE, period=period, area_path=path, start=len(read), stop=len(read) + 4)
                    assert asked[0] == total
                    assert asked[1]
                    read += asked[1]
                assert read == rows, figure.id


@pytest.mark.parametrize("seed", [2, 5, 9])
def test_stock_at_the_end_is_stock_at_the_start_plus_found_less_closed(seed: int):
    live(seed)
    for first in range(0, DAYS, 5):
        for last in range(first, DAYS, 7):
            period = Period(START + timedelta(days=first), START + timedelta(days=last))
            told = {key: item.value for key, item in queries.values(actor=OFFICE, period=period).items()}
            closing = told["hazards.stock_opening"] + told["hazards.found"] - told["hazards.closed"]
            assert told["hazards.stock_closing"] == closing
            assert told["hazards.overdue"] <= told["hazards.stock_closing"]
            assert told["hazards.closed_on_site"] <= told["hazards.closed"]


@pytest.mark.parametrize("level", ["street", "community", "grid"])
def test_the_areas_of_a_figure_add_up_to_it(level: str, django_assert_num_queries: Any):
    live(3)
    settled()
    period = Period(START, START + timedelta(days=DAYS - 1))
    for figure in every():
        # Cells ask first whether any wait to be counted again; what has none is counted from its facts at once.
        with django_assert_num_queries(1 if figure.cells is None else 2):
            parts = queries.by_area(figure, actor=OFFICE, period=period, level=level)
        whole = queries.value(figure, actor=OFFICE, period=period).value
        # A person may work in two areas and then counts in both.
        assert sum(parts.values()) >= whole if figure.id == "patrol.people_out" else sum(parts.values()) == whole
        for path, value in parts.items():
            assert queries.value(figure, actor=OFFICE, period=period, area_path=path).value == value


def test_the_days_of_a_flow_add_up_to_it(django_assert_num_queries: Any):
    live(4)
    settled()
    period = Period(START, START + timedelta(days=DAYS - 1))
    for figure in every():
        if not figure.day_field:
            with pytest.raises(InvalidInput):
                queries.by_day(figure, actor=OFFICE, period=period)
            continue
        with django_assert_num_queries(1 if figure.cells is None else 2):
            days = queries.by_day(figure, actor=OFFICE, period=period)
        for day, value in days.items():
            assert queries.value(figure, actor=OFFICE, period=Period.day(day)).value == value
        if not figure.distinct:
            assert sum(days.values()) == queries.value(figure, actor=OFFICE, period=period).value


def test_a_street_person_counts_their_street_and_nothing_of_another(actor_for: Callable[..., Actor]):
    history = live(6)
    period = Period(START, START + timedelta(days=DAYS - 1))
    inspector = actor_for("street_inspector", STREETS[0])
    mine = {key: item.value for key, item in queries.values(actor=inspector, period=period).items()}
    told = recount(history, period.start, period.end, STREETS[0])
    assert mine == {name: value for name, value in told.items() if inspector.has(known(name).permission)}
    with pytest.raises(NotFound):
        queries.values(actor=inspector, period=period, area_path=STREETS[1])
    with pytest.raises(NotFound):
        queries.values(actor=inspector, period=period, area_path="150402")
    elsewhere = actor_for("street_inspector", "150402/009")
    assert all(item.value == 0 for item in queries.values(actor=elsewhere, period=period).values())
    for figure in queries.figures_for(elsewhere):
        assert queries.rows(figure, actor=elsewhere, period=period) == (0, [])


def test_every_figure_has_words_a_unit_and_a_version():
    assert {figure.id for figure in every()} == set(recount(live(0), START, START, ""))
    for figure in every():
        assert figure.version >= 1
        assert figure.definition.endswith("。")
        assert figure.order


def test_a_figure_cannot_be_declared_twice_or_without_words():
    figure = every()[0]
    with pytest.raises(ValueError, match="twice"):
        declare(Figure(**{**figure.__dict__, "zh": "别的"}))
    with pytest.raises(ValueError, match="words"):
        declare(Figure(**{**figure.__dict__, "id": "test.empty", "definition": ""}))
    with pytest.raises(ValueError, match="unit"):
        declare(Figure(**{**figure.__dict__, "id": "test.unit", "unit": "斤"}))


def test_a_period_the_wrong_way_round_is_refused_in_words():
    with pytest.raises(InvalidInput) as caught:
        queries.period_of(START, START - timedelta(days=1))
    assert caught.value.code == "dates_reversed"
    with pytest.raises(NotFound):
        queries.figure_of("no.such")
