"""Lists read by the index of their order, above the mark where nobody counts on: the same first page as when all is sorted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from fengsui.hazards import queries as hazard_queries
from fengsui.hazards.filters import HazardFilters
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import OPEN_STATES
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor, GrantValue
from fengsui.kernel.api import Paged, paging
from fengsui.patrol import queries
from fengsui.patrol.filters import TaskFilters
from fengsui.patrol.households.queries import HouseholdFilters, household_visits
from fengsui.patrol.models import Task
from tests.figures.histories import DAYS, GRIDS, START, STREETS, at, live

pytestmark = pytest.mark.django_db
DISTRICT = "150402"
FEW, PAGE = 1, 1
EVERYONE = (
    Actor("person", "大队", grants=(GrantValue("brigade_leader", DISTRICT),)),
    Actor("person", "主任", grants=(GrantValue("centre_director", STREETS[0]),)),
    Actor("person", "网格员", grants=(GrantValue("grid_worker", GRIDS[0]), GrantValue("grid_worker", STREETS[1]))),
)


def hazards(**filters: Any) -> Callable[..., Paged[Any]]:
    sort = filters.pop("sort", "-found_on")
    return lambda actor: hazard_queries.list_hazards(actor=actor, filters=HazardFilters(**filters), sort=sort, page_size=PAGE)


def tasks(**filters: Any) -> Callable[..., Paged[Any]]:
    return lambda actor: queries.list_tasks(actor=actor, filters=TaskFilters(**filters), page_size=PAGE)


def knocks(**filters: Any) -> Callable[..., Paged[Any]]:
    return lambda actor: household_visits(actor=actor, filters=HouseholdFilters(**filters), page_size=PAGE)


LISTS = {
    "hazards": hazards(),
    "hazards by limit": hazards(sort="due_on"),
    "hazards of a street": hazards(area=STREETS[0], sort="number"),
    "hazards open": hazards(in_stock=True, sort="due_on"),
    "hazards found or assigned": hazards(state=["found", "assigned"]),
    "hazards closed": hazards(state=["closed"], sort="-closed_on"),
    "tasks": tasks(),
    "tasks of a street": tasks(area=STREETS[0]),
    "tasks open": tasks(state=["open"]),
    "tasks overdue": tasks(overdue=True),
    "knocks": knocks(),
    "knocks of a street": knocks(area=STREETS[0]),
}


@pytest.fixture
def history() -> Any:
    with clock.frozen(at(START + timedelta(days=DAYS - 1), 16)):
        yield live(8)


@pytest.mark.parametrize("name", LISTS)
def test_the_first_page_is_the_same_whether_all_is_sorted_or_the_index_walked(
    name: str, history: Any, monkeypatch: pytest.MonkeyPatch
):
    told = 0
    for actor in EVERYONE:
        whole = LISTS[name](actor)
        monkeypatch.setattr(paging, "COUNTED_UP_TO", FEW)
        walked = LISTS[name](actor)
        monkeypatch.undo()
        assert [row["id"] for row in walked.items] == [row["id"] for row in whole.items]
        assert not whole.total_is_least
        assert (walked.total, walked.total_is_least) == ((FEW, True) if whole.total > FEW else (whole.total, False))
        told += walked.total_is_least
    assert told, "somebody must have more than are counted"


def test_what_stands_open_is_what_the_state_says(history: Any):
    office = EVERYONE[0]
    open_now = Hazard.objects.filter(state__in=OPEN_STATES).count()
    assert hazards(in_stock=True)(office).total == open_now > 0
    assert hazards(in_stock=False)(office).total == Hazard.objects.count() - open_now
    assert tasks(state=["open", "deferred"])(office).total == Task.objects.filter(state__in=("open", "deferred")).count() > 0
