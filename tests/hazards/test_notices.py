"""Notices: one a visit, numbered without a gap, frozen as issued, taken back with a reason, set as a paper."""

import io
from datetime import date, timedelta
from uuid import UUID, uuid5

import openpyxl
import pytest
from pypdf import PdfReader

from fengsui.hazards import queries as hazard_queries
from fengsui.hazards import services as hazard_services
from fengsui.hazards.models import Hazard
from fengsui.hazards.notices import codes, queries, services
from fengsui.hazards.notices.models import Notice
from fengsui.hazards.notices.paper import notice_pdf, public_pdf
from fengsui.hazards.notices.queries import NoticeFilters
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, rulepacks, settings_store
from fengsui.kernel.errors import Forbidden, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry
from fengsui.patrol import queries as patrol_queries
from fengsui.patrol import services as patrol
from tests.hazards.factories import GRID, STREET, local, make_area, make_place, photo
from tests.patrol.phone import Phone, visit_body

pytestmark = pytest.mark.django_db
BASE = "https://fengsui.example/"


@pytest.fixture
def street(people):
    make_area("150402", "district", "红山区")
    make_area(STREET, "street", "站前街道")
    with clock.frozen(local("2026-11-16 10:00")):
        yield people


def found(item="COM-08", **more):
    return {"id": str(new_id()), "item_code": item, **more}


def visit(actor, place=None, hazards=(), **more):
    body = visit_body(place or make_place(), clock.now(), **more)
    return patrol.submit_visit(actor=actor, operation_id=new_id(), visit=body, hazards=list(hazards))


def issued(actor, **more):
    row = visit(actor, hazards=[found(description="二楼两盏不亮", checked_count=12, bad_count=2)], **more)
    return Notice.objects.get(source_id=row.pk)


def text_of(pdf):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


def test_a_visit_that_finds_something_issues_one_numbered_notice(street):
    place = make_place()
    older = hazard_services.open_hazard(actor=street.inspector, place_id=place.pk, item_code="COM-05")
    row = visit(street.grid_worker, place, [found(checked_count=12, bad_count=2, description="二楼两盏不亮，电话 13847612345")])
    notice = Notice.objects.get()
    assert notice.number == "GZ-150402-2026-00001"
    assert (notice.source_kind, notice.source_id) == ("visit", row.pk)
    assert notice.short_code == codes.of_id(row.pk)
    assert notice.issuer == "站前街道消防安全服务中心"
    assert (notice.by_name, notice.by_role) == ("王网格", "网格员")
    assert notice.local_date == date(2026, 11, 16)
    line = notice.lines[0]
    case = Hazard.objects.get(source_id=row.pk)
    assert (line["number"], line["due_on"]) == (case.number, case.due_on.isoformat())
    assert line["description"] == "二楼两盏不亮，电话 138****2345"
    assert [row["number"] for row in notice.standing] == [older.number]
    assert AuditEntry.objects.filter(verb="notice.issue", subject_id=str(notice.pk)).count() == 1


def test_nothing_found_no_notice(street):
    visit(street.grid_worker)
    visit(street.grid_worker, outcome="locked")
    assert not Notice.objects.exists()


def test_sending_a_visit_again_never_makes_two_and_numbers_have_no_gap(street):
    phone = Phone(street.grid_worker)
    for _ in range(3):
        phone.visit(make_place(), hazards=[found()])
    answers = [phone.send(), phone.send(), phone.send(list(reversed(phone.queue)))]
    assert Notice.objects.count() == 3
    numbers = sorted(Notice.objects.values_list("number", flat=True))
    assert numbers == [f"GZ-150402-2026-0000{n}" for n in (1, 2, 3)]
    for answer in answers:
        for result in answer:
            mark = result["subject"]["notice"]
            assert Notice.objects.filter(number=mark["number"], short_code=mark["code"]).exists()
    source = Notice.objects.first()
    again = services.issue_notice(
        actor=street.grid_worker, source_kind="visit", source_id=source.source_id, place=source.place, hazards=[], at=clock.now()
    )
    assert again.pk == source.pk


def test_a_visit_that_is_refused_uses_up_no_number(street):
    phone = Phone(street.grid_worker)
    phone.visit(make_place(), hazards=[found(), found("COM-01", fixed_on_site=True)])
    assert phone.send()[0]["status"] == "rejected"
    assert not Notice.objects.exists()
    assert issued(street.grid_worker).number.endswith("-00001")


