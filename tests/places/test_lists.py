"""Finding places: any fragment, initials, phone tails, filters; nothing of another street; always as many queries."""

from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fengsui.kernel import search_text
from fengsui.kernel.phones import mask
from fengsui.places import annotations, queries, services
from fengsui.places.filters import PlaceFilters
from fengsui.places.values import NewContact
from tests.places.factories import LAT, LON, OTHER_GRID, STREET, make_place


def names(people, search="", actor=None, **filters):
    page = queries.list_places(actor=actor or people.inspector, filters=PlaceFilters(search=search, **filters))
    return {row["name"] for row in page.items}


def test_a_place_is_found_by_what_people_remember_of_it(people):
    place = make_place("好再来饭店", phone="13847612345", address="站前路18号乙")
    make_place("丽人美发", phone="13900009999", address="昭乌达路5号")
    plate = f"{place.plate_code[:3]}-{place.plate_code[3:7]} {place.plate_code[7:]}".lower()
    for text in (
        "再来",
        "hzl",
        "HZLFD",
        "18号",
        "１８号乙",
        "zql18hy",
        "2345",
        "138 4761 2345",
        place.number,
        place.number[-5:],
        plate,
    ):
        assert names(people, text) >= {"好再来饭店"}, text
    assert names(people, "丽人") == {"丽人美发"}
    assert names(people, "2346") == set()
    assert names(people, "%") == set()
    assert names(people, "_") == set()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_every_fragment_finds_its_place(people, data):
    name = data.draw(st.text("好再来饭店美发超市站前Ab12", min_size=2, max_size=9), label="name")
    tail = data.draw(st.integers(0, 9999), label="tail")
    place = make_place(name, phone=f"1384761{tail:04d}")
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    for text in (name[start:end], search_text.initials(name)[start:end], f"{tail:04d}", f"1384761{tail:04d}"):
        page = queries.list_places(actor=people.inspector, filters=PlaceFilters(search=text), page_size=200)
        assert place.pk in {row["id"] for row in page.items}, text


def test_filters_narrow_and_add_up(people):
    full = make_place("齐全的店", lon=LON, lat=LAT)
    bare = make_place("缺项的店", STREET, phone="", activity="", inputs={}, address="")
    assert names(people, missing=["point"]) == {"缺项的店"}
    for lacking in ("phone", "owner", "activity", "area_m2", "address", "grid"):
        assert names(people, missing=[lacking]) == {"缺项的店"}, lacking
    assert names(people, class_code=["small_catering"]) == {"齐全的店"}
    assert names(people, area=full.area_path) == {"齐全的店"}
    assert names(people, state=["operating"]) == set()
    assert names(people, in_stock=True) == {"齐全的店", "缺项的店"}
    assert names(people, key_unit=True) == set()
    services.set_state(actor=people.director, place_id=bare.pk, verb="reject", reason="重复录入")
    assert names(people) == {"齐全的店"}
    assert names(people, state=["rejected"]) == {"缺项的店"}


def test_another_street_sees_nothing(people):
    mine = make_place("站前的店", lon=LON, lat=LAT, phone="13847612345")
    make_place("西屯的店", OTHER_GRID, lon=LON, lat=LAT, phone="13847612345")
    for search in ("", "店", "2345", "13847612345", mine.number, mine.plate_code, "站前"):
        assert names(people, search, actor=people.stranger) <= {"西屯的店"}, search
    assert names(people, actor=people.brigade) == {"站前的店", "西屯的店"}
    totals = queries.summary(actor=people.stranger, filters=PlaceFilters())
    assert (totals["total"], totals["by_class"]) == (1, {"small_catering": 1})


def test_the_list_takes_as_many_queries_for_fifty_as_for_one(people, django_assert_num_queries, monkeypatch):
    three = annotations.Annotation("open_hazards", "未销案隐患", "Open hazards", lambda: Value(3))
    monkeypatch.setitem(annotations._annotations, "open_hazards", three)
    make_place("一家")
    with django_assert_num_queries(5):
        queries.list_places(actor=people.inspector, filters=PlaceFilters())
    services.bulk_create(actor=people.director, rows=[_given(n) for n in range(60)])
    with django_assert_num_queries(5):
        page = queries.list_places(
            actor=people.inspector, filters=PlaceFilters(has_open_hazards=True), sort="-open_hazards", page_size=50
        )
    assert (len(page.items), page.total) == (50, 61)
    assert page.items[0]["counts"]["open_hazards"] == 3
    assert names(people, has_open_hazards=False) == set()
    with django_assert_num_queries(4):
        queries.list_places(actor=people.inspector, filters=PlaceFilters(search="商户"))
    with django_assert_num_queries(1):
        queries.summary(actor=people.inspector, filters=PlaceFilters())


def _given(n):
    from tests.places.factories import given as make

    return make(f"商户{n}", phone=f"138476{n:05d}")


def test_the_detail_takes_as_many_queries_for_ten_facilities_as_for_one(people):
    place = make_place()
    seen = []
    for wanted in (1, 9):
        for n in range(wanted):
            facility = {"kind": "extinguisher", "label": f"{n}号"}
            services.add_facility(actor=people.inspector, place_id=place.pk, facility=facility)
            services.add_contact(actor=people.inspector, place_id=place.pk, contact=NewContact(name=f"员工{n}"))
        with CaptureQueriesContext(connection) as captured:
            shown = queries.detail(actor=people.inspector, place_id=place.pk)
        seen.append(len(captured))
    assert seen[0] == seen[1] <= 16
    assert shown["explain"].startswith("您在区域 150402/006")
    assert shown["class_label"] == "小餐饮场所"
    assert "建筑面积 80 ㎡" in shown["inputs_words"]


def test_pages_follow_each_other_without_overlap(people):
    services.bulk_create(actor=people.director, rows=[_given(n) for n in range(25)])
    seen = []
    for page in (1, 2, 3):
        rows = queries.list_places(actor=people.inspector, filters=PlaceFilters(), sort="-name", page=page, page_size=10)
        seen += [row["number"] for row in rows.items]
    assert len(seen) == len(set(seen)) == 25


def test_look_alikes_come_with_reasons_and_only_from_ones_own_scope(people):
    mine = make_place("赤峰市红山区好再来饭店", lon=LON, lat=LAT)
    make_place("好再来饭店", OTHER_GRID, address="站前路1号", lon=LON, lat=LAT)
    found = queries.find_similar(
        actor=people.inspector, name="好再来饭店有限公司", address="站前路１号", phone="13847612345", area_path=STREET
    )
    assert [row["id"] for row in found] == [mine.pk]
    assert found[0]["certain"]
    assert {one["code"] for one in found[0]["reasons"]} == {"same_name", "same_address", "same_phone"}
    assert mask("13847612345") not in str(found)
    index = queries.duplicate_index(actor=people.inspector)
    from fengsui.places.matching import Known

    assert [match.id for match in index.matches(Known("new", "好再来饭店", "站前路1号"))] == [str(mine.pk)]
