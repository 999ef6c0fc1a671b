"""Coordinates there and back, phones sealed and masked, search text."""

import string

from hypothesis import given
from hypothesis import strategies as st

from fengsui.kernel import geo, phones, search_text

lons, lats = st.floats(73.5, 135), st.floats(18, 53.5)


@given(lons, lats)
def test_gcj02_there_and_back_is_the_same_point(lon, lat):
    back = geo.wgs84_from_gcj02(*geo.gcj02_from_wgs84(lon, lat))
    assert geo.haversine_m(lon, lat, *back) < 0.01


def test_the_offset_in_hongshan_is_some_hundreds_of_metres():
    lon, lat = geo.gcj02_from_wgs84(118.96, 42.27)
    assert 300 < geo.haversine_m(118.96, 42.27, lon, lat) < 900


def test_bd09_lies_beyond_gcj02():
    lon, lat = geo.wgs84_from_bd09(118.97, 42.28)
    assert 600 < geo.haversine_m(118.97, 42.28, lon, lat) < 2500


@given(lons, lats, lons, lats)
def test_distance_is_the_same_both_ways(lon1, lat1, lon2, lat2):
    assert abs(geo.haversine_m(lon1, lat1, lon2, lat2) - geo.haversine_m(lon2, lat2, lon1, lat1)) < 1e-6


@given(st.text("0123456789", min_size=11, max_size=11).map(lambda t: "1" + t[1:]))
def test_a_sealed_phone_opens_to_itself_and_shows_only_its_ends(number):
    sealed = phones.seal_phone(number)
    assert phones.open_phone(sealed.cipher) == number
    assert number not in sealed.cipher
    assert phones.mask(number) == f"{number[:3]}****{number[-4:]}"
    assert phones.keyed_hash(f"+86 {number[:3]}-{number[3:]}") == sealed.hmac


def test_sealing_twice_looks_different_but_hashes_alike():
    one, two = phones.seal_phone("19912345678"), phones.seal_phone("１９９ 1234 5678")
    assert one.cipher != two.cipher
    assert one.hmac == two.hmac


def test_a_shop_is_found_by_fragment_initials_and_full_width_letters():
    text = search_text.build("好再来Ｋ饭店", "站前路 12号")
    assert search_text.fold("再来k") in text
    assert "hzlkfd" in text
    assert "站前路12号" in text


@given(st.text(string.ascii_letters + "消防街道饭店网格 ", min_size=1, max_size=30))
def test_folding_twice_changes_nothing_more(text):
    assert search_text.fold(search_text.fold(text)) == search_text.fold(text)
