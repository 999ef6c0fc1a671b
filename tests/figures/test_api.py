"""The figures' endpoints as the desk calls them: values open to rows, files come with a name, other streets stay shut."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import every, known
from fengsui.kernel.models import AuditEntry
from tests.figures.histories import DAYS, START, STREETS, at, live
from tests.figures.recount import recount

pytestmark = pytest.mark.django_db
TODAY = START + timedelta(days=DAYS - 1)
SPAN = f"from={START}&to={TODAY}"


@pytest.fixture
def history() -> Any:
    with clock.frozen(at(TODAY, 16, 30)):
        yield live(8)


@pytest.fixture
def desk(history: Any, actor_for: Callable[..., Actor], client_for: Callable[[Actor], Any]) -> Any:
    return client_for(actor_for("supervisor", STREETS[0]))


def test_every_value_opens_to_as_many_rows(desk: Any, history: Any):
    answer = desk.send("GET", f"/figures?{SPAN}&area={STREETS[0]}").json()
    assert (answer["from"], answer["to"], answer["area_name"]) == (str(START), str(TODAY), "006街道")
    assert {row["id"]: row["value"] for row in answer["figures"]} == recount(history, START, TODAY, STREETS[0])
    for row in answer["figures"]:
        page = desk.send("GET", f"/figures/{row['id']}/rows?{SPAN}&area={STREETS[0]}&page_size=200").json()
        amount = known(row["id"]).amount
        counted = sum(item[amount] for item in page["items"]) if amount else page["total"]
        assert counted == row["value"] == page["figure"]["value"]
        assert page["total"] == len(page["items"])
        assert page["figure"]["value"] == row["value"]
        if row["value"] > 3:
            second = desk.send("GET", f"/figures/{row['id']}/rows?{SPAN}&area={STREETS[0]}&page=2&page_size=3").json()
            assert second["items"] == page["items"][3:6]


def test_the_definitions_say_all_that_a_number_means(desk: Any):
    told = desk.send("GET", "/figures/definitions").json()
    assert told[0]["id"] == "places.stock"
    assert len(told) == len(every())
    for row in told:
        assert all(row[key] for key in ("definition", "definition_en", "counted_on", "deduplication", "exclusions", "scope_rule"))
        assert row["columns"]


def test_a_figure_splits_by_area_and_by_day(desk: Any):
    parts = desk.send("GET", f"/figures/hazards.found/by-area?{SPAN}&area={STREETS[0]}&level=community").json()
    whole = desk.send("GET", f"/figures/hazards.found/rows?{SPAN}&area={STREETS[0]}").json()["total"]
    assert sum(part["value"] for part in parts) == whole
    days = desk.send("GET", f"/figures/hazards.found/by-day?{SPAN}").json()
    assert sum(day["value"] for day in days) == whole
    assert desk.send("GET", f"/figures/hazards.overdue/by-day?{SPAN}").status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        f"/figures?{SPAN}",
        f"/figures/hazards.found/rows?{SPAN}",
        f"/figures/hazards.found/rows.xlsx?{SPAN}",
        f"/figures/hazards.found/by-area?{SPAN}",
        f"/figures/patrol.visits/by-day?{SPAN}",
        "/overview?",
        f"/reports/daily?date={TODAY}",
        f"/reports/daily.xlsx?date={TODAY}",
        f"/reports/daily.pdf?date={TODAY}",
    ],
)
def test_another_street_is_not_found_and_administrators_have_no_figures(
    history: Any, actor_for: Callable[..., Actor], client_for: Callable[[Actor], Any], path: str
):
    stranger = client_for(actor_for("centre_director", STREETS[1]))
    assert stranger.send("GET", f"{path}&area={STREETS[0]}").status_code == 404
    assert stranger.send("GET", f"{path}&area=150402").status_code == 404
    assert stranger.send("GET", f"{path}&area={STREETS[1]}").status_code == 200
    assert client_for(actor_for("system_admin", "150402")).send("GET", f"{path}&area=150402").status_code == 403


def test_files_carry_a_chinese_name_and_are_not_kept_by_browsers(desk: Any):
    for ending, start in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        answer = desk.send("GET", f"/reports/daily.{ending}?date={TODAY}")
        assert answer.content.startswith(start)
        assert "%E6%97%A5%E5%8F%B0%E8%B4%A6" in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "private, no-store"


def test_the_day_ledger_and_the_overview_answer_for_ones_own_area_by_default(desk: Any, history: Any):
    ledger = desk.send("GET", f"/reports/daily?date={TODAY}").json()
    assert ledger["area_path"] == STREETS[0]
    shown = desk.send("GET", "/overview").json()
    assert shown["area_path"] == STREETS[0]
    assert shown["level"] == "community"
    values = {row["id"]: row["value"] for row in shown["figures"]}
    assert values == {row["id"]: row["value"] for row in ledger["figures"]}


def test_wrong_questions_are_answered_in_words(desk: Any):
    backwards = desk.send("GET", f"/figures?from={TODAY}&to={START}")
    assert (backwards.status_code, backwards.json()["code"]) == (422, "dates_reversed")
    assert desk.send("GET", "/figures/no.such/rows").status_code == 404
    future = desk.send("GET", f"/reports/daily?date={TODAY + timedelta(days=400)}")
    assert (future.status_code, future.json()["code"]) == (422, "day_in_future")
    assert desk.send("GET", "/figures?from=gestern").status_code == 422


def test_the_rows_behind_a_figure_come_as_a_workbook_with_its_definition(desk: Any, history: Any):
    for figure_id in ("hazards.found", "patrol.places_visited", "hazards.stock_closing"):
        page = desk.send("GET", f"/figures/{figure_id}/rows?{SPAN}&page_size=200").json()
        answer = desk.send("GET", f"/figures/{figure_id}/rows.xlsx?{SPAN}")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        sheet = book.worksheets[0]
        assert sheet.max_row - 1 == page["total"] > 0
        assert [cell.value for cell in sheet[1]] == [column["title"] for column in page["columns"]]
        words = {row[0].value: row[1].value for row in book["口径"].iter_rows(min_row=2)}
        assert words["指标"] == page["figure"]["name"]
        assert words["数值"].startswith(str(page["total"]))
    assert AuditEntry.objects.filter(verb="figure.export").count() == 3


def test_a_panel_taken_away_holds_what_the_screen_shows(desk: Any, history: Any):
    drawn = {row["id"]: row for row in desk.send("GET", "/panels").json()}
    overview = desk.send("GET", "/overview").json()
    assert len(drawn) >= 8
    for panel_id in drawn:
        shown = desk.send("GET", f"/panels/{panel_id}").json()
        titles = [column["title"] for column in shown["columns"]]
        keys = [column["key"] for column in shown["columns"]]
        answer = desk.send("GET", f"/panels/{panel_id}.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        assert [cell.value for cell in sheet[2]] == titles
        cells = [[cell.value for cell in row[: len(keys)]] for row in sheet.iter_rows(min_row=3)]
        read = [[str(cell.date()) if hasattr(cell, "date") else cell for cell in row] for row in cells]
        assert read == [[row[key] for key in keys] for row in shown["rows"]]
    shown = desk.send("GET", "/panels/overview.streets").json()
    assert [row["hazards.overdue"] for row in shown["rows"]] == [row["values"]["hazards.overdue"] for row in overview["streets"]]
    assert shown["definition"] == overview["rate_formula"]
    paper = desk.send("GET", "/panels/overview.streets.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    plain = text.replace("\n", " ")
    for row in shown["rows"]:
        assert (
            " ".join("—" if (value := row[c["key"]]) is None else str(value).removesuffix(".0") for c in shown["columns"])
            in plain
        )
    assert shown["made_by"] in text and shown["definition"].replace(" ", "") in text.replace(" ", "").replace("\n", "")
    picture = desk.send("GET", "/panels/overview.trend.png")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert desk.send("GET", "/panels/no.such").status_code == 404
    taken = AuditEntry.objects.filter(verb="panel.export").latest("id")
    assert (taken.changes["panel"][1], taken.changes["as"][1]) == ("overview.trend", "png")
