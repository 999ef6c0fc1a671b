"""The owner opens the page behind the code of a notice: before it arrived, after it, and by guessing."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from fengsui.hazards import services as hazard_services
from fengsui.hazards.models import Hazard
from fengsui.hazards.notices import codes
from fengsui.hazards.notices.models import Notice
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, settings_store
from fengsui.kernel.ids import new_id
from fengsui.patrol import services as patrol
from fengsui.portal import notices as pages
from tests.hazards.conftest import people  # noqa: F401
from tests.hazards.factories import STREET, local, make_area, make_place, photo
from tests.patrol.phone import visit_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(people):  # noqa: F811
    make_area("150402", "district", "红山区")
    make_area(STREET, "street", "站前街道")
    pages.misses.forget()
    pages.papers.forget()
    with clock.frozen(local("2026-11-16 10:00")):
        yield people


def issue(actor, place=None, *, visit_id=None):
    given = visit_body(place or make_place(), clock.now(), id=str(visit_id or new_id()), signer_name="店主甲")
    hazards = [{"id": str(new_id()), "item_code": "COM-08", "description": "两盏不亮，电话13847612345"}]
    row = patrol.submit_visit(actor=actor, operation_id=new_id(), visit=given, hazards=hazards)
    return Notice.objects.get(source_id=row.pk)


def test_before_the_phone_was_online_the_page_says_so_and_afterwards_shows_the_notice(client, street):
    visit_id = new_id()
    code = codes.of_id(visit_id)
    early = client.get(f"/n/{code}")
    assert early.status_code == 404
    assert "请稍后再看" in early.content.decode()
    assert "可能还没有联网" in early.content.decode()
    place = make_place(name="好再来饭店<b>")
    other = issue(street.grid_worker)
    notice = issue(street.grid_worker, place, visit_id=visit_id)
    answer = client.get(f"/n/{code}")
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "好再来饭店&lt;b&gt;",
        notice.number,
        "待整改",
        "还有 1 项待整改",
        "站前街道消防安全服务中心",
        "网格员",
        "不是法律文书",
    ):
        assert words in page
    for private in ("王网格", "店主甲", "13847612345", other.number, other.short_code, str(notice.pk), str(visit_id), "责令"):
        assert private not in page
    assert "<script" not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "no-store"
    assert "模拟数据" not in page


def test_the_first_opening_is_the_receipt_and_looking_ahead_is_none(client, street):
    notice = issue(street.grid_worker)
    client.head(f"/n/{notice.short_code}")
    notice.refresh_from_db()
    assert notice.first_opened_at is None
    client.get(f"/n/{notice.short_code}")
    first = clock.now()
    with clock.frozen(first + timedelta(days=1)):
        client.get(f"/n/{notice.short_code}")
    notice.refresh_from_db()
    assert notice.first_opened_at == first


def test_the_page_tells_how_far_each_hazard_is(client, street):
    notice = issue(street.grid_worker)
    case = Hazard.objects.get(source_id=notice.source_id)
    hazard_services.report_fixed(
        actor=street.inspector, hazard_id=case.pk, rectifier="店主", photos=[photo("after", sent_by=street.inspector)]
    )
    assert "已报整改，待复查" in client.get(f"/n/{notice.short_code}").content.decode()
    hazard_services.review_hazard(actor=street.second_inspector, hazard_id=case.pk, passed=True)
    page = client.get(f"/n/{notice.short_code}").content.decode()
    assert "已复查通过" in page
    assert "没有待整改的" in page


def test_a_notice_taken_back_says_so_without_the_reason(client, street):
    notice = issue(street.grid_worker)
    patrol.invalidate_visit(actor=street.director, operation_id=new_id(), visit_id=notice.source_id, reason="找错了张三的店")
    page = client.get(f"/n/{notice.short_code}").content.decode()
    assert "撤回" in page
    assert "张三" not in page
    paper = PdfReader(io.BytesIO(client.get(f"/n/{notice.short_code}.pdf").content)).pages[0].extract_text()
    assert "已撤回" in paper
    assert "张三" not in paper


def test_the_paper_is_there_for_whoever_holds_the_code(client, street):
    notice = issue(street.grid_worker)
    answer = client.get(f"/n/{notice.short_code}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert notice.number in text
    assert f"testserver/n/{notice.short_code}" in text.replace("\n", "")
    for private in ("王网格", "店主甲", "13847612345"):
        assert private not in text
    assert client.get(f"/n/{codes.of_id(new_id())}.pdf").status_code == 404


def test_a_code_typed_by_hand_finds_its_page_and_wrong_ones_are_met_kindly(client, street):
    notice = issue(street.grid_worker)
    typed = codes.spaced(notice.short_code).lower()
    for address in ("/n", "/n/"):
        answer = client.get(address, {"code": typed})
        assert (answer.status_code, answer["Location"]) == (302, f"/n/{notice.short_code}")
    assert client.get(f"/n/{typed}")["Location"] == f"/n/{notice.short_code}"
    assert client.get("/n").status_code == 200
    wrong = notice.short_code[:-1] + ("2" if notice.short_code[-1] != "2" else "3")
    for code, words in ((wrong, "抄错了一位"), ("ABC", "应为 12 位"), ("<script>", "应为 12 位")):
        answer = client.get("/n", {"code": code})
        page = answer.content.decode()
        assert answer.status_code == 404
        assert words in page
        assert "<script" not in page


def test_whoever_tries_codes_has_to_wait_and_others_do_not(client, street):
    notice = issue(street.grid_worker)
    for n in range(pages.misses.limit):
        assert client.get(f"/n/{codes.of_number(n)}").status_code == 404
    blocked = client.get(f"/n/{notice.short_code}")
    assert blocked.status_code == 429
    assert blocked["Retry-After"] == "600"
    assert "十分钟" in blocked.content.decode()
    assert client.get(f"/n/{notice.short_code}.pdf").status_code == 429
    assert client.get(f"/n/{notice.short_code}", REMOTE_ADDR="10.0.0.9").status_code == 200
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert client.get(f"/n/{notice.short_code}").status_code == 200


def test_papers_are_not_printed_without_end(client, street, monkeypatch):
    monkeypatch.setattr(pages, "papers", type(pages.papers)(2))
    notice = issue(street.grid_worker)
    told = [client.get(f"/n/{notice.short_code}.pdf").status_code for _ in range(3)]
    assert told == [200, 200, 429]


def test_a_demo_says_so_and_only_reading_is_possible(client, street):
    notice = issue(street.grid_worker)
    settings_store.put(actor=actors.system("演示"), key=settings_store.IS_DEMO, value=True)
    assert "模拟数据" in client.get(f"/n/{notice.short_code}").content.decode()
    assert client.post(f"/n/{notice.short_code}").status_code in (403, 405)


def test_an_id_is_no_code(client, street):
    notice = issue(street.grid_worker)
    for guess in (str(notice.pk), str(notice.source_id), notice.number, UUID(int=0).hex):
        assert client.get(f"/n/{guess}").status_code == 404
