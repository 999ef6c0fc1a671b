"""Look-alikes: trimmings do not hide the same shop, neighbours and chains are not taken for one."""

from hypothesis import given
from hypothesis import strategies as st

from fengsui.kernel import geo
from fengsui.places import regions
from fengsui.places.matching import PROPOSE_FROM, DuplicateIndex, Known, address_key, compare, name_key

HONGSHAN = regions.prefixes("150402", "红山区")
letters = st.text("好再来饭店站前超市一二三12ab", max_size=8)
points = st.tuples(st.floats(118.8, 119.1), st.floats(42.1, 42.4))


@st.composite
def records(draw):
    lon, lat = draw(st.one_of(st.just((None, None)), points))
    return Known(
        id=draw(st.uuids()).hex,
        name_key=draw(letters),
        address_key=draw(letters),
        phones=frozenset(draw(st.lists(st.sampled_from("abc"), max_size=2))),
        credit_code=draw(st.sampled_from(["", "x", "y"])),
        lon=lon,
        lat=lat,
        cell=geo.cell(lon, lat) if lon is not None else "",
        community=draw(st.sampled_from(["", "150402/006/002"])),
    )


def test_region_and_company_words_fall_away():
    for spelling in (
        "内蒙古赤峰市红山区好再来饭店",
        "赤峰市红山区好再来饭店有限责任公司",
        "好再来饭店（个体工商户）",
        "好再来 饭店",
    ):
        assert name_key(spelling, HONGSHAN) == "好再来饭店"


def test_a_name_made_of_region_words_keeps_something():
    assert name_key("赤峰饭店", HONGSHAN) == "赤峰饭店"
    assert name_key("红山区", HONGSHAN) == "红山区"
    assert name_key("有限公司", HONGSHAN) == "有限公司"
    assert name_key("农贸市场小区超市", HONGSHAN) == "农贸市场小区超市"


def test_another_city_before_the_district_falls_away_too():
    assert name_key("通辽市科尔沁区老张烧烤", regions.prefixes("150502", "科尔沁区")) == "老张烧烤"


def test_an_address_is_left_with_road_and_number():
    for spelling in ("赤峰市红山区站前街道铁南社区站前路12号", "红山区站前街道 站前路12号", "站前路１２号"):
        assert address_key(spelling, HONGSHAN) == "站前路12号"


@given(records(), records())
def test_the_score_is_the_same_whichever_comes_first(a, b):
    there, back = compare(a, b), compare(b, a)
    assert there.score == back.score
    assert sorted(one.code for one in there.reasons) == sorted(one.code for one in back.reasons)
    assert 0 <= there.score <= 1


@given(records())
def test_a_record_is_most_like_itself(a):
    if a.name_key and a.address_key:
        assert compare(a, a).score >= 0.75


@given(st.lists(records(), max_size=12), records())
def test_the_index_finds_what_comparing_one_by_one_finds_when_a_key_is_shared(rows, wanted):
    index = DuplicateIndex()
    index.extend(rows)
    found = {match.id: match.score for match in index.matches(wanted, limit=50)}
    for row in rows:
        shares = (
            (row.name_key and row.name_key == wanted.name_key)
            or row.phones & wanted.phones
            or (row.credit_code and row.credit_code == wanted.credit_code)
        )
        score = compare(wanted, row).score
        if shares and score >= PROPOSE_FROM and row.id != wanted.id:
            assert found[row.id] == score


def test_the_same_shop_moved_next_door_in_the_books_is_proposed_with_reasons():
    a = Known("a", "好再来饭店", "站前路12号", frozenset({"p"}), lon=118.9539, lat=42.2661)
    b = Known("b", "好再来饭馆", "站前路12号", frozenset({"p"}), lon=118.9540, lat=42.2661)
    match = compare(a, b)
    assert match.certain
    assert {one.code for one in match.reasons} == {"name_alike", "same_address", "very_near", "same_phone"}


def test_two_shops_of_a_chain_are_not_proposed():
    a = Known("a", "蜜雪冰城", "站前路12号", frozenset({"p"}), lon=118.95, lat=42.266)
    b = Known("b", "蜜雪冰城", "昭乌达路88号", frozenset({"q"}), lon=118.98, lat=42.27)
    assert compare(a, b).score < PROPOSE_FROM


def test_neighbours_in_one_building_are_not_proposed():
    a = Known("a", "好再来饭店", "站前路12号", lon=118.95, lat=42.266)
    b = Known("b", "丽人美发", "站前路12号", lon=118.95, lat=42.266)
    assert compare(a, b).score < PROPOSE_FROM
