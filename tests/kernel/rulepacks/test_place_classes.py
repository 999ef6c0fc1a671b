"""Classes, groups and conflicts of places: thresholds fall where they should, nothing missing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fengsui.kernel.rulepacks import classify, engine, services

PACK = next(engine.read(row) for row in services.shipped() if row["region"] == "15")
ACTIVITIES = [row.code for row in PACK.activities]
NUMBERS = ("area_m2", "beds", "boarding_beds", "seats", "rooms", "persons", "pupils", "height_m")


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        ({"activity": "shop", "area_m2": 299.9}, "small_shopping"),
        ({"activity": "shop", "area_m2": 300}, "general"),
        ({"activity": "shop", "area_m2": 999.9}, "general"),
        ({"activity": "shop", "area_m2": 1000}, "key_market"),
        ({"activity": "restaurant", "seats": 99}, "small_catering"),
        ({"activity": "restaurant", "seats": 100, "area_m2": 400}, "general"),
        ({"activity": "restaurant", "seats": 40, "area_m2": 1000}, "key_catering"),
        ({"activity": "hotel", "beds": 49, "rooms": 10}, "small_lodging"),
        ({"activity": "hotel", "beds": 50, "rooms": 10}, "general"),
        ({"activity": "hotel", "beds": 50, "rooms": 50}, "key_lodging"),
        ({"activity": "entertainment", "area_m2": 199}, "small_entertainment"),
        ({"activity": "entertainment", "area_m2": 200}, "key_entertainment"),
        ({"activity": "elderly_care", "beds": 50}, "key_medical"),
        ({"activity": "warehouse", "area_m2": 300}, "logistics"),
        ({"activity": "shop", "area_m2": "１2０"}, "small_shopping"),
        ({"kind": "compound", "activity": "residential", "height_m": 54}, "compound"),
        ({}, "general"),
    ],
)
def test_places_fall_into_their_class_at_the_boundaries(inputs, wanted):
    found = classify(inputs, PACK)
    assert found.class_code == wanted
    assert found.reasons


def test_the_reasons_can_be_read_aloud():
    found = classify({"activity": "shop", "area_m2": 1200}, PACK)
    assert found.reasons == ("业态为商店超市", "面积 1200 m² ≥ 1000 m²")
    assert found.key_unit_suggested


def test_a_missing_number_is_named_and_not_guessed():
    found = classify({"activity": "shop"}, PACK)
    assert (found.class_code, found.missing_inputs) == ("general", ("area_m2",))
    assert "未填面积，补填后可能归入其他类别" in found.reasons
    assert not found.key_unit_suggested


def test_a_compound_needs_no_activity():
    assert classify({"kind": "compound"}, PACK).missing_inputs == ()
    assert classify({}, PACK).missing_inputs == ("activity",)


def test_a_place_falls_under_the_words_of_the_law_besides_its_class():
    groups = {hit.code: hit for hit in classify({"activity": "hotel", "beds": 30, "rooms": 12, "height_m": 24.1}, PACK).groups}
    assert set(groups) == {"public_assembly", "crowded", "high_rise"}
    assert groups["public_assembly"].verified
    assert not groups["high_rise"].verified
    assert groups["high_rise"].reasons == ("业态为宾馆旅馆民宿", "高度 24.1 m ＞ 24 m")


@pytest.mark.parametrize(
    ("inputs", "high"),
    [
        ({"activity": "office", "height_m": 24}, False),
        ({"activity": "office", "height_m": 24.5}, True),
        ({"activity": "residential", "height_m": 26}, False),
        ({"kind": "compound", "height_m": 27}, False),
        ({"kind": "compound", "height_m": 54}, True),
        ({"activity": "office"}, False),
    ],
)
def test_high_rise_is_told_by_height_and_use(inputs, high):
    assert ("high_rise" in {hit.code for hit in classify(inputs, PACK).groups}) is high


def test_somebody_sleeping_in_a_shop_adds_the_checklist_of_combined_use():
    alone = classify({"activity": "shop", "area_m2": 80, "lodging": False}, PACK)
    slept = classify({"activity": "shop", "area_m2": 80, "lodging": True, "hot_work": True}, PACK)
    assert alone.checklists == ("COM", "NS")
    assert slept.checklists == ("COM", "NS", "MX", "HW")
    assert slept.class_code == alone.class_code


def test_inputs_that_cannot_be_true_together_are_told():
    wrong = {
        "activity": "spaceport", "area_m2": "大约八十", "floor": 7, "floors": 6, "beds": 10, "rooms": 12,
        "boarding": False, "boarding_beds": 30, "seats": -1,
    }  # fmt: skip
    said = classify(wrong, PACK).conflicts
    assert said == (
        "面积“大约八十”不是数字",
        "餐位不能小于 0",
        "业态“spaceport”不在规则包 neimenggu-2026.1.1 中",
        "所在楼层高于总层数（所在楼层 7，层数 6）",
        "客房比床位还多（客房 12，床位 10）",
        "登记为没有寄宿，却填了寄宿床位",
    )
    assert classify({"activity": "shop", "area_m2": 80, "floor": -1, "floors": 2}, PACK).conflicts == ()


anything = st.one_of(st.none(), st.floats(), st.booleans(), st.text(max_size=4), st.integers(-5, 10**6))


@given(
    st.sampled_from([*ACTIVITIES, "no such", ""]),
    st.sampled_from(["place", "building", "compound", ""]),
    st.dictionaries(st.sampled_from([*NUMBERS, "lodging", "underground", "hot_work"]), anything),
)
def test_whatever_is_entered_there_is_an_answer_in_words(activity, kind, inputs):
    found = classify({**inputs, "activity": activity, "kind": kind}, PACK)
    assert found.class_code
    assert found.reasons
    assert found.checklists


@given(
    st.sampled_from(ACTIVITIES),
    st.fixed_dictionaries({name: st.integers(0, 4000) for name in NUMBERS}),
    st.sampled_from(NUMBERS),
    st.integers(0, 4000),
)
def test_a_place_that_grows_never_loses_its_key_unit_suggestion(activity, numbers, name, more):
    before = classify({"activity": activity, **numbers}, PACK)
    after = classify({"activity": activity, **numbers, name: numbers[name] + more}, PACK)
    assert after.key_unit_suggested or not before.key_unit_suggested


@given(st.sampled_from(ACTIVITIES), st.fixed_dictionaries({name: st.integers(0, 4000) for name in NUMBERS}))
def test_with_every_number_known_nothing_is_missing(activity, numbers):
    assert classify({"activity": activity, **numbers}, PACK).missing_inputs == ()


@given(st.sampled_from(ACTIVITIES), st.dictionaries(st.sampled_from(NUMBERS), st.integers(0, 4000)), st.data())
def test_filling_in_what_was_missing_changes_only_what_was_announced(activity, known, data):
    found = classify({"activity": activity, **known}, PACK)
    unasked = {name: data.draw(st.integers(0, 4000)) for name in NUMBERS if name not in known}
    extra = {name: value for name, value in unasked.items() if name not in found.missing_inputs}
    assert classify({"activity": activity, **known, **extra}, PACK).class_code == found.class_code
