"""Household visits: doors of a building, knocks that arrive in any order and count once, nothing about who lives there."""

import io
import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from fengsui.kernel import clock
from fengsui.kernel.errors import Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry
from fengsui.patrol import queries as patrol_queries
from fengsui.patrol.households import queries, rules
from fengsui.patrol.households.models import BuildingShape, HouseholdVisit
from fengsui.patrol.households.queries import HouseholdFilters
from fengsui.patrol.models import SyncOperation
from tests.hazards.factories import GRID, local, make_area
from tests.patrol.phone import Phone

pytestmark = pytest.mark.django_db
DAY = "2026-11-16 10:00"


def building(**more):
    """Return a drawing of three floors, two units, two doors a floor."""
    numbers = {"id": str(new_id()), "name": "模拟住宅1号楼", "area_path": GRID, "units": 2, "floors": 3, "doors_per_floor": 2}
    return {**numbers, **more}


def knock(at, door="1-0101", outcome="met", **more):
    """Return a knock."""
    return {"id": str(new_id()), "building_id": at["id"], "door": door, "outcome": outcome, **more}


@pytest.fixture
def ground(people):
    """The areas and the phone of a grid worker."""
    make_area(GRID, "grid")
    return Phone(people.grid_worker)


@given(st.integers(1, 6), st.integers(1, 12), st.integers(1, 4), st.integers(1, 6))
def test_every_door_is_named_once_in_walking_order(units, floors, first, doors):
    every = rules.doors(rules.Shape(units, floors, first, doors))
    assert len(every) == len(set(every)) == units * floors * doors
    numbers = [(int(code.split("-")[0]), int(code.split("-")[1])) for code in every]
    assert numbers == sorted(numbers)
    left = rules.doors(rules.Shape(units, floors, first, doors, frozenset(every[::2])))
    assert left == every[1::2]


def test_a_day_at_the_doors_counts_knocks_and_households(ground, people):
    house = building()
    ground.record("building.draw", house)
    for door, outcome in [("1-0101", "met"), ("1-0102", "away"), ("1-0101", "met"), ("2-0302", "refused")]:
        ground.record("household.knock", knock(house, door, outcome, topics=["gas", "electric"], leaflets=1))
    with clock.frozen(local(DAY)):
        assert [result["status"] for result in ground.send()] == ["accepted"] * 5
        assert [result["status"] for result in ground.send()] == ["duplicate"] * 5
        shown = queries.building_doors(actor=people.inspector, building_id=house["id"])
    assert HouseholdVisit.objects.count() == 4
    cells = {cell["door"]: cell["outcome"] for cell in shown["doors"]}
    assert shown["door_count"] == len(cells) == 12
    assert (cells["1-0101"], cells["1-0102"], cells["2-0302"], cells["2-0101"]) == ("met", "away", "refused", "")


def test_knocks_that_arrive_before_their_building_wait_for_it(ground):
    house = building()
    drawing = ground.record("building.draw", house)
    knocked = [ground.record("household.knock", knock(house, door)) for door in ("1-0101", "1-0201")]
    with clock.frozen(local(DAY)):
        results = ground.send(knocked)
        assert [(result["status"], result["waiting"]) for result in results] == [("accepted", True)] * 2
        assert not HouseholdVisit.objects.exists()
        ground.send([drawing])
        assert HouseholdVisit.objects.count() == 2
        assert not SyncOperation.objects.filter(state="waiting").exists()


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_repetition_of_drawings_and_corrections_ends_the_same(ground, people, seed):
    chance = random.Random(seed)
    house = building()
    first = knock(house, "1-0101", "away")
    second = knock(house, "1-0101", "met", replaces=first["id"])
    with clock.frozen(local(DAY)):
        made = [ground.record("building.draw", house)]
    with clock.frozen(local(DAY) + timedelta(minutes=1)):
        made.append(ground.record("household.knock", first))
    with clock.frozen(local(DAY) + timedelta(minutes=2)):
        made.append(ground.record("building.draw", {**house, "floors": 6, "skipped": ["1-0601"]}))
        made.append(ground.record("household.knock", second))
    told = [*made, *made]
    chance.shuffle(told)
    with clock.frozen(local(DAY) + timedelta(minutes=10)):
        for one in told:
            ground.send([one])
    row = BuildingShape.objects.get()
    assert (row.floors, row.skipped, row.door_count) == (6, ["1-0601"], 23)
    assert set(HouseholdVisit.objects.values_list("outcome", "valid")) == {("away", False), ("met", True)}


def test_one_cannot_put_right_what_a_colleague_recorded(ground, people):
    house, other = building(), Phone(people.inspector)
    mine = knock(house, "1-0101", "met")
    ground.record("building.draw", house)
    ground.record("household.knock", mine)
    other.record("household.knock", knock(house, "1-0101", "refused", replaces=mine["id"]))
    with clock.frozen(local(DAY)):
        ground.send()
        other.send()
    assert HouseholdVisit.objects.filter(valid=True).count() == 2


