"""The map of cases: every case once, the same filters as the list, nothing of another street, an answer no larger than a screen."""

import json

import h3
import pytest

from fengsui.hazards import queries, services
from fengsui.hazards.filters import HazardFilters
from fengsui.kernel import clock, geo
from fengsui.kernel.errors import InvalidInput
from tests.hazards.factories import BLOCKED_PASSAGE, LIGHTS, local, make_place

pytestmark = pytest.mark.django_db
LON, LAT = 118.95, 42.27
DISTRICT_BOX = "118.8,42.1,119.1,42.4"
CORNER = f"{LON - 0.0004},{LAT - 0.0004},{LON + 0.0004},{LAT + 0.0004}"


def standing(lon, lat, **fields):
    """Return a place that stands at a point."""
    cell = geo.cell(lon, lat)
    return make_place(lon=lon, lat=lat, cell=cell, cell_number=h3.str_to_int(cell), **fields)


@pytest.fixture
def scattered(people):
    """Return thirty cases along a street, each at its own place, every third to be mended at once, and two with no position."""
    rows = []
    with clock.frozen(local("2026-10-12 10:00")):
        for n in range(30):
            place = standing(LON + n * 0.003, LAT + (n % 4) * 0.002, name=f"第{n}家")
            code = BLOCKED_PASSAGE if n % 3 == 0 else LIGHTS
            rows.append(services.open_hazard(actor=people.grid_worker, place_id=place.pk, item_code=code))
        for n in range(2):
            rows.append(
                services.open_hazard(actor=people.grid_worker, place_id=make_place(name=f"无坐标{n}").pk, item_code=LIGHTS)
            )
    return rows


def seen(actor, zoom, box=DISTRICT_BOX, **filters):
    """Return the map's answer."""
    return json.loads(queries.hazard_map(actor=actor, filters=HazardFilters(bbox=box, **filters), zoom=zoom))


def listed(actor, **filters):
    """Return how many rows the list has."""
    return queries.list_hazards(actor=actor, filters=HazardFilters(**filters)).total


def test_every_case_stands_on_the_map_once_at_every_zoom_or_is_counted_as_having_no_position(people, scattered):
    for zoom in (0, 6, 9, 12, 14, 17):
        answer = seen(people.inspector, zoom)
        assert (answer["total"], answer["in_view"], answer["no_position"]) == (32, 30, 2)
        assert sum(one["properties"]["n"] for one in answer["features"]) == 30
    assert len(seen(people.inspector, 6)["features"]) < len(seen(people.inspector, 13)["features"])


def test_the_map_counts_what_the_list_lists_whatever_the_filters(people, scattered):
    with clock.frozen(local("2026-10-30 10:00")):
        narrowed = ({}, {"overdue": True}, {"due_soon": True}, {"grade": ["A"]}, {"state": ["found"]}, {"search": "第1"})
        for filters in narrowed:
            answer = seen(people.inspector, 11, **filters)
            assert answer["total"] == listed(people.inspector, **filters)
            assert answer["in_view"] == listed(people.inspector, bbox=DISTRICT_BOX, **filters)
            assert answer["no_position"] == listed(people.inspector, no_position=True, **filters)
            for mark, filter_of in (("overdue", "overdue"), ("due_soon", "due_soon"), ("open", "in_stock")):
                marked = sum(one["properties"][mark] for one in answer["features"])
                assert marked == listed(people.inspector, **{"bbox": DISTRICT_BOX, **filters, filter_of: True})
        assert seen(people.inspector, 11, overdue=True)["in_view"] > 0


def test_near_by_a_place_stands_once_with_all_its_cases(people):
    place = standing(LON, LAT, name="好再来饭店")
    standing(LON + 0.01, LAT)
    with clock.frozen(local("2026-10-12 10:00")):
        services.open_hazard(actor=people.grid_worker, place_id=place.pk, item_code=BLOCKED_PASSAGE)
        services.open_hazard(actor=people.grid_worker, place_id=place.pk, item_code=LIGHTS)
    with clock.frozen(local("2026-10-14 10:00")):
        answer = seen(people.inspector, 16, CORNER)
        late = listed(people.inspector, overdue=True, place_id=place.pk)
    assert answer["shown"] == "points"
    assert [one["geometry"]["coordinates"] for one in answer["features"]] == [[LON, LAT]]
    marks = answer["features"][0]["properties"]
    assert (marks["id"], marks["name"], marks["n"], marks["open"]) == (str(place.pk), "好再来饭店", 2, 2)
    assert marks["overdue"] == late


def test_where_a_near_view_holds_too_many_places_it_stays_clustered(people, scattered, monkeypatch):
    from fengsui.hazards.queries import map as map_queries

    box = f"{LON - 0.001},{LAT - 0.001},{LON + 0.08},{LAT + 0.01}"
    whole = seen(people.inspector, 15, box)
    assert whole["shown"] == "points"
    monkeypatch.setattr(map_queries, "MOST_POINTS", 10)
    answer = seen(people.inspector, 15, box)
    assert answer["shown"] == "clusters"
    assert (answer["total"], answer["in_view"], answer["no_position"]) == (whole["total"], whole["in_view"], whole["no_position"])


def test_another_street_sees_none_of_it_and_is_told_no_numbers(people, scattered):
    for zoom in (9, 16):
        answer = seen(people.stranger, zoom)
        assert (answer["total"], answer["in_view"], answer["no_position"], answer["features"]) == (0, 0, 0, [])
    assert seen(people.brigade, 9)["total"] == 32


def test_the_map_takes_one_query_however_many_cases(people, scattered, django_assert_num_queries):
    for zoom, box in ((9, DISTRICT_BOX), (16, CORNER)):
        with django_assert_num_queries(1):
            seen(people.inspector, zoom, box)


def test_over_http_a_box_is_needed_and_the_list_and_board_take_it_too(people, scattered, client_for):
    with clock.frozen(local("2026-10-30 10:00")):
        client = client_for(people.inspector)
        answer = client.send("GET", f"/hazards/map?zoom=10&bbox={DISTRICT_BOX}&grade=A")
        assert answer.headers["Content-Type"] == "application/geo+json"
        in_view = json.loads(answer.content)["in_view"]
        assert in_view == client.send("GET", f"/hazards?bbox={DISTRICT_BOX}&grade=A").json()["total"] > 0
        board = client.send("GET", f"/hazards/board?bbox={DISTRICT_BOX}&grade=A").json()
        assert sum(state["count"] for state in board["states"]) == in_view
        for wrong in ("zoom=10", "zoom=10&bbox=1,2"):
            assert client.send("GET", f"/hazards/map?{wrong}").json()["code"] == "bbox_invalid"
    with pytest.raises(InvalidInput):
        listed(people.inspector, bbox="nowhere")
