"""How a notice reached its owner: each attempt an entry of its own, and what they amount to."""

import io
from datetime import timedelta
from importlib import import_module

import openpyxl
import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from pypdf import PdfReader

from fengsui.hazards import services as hazard_services
from fengsui.hazards.notices import queries, services, serving_rules, servings
from fengsui.hazards.notices.models import Notice, Serving
from fengsui.hazards.notices.paper import notice_pdf, public_pdf
from fengsui.hazards.notices.queries import NoticeFilters
from fengsui.kernel import actor as actors
from fengsui.kernel import clock
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry, EvidenceLink
from fengsui.patrol import services as patrol
from tests.hazards.factories import GRID, STREET, local, make_area, make_place, photo
from tests.patrol.phone import visit_body

pytestmark = pytest.mark.django_db
BASE = "https://fengsui.example/"


@pytest.fixture
def street(people):
    make_area("150402", "district", "红山区")
    make_area(STREET, "street", "站前街道")
    with clock.frozen(local("2026-11-16 10:00")):
        yield people


def issued(actor, **more):
    body = visit_body(make_place(), clock.now(), **more)
    hazards = [{"id": str(new_id()), "item_code": "COM-08", "description": "两盏不亮"}]
    row = patrol.submit_visit(actor=actor, operation_id=new_id(), visit=body, hazards=hazards)
    return Notice.objects.get(source_id=row.pk)


def serve(actor, notice, way="in_person", **more):
    given = {"receiver_name": "店主甲", "receiver_role": "店长"} if way == "in_person" else {}
    if way in ("posted", "refused"):
        given = {"witness_name": "周居委", "witness_role": "社区工作人员", "photos": [photo("scene", sent_by=actor)]}
    if way == "absent":
        given = {"note": "店门上锁，电话无人接"}
    return servings.serve_notice(actor=actor, notice_id=notice.pk, way=way, **{**given, **more})


def state(notice):
    notice.refresh_from_db()
    return notice.service_state, notice.service_way


def text_of(pdf):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


def test_a_notice_nobody_took_is_served_at_the_third_attempt(street):
    notice = issued(street.grid_worker)
    assert state(notice) == ("unserved", "")
    serve(street.grid_worker, notice, "absent")
    assert state(notice) == ("unserved", "")
    with clock.frozen(clock.now() + timedelta(hours=2)):
        serve(street.inspector, notice, "refused", receiver_name="店主甲")
        assert state(notice) == ("refused", "refused")
        first = clock.now()
    with clock.frozen(clock.now() + timedelta(days=1)):
        serve(street.inspector, notice, signed=True, photos=[photo("scene", sent_by=street.inspector)])
    assert state(notice) == ("signed", "in_person")
    assert notice.served_at == first
    told = queries.servings(actor=street.director, notice_id=notice.pk)["servings"]
    assert [(row["way_label"], row["by_name"]) for row in told] == [
        ("未送成", "王网格"),
        ("拒签", "李巡查"),
        ("当面送达", "李巡查"),
    ]
    assert [[one["role"] for one in row["photos"]] for row in told] == [[], ["refusal"], ["receipt"]]
    assert AuditEntry.objects.filter(verb="notice.serve", subject_id=str(notice.pk)).count() == 3


def test_the_visit_tells_how_it_was_handed_over(street):
    sha256 = photo("signature", sent_by=street.grid_worker).sha256
    assert state(issued(street.grid_worker, signer_name="店主甲", signature_sha256=sha256)) == ("signed", "in_person")
    named = issued(street.grid_worker, signer_name="店主甲")
    assert state(named) == ("served", "in_person")
    assert Serving.objects.get(notice=named).receiver_name == "店主甲"


def test_opening_the_page_by_its_code_serves_it_once_and_a_void_one_never(street):
    notice = issued(street.grid_worker)
    services.record_opening(notice_id=notice.pk)
    services.record_opening(notice_id=notice.pk)
    assert state(notice) == ("served", "page")
    entry = Serving.objects.get(notice=notice)
    assert (entry.way, entry.by_name, entry.by_account_id) == ("page", "持码人", None)
    void = issued(street.grid_worker)
    patrol.invalidate_visit(actor=street.director, operation_id=new_id(), visit_id=void.source_id, reason="选错了场所")
    services.record_opening(notice_id=void.pk)
    assert state(void) == ("unserved", "")
    with pytest.raises(Conflict, match="撤回"):
        serve(street.inspector, void)


