"""The list of visits when there are more than anyone pages through: exact below the mark, by day above it, never another street's."""

import random
from datetime import date, timedelta

import pytest

from fengsui.kernel import clock
from fengsui.kernel.api import paging
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.ids import new_id
from fengsui.patrol import queries, services
from fengsui.patrol.filters import VisitFilters
from fengsui.patrol.queries import visits
from tests.hazards.factories import local, make_place
from tests.patrol.phone import visit_body

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2026, 11, 2)


@pytest.fixture
def a_dozen_visits(people):
    """Twelve visits of twelve days in no order of their own, at three places of one street, some of them doors found locked."""
    places = [make_place(name=name) for name in ("好再来饭店", "惠民超市", "红山宾馆")]
    made = []
    days = list(range(12))
    random.Random(4).shuffle(days)
    for day in days:
        with clock.frozen(local(f"{FIRST_DAY + timedelta(days=day)} 10:00")):
            body = visit_body(places[day % 3], clock.now())
            if day % 4 == 0:
                body |= {"outcome": "locked", "answers": [], "checklist_codes": []}
            made.append(services.submit_visit(actor=people.grid_worker, operation_id=new_id(), visit=body))
    return sorted(made, key=lambda row: (row.local_date, row.number), reverse=True)


def listed(actor, mark, monkeypatch, sort="-local_date", page=1, page_size=4, **filters):
    monkeypatch.setattr(paging, "COUNTED_UP_TO", mark)
    return queries.list_visits(actor=actor, filters=VisitFilters(**filters), sort=sort, page=page, page_size=page_size)


@pytest.mark.parametrize("mark", [100, 8])
def test_the_first_pages_are_the_same_whether_counted_whole_or_not(people, a_dozen_visits, monkeypatch, mark):
    for page in (1, 2):
        part = listed(people.inspector, mark, monkeypatch, page=page)
        assert [row["id"] for row in part.items] == [row.pk for row in a_dozen_visits[(page - 1) * 4 : page * 4]]
        assert (part.total, part.total_is_least) == ((12, False) if mark == 100 else (8, True))


@pytest.mark.parametrize("mark", [100, 2])
def test_search_by_a_place_or_a_number_finds_the_same_either_way(people, a_dozen_visits, monkeypatch, mark):
    wanted = [row.pk for row in a_dozen_visits if row.place.name == "惠民超市"]
    found = listed(people.inspector, mark, monkeypatch, search="惠民", page_size=2)
    assert [row["id"] for row in found.items] == wanted[:2]
    number = a_dozen_visits[3].number
    assert [row["number"] for row in listed(people.inspector, mark, monkeypatch, search=number, page_size=2).items] == [number]


@pytest.mark.parametrize("days", [(), (0,), (3, 30), (2, 5, 365)])
def test_a_search_looks_through_the_last_days_first_and_finds_the_same(people, a_dozen_visits, monkeypatch, days):
    wanted = [row.pk for row in a_dozen_visits if row.place.name == "惠民超市"]
    monkeypatch.setattr(visits, "RECENT_DAYS", days)
    for many in (500, 1):
        monkeypatch.setattr(paging, "MANY", many)
        for sort in ("-local_date", "local_date"):
            with clock.frozen(local(f"{FIRST_DAY + timedelta(days=12)} 10:00")):
                rows = listed(people.inspector, 2, monkeypatch, search="惠民", sort=sort, page_size=2).items
            assert [row["id"] for row in rows] == (wanted if sort.startswith("-") else wanted[::-1])[:2]


def test_filters_with_an_index_of_their_own_keep_exactly_their_rows(people, a_dozen_visits, monkeypatch):
    locked = [row.pk for row in a_dozen_visits if row.outcome == "locked"]
    assert [row["id"] for row in listed(people.inspector, 100, monkeypatch, outcome=["locked"]).items] == locked
    assert listed(people.inspector, 100, monkeypatch, with_hazards=True).total == 0
    assert listed(people.inspector, 100, monkeypatch, clock_flagged=True).total == 0
    assert listed(people.inspector, 100, monkeypatch, valid=False).total == 0
    assert listed(people.inspector, 100, monkeypatch, valid=True).total == 12


def test_beyond_the_mark_the_list_says_what_to_do_and_below_it_every_order_works(people, a_dozen_visits, monkeypatch):
    with pytest.raises(InvalidInput) as deep:
        listed(people.inspector, 8, monkeypatch, page=3)
    assert "缩小范围" in deep.value.zh
    with pytest.raises(InvalidInput) as order:
        listed(people.inspector, 8, monkeypatch, sort="place")
    assert "不能按这一列排序" in order.value.zh
    names = [row["place_name"] for row in listed(people.inspector, 100, monkeypatch, sort="place", page_size=12).items]
    assert names == sorted(names)


@pytest.mark.parametrize("mark", [100, 2])
def test_another_street_sees_none_of_it(people, a_dozen_visits, monkeypatch, mark):
    assert listed(people.stranger, mark, monkeypatch).total == 0