def test_an_id_that_could_be_guessed_or_a_taken_code_gets_one_that_cannot(street):
    guessable = issued(street.grid_worker, id=str(UUID(int=7)))
    assert guessable.short_code != codes.of_id(UUID(int=7))
    named = uuid5(UUID(int=1), "x")
    assert issued(street.grid_worker, id=str(named)).short_code != codes.of_id(named)
    first = issued(street.grid_worker)
    twin = UUID(int=(new_id().int >> 55 << 55) | first.source_id.int & (1 << 55) - 1)
    second = issued(street.grid_worker, id=str(twin))
    assert codes.of_id(twin) == first.short_code != second.short_code
    assert all(codes.is_valid(row.short_code) for row in Notice.objects.all())


def test_the_paper_stays_as_issued_while_its_lines_tell_the_state_now(street):
    notice = issued(street.grid_worker)
    case = Hazard.objects.get(source_id=notice.source_id)
    assert queries.lines_now(notice)[0]["state_words"] == "待整改"
    hazard_services.report_fixed(
        actor=street.inspector, hazard_id=case.pk, rectifier="店主", photos=[photo("after", sent_by=street.inspector)]
    )
    assert queries.lines_now(notice)[0]["state_words"] == "已报整改，待复查"
    hazard_services.review_hazard(actor=street.second_inspector, hazard_id=case.pk, passed=True)
    assert queries.lines_now(notice)[0]["state_words"] == "已复查通过"
    notice.refresh_from_db()
    assert notice.lines[0]["description"] == "二楼两盏不亮"


def test_a_visit_made_by_mistake_takes_its_notice_back_and_the_number_stays_used(street):
    notice = issued(street.grid_worker)
    patrol.invalidate_visit(actor=street.director, operation_id=new_id(), visit_id=notice.source_id, reason="选错了场所")
    patrol.invalidate_visit(actor=street.director, operation_id=new_id(), visit_id=notice.source_id, reason="再点一次")
    notice.refresh_from_db()
    assert notice.void_reason == "选错了场所"
    assert notice.voided_at == clock.now()
    assert AuditEntry.objects.filter(verb="notice.void").count() == 1
    assert queries.marks([notice.source_id]) == {}
    assert issued(street.grid_worker).number.endswith("-00002")
    assert "已撤回：选错了场所" in text_of(notice_pdf(actor=street.director, notice_id=notice.pk, base_url=BASE)[0])


def test_only_the_first_opening_is_kept_and_nobody_is_named(street):
    notice = issued(street.grid_worker)
    assert services.record_opening(notice_id=notice.pk)
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert not services.record_opening(notice_id=notice.pk)
    notice.refresh_from_db()
    assert notice.first_opened_at == clock.now()
    entry = AuditEntry.objects.get(verb="notice.open")
    assert (entry.actor_kind, entry.actor_name, entry.ip, entry.account_id) == ("link", "持码人", "", None)


def test_a_brigade_supervisor_issues_for_the_brigade_and_orders_nothing_either(street, actor_for):
    notice = issued(actor_for("supervisor", STREET, name="包联监督员1"))
    assert notice.issuer == "红山区消防救援大队"
    assert "责令" not in text_of(notice_pdf(actor=street.director, notice_id=notice.pk, base_url=BASE)[0])


def test_another_street_sees_nothing_and_a_liaison_prints_nothing(street, actor_for):
    notice = issued(street.grid_worker)
    assert queries.list_notices(actor=street.stranger, filters=NoticeFilters()).total == 0
    for read in (queries.notice, lambda **k: notice_pdf(base_url=BASE, **k)):
        with pytest.raises(NotFound):
            read(actor=street.stranger, notice_id=notice.pk)
    with pytest.raises(Forbidden):
        notice_pdf(actor=actor_for("department_liaison", STREET), notice_id=notice.pk, base_url=BASE)


def test_visit_case_and_work_pack_name_the_notice(street, client_for):
    notice = issued(street.grid_worker)
    case = Hazard.objects.get(source_id=notice.source_id)
    client = client_for(street.inspector)
    assert client.send("GET", f"/visits/{notice.source_id}").json()["notice"]["number"] == notice.number
    assert client.send("GET", f"/hazards/{case.pk}").json()["notice"]["number"] == notice.number
    row = next(row for row in patrol_queries.pack(actor=street.grid_worker)["hazards"] if row["id"] == case.pk)
    assert (row["notice_number"], row["notice_code"]) == (notice.number, notice.short_code)


