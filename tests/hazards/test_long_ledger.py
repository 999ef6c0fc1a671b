"""Over more cases than anyone counts: what a search finds, what the board tells, what comes first."""

from datetime import timedelta

import pytest

from fengsui.hazards import filters as hazard_filters
from fengsui.hazards import queries, services
from fengsui.hazards.filters import HazardFilters
from fengsui.kernel import clock
from fengsui.kernel.api import paging
from fengsui.places import services as place_services
from tests.hazards.factories import BLOCKED_PASSAGE, LIGHTS, local, make_place, photo

pytestmark = pytest.mark.django_db
FEW = 3


@pytest.fixture
def ledger(people):
    """Return eight cases a day apart at eight shops; the first two are closed. Every odd one is about lights."""
    rows = []
    for n in range(8):
        with clock.frozen(local("2026-10-12 10:00") + timedelta(days=n)):
            shop = make_place(name=f"福来{'火锅' if n < 4 else '面馆'}{n}")
            rows.append(
                services.open_hazard(
                    actor=people.grid_worker, place_id=shop.pk, item_code=LIGHTS if n % 2 else BLOCKED_PASSAGE,
                    description=f"第{n}号仓门前",
                )
            )  # fmt: skip
    with clock.frozen(local("2026-10-21 10:00")):
        for row in rows[:2]:
            shots = [photo("after", sent_by=people.grid_worker)]
            services.report_fixed(actor=people.grid_worker, hazard_id=row.pk, photos=shots)
    with clock.frozen(local("2026-10-22 10:00")):
        for row in rows[:2]:
            services.review_hazard(actor=people.inspector, hazard_id=row.pk, passed=True)
    return rows


def found(people, page_size=2, sort="-found_on", **filters):
    with clock.frozen(local("2026-10-23 10:00")):
        page = queries.list_hazards(actor=people.inspector, filters=HazardFilters(**filters), sort=sort, page_size=page_size)
    return [row["number"] for row in page.items], page.total, page.total_is_least


@pytest.mark.parametrize("sort", ["-found_on", "found_on", "-due_on", "number"])
@pytest.mark.parametrize("most", [FEW, 100])
@pytest.mark.parametrize("search", ["火锅", "面馆5", "FLHG", "疏散", "应急灯", "7号仓", "no such words"])
def test_a_search_finds_the_same_first_page_however_many_cases_there_are(people, ledger, monkeypatch, search, most, sort):
    whole = found(people, search=search, sort=sort)
    monkeypatch.setattr(paging, "COUNTED_UP_TO", FEW)
    monkeypatch.setattr(hazard_filters, "SEARCHED_UP_TO", most)
    numbers, total, least = found(people, search=search, sort=sort)
    assert numbers == whole[0]
    assert (total, least) == (min(most, whole[1]), whole[1] > most)


