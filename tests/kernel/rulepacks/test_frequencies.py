"""How often a class is visited is data: old packs read on, faults are told in words, what nobody has read says so."""

from datetime import date

import pytest

from fengsui.kernel.rulepacks import engine
from fengsui.kernel.rulepacks.changes import difference
from fengsui.kernel.rulepacks.examining import examine, remarks
from fengsui.kernel.rulepacks.frequencies import own_duties


def row_of(document, section, code):
    return next(row for row in document[section] if row["code"] == code)


def visits(**more):
    return lambda document: row_of(document, "classes", "general").update(visits={"every": 1, "unit": "quarter", **more})


def season(**more):
    made = {
        "code": "spring",
        "zh": "清明",
        "begins": "04-01",
        "ends": "04-10",
        "visits": [{"unit": "day", "classes": ["general"]}],
    }
    return lambda document: document["seasons"].append({**made, **more})


def duty(**more):
    made = {"code": "extra", "zh": "自查", "unit": "day", "by": "place", "classes": ["general"]}
    return lambda document: document["duties"].append({**made, **more})


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (visits(unit="hour", every=2), "类别 general 的频次按小时计，要写明营业时间"),
        (visits(unit="hour", every=2, between=["09:00", "22:00"]), "街道不派按小时的任务"),
        (visits(between=["09:00", "09:00"]), "时段 09:00–09:00 是空的"),
        (visits(times=2), "街道的任务一个周期一次"),
        (visits(by="place"), "类别 general 的频次是街道的"),
        (visits(basis=[{"text": "XF 1131 第3条", "verified": True}]), "标为已核，但来源表里没有读过原文的"),
        (season(begins="02-30"), "季节 spring 的开始日 02-30 不存在"),
        (season(code="heating"), "季节 heating 重复"),
        (season(visits=[{"unit": "day", "classes": ["sauna"]}]), "季节 spring 的类别 sauna 不存在"),
        (season(visits=[{"unit": "day"}]), "季节 spring 没有写适用于哪些类别"),
        (season(visits=[{"unit": "day", "classes": ["general"]}] * 2), "季节 spring 对类别 general 写了两种频次"),
        (duty(by="street"), "自查要求 extra 要写明由场所做"),
        (duty(code="key_daily"), "自查要求 key_daily 重复"),
    ],
)
def test_a_fault_of_a_frequency_is_told_in_words(document, spoil, told):
    spoil(document)
    assert any(told in problem for problem in examine(engine.read(document)))


@pytest.mark.parametrize(
    "spoil", [visits(unit="fortnight"), visits(every=0), visits(unit="year", every=6), season(begins="13-01")]
)
def test_what_is_no_frequency_at_all_is_refused(document, spoil):
    spoil(document)
    with pytest.raises(engine.WrongPack):
        engine.read(document)


def test_a_pack_from_before_frequencies_reads_on_with_its_days(document):
    del document["seasons"], document["duties"]
    pack = engine.read(document)
    assert examine(pack) == []
    routine = pack.place_class("small_shopping").routine
    assert (routine.every, routine.unit, routine.on_rest_day) == (90, "day", "do")


def test_the_places_own_duties_are_named_and_more_in_their_season(national):
    market = national.place_class("key_market")
    usual = dict(own_duties(national, market, date(2026, 11, 24)))
    assert set(usual) == {"营业期间防火巡查", "每日防火巡查", "每月防火检查"}
    assert (usual["营业期间防火巡查"].every, usual["营业期间防火巡查"].unit) == (2, "hour")
    assert "元旦春节元宵" in dict(own_duties(national, market, date(2027, 2, 20)))


def test_what_nobody_has_read_says_so(national):
    said = remarks(national)
    assert "自查要求“营业期间防火巡查”：每 2 小时一次（09:00–22:00） 待核" in said
    assert not any("每日防火巡查" in words for words in said)


def test_a_changed_frequency_reads_as_a_sentence(document):
    old = engine.read(document)
    visits(on_rest_day="after")(document)
    row_of(document, "seasons", "heating")["ends"] = "04-30"
    said = [change.words for change in difference(old, engine.read(document))]
    assert said == [
        "类别 general：巡查频次由“无”改为“每季度一次，逢休息日顺延到后一个工作日（待核）”",
        "季节 heating：结束由“04-15”改为“04-30”",
    ]
