"""A wrong pack is told its faults in words; the difference of two packs reads as sentences."""

import pytest

from fengsui.kernel.rulepacks import engine
from fengsui.kernel.rulepacks.changes import difference
from fengsui.kernel.rulepacks.examining import bands, examine


def row_of(document, section, code):
    return next(row for row in document[section] if row["code"] == code)


def put(section, code, /, **fields):
    return lambda document: row_of(document, section, code).update(fields)


def add(section, **row):
    return lambda document: document[section].append(row)


BASIS = [{"text": "待定", "verified": False}]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda d: d["items"].append(dict(d["items"][0])), "检查项 COM-01 重复"),
        (put("items", "COM-02", code="ZZ-01"), "检查项 ZZ-01 的检查表 ZZ 不存在"),
        (put("items", "NS-15", applies_to=["sauna"]), "检查项 NS-15 适用的类别 sauna 不存在"),
        (put("items", "NS-15", applies_to=["key_market"]), "检查项 NS-15 适用于类别 key_market，但该类别不用检查表 NS"),
        (put("classes", "key_market", checklists=["COM", "XX"]), "类别 key_market 的检查表 XX 不存在"),
        (put("classes", "key_market", when={"activity": ["bazaar"]}), "类别 key_market 的业态 bazaar 不存在"),
        (
            put("classes", "small_shopping", when={"activity": ["shop"], "at_least": {"area_m2": 9}, "below": {"area_m2": 9}}),
            "类别 small_shopping 的面积下限 9 不小于上限 9，永远不成立",
        ),
        (
            put("classes", "small_shopping", when={"activity": ["shop"], "below": {"area_m2": 1200}}),
            "类别 key_market 与 small_shopping 的面积重叠：1000～1200",
        ),
        (
            put("classes", "key_market", when={"activity": ["shop"], "at_most": {"area_m2": 9}}),
            "重点单位类别 key_market 不应有上限：规模更大反而不再是重点单位",
        ),
        (
            put("classes", "key_market", when={"activity": ["shop", "market"]}),
            "类别 small_shopping 永远轮不到：排在前面的 key_market 已包含它",
        ),
        (
            put("classes", "key_market", when={"activity": ["shop"], "at_least": {"width": 9}}),
            "类别 key_market 的条件用了不认识的数据 width",
        ),
        (lambda d: d["classes"].insert(0, d["classes"].pop()), "兜底类别应排在最后"),
        (lambda d: d["classes"].pop(), "缺少兜底类别（otherwise）"),
        (lambda d: d["legal_categories"].pop(), "违情应为 1～12 共十二项"),
        (lambda d: d["grades"].pop(), "等级应为 A、B、C、D 四项"),
        (
            put("items", "HW-09", basis=[{"text": "XF 1131 第5条", "verified": True}]),
            "标为已核，但来源表里没有读过原文的",
        ),
        (lambda d: d["tests"].append({"inputs": {"activity": "shop", "area_m2": 1}, "class_code": "general"}), "应为 general"),
        (lambda d: d["groups"][0].update(checklists=["QQ"]), "管理用语 public_assembly 的检查表 QQ 不存在"),
    ],
)
def test_a_fault_is_told_in_words(document, spoil, told):
    spoil(document)
    assert any(told in problem for problem in examine(engine.read(document)))


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (put("items", "COM-01", basis=[]), "items.1.basis"),
        (put("items", "COM-01", legal_category=13), "items.1.legal_category"),
        (put("items", "COM-01", colour="red"), "items.1.colour"),
        (lambda d: d.pop("outcomes"), "outcomes"),
        (lambda d: d.update(items="none"), "items："),
        (lambda d: d["items"].insert(0, "none"), "items.1："),
        (lambda d: d.update(grades="none"), "grades："),
        (lambda d: d.update(effective_to="2020-01-01"), "停用日期早于生效日期"),
    ],
)
def test_what_is_no_pack_at_all_is_refused_with_the_place(document, spoil, place):
    spoil(document)
    with pytest.raises(engine.WrongPack) as wrong:
        engine.read(document)
    assert any(place in problem for problem in wrong.value.problems)


def test_a_regions_new_class_comes_before_the_last_resort(document):
    top = {
        "classes": [
            {
                "code": "yurt_camp", "zh": "蒙古包营地", "group": "general", "checklists": ["COM"], "visit_every_days": 30,
                "when": {"activity": ["hotel"], "is_true": ["hot_work"]}, "basis": BASIS,
            }
        ],
        "tests": [{"inputs": {"activity": "other", "hot_work": True}, "class_code": "general"}],
    }  # fmt: skip
    laid = engine.read(engine.lay_over(document, top))
    assert [row.code for row in laid.classes][-2:] == ["yurt_camp", "general"]
    assert len(laid.tests) == len(document["tests"]) + 1
    assert examine(laid) == []


def test_the_thresholds_read_as_a_table(national):
    shop = [band for band in bands(national) if band.activity == "shop"]
    assert [(band.low, band.high, band.class_code) for band in shop] == [
        (None, 300, "small_shopping"),
        (300, 1000, "general"),
        (1000, None, "key_market"),
    ]


def test_the_difference_reads_as_sentences(document):
    old = engine.read(document)
    row_of(document, "items", "COM-10").update(grade="B", photo_when_bad=False)
    row_of(document, "classes", "small_shopping")["when"] = {"activity": ["shop", "market"], "below": {"area_m2": 200}}
    document["items"] = [row for row in document["items"] if row["code"] != "EX-11"]
    document["outcomes"].append({"code": "quarantined", "zh": "封控", "inspected": False})
    document["delegation"] = {"document": "某政发〔2026〕1号", "issued_on": "2026-01-01", "papers": ["order_at_once"]}
    made = difference(old, engine.read(document))
    said = [change.words for change in made]
    assert "检查项 COM-10：等级由“C”改为“B”；不合格须拍照由“是”改为“否”；时限（工作日）由“7”改为“3”" in said
    assert "类别 small_shopping：条件由“业态 shop、market；面积 ＜ 300”改为“业态 shop、market；面积 ＜ 200”" in said
    assert any(text.startswith("删除检查项 EX-11：") for text in said)
    assert "新增巡查结果 quarantined：封控" in said
    assert "新增授权：某政发〔2026〕1号" in said
    assert len(said) == 5
    assert difference(old, old) == []