@pytest.mark.parametrize(
    ("way", "left_out", "field"),
    [
        ("in_person", {"receiver_role": ""}, "receiver_role"),
        ("in_person", {"signed": True}, "photos"),
        ("posted", {"witness_name": " "}, "witness_name"),
        ("posted", {"photos": []}, "photos"),
        ("refused", {"witness_name": ""}, "witness_name"),
        ("refused", {"photos": []}, "photos"),
        ("absent", {"note": ""}, "note"),
    ],
)
def test_each_way_says_what_it_still_needs(street, way, left_out, field):
    notice = issued(street.grid_worker)
    with pytest.raises(InvalidInput) as told:
        serve(street.inspector, notice, way, **left_out)
    assert [error.field for error in told.value.fields] == [field]
    assert not Serving.objects.exists()


def test_it_cannot_be_served_before_it_was_issued_nor_tomorrow_nor_by_a_way_of_its_own(street):
    notice = issued(street.grid_worker)
    for moment in (notice.issued_at - timedelta(minutes=1), clock.now() + timedelta(hours=1)):
        with pytest.raises(InvalidInput):
            serve(street.inspector, notice, at=moment)
    for way in ("page", "taken_back", "pigeon"):
        with pytest.raises(InvalidInput, match="没有这种送达方式"):
            serve(street.inspector, notice, way)


def test_the_same_operation_again_adds_nothing(street, client_for):
    notice = issued(street.grid_worker)
    client, key = client_for(street.inspector), str(new_id())
    body = {"way": "in_person", "receiver_name": "店主甲", "receiver_role": "店长"}
    for _ in range(2):
        answer = client.send("POST", f"/notices/{notice.pk}/servings", body, key=key)
        assert answer.status_code == 201
        assert answer.json()["notice"]["service_label"] == "已送达"
    assert len(answer.json()["servings"]) == 1


def test_an_entry_made_by_mistake_is_taken_back_and_stays_readable(street):
    notice = issued(street.grid_worker)
    wrong = serve(street.inspector, notice)
    with pytest.raises(Forbidden):
        servings.take_back_serving(actor=street.inspector, notice_id=notice.pk, serving_id=wrong.pk, reason="登记错了一家")
    servings.take_back_serving(actor=street.director, notice_id=notice.pk, serving_id=wrong.pk, reason="登记错了一家")
    assert state(notice) == ("unserved", "")
    told = queries.servings(actor=street.director, notice_id=notice.pk)["servings"]
    assert [(row["way_label"], row["taken_back"], row["note"]) for row in told] == [
        ("当面送达", True, ""),
        ("更正", False, "登记错了一家"),
    ]
    for entry in Serving.objects.all():
        with pytest.raises(Conflict):
            servings.take_back_serving(actor=street.director, notice_id=notice.pk, serving_id=entry.pk, reason="再来一次")


@pytest.mark.parametrize("deed", ["UPDATE hazards_serving SET note='x'", "DELETE FROM hazards_serving"])
def test_the_database_itself_refuses_to_change_an_entry(street, deed):
    serve(street.inspector, issued(street.grid_worker))
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


def test_who_may_serve_and_see_it(street, actor_for):
    notice = issued(street.grid_worker)
    with pytest.raises(NotFound):
        serve(street.stranger, notice)
    with pytest.raises(Forbidden):
        serve(actor_for("street_leader", STREET), notice)
    with pytest.raises(NotFound):
        queries.servings(actor=street.stranger, notice_id=notice.pk)


