"""What ships is whole: every checklist, every item with its terms and words, and nothing unread that looks verified."""

from collections import Counter

import pytest

from fengsui.kernel.rulepacks import engine, services
from fengsui.kernel.rulepacks.examining import bands, examine, remarks, unverified_share
from fengsui.places.states import STATES

PACKS = [engine.read(document) for document in services.shipped()]
ITEMS_OF_CHECKLISTS = {
    "COM": 20, "NS": 23, "RC": 32, "RB": 21, "KU": 32, "HW": 17, "EB": 17, "EX": 11, "LW": 11, "MX": 10,
}  # fmt: skip
each_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.version)


@each_pack
def test_it_has_no_fault_and_its_examples_come_true(pack):
    assert examine(pack) == []


@each_pack
def test_every_class_has_an_example(pack):
    tried = {example.class_code for example in pack.tests}
    assert [row.code for row in pack.classes if row.code not in tried] == []


@each_pack
def test_all_ten_checklists_are_complete(pack):
    assert Counter(item.checklist for item in pack.items) == ITEMS_OF_CHECKLISTS


@each_pack
def test_every_item_tells_a_newcomer_what_to_do_and_where_it_comes_from(pack):
    limits = {row.code: row.limit_working_days for row in pack.grades}
    assert limits == {"A": 0, "B": 3, "C": 7, "D": 30}
    for item in pack.items:
        assert item.limit_working_days == limits[item.grade]
        assert 1 <= item.legal_category <= 12
        assert item.basis
        assert len(item.help) >= 8, item.code
        assert item.title[-1] not in "。；，", item.code
        assert item.help != item.title
    titles = Counter(item.title for item in pack.items)
    assert [title for title, count in titles.items() if count > 1] == []


@each_pack
def test_what_may_be_put_right_on_the_spot_is_what_the_rule_lists(pack):
    on_site = {item.code for item in pack.items if item.fixable_on_site}
    assert on_site >= {"COM-01", "COM-02", "COM-05", "HW-03", "KU-13", "EB-01"}
    assert on_site.isdisjoint(item.code for item in pack.items if item.grade == "D" and item.checklist in ("COM", "KU", "EX"))


@each_pack
def test_ratios_can_be_counted_where_a_verdict_needs_them(pack):
    counted = {item.code: item.counted for item in pack.items if item.counted}
    assert {"COM-06", "COM-08", "KU-14", "KU-15", "RC-08"} <= set(counted)


@each_pack
def test_nothing_unread_looks_verified(pack):
    unread = tuple(source.key for source in pack.sources if source.state in ("needs_text", "secondary", "inferred"))
    for item in pack.items:
        for clause in item.basis:
            assert not (clause.verified and clause.text.startswith(unread)), item.code
    still_open, every = unverified_share(pack)
    assert 0 < still_open < every
    assert f"{every} 个检查项中有 {still_open} 个的依据待核" in remarks(pack)


def test_no_threshold_of_any_region_is_shown_as_verified(regional):
    table = bands(regional)
    assert len(table) > 30
    assert not any(band.verified for band in table)


def test_the_region_has_its_ten_small_classes_resting_on_its_own_rule(regional):
    small = [row for row in regional.classes if row.code.startswith("small_")]
    assert len(small) == 10
    for row in small:
        assert any(clause.verified and clause.text.startswith("内政办发〔2025〕49号") for clause in row.basis)
        assert any(not clause.verified for clause in row.basis)


def test_the_base_pack_cites_no_region(national):
    texts = [clause.text for row in (*national.items, *national.classes) for clause in row.basis]
    assert not any("内政办发" in text for text in texts)


@each_pack
def test_outcomes_say_what_follows(pack):
    assert {row.code for row in pack.outcomes} >= {
        "checked", "locked", "closed", "moved", "refused", "not_found", "renovating", "vacant",
    }  # fmt: skip
    locked, refused = pack.outcome("locked"), pack.outcome("refused")
    assert (locked.inspected, locked.return_working_days, locked.needs_photo) == (False, 2, True)
    assert (refused.needs_note, refused.return_working_days) == (True, 1)
    assert all(row.help for row in pack.outcomes)


@each_pack
def test_what_an_outcome_hints_at_is_a_state_of_places(pack):
    assert {row.place_state for row in pack.outcomes if row.place_state} <= set(STATES)


@each_pack
def test_only_brigade_and_police_order(pack):
    orders = [paper.code for paper in pack.papers if paper.zh.startswith("责令")]
    assert orders
    for code in orders:
        assert [who for who in ("street", "police", "brigade", "department", "committee") if pack.may_issue(code, who)] == [
            "police", "brigade",
        ]  # fmt: skip
    assert pack.may_issue("notice", "street")
    assert not pack.may_issue("letter", "street")
    assert not pack.may_issue("no such paper", "brigade")


def test_a_street_orders_only_by_a_delegation_the_pack_carries(document):
    document["delegation"] = {"document": "某政发〔2026〕1号", "issued_on": "2026-01-01", "papers": ["order_at_once"]}
    handed = engine.read(document)
    assert handed.may_issue("order_at_once", "street")
    assert not handed.may_issue("order_by_date", "street")
    assert not handed.may_issue("sealing", "street")
    document["delegation"]["papers"] = ["sealing", "ghost"]
    assert examine(engine.read(document)) == ["文书“临时查封决定书”不能授权给街道", "授权文件里的文书 ghost 不存在"]


def test_a_noodle_shop_is_not_asked_about_saunas(regional):
    asked = {item.code for item in regional.items_for_class("small_catering")}
    assert {"COM-01", "NS-03", "NS-08", "NS-10"} <= asked
    assert asked.isdisjoint({"NS-11", "NS-13", "NS-15", "NS-17"})
    assert {item.code for item in regional.items_for_class("small_leisure")} >= {"NS-15"}
    assert {item.checklist for item in regional.items_for_class("unknown")} == {"COM"}