def test_a_door_touched_by_mistake_is_taken_back_and_stays_on_record(ground, people):
    house = building()
    touched = knock(house, "1-0101", "met")
    ground.record("building.draw", house)
    ground.record("household.knock", touched)
    ground.record("household.knock", knock(house, "1-0101", "mistake", replaces=touched["id"]))
    ground.record("household.knock", knock(house, "1-0102", "mistake"))
    with clock.frozen(local(DAY)):
        assert [result["status"] for result in ground.send()] == ["accepted"] * 3 + ["rejected"]
        assert queries.household_visits(actor=people.inspector, filters=HouseholdFilters()).total == 0
        assert queries.household_visits(actor=people.inspector, filters=HouseholdFilters(valid=None)).total == 2
        (cell, *_) = queries.building_doors(actor=people.inspector, building_id=house["id"])["doors"]
    assert (cell["door"], cell["outcome"]) == ("1-0101", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "王某在家"},
        {"topics": ["张三家有老人"]},
        {"hazards": ["13812345678"]},
        {"door": "王家"},
        {"leaflets": -1},
    ],
)
def test_there_is_no_room_for_words_about_who_lives_there(ground, wrong):
    house = building()
    ground.record("building.draw", house)
    ground.record("household.knock", {**knock(house), **wrong})
    with clock.frozen(local(DAY)):
        assert [result["status"] for result in ground.send()] == ["accepted", "rejected"]
    assert not HouseholdVisit.objects.exists()


def test_a_drawing_without_doors_or_of_a_whole_town_is_refused_in_words(ground):
    ground.record("building.draw", building(units=1, floors=1, doors_per_floor=1, skipped=["1-0101"]))
    ground.record("building.draw", building(units=30, floors=60, doors_per_floor=40))
    ground.record("building.draw", building(area_path="150402/001/003/02"))
    with clock.frozen(local(DAY)):
        codes = [result["problem"]["code"] for result in ground.send()]
    assert codes == ["building_without_doors", "input_invalid", "not_found"]


def test_a_phone_years_ahead_knocks_on_the_right_day(ground):
    ground.ahead = timedelta(days=1100)
    house = building()
    with clock.frozen(local(DAY)):
        ground.record("building.draw", house)
        ground.record("household.knock", knock(house))
        ground.send()
    row = HouseholdVisit.objects.get()
    assert (row.local_date, row.clock_flag) == (date(2026, 11, 16), "wild")


def test_the_phone_gets_buildings_with_the_last_word_at_each_door_and_later_only_what_changed(ground, people):
    house, quiet = building(), building(name="模拟住宅2号楼")
    with clock.frozen(local(DAY)):
        ground.record("building.draw", house)
        ground.record("building.draw", quiet)
        ground.record("household.knock", knock(house, "1-0101", "away"))
        ground.send()
    with clock.frozen(local(DAY) + timedelta(minutes=30)):
        whole = patrol_queries.pack(actor=people.grid_worker)
    assert [row["name"] for row in whole["buildings"]] == ["模拟住宅1号楼", "模拟住宅2号楼"]
    assert whole["buildings"][0]["last"] == {"1-0101": ["away", date(2026, 11, 16)]}
    with clock.frozen(local(DAY) + timedelta(hours=1)):
        ground.queue.clear()
        ground.record("household.knock", knock(house, "1-0101", "met"))
        ground.send()
        more = patrol_queries.pack(actor=people.grid_worker, cursor=whole["cursor"])
    assert [(row["name"], row["last"]["1-0101"][0]) for row in more["buildings"]] == [("模拟住宅1号楼", "met")]


def test_another_street_sees_no_building_and_no_knock(ground, people, actor_for):
    house = building()
    ground.record("building.draw", house)
    ground.record("household.knock", knock(house))
    stranger = actor_for("street_inspector", "150402/001")
    with clock.frozen(local(DAY)):
        ground.send()
        assert queries.household_visits(actor=stranger, filters=HouseholdFilters()).total == 0
        assert queries.buildings(actor=stranger).total == 0
        assert patrol_queries.pack(actor=stranger)["buildings"] == []
        with pytest.raises(NotFound):
            queries.building_doors(actor=stranger, building_id=house["id"])
        with pytest.raises(Forbidden):
            queries.household_workbook(actor=people.grid_worker, filters=HouseholdFilters(), sort="-local_date")


def test_the_list_narrows_and_its_spreadsheet_holds_the_same_rows(ground, people, django_assert_max_num_queries):
    house = building()
    ground.record("building.draw", house)
    for n, outcome in enumerate(["met", "away", "met", "refused", "met"]):
        hazards = ["gas_hose"] if n == 2 else []
        ground.record("household.knock", knock(house, f"1-010{n % 2 + 1}", outcome, hazards=hazards))
    with clock.frozen(local(DAY)):
        ground.send()
        filters = HouseholdFilters(outcome=["met"], area=GRID, date_from="2026-11-16", date_to="2026-11-16")
        with django_assert_max_num_queries(3):
            page = queries.household_visits(actor=people.inspector, filters=filters)
        assert page.total == 3
        content = queries.household_workbook(actor=people.inspector, filters=filters, sort="-local_date")
        assert queries.household_visits(actor=people.inspector, filters=HouseholdFilters(with_hazards=True)).total == 1
        listed = queries.buildings(actor=people.inspector, search="1号楼")
    assert [(row["met"], row["tried"]) for row in listed.items] == [(1, 2)]
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sum("已入户" in [cell.value for cell in row] for row in sheet.iter_rows()) == 3
    assert AuditEntry.objects.filter(verb="household.export").count() == 1


def test_a_bad_filter_is_refused_not_ignored(people):
    with pytest.raises((InvalidInput, ValueError)):
        HouseholdFilters(date_from="gestern")
