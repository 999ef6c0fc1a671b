"""By whose power a notice speaks: a street advises, and orders only under a pack that carries the delegation."""

import io
from copy import deepcopy
from datetime import date

import pytest
from pypdf import PdfReader

from fengsui.hazards.desk.queries import desk
from fengsui.hazards.filters import HazardFilters
from fengsui.hazards.notices import queries as notices
from fengsui.hazards.notices import wording
from fengsui.hazards.notices.models import Notice
from fengsui.hazards.notices.paper import notice_pdf, public_pdf
from fengsui.hazards.notices.queries import NoticeFilters
from fengsui.hazards.notices.rules import limit_words
from fengsui.hazards.notices.servings import serve_notice
from fengsui.hazards.queries import list_hazards
from fengsui.kernel import clock, rulepacks
from fengsui.kernel.calendars import set_day
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry, RulePack
from fengsui.kernel.rulepacks.services import content_sha256, shipped
from fengsui.patrol import queries as patrol_queries
from fengsui.patrol import services as patrol
from fengsui.portal import notices as pages
from tests.hazards.factories import STREET, local, make_area, make_place, photo
from tests.patrol.phone import visit_body

pytestmark = pytest.mark.django_db
BASE = "https://fengsui.example/"
DELEGATION = {"document": "某政发〔2026〕1号", "issued_on": "2026-01-01", "papers": ["order_at_once", "order_by_date"]}


@pytest.fixture
def street(people):
    make_area("150402", "district", "红山区")
    make_area(STREET, "street", "站前街道")
    pages.misses.forget()
    with clock.frozen(local("2026-11-16 10:00")):
        yield people


@pytest.fixture
def delegate(db):
    """Return what publishes a pack of the district that hands powers to its streets."""

    def publish(*papers):
        content = deepcopy(next(row for row in shipped() if row["version"] == "national-2026.1.1"))
        content |= {"code": "own", "version": "own-1", "region": "150402", "effective_from": "2020-01-01"}
        content["delegation"] = {**DELEGATION, "papers": list(papers) or DELEGATION["papers"]}
        RulePack.objects.create(
            code="own", version="own-1", title="本区", region="150402", state=RulePack.State.PUBLISHED,
            effective_from="2020-01-01", content=content, sha256=content_sha256(content), published_at=clock.now(),
        )  # fmt: skip

    return publish


def found(item, **more):
    return {"id": str(new_id()), "item_code": item, **more}


# COM-01 is put right at once, COM-08 within working days.
def issued(actor, *, orders=True, items=("COM-01", "COM-08"), **more):
    body = visit_body(make_place(), clock.now(), orders=orders, **more)
    row = patrol.submit_visit(actor=actor, operation_id=new_id(), visit=body, hazards=[found(item) for item in items])
    return Notice.objects.get(source_id=row.pk)


def text_of(pdf):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


def everything(client, actor, notice):
    """Return the words of the office's paper, the copy from the net and the page."""
    return [
        text_of(notice_pdf(actor=actor, notice_id=notice.pk, base_url=BASE)[0]),
        text_of(public_pdf(notice, base_url=BASE)),
        client.get(f"/n/{notice.short_code}").content.decode(),
    ]


def test_without_a_delegation_no_street_orders_even_when_asked(street, client):
    for actor in (street.grid_worker, street.inspector, street.director):
        notice = issued(actor)
        assert (notice.orders, notice.power) == (False, {})
        for text in everything(client, street.director, notice):
            assert "责令" not in text
            assert "消防安全隐患告知书" in text
            assert "不是法律文书" in text
    assert AuditEntry.objects.filter(verb="notice.issue").first().changes["orders"] == [True, False]


def test_with_a_delegation_the_street_orders_and_names_the_document(street, client, delegate):
    delegate()
    notice = issued(street.inspector)
    assert notice.orders
    assert [line["ordered"] for line in notice.lines] == ["order_at_once", "order_by_date"]
    for text in everything(client, street.director, notice):
        for words in ("责令改正通知书", "责令立即改正", "责令限期改正", "某政发〔2026〕1号", "2026-01-01"):
            assert words in text, words
        assert "不是法律文书" not in text
    assert len(PdfReader(io.BytesIO(public_pdf(notice, base_url=BASE))).pages) == 1


def test_an_order_is_asked_for_and_a_grid_worker_gives_none(street, client, delegate):
    delegate()
    for notice in (issued(street.inspector, orders=False), issued(street.grid_worker)):
        assert not notice.orders
        for text in everything(client, street.director, notice):
            assert "责令" not in text


def test_a_delegation_of_one_paper_orders_what_it_covers_and_advises_the_rest(street, client, delegate):
    delegate("order_at_once")
    notice = issued(street.inspector)
    assert [line["ordered"] for line in notice.lines] == ["order_at_once", ""]
    for text in everything(client, street.director, notice):
        assert "责令立即改正通知书" in text
        assert "责令限期" not in text
        assert "建议：" in text
    assert not issued(street.inspector, items=("COM-08",)).orders


