"""The rules of 重大火灾隐患: which set by which day, shares at their threshold, and what must always hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fengsui.hazards.major import rules, states_page
from fengsui.hazards.major.engine import Finding, PlaceFacts, judge
from fengsui.hazards.major.judging import pairs_of

LAST_OLD, FIRST_NEW = date(2025, 10, 31), date(2025, 11, 1)
RESTAURANT = PlaceFacts("key_catering", "restaurant", frozenset({"crowded", "public_assembly"}))
TOWER = PlaceFacts("key_lodging", "hotel", frozenset({"crowded", "high_rise"}))
OFFICE = PlaceFacts("general", "office", frozenset())
LIGHTS = "COM-08"


def finding(item, *, n=1, on=FIRST_NEW, checked=None, bad=None, **more):
    return Finding(f"id-{n}", f"YH-{n:03d}", item, f"不符合：{item}", on, checked, bad, "标志和灯", **more)


def judged(findings, place=RESTAURANT):
    return judge(findings, place, rules.rule_sets())


def codes(judgement):
    return {hit.element.code for hit in judgement.hits}


def test_no_element_is_verified_and_none_of_2025_names_a_clause():
    old, new = rules.rule_sets()
    assert (old.standard, new.standard) == ("GB 35181-2017", "GB 35181-2025")
    assert all(not one.verified and "待核" in one.clause_words for one in (*old.elements, *new.elements))
    assert all(one.clause == "" for one in new.elements)
    assert not any(one.verified for one in (*old.combinations, *new.combinations))


def test_the_rules_change_on_the_first_of_november_2025():
    assert rules.in_force(LAST_OLD).code == "2017"
    assert rules.in_force(FIRST_NEW).code == "2025"
    assert rules.in_force(date(1999, 1, 1)).code == "2017"


def test_hazards_of_both_sides_of_the_change_are_judged_each_by_its_own_rules():
    old = [finding(item, n=n, on=LAST_OLD) for n, item in enumerate(("COM-01", "COM-02"), 1)]
    new = [finding(item, n=n, on=FIRST_NEW) for n, item in enumerate(("COM-03", "COM-13"), 3)]
    by_old, by_new = judged([*old, *new])
    assert (by_old.rule_set.code, by_new.rule_set.code) == ("2017", "2025")
    # Four together would do; two and two of different rules do not.
    assert not by_old.suspected
    assert not by_new.suspected
    (only,) = judged([finding(one.item_code, n=n, on=LAST_OLD) for n, one in enumerate([*old, *new])])
    assert only.suspected
    assert codes(only) == {"2017-24", "2017-27", "2017-28", "2017-37"}


@pytest.mark.parametrize(
    ("place", "checked", "bad", "holds"),
    [
        (TOWER, 10, 3, False), (TOWER, 10, 4, True), (TOWER, 1000, 301, True), (RESTAURANT, 12, 6, False),
        (RESTAURANT, 12, 7, True), (RESTAURANT, 12, 5, False), (TOWER, 0, 0, False), (TOWER, None, None, False),
    ],
)  # fmt: skip
def test_a_share_holds_only_above_its_threshold(place, checked, bad, holds):
    (one,) = judged([finding(LIGHTS, checked=checked, bad=bad)], place)
    assert ("2025-26" in codes(one)) is holds
    assert bool(one.uncounted) is not bool(checked)


def test_the_evidence_tells_the_counts():
    (one,) = judged([finding(LIGHTS, checked=12, bad=5)], TOWER)
    assert one.hits[0].proofs[0].words == "标志和灯 12 坏 5 = 42%，超过 30%"


def test_three_of_the_named_group_are_enough_at_a_crowded_place_and_not_at_an_office():
    three = [finding(item, n=n) for n, item in enumerate(("COM-01", "COM-02", "COM-03"))]
    (crowded,) = judged(three)
    (office,) = judged(three, OFFICE)
    assert crowded.suspected
    assert "满 3 项" in crowded.why[0]
    assert not office.suspected
    assert not judged(three[:2])[0].suspected


def test_six_of_any_kind_are_enough_anywhere():
    six = ("COM-01", "COM-02", "COM-03", "COM-04", "COM-14", "KU-12")
    (one,) = judged([finding(item, n=n) for n, item in enumerate(six)], OFFICE)
    assert one.suspected
    (five,) = judged([finding(item, n=n) for n, item in enumerate(six[:5])], OFFICE)
    assert not five.suspected


def test_one_direct_element_is_enough():
    (one,) = judged([finding("NS-20")])
    assert one.suspected
    assert one.why == ("直接判定要素：密集场所违规使用、存放、销售危险品",)
    assert not judged([finding("NS-20")], OFFICE)[0].suspected


def test_a_closed_hazard_and_no_hazard_say_nothing():
    assert judged([finding("NS-20", is_open=False)]) == ()
    assert judged([]) == ()


ITEMS = sorted({item for one in rules.rule_sets() for e in one.elements for c in e.when for item in c.items} | {"COM-15"})
PLACES = st.sampled_from([RESTAURANT, TOWER, OFFICE, PlaceFacts("", "kindergarten", frozenset()), PlaceFacts()])


@st.composite
def any_findings(draw):
    made = []
    for n in range(draw(st.integers(0, 9))):
        checked = draw(st.none() | st.integers(0, 40))
        bad = draw(st.integers(0, checked)) if checked is not None else None
        day = FIRST_NEW + timedelta(days=draw(st.integers(-3, 3)))
        made.append(finding(draw(st.sampled_from(ITEMS)), n=n, on=day, checked=checked, bad=bad))
    return made


@settings(max_examples=150, deadline=None)
@given(any_findings(), PLACES, st.randoms())
def test_the_order_of_the_hazards_does_not_matter(findings, place, dice):
    shuffled = list(findings)
    dice.shuffle(shuffled)
    assert judged(findings, place) == judged(shuffled, place)


@settings(max_examples=150, deadline=None)
@given(any_findings(), PLACES, st.data())
def test_more_that_is_bad_never_takes_an_element_away(findings, place, data):
    worse = list(findings)
    for n, one in enumerate(worse):
        if one.checked:
            bad = data.draw(st.integers(one.bad, one.checked))
            worse[n] = Finding(**{**one.__dict__, "bad": bad})
    more = [*worse, *[Finding(**{**one.__dict__, "hazard_id": f"more-{one.hazard_id}"}) for one in data.draw(any_findings())]]

    def held(rows):
        return {(one.rule_set.code, code) for one in judged(rows, place) for code in codes(one)}

    assert held(findings) <= held(worse) <= held(more)
    assert pairs_of(judged(findings, place)) <= pairs_of(judged(more, place))


def test_the_page_in_the_docs_is_the_table():
    assert states_page.PAGE.read_text(encoding="utf-8") == states_page.page(), "run: python -m fengsui.hazards.major.states_page"
