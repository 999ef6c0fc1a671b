"""The day ledger: the same numbers on screen, in the spreadsheet and on paper, for today and for any past day."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from fengsui.figures import command
from fengsui.figures.day_ledger import DAY_FIGURES, day_ledger, day_ledger_pdf, day_ledger_xlsx
from fengsui.figures.overview import overview, per_hundred
from fengsui.kernel import clock, settings_store
from fengsui.kernel.actor import Actor, system
from fengsui.kernel.cells.reading import settled
from fengsui.kernel.errors import Forbidden, InvalidInput, NotFound
from fengsui.kernel.models import Account, AuditEntry
from fengsui.patrol.models import PhoneReport
from tests.figures.histories import DAYS, START, STREETS, at, live
from tests.figures.recount import recount

pytestmark = pytest.mark.django_db
OFFICE = system("测试")
TODAY = START + timedelta(days=DAYS - 1)
SOME_DAY = START + timedelta(days=12)


@pytest.fixture(autouse=True)
def evening() -> Any:
    with clock.frozen(at(TODAY, 16, 30)):
        yield


@pytest.fixture
def history() -> Any:
    return live(8)


def test_a_past_day_is_told_as_it_was(history: Any):
    ledger = day_ledger(actor=OFFICE, day=SOME_DAY, area_path=STREETS[0])
    told = {row["id"]: row["value"] for row in ledger["figures"]}
    counted = recount(history, SOME_DAY, SOME_DAY, STREETS[0])
    assert told == {key: counted[key] for key in DAY_FIGURES}
    assert ledger["title"] == "006街道消防安全巡查日台账"
    assert ledger["date_words"] == "2026年2月13日 星期五"
    assert ledger["found"]["total"] == len(ledger["found"]["rows"]) == told["hazards.found"]
    assert ledger["overdue"]["total"] == len(ledger["overdue"]["rows"]) == told["hazards.overdue"]
    assert ledger["closed"]["total"] == told["hazards.closed"]
    assert ledger["visits"]["total"] == told["patrol.visits"] + told["patrol.not_entered"]
    assert sum(person["visits"] for person in ledger["people"]) == ledger["visits"]["total"]


def test_spreadsheet_and_paper_carry_the_same_numbers(history: Any):
    ledger = day_ledger(actor=OFFICE, day=TODAY, area_path="150402")
    book = openpyxl.load_workbook(io.BytesIO(day_ledger_xlsx(actor=OFFICE, day=TODAY, area_path="150402")))
    page = book["指标"]
    assert page["A1"].value == f"{ledger['title']}（{ledger['date_words']}）"
    in_book = {row[0].value: row[1].value for row in page.iter_rows(min_row=3) if row[1].value is not None}
    assert in_book == {row["name"]: row["value"] for row in ledger["figures"]}
    for sheet, section in (("巡查", "visits"), ("发现隐患", "found"), ("销案", "closed"), ("逾期未改", "overdue")):
        assert book[sheet].max_row - 2 == ledger[section]["total"]
    pdf = PdfReader(io.BytesIO(day_ledger_pdf(actor=OFFICE, day=TODAY, area_path="150402")))
    assert 1 <= len(pdf.pages) <= 2
    text = "\n".join(page.extract_text() for page in pdf.pages)
    for row in ledger["figures"]:
        assert row["name"] in text
        assert f"{row['value']} {row['unit']}" in text
    for row in ledger["overdue"]["rows"][:20]:
        assert row["number"] in text
    exports = AuditEntry.objects.filter(verb="report.daily_export").order_by("id")
    assert [entry.changes["as"][1] for entry in exports] == ["xlsx", "pdf"]


def test_a_demo_says_so_on_every_page_and_sheet(history: Any):
    settings_store.put(actor=OFFICE, key=settings_store.IS_DEMO, value=True)
    pdf = PdfReader(io.BytesIO(day_ledger_pdf(actor=OFFICE, day=TODAY, area_path="150402")))
    assert all("模拟数据" in page.extract_text() for page in pdf.pages)
    book = openpyxl.load_workbook(io.BytesIO(day_ledger_xlsx(actor=OFFICE, day=TODAY, area_path="150402")))
    assert all("模拟数据" in page.oddFooter.left.text for page in book.worksheets if page.title != "说明")
    assert day_ledger(actor=OFFICE, day=TODAY, area_path="150402")["simulated"]


def test_a_day_that_is_not_over_or_not_all_sent_is_provisional(history: Any):
    today = day_ledger(actor=OFFICE, day=TODAY, area_path=STREETS[0])
    assert today["provisional"]
    assert "当日尚未结束" in today["notes"][0]
    account = Account.objects.order_by("username").first()
    assert account is not None
    PhoneReport.objects.create(
        account=account, device_key="d1", area_path=STREETS[0], unsent_operations=2, unsent_photos=3,
        oldest_unsent_at=at(SOME_DAY, 15), reported_at=at(SOME_DAY, 16),
    )  # fmt: skip
    notes = day_ledger(actor=OFFICE, day=SOME_DAY, area_path=STREETS[0])["notes"]
    assert any("1 部手机还有 2 条记录、3 张照片未送达" in note for note in notes)
    other = day_ledger(actor=OFFICE, day=SOME_DAY, area_path=STREETS[1])["notes"]
    assert not any("部手机" in note for note in other)


def test_tomorrow_has_no_ledger(history: Any):
    with pytest.raises(InvalidInput) as caught:
        day_ledger(actor=OFFICE, day=TODAY + timedelta(days=1), area_path=STREETS[0])
    assert caught.value.code == "day_in_future"


def test_another_streets_person_gets_nothing_and_a_grid_worker_takes_no_file_away(history: Any, actor_for: Callable[..., Actor]):
    stranger = actor_for("centre_director", "150402/009")
    for make in (day_ledger, day_ledger_xlsx, day_ledger_pdf, overview):
        with pytest.raises(NotFound):
            make(actor=stranger, day=TODAY, area_path=STREETS[0])  # type: ignore[operator]
    own = day_ledger(actor=stranger, day=TODAY)
    assert own["area_path"] == "150402/009"
    assert all(row["value"] == 0 for row in own["figures"])
    worker = actor_for("grid_worker", STREETS[0])
    assert day_ledger(actor=worker, day=TODAY)["area_path"] == STREETS[0]
    with pytest.raises(Forbidden):
        day_ledger_pdf(actor=worker, day=TODAY)
    with pytest.raises(Forbidden):
        day_ledger(actor=actor_for("system_admin", "150402"), day=TODAY)


def test_the_overview_lines_up_streets_by_overdue_per_hundred_places(history: Any):
    shown = overview(actor=OFFICE, area_path="150402")
    assert [row["area_path"] for row in shown["streets"]]
    rates = [row["overdue_per_100"] or 0 for row in shown["streets"]]
    assert rates == sorted(rates, reverse=True)
    for row in shown["streets"]:
        counted = recount(history, TODAY, TODAY, row["area_path"])
        assert row["values"] == {key: counted[key] for key in row["values"]}
        assert row["overdue_per_100"] == per_hundred(counted["hazards.overdue"], counted["places.stock"])
    yesterday = TODAY - timedelta(days=1)
    for row in shown["worse"]:
        assert row["value"] == recount(history, TODAY, TODAY, row["area_path"])[row["figure_id"]]
        assert row["yesterday"] == recount(history, yesterday, yesterday, row["area_path"])[row["figure_id"]]
        assert row["change"] > 0
    assert [step["step"] for step in shown["loop"]] == ["发现", "交办", "整改上报", "销案"]
    assert len(shown["trend"]) == 30
    for day in shown["trend"][-7:]:
        counted = recount(history, day["date"], day["date"], "150402")
        assert day["values"] == {key: counted[key] for key in day["values"]}
    assert per_hundred(3, 0) is None


def test_the_number_of_queries_does_not_grow_with_the_district(django_assert_max_num_queries: Any):
    live(8)
    settled()
    with django_assert_max_num_queries(45):
        day_ledger(actor=OFFICE, day=TODAY, area_path="150402")
    with django_assert_max_num_queries(60):
        overview(actor=OFFICE, area_path="150402")


def test_the_command_tells_the_day_as_text_and_as_one_object(history: Any):
    text = command.daily_text(actor=OFFICE, day=SOME_DAY, area="150402")
    assert text.startswith("402红山区消防安全巡查日台账　2026年2月13日 星期五")
    assert "期末存量" in text
    told = command.daily(actor=OFFICE, day=SOME_DAY, area="150402")
    assert told["date"] == SOME_DAY.isoformat()
    assert {row["id"] for row in told["figures"]} == set(DAY_FIGURES)
    assert command.daily_pdf(actor=OFFICE, day=SOME_DAY).startswith(b"%PDF")
    assert command.daily_xlsx(actor=OFFICE, day=SOME_DAY).startswith(b"PK")
