"""Areas: real names, simulated cells, every point has one owner, wrong polygons are told what is wrong."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point
from shapely.geometry import shape

from fengsui.kernel import actor
from fengsui.kernel.errors import InvalidInput, NotFound
from fengsui.kernel.geo import gcj02_from_wgs84
from fengsui.org import ownership, polygons, services, shipped
from fengsui.org.command import import_areas, path_of
from fengsui.org.models import Area

DOER = actor.system("测试")


@pytest.fixture(scope="module")
def all_areas():
    return shipped.shipped_areas()


def square(lon, lat, size):
    return {
        "type": "Polygon",
        "coordinates": [[[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]],
    }


def test_the_district_ships_with_its_real_streets_and_469_grids(all_areas):
    kinds = [area.kind for area in all_areas if area.level == "street"]
    assert (kinds.count("street"), kinds.count("town"), kinds.count("park")) == (11, 2, 2)
    in_network = [a for a in all_areas if a.level == "grid" and a.path[:10] not in ("150402/400", "150402/401")]
    assert len(in_network) == 469
    assert {a.name for a in all_areas} >= {"站前街道", "红庙子镇", "内蒙古赤峰商贸服务物流园区"}
    assert all(a.is_simulated for a in all_areas if a.level != "district")


def test_cells_cover_the_outline_and_do_not_overlap(all_areas):
    outline = shape(all_areas[0].polygon)
    grids = [shape(a.polygon) for a in all_areas if a.level == "grid"]
    streets = [shape(a.polygon) for a in all_areas if a.level == "street"]
    assert abs(sum(g.area for g in streets) - outline.area) / outline.area < 0.001
    with_communities = {a.path[:10] for a in all_areas if a.level == "community"}
    ground = sum(shape(a.polygon).area for a in all_areas if a.path in with_communities)
    assert abs(sum(g.area for g in grids) - ground) / ground < 0.001
    assert min(g.area for g in grids) > 0


def test_the_same_seed_draws_the_same_cells(all_areas):
    assert [a.polygon for a in shipped.shipped_areas()] == [a.polygon for a in all_areas]


@pytest.fixture
def loaded(db):
    services.load_shipped_areas(actor=DOER)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1), st.floats(0, 1))
def test_every_point_of_the_network_has_exactly_one_grid(loaded, x, y):
    outline = shape(Area.objects.get(path="150402").polygon)
    left, bottom, right, top = outline.bounds
    point = Point(left + x * (right - left), bottom + y * (top - bottom))
    if not outline.contains(point):
        return
    street = ownership.path_at(point.x, point.y, level="street")
    assert street is not None
    grid = ownership.path_at(point.x, point.y)
    assert grid == ownership.path_at(point.x, point.y)
    if Area.objects.filter(path__startswith=f"{street}/", level="grid").exists():
        assert grid is not None


def test_a_point_at_the_station_belongs_to_a_grid_of_one_street(loaded):
    area = Area.objects.get(path="150402/006")
    owner = services.who_owns_point(area.centre_lon, area.centre_lat)
    assert owner is not None
    assert owner.path.startswith("150402/006/")
    assert owner.level == "grid"
    assert services.who_owns_point(116.4, 39.9) is None


def test_asking_for_an_owner_costs_two_queries_however_many_grids(loaded):
    area = Area.objects.get(path="150402/006")
    services.who_owns_point(area.centre_lon, area.centre_lat)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        services.who_owns_point(area.centre_lon, area.centre_lat)
    assert len(queries) == 2


BOW = [[118.9, 42.2], [119, 42.3], [119, 42.2], [118.9, 42.3], [118.9, 42.2]]
SWAPPED = [[42.2, 118.9], [42.3, 118.9], [42.3, 119], [42.2, 118.9]]
PLANE = [[500000, 4600000], [500100, 4600000], [500100, 4600100], [500000, 4600000]]


def ring(points):
    return {"type": "Polygon", "coordinates": [points]}


@pytest.mark.parametrize(
    ("polygon", "system", "code", "words"),
    [
        (ring(BOW), "wgs84", "polygon_crosses", "相交"),
        ({"type": "LineString", "coordinates": BOW[:2]}, "wgs84", "not_polygon", "闭合"),
        (ring(SWAPPED), "wgs84", "coordinates_swapped", "写反"),
        (ring(PLANE), "wgs84", "polygon_elsewhere", "平面坐标"),
        (ring(BOW[:2]), "wgs84", "polygon_unreadable", "4 个点"),
        ({"type": "Polygon", "coordinates": []}, "wgs84", "polygon_empty", "空"),
        ({}, "wgs84", "not_polygon", "面"),
        ({"type": "FeatureCollection", "features": []}, "wgs84", "one_feature", "0 个"),
        (square(118.9, 42.2, 0.01), "utm", "system_unknown", "坐标系"),
    ],
)
def test_a_polygon_that_cannot_be_is_refused_in_words(polygon, system, code, words):
    with pytest.raises(InvalidInput) as caught:
        polygons.read_polygon(polygon, system=system)
    assert caught.value.code == code
    assert words in caught.value.zh


def test_a_crossing_is_told_where_it_is():
    with pytest.raises(InvalidInput, match=r"118\.95"):
        polygons.read_polygon(ring(BOW))


def test_gcj02_borders_are_converted():
    flat = square(118.95, 42.26, 0.01)
    shifted = {"type": "Polygon", "coordinates": [[list(gcj02_from_wgs84(*p)) for p in flat["coordinates"][0]]]}
    found = polygons.read_polygon(shifted, system="gcj02")
    assert found.symmetric_difference(shape(flat)).area / shape(flat).area < 0.001


@pytest.mark.parametrize(
    ("code", "path"), [("150402", "150402"), ("150402006", "150402/006"), ("15040200600207", "150402/006/002/07")]
)
def test_codes_become_paths(code, path):
    assert path_of(code) == path


def test_a_border_outside_its_parent_is_refused_and_a_good_one_becomes_real(loaded, actor_for):
    chief = actor_for("brigade_leader", "150402")
    area = Area.objects.get(path="150402/006")
    with pytest.raises(InvalidInput, match="outside_parent"):
        services.put_polygon(actor=chief, path=area.path, polygon=square(121.0, 41.0, 0.1))
    done = services.put_polygon(actor=chief, path=area.path, polygon=square(area.centre_lon, area.centre_lat, 0.001))
    assert done.is_simulated is False
    assert ownership.path_at(area.centre_lon + 0.0005, area.centre_lat + 0.0005, level="street") == area.path


def test_an_import_with_one_bad_row_writes_nothing(db, tmp_path):
    file = tmp_path / "areas.csv"
    file.write_text("code,name\n150402,红山区\n150402006,站前街道\n15040,坏行\n999999001,没有上级\n", encoding="gb18030")
    with pytest.raises(InvalidInput) as caught:
        import_areas(file, actor=DOER)
    assert len(caught.value.fields) == 2
    assert not Area.objects.exists()


def test_a_street_sees_its_own_tree_and_no_other(loaded, actor_for, client_for):
    client = client_for(actor_for("centre_director", "150402/006"))
    paths = [row["path"] for row in client.send("GET", "/areas").json()]
    assert paths
    assert all(path == "150402/006" or path.startswith("150402/006/") for path in paths)
    assert client.send("GET", "/areas/detail?path=150402/001").status_code == 404
    assert b"150402/001" not in client.send("GET", "/areas/layer/street").content
    other = Area.objects.get(path="150402/001")
    owner = client.send("GET", f"/areas/owner?lon={other.centre_lon}&lat={other.centre_lat}").json()
    assert owner["path"] is None
    refused = client.send("POST", "/areas/rename?path=150402/006", {"name": "新名字", "row_version": 1})
    assert refused.status_code == 403


def test_a_layer_is_not_sent_again_when_nothing_changed(loaded, actor_for, client_for):
    client = client_for(actor_for("brigade_leader", "150402"))
    first = client.send("GET", "/areas/layer/grid")
    assert len(first.json()["features"]) >= 469
    again = client.send("GET", "/areas/layer/grid", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_a_new_community_takes_its_place_in_the_tree(loaded, actor_for):
    from fengsui.kernel.ids import new_id

    chief = actor_for("brigade_leader", "150402")
    made = services.create_area(actor=chief, id=new_id(), parent_path="150402/006", segment="099", name="新建社区居委会")
    assert (made.path, made.code, made.short_name) == ("150402/006/099", "150402006099", "新建社区")
    with pytest.raises(InvalidInput, match="segment_wrong"):
        services.create_area(actor=chief, id=new_id(), parent_path="150402/006", segment="9", name="又一社区")
    services.retire_area(actor=chief, path=made.path, last_day=date(2026, 1, 1), reason="合并", row_version=1)
    with pytest.raises(NotFound):
        services.retire_area(actor=chief, path="150402/006/777", last_day=date(2026, 1, 1), reason="x", row_version=1)