def test_the_list_filters_on_the_state_and_the_export_has_its_columns(street, client_for):
    rows = [issued(street.grid_worker) for _ in range(4)]
    serve(street.inspector, rows[1])
    serve(street.inspector, rows[2], "posted")
    serve(street.inspector, rows[3], "refused")

    def numbers(wanted):
        found = queries.list_notices(actor=street.director, filters=NoticeFilters(service=wanted), sort="number")
        return [row["number"] for row in found.items]

    assert numbers("unserved") == [rows[0].number]
    assert numbers("served") == [rows[1].number, rows[2].number]
    assert numbers("refused") == [rows[3].number]
    answer = client_for(street.director).send("GET", "/notices/export.xlsx?service=refused")
    page = openpyxl.load_workbook(io.BytesIO(answer.content))["告知书"]
    told = {head.value: cell.value for head, cell in zip(page[1], page[2], strict=True)}
    assert (told["编号"], told["送达状态"], told["送达方式"]) == (rows[3].number, "拒签（有见证）", "拒签")
    assert str(told["送达时间"]).startswith("2026-11-16 10:00")


def test_the_paper_says_how_it_was_served_and_the_copy_from_the_net_names_nobody(street):
    notice = issued(street.grid_worker)
    blank = text_of(notice_pdf(actor=street.director, notice_id=notice.pk, base_url=BASE)[0])
    assert "未送达" in blank
    assert "接收人签名" in blank
    serve(street.grid_worker, notice, "refused")
    serve(street.inspector, notice, signed=True, photos=[photo("scene", sent_by=street.inspector)])
    notice.refresh_from_db()
    pdf = notice_pdf(actor=street.director, notice_id=notice.pk, base_url=BASE)[0]
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    text = text_of(pdf)
    for words in (
        "已签收",
        "拒签，见证人 周居委（社区工作人员），有照片，送达人 王网格",
        "接收人 店主甲（店长），已签字，送达人 李巡查",
    ):
        assert words in text, words
    assert "接收人签名" not in text
    public = text_of(public_pdf(notice, base_url=BASE))
    assert "当面送达，已签字" in public
    for private in ("店主甲", "周居委", "李巡查", "王网格"):
        assert private not in public


def test_photos_of_the_service_follow_the_place(street):
    notice = issued(street.grid_worker)
    serve(street.inspector, notice, "posted")
    other = f"{STREET}/001/02"
    make_area(other, "grid")
    hazard_services.follow_place(actor=actors.system("测试"), place_id=notice.place_id, old_path=GRID, new_path=other)
    assert set(EvidenceLink.objects.filter(subject_type="hazards.serving").values_list("area_path", flat=True)) == {other}


def test_a_signature_outweighs_a_page_and_a_page_a_refusal():
    now = local("2026-11-16 10:00")
    entries = [("refused", False, now), ("page", False, now + timedelta(hours=1)), ("in_person", True, now + timedelta(hours=2))]
    assert [serving_rules.standing(entries[:n]).state for n in range(4)] == ["unserved", "refused", "served", "signed"]
    assert serving_rules.standing(reversed(entries)).served_at == now


def test_the_notices_of_before_tell_their_service_from_signature_and_page(street):
    fill = import_module("fengsui.hazards.migrations.0009_servings_told").fill
    rows = [issued(street.grid_worker) for _ in range(4)]
    sha256 = photo("signature", sent_by=street.grid_worker).sha256
    signature = issued(street.grid_worker, signature_sha256=sha256).signature
    opened = clock.now() + timedelta(hours=1)
    Notice.objects.filter(pk=rows[1].pk).update(signer_name="店主甲")
    Notice.objects.filter(pk=rows[2].pk).update(first_opened_at=opened)
    Notice.objects.filter(pk=rows[3].pk).update(signature=signature, first_opened_at=opened)
    Notice.objects.exclude(pk__in=[row.pk for row in rows]).update(signature=None)
    fill(apps, None)
    assert [state(row) for row in rows] == [
        ("unserved", ""),
        ("served", "in_person"),
        ("served", "page"),
        ("signed", "in_person"),
    ]
    assert [row.served_at for row in rows] == [None, rows[1].issued_at, opened, rows[3].issued_at]
    assert [entry.way for entry in rows[3].servings.order_by("sequence")] == ["in_person", "page"]