def test_the_list_finds_filters_and_exports_in_few_queries(street, client_for, django_assert_max_num_queries):
    rows = [issued(street.grid_worker) for _ in range(4)]
    services.record_opening(notice_id=rows[0].pk)
    with django_assert_max_num_queries(3):
        assert queries.list_notices(actor=street.director, filters=NoticeFilters()).total == 4
    with django_assert_max_num_queries(4):
        hazard_queries.hazards_of_place(actor=street.director, place_id=rows[0].place_id)

    def numbers(**filters):
        found = queries.list_notices(actor=street.director, filters=NoticeFilters(**filters), sort="number")
        return [row["number"] for row in found.items]

    assert numbers(search=codes.spaced(rows[2].short_code).lower()) == [rows[2].number]
    assert numbers(search=rows[1].number) == [rows[1].number]
    assert numbers(opened=True) == [rows[0].number]
    assert numbers(area=STREET, place_id=rows[3].place_id) == [rows[3].number]
    assert numbers(date_from=date(2026, 11, 17)) == []
    answer = client_for(street.director).send("GET", "/notices/export.xlsx?opened=true")
    page = openpyxl.load_workbook(io.BytesIO(answer.content))["告知书"]
    assert [cell.value for cell in page["A"]] == ["编号", rows[0].number]
    assert AuditEntry.objects.filter(verb="notice.export").exists()


def test_a_notice_follows_its_place_within_the_street(street):
    notice = issued(street.grid_worker)
    other = f"{STREET}/001/02"
    make_area(other, "grid")
    hazard_services.follow_place(actor=actors.system("测试"), place_id=notice.place_id, old_path=GRID, new_path=other)
    notice.refresh_from_db()
    assert notice.area_path == other


def test_the_paper_is_one_a4_page_for_eight_lines_and_says_what_it_is(street):
    items = [item.code for item in rulepacks.published(STREET, date(2026, 11, 16)).content.items if item.code.startswith("COM")]
    place = make_place()
    hazards = [found(code, description="一层大厅东侧货架后面堆放纸箱和塑料泡沫，宽度不足") for code in items[:8]]
    row = visit(street.grid_worker, place, hazards, signer_name="店主甲")
    notice = Notice.objects.get(source_id=row.pk)
    pdf, _ = notice_pdf(actor=street.director, notice_id=notice.pk, base_url=BASE)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    text = text_of(pdf)
    wanted = (
        "消防安全隐患告知书", notice.number, place.name, place.address, "2026-11-16 10:00", codes.spaced(notice.short_code),
        "王网格（网格员）", "店主甲", "不是法律文书", "站前街道消防安全服务中心", "2026年11月16日", "工作日",
        f"fengsui.example/n/{notice.short_code}",
    )  # fmt: skip
    for words in wanted:
        assert words in text, words
    for line in notice.lines:
        assert line["number"] in text
        assert (line["due_on"] if line["due_on"] > "2026-11-16" else "立即（当日）") in text
    assert "责令" not in text
    assert ("〔待核〕" in text) == any(not basis["verified"] for line in notice.lines for basis in line["basis"])
    assert "模拟数据" not in text
    assert AuditEntry.objects.filter(verb="notice.print", actor_name="孙主任").exists()


def test_the_copy_from_the_net_names_posts_and_a_demo_says_so(street):
    notice = issued(street.grid_worker, signer_name="店主甲")
    text = text_of(public_pdf(notice, base_url=BASE))
    assert "网格员" in text
    for private in ("王网格", "店主甲"):
        assert private not in text
    settings_store.put(actor=actors.system("演示"), key=settings_store.IS_DEMO, value=True)
    assert "模拟数据" in text_of(public_pdf(notice, base_url=BASE))


@pytest.mark.once
def test_a_long_notice_goes_on_over_the_page(street):
    items = [item.code for item in rulepacks.published(STREET, date(2026, 11, 16)).content.items][:60]
    row = visit(street.grid_worker, None, [found(code, description="现场情况说明" * 6) for code in items])
    notice = Notice.objects.get(source_id=row.pk)
    pdf, _ = notice_pdf(actor=street.director, notice_id=notice.pk, base_url=BASE)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 1
    assert all(line["number"] in text_of(pdf) for line in notice.lines)