def test_the_pages_of_a_search_over_many_cases_follow_one_another(people, ledger, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED_UP_TO", FEW)
    with clock.frozen(local("2026-10-23 10:00")):
        pages = [
            queries.list_hazards(actor=people.inspector, filters=HazardFilters(search="火锅"), page=page, page_size=3)
            for page in (1, 2, 3)
        ]
    assert [[row["number"] for row in page.items] for page in pages] == [
        [ledger[3].number, ledger[2].number, ledger[1].number], [ledger[0].number], [],
    ]  # fmt: skip
    assert {(page.total, page.total_is_least) for page in pages} == {(4, False)}


@pytest.mark.parametrize("search", ["仓门前", "火锅", "应急灯"])
def test_where_a_search_finds_more_than_it_tells_nothing_is_left_out_of_export_board_and_what_presses(
    people, ledger, monkeypatch, search
):
    with clock.frozen(local("2026-10-23 10:00")):
        wanted = HazardFilters(search=search)
        whole = [row["number"] for row in queries.export_rows(actor=people.director, filters=wanted, sort="-found_on")]
    monkeypatch.setattr(paging, "COUNTED_UP_TO", 7)
    monkeypatch.setattr(hazard_filters, "SEARCHED_UP_TO", 2)
    with clock.frozen(local("2026-10-23 10:00")):
        kept = [row["number"] for row in queries.export_rows(actor=people.director, filters=wanted, sort="-found_on")]
        board = queries.board(actor=people.director, filters=wanted)
    # Words of the case alone are looked for from the day of the eighth-last case on.
    assert kept == whole
    assert sum(state["count"] for state in board["states"]) == len(whole)
    for sort in ("pressing", "-found_on", "due_on"):
        assert found(people, search=search, sort=sort)[1:] == (2, True)
    assert found(people, search=search, page_size=1)[0] == whole[:1]


def test_a_number_is_found_at_any_depth(people, ledger, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED_UP_TO", FEW)
    for row in ledger:
        assert found(people, search=row.number) == ([row.number], 1, False)
    assert found(people, search=ledger[0].number[:-1])[1:] == (FEW, True)


def test_words_of_old_cases_are_found_once_the_list_is_narrowed(people, ledger, monkeypatch):
    assert found(people, search="1号仓")[0] == [ledger[1].number]
    monkeypatch.setattr(paging, "COUNTED_UP_TO", FEW)
    assert found(people, search="1号仓")[0] == []
    assert found(people, search="1号仓", found_to="2026-10-14")[0] == [ledger[1].number]


def test_a_shop_is_found_by_the_name_it_had(people, ledger, monkeypatch):
    with clock.frozen(local("2026-10-22 11:00")):
        shop = ledger[3].place
        place_services.update_place(
            actor=people.director, place_id=shop.pk, expected_version=shop.row_version, changes={"name": "顺心理发店"}
        )
    for mark in (100, FEW):
        monkeypatch.setattr(paging, "COUNTED_UP_TO", mark)
        assert found(people, search="火锅3")[0] == [ledger[3].number]
        assert found(people, search="顺心")[0] == [ledger[3].number]


def test_the_board_counts_what_is_open_and_says_of_ended_states_at_least(people, ledger, monkeypatch):
    def board():
        with clock.frozen(local("2026-10-23 10:00")):
            told = queries.board(actor=people.inspector, filters=HazardFilters())
        return {state["code"]: (state["count"], state["count_is_least"]) for state in told["states"]}

    assert (board()["found"], board()["closed"]) == ((6, False), (2, False))
    monkeypatch.setattr(paging, "COUNTED_UP_TO", 1)
    assert (board()["found"], board()["closed"]) == ((6, False), (1, True))


@pytest.mark.parametrize("mark", [100, FEW])
def test_what_presses_comes_first_and_then_what_was_found_last(people, ledger, monkeypatch, mark):
    monkeypatch.setattr(paging, "COUNTED_UP_TO", mark)
    numbers, total, least = found(people, sort="pressing", page_size=FEW if mark == FEW else 8)
    assert (total, least) == ((FEW, True) if mark == FEW else (8, False))
    with clock.frozen(local("2026-10-23 10:00")):
        rows = queries.list_hazards(actor=people.inspector, filters=HazardFilters(), sort="pressing", page_size=1).items
        kept = queries.export_rows(actor=people.director, filters=HazardFilters(), sort="pressing")
    assert numbers == [row["number"] for row in kept][: len(numbers)]
    assert rows[0]["in_stock"]
    assert [row["in_stock"] for row in kept] == [True] * 6 + [False] * 2
    assert [row["number"] for row in kept][6:] == [ledger[1].number, ledger[0].number]


def test_what_others_found_later_hides_nothing_of_ones_own(people, ledger, actor_for, monkeypatch):
    elsewhere = actor_for("grid_worker", "150402/001/001/01")
    with clock.frozen(local("2026-10-22 12:00")):
        for n in range(6):
            shop = make_place("150402/001/001/01", name=f"别街{n}")
            services.open_hazard(actor=elsewhere, place_id=shop.pk, item_code=LIGHTS, description="仓门前")
    monkeypatch.setattr(paging, "COUNTED_UP_TO", FEW)
    assert found(people, search="7号仓")[0] == [ledger[7].number]
    assert found(people, search="别街")[0] == []
