"""Somebody scans the plate at the door: a page without account, without JavaScript, without anything about persons."""

import pytest

from fengsui.kernel import actor as actors
from fengsui.kernel import settings_store
from fengsui.kernel.rulepacks import services as rulepacks
from fengsui.places import plate_codes, services
from tests.places.factories import make_areas, make_place


@pytest.fixture
def place(db, fixed_clock):
    make_areas()
    rulepacks.import_shipped(actor=actors.system("测试"))
    return make_place("好再来饭店<b>", phone="13847612345")


def page_of(client, address):
    answer = client.get(address)
    return answer, answer.content.decode()


def test_the_page_says_what_the_plate_is_for(client, place):
    answer, page = page_of(client, f"/q/{place.plate_code}")
    assert answer.status_code == 200
    assert "好再来饭店&lt;b&gt;" in page
    for words in ("站前街道消防安全服务中心", "铁南社区", "第七网格", "这块牌做什么用", "119", place.number):
        assert words in page
    for private in ("王师傅", "2345", "1384761"):
        assert private not in page
    assert "<script" not in page
    assert 'lang="zh-CN"' in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "模拟数据" not in page


def test_a_demo_says_so(client, place):
    settings_store.put(actor=actors.system("演示"), key=settings_store.IS_DEMO, value=True)
    assert "模拟数据" in page_of(client, f"/q/{place.plate_code}")[1]


def test_a_code_typed_by_hand_finds_its_page(client, place):
    typed = plate_codes.spaced(place.plate_code).lower()
    answer = client.get("/q/", {"code": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/q/{place.plate_code}")
    assert client.get(f"/q/{typed}")["Location"] == f"/q/{place.plate_code}"


def test_wrong_codes_are_met_kindly(client, place):
    wrong = place.plate_code[:-1] + ("2" if place.plate_code[-1] != "2" else "3")
    unknown = plate_codes.new_code()
    for code, words in ((wrong, "抄错了一位"), (unknown, "没有找到这块门牌"), ("ABC", "应为 10 位"), ("<script>", "应为 10 位")):
        answer, page = page_of(client, f"/q/{code}")
        assert answer.status_code == 404
        assert words in page
        assert "<script" not in page
        assert 'name="code"' in page
    assert client.get("/q/").status_code == 200


def test_a_merged_record_leads_to_the_one_kept_and_an_ended_one_says_so(client, place):
    double = make_place("好再来")
    boss = actors.system("测试")
    services.set_state(actor=boss, place_id=double.pk, verb="merge", reason="同一家", into_place_id=place.pk)
    assert client.get(f"/q/{double.plate_code}")["Location"] == f"/q/{place.plate_code}"
    services.set_state(actor=boss, place_id=place.pk, verb="move_away", reason="搬走")
    assert "此档案现为“搬迁”" in page_of(client, f"/q/{place.plate_code}")[1]
    services.set_state(actor=boss, place_id=place.pk, verb="restore", reason="回迁")
    services.set_state(actor=boss, place_id=place.pk, verb="reject", reason="误录")
    assert client.get(f"/q/{place.plate_code}").status_code == 404


def test_only_reading_is_possible(client, place):
    assert client.post(f"/q/{place.plate_code}").status_code in (403, 405)