def test_the_brigade_orders_by_its_own_power_and_only_when_it_says_so(street, client, actor_for):
    supervisor = actor_for("supervisor", STREET, name="包联监督员1")
    notice = issued(supervisor, items=("COM-08",))
    for text in everything(client, street.director, notice):
        assert "责令限期改正通知书" in text
        assert "依据本机关的法定职权" in text
    assert not issued(supervisor, orders=False).orders


def test_what_was_put_right_on_the_spot_is_not_ordered(street, delegate):
    delegate()
    shots = [{"sha256": photo(role, sent_by=street.inspector).sha256, "role": role} for role in ("before", "after")]
    body = visit_body(make_place(), clock.now(), orders=True)
    hazards = [found("COM-01", fixed_on_site=True, photos=shots)]
    row = patrol.submit_visit(actor=street.inspector, operation_id=new_id(), visit=body, hazards=hazards)
    assert not Notice.objects.get(source_id=row.pk).orders


def test_the_words_stay_when_the_delegation_ends(street, client, delegate):
    delegate()
    notice = issued(street.inspector)
    RulePack.objects.filter(code="own").update(state=RulePack.State.RETIRED)
    rulepacks.queries._kept.clear()
    assert "某政发〔2026〕1号" in client.get(f"/n/{notice.short_code}").content.decode()


def test_the_phone_is_told_what_its_person_may_order(street, delegate):
    assert patrol_queries.pack(actor=street.inspector)["rules"]["orders"] == []
    delegate()
    assert patrol_queries.pack(actor=street.inspector)["rules"]["orders"] == ["order_at_once", "order_by_date"]
    assert patrol_queries.pack(actor=street.grid_worker)["rules"]["orders"] == []


def test_the_list_tells_orders_from_advice(street, delegate, client_for):
    delegate()
    order, advice = issued(street.inspector), issued(street.inspector, orders=False)
    client = client_for(street.director)
    for asked, wanted in ((True, order), (False, advice)):
        rows = client.send("GET", f"/notices?orders={str(asked).lower()}").json()["items"]
        assert [row["number"] for row in rows] == [wanted.number]
        assert rows[0]["words_label"] == ("责令" if asked else "建议")


def test_no_words_of_advice_order():
    for text in (wording.ADVICE.heading, wording.ADVICE.lead, wording.ADVICE.limit_head, wording.ADVICE.closing):
        assert "责令" not in text


def test_an_order_has_three_working_days_to_be_served_one_put_right_at_once_none(street, delegate):
    delegate()
    # Monday 16 November.
    by_date, at_once, advice = (
        issued(street.inspector, items=("COM-08",)),
        issued(street.inspector),
        issued(street.inspector, orders=False),
    )

    def told(day):
        with clock.frozen(local(f"{day} 09:00")):
            rows = notices.list_notices(actor=street.director, filters=NoticeFilters()).items
            waits = [section for section in desk(actor=street.director)["sections"] if section["code"] == "order_unserved"]
            listed = list_hazards(actor=street.director, filters=HazardFilters(order_unserved=True)).total
            assert listed == sum(section["total"] for section in waits)
            return {row["id"]: (str(row["serve_by"] or ""), row["served_late"]) for row in rows}, listed

    rows, waiting = told("2026-11-17")
    assert rows == {by_date.pk: ("2026-11-19", False), at_once.pk: ("2026-11-16", True), advice.pk: ("", False)}
    assert waiting == by_date.line_count + at_once.line_count
    assert told("2026-11-20")[0][by_date.pk] == ("2026-11-19", True)
    set_day(actor=street.brigade, area_path="150402", day=date(2026, 11, 18), kind="rest", note="测试")
    assert told("2026-11-20")[0][by_date.pk] == ("2026-11-20", False)
    with clock.frozen(local("2026-11-20 10:00")):
        serve_notice(actor=street.inspector, notice_id=by_date.pk, way="in_person", receiver_name="店长甲", receiver_role="店长")
    rows, waiting = told("2026-11-25")
    assert rows[by_date.pk] == ("2026-11-20", False)
    assert waiting == at_once.line_count


@pytest.mark.parametrize(
    ("words", "due_on", "provisional", "told"),
    [
        ("立即（当日）", "2026-11-27", False, "立即（当日）"),
        ("7 个工作日", "2026-12-08", False, "7 个工作日，最迟 2026-12-08"),
        ("30 个工作日", "2027-01-08", True, "30 个工作日，最迟 2027-01-08（放假安排待公布）"),
        # A day brought forward by hand, as it is written now and as it was once: the day itself is in time.
        ("最迟 2026-12-01", "2026-12-01", False, "最迟 2026-12-01"),
        ("2026-12-01 前", "2026-12-01", False, "最迟 2026-12-01"),
    ],
)
def test_a_limit_names_its_last_day_once_and_as_the_last(words, due_on, provisional, told):
    line = {
        "fixed_on_site": False, "limit_words": words, "found_on": "2026-11-27", "due_on": due_on, "due_provisional": provisional,
    }  # fmt: skip
    assert limit_words(line) == told
