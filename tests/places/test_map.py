"""The map: clusters that add up when far out, points when near, nothing of another street."""

import json

import h3
import pytest

from fengsui.kernel import geo
from fengsui.kernel.errors import InvalidInput
from fengsui.places import queries, services
from fengsui.places.filters import PlaceFilters
from fengsui.places.map_view import RESOLUTION, read_box, view_of
from tests.places.factories import LAT, LON, OTHER_GRID, given, make_place

WORLD = (118.0, 41.0, 120.0, 43.0)
NEAR_BY = (LON - 0.01, LAT - 0.01, LON + 0.14, LAT + 0.02)


def features(actor, zoom, box=WORLD, **filters):
    content = queries.place_map(actor=actor, filters=PlaceFilters(**filters), box=box, zoom=zoom)
    return json.loads(content)


def scattered(people, count=120):
    rows = [given(f"店{n}", lon=LON + n * 0.0011, lat=LAT + (n % 7) * 0.0013, phone="") for n in range(count)]
    return services.bulk_create(actor=people.director, rows=rows)


def test_clusters_hold_every_place_once_at_every_zoom(people):
    scattered(people)
    make_place("没有坐标", phone="")
    for zoom in range(15):
        shown = features(people.inspector, zoom)
        assert shown["shown"] == "clusters"
        assert sum(one["properties"]["n"] for one in shown["features"]) == 120
    assert len(features(people.inspector, 6)["features"]) < len(features(people.inspector, 14)["features"])


def test_clusters_are_the_cells_of_h3(people):
    made = scattered(people, 40)
    for zoom in (8, 11, 13):
        wanted = {}
        for place in made:
            parent = h3.cell_to_parent(geo.cell(place.lon, place.lat), RESOLUTION[zoom])
            wanted[parent] = wanted.get(parent, 0) + 1
        shown = sorted(one["properties"]["n"] for one in features(people.inspector, zoom, NEAR_BY)["features"])
        assert shown == sorted(wanted.values())


def test_near_views_show_points_in_the_box_only(people):
    scattered(people)
    shown = features(people.inspector, 16, (LON - 0.0001, LAT - 0.0001, LON + 0.0001, LAT + 0.0001))
    assert shown["shown"] == "points"
    assert [one["properties"]["name"] for one in shown["features"]] == ["店0"]
    assert shown["features"][0]["geometry"]["coordinates"] == [LON, LAT]


def test_another_street_sees_nothing_on_the_map(people):
    scattered(people, 10)
    make_place("外街店", OTHER_GRID, lon=LON, lat=LAT)
    for zoom in (10, 17):
        assert len(features(people.stranger, zoom)["features"]) == 1
    assert sum(one["properties"]["n"] for one in features(people.brigade, 10)["features"]) == 11


def test_the_map_takes_one_query(people, django_assert_num_queries):
    scattered(people, 30)
    for zoom in (9, 16):
        with django_assert_num_queries(1):
            features(people.inspector, zoom)


def test_a_wrong_box_is_refused():
    for text in ("", "1,2,3", "a,b,c,d", "119,42,118,43", "0,0,0,0", "nan,0,1,1"):
        with pytest.raises(InvalidInput):
            read_box(text)
    assert read_box("118,42,119,43") == (118, 42, 119, 43)


def test_a_box_wider_than_a_screen_is_seen_from_further_out(people):
    scattered(people)
    assert view_of(NEAR_BY, 14).zoom == 14
    assert view_of((-180, -90, 180, 90), 22).zoom == 3
    assert view_of((118.95, 42.26, 118.951, 42.261), 18).zoom == 18
    # A whole region asked for as if from the street corner: a few cells, not every point of it.
    wide = features(people.inspector, 18, (70.0, 20.0, 130.0, 50.0))
    assert wide["shown"] == "clusters"
    assert len(wide["features"]) <= 2
    assert sum(one["properties"]["n"] for one in wide["features"]) == 120
