"""The screens' own reads: ranking, causes, signs of work for show, a person's page; each against a plain recount."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from fengsui.figures import integrity, ranking
from fengsui.figures.overview import overview
from fengsui.figures.people import on_posts
from fengsui.figures.ranking.score import Indicator, Version, part_of, parts_of, score_of
from fengsui.figures.ranking.versions import VERSIONS, version_on
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor, system
from fengsui.kernel.cells.reading import settled
from fengsui.kernel.figure import Period
from fengsui.kernel.models import AuditEntry
from fengsui.org.models import Member
from fengsui.patrol.models import Visit
from fengsui.patrol.quality.models import VisitDoubt
from tests.figures.histories import DAYS, START, STREETS, at, live
from tests.figures.recount import recount

pytestmark = pytest.mark.django_db
TODAY = START + timedelta(days=DAYS - 1)
MONTH = Period(TODAY - timedelta(days=29), TODAY)
OFFICE = system("测试")


@pytest.fixture
def history() -> Any:
    with clock.frozen(at(TODAY, 16, 30)):
        yield live(8)


def doubt(visit: Visit, *codes: str, listed: bool = True) -> VisitDoubt:
    return VisitDoubt.objects.create(
        visit=visit, account=visit.by_account, score=60, reasons=[{"code": c, "weight": 60, "zh": c, "en": c} for c in codes],
        rules_version="t", found_at=visit.ended_at, list_from=visit.ended_at, listed_at=visit.ended_at if listed else None,
        area_path=visit.area_path,
    )  # fmt: skip


def test_a_score_is_the_weighted_mean_of_what_has_a_denominator():
    up = Indicator("up", "甲", "a", "x", "y", 60, 50, 100)
    down = Indicator("down", "乙", "b", "z", "y", 40, 10, 0)
    version = Version("t", START, (up, down))
    assert [part_of(up, n, 100).points for n in (40, 50, 75, 120)] == [0, 0, 50, 100]
    assert [part_of(down, n, 100).points for n in (0, 5, 30)] == [100, 50, 0]
    assert score_of(parts_of(version, {"x": 75, "y": 100, "z": 5})) == 50.0
    assert score_of(parts_of(version, {"x": 3, "z": 1})) is None
    with pytest.raises(ValueError, match="add up to 100"):
        Version("t", START, (up,))


def test_streets_rank_by_rates_over_their_own_stock_and_never_by_what_they_found(history: Any):
    shown = ranking.ranking(OFFICE, MONTH, "150402")
    assert {row["area_path"] for row in shown} == set(STREETS)
    for row in shown:
        counted = recount(history, MONTH.start, MONTH.end, row["area_path"])
        parts = parts_of(version_on(TODAY), counted)
        assert row["score"] == score_of(parts)
        assert [(one["n"], one["of"], one["rate"]) for one in row["parts"]] == [(p.n, p.of, p.rate) for p in parts]
    scores = [row["score"] or 0 for row in shown]
    assert scores == sorted(scores, reverse=True)
    assert "hazards.found" not in {one.numerator for one in VERSIONS[-1].indicators}
    last = ranking.months(OFFICE, MONTH, STREETS[0])[-1]
    whole = recount(history, last["from"], last["to"], STREETS[0])
    assert last["score"] == score_of(parts_of(version_on(TODAY), whole))


def test_the_overview_compares_with_the_days_before_and_says_why_it_got_worse(history: Any):
    week = overview(actor=OFFICE, day=TODAY - timedelta(days=3), area_path="150402", days=7)
    now = recount(history, week["from_date"], week["date"], "150402")
    before = recount(history, week["before_from"], week["before_to"], "150402")
    assert (week["date"] - week["from_date"]).days == 6
    assert (week["from_date"] - week["before_to"]).days == 1
    assert {row["id"]: (row["value"], row["before"]) for row in week["figures"]} == {
        row["id"]: (now[row["id"]], before[row["id"]]) for row in week["figures"]
    }
    rises = [row for back in range(DAYS) for row in overview(actor=OFFICE, day=START + timedelta(days=back))["worse"]]
    assert {row["figure_id"] for row in rises} >= {"hazards.overdue", "hazards.stock_closing"}
    for row in rises[:20]:
        for cause in row["because"]:
            assert cause["value"] == recount(history, cause["date"], cause["date"], row["area_path"])[cause["figure_id"]]
            assert cause["words"] in row["reason"]


def test_signs_of_work_for_show_count_what_was_listed_and_open_to_their_visits(
    history: Any, actor_for: Callable[..., Actor], client_for: Callable[[Actor], Any]
):
    valid = Visit.objects.filter(valid=True, local_date__gte=MONTH.start, local_date__lte=TODAY, area_path__startswith=STREETS[0])
    first, second, third, fourth = valid.order_by("number")[:4]
    doubt(first, "dwell", "reused_photo")
    doubt(second, "pace")
    doubt(third, "all_fine")
    doubt(fourth, "dwell", listed=False)
    case = Hazard.objects.filter(
        state="closed", closed_how="reviewed", closed_on__gte=MONTH.start, closed_on__lte=MONTH.end
    ).order_by("number")[0]
    HazardStep.objects.create(
        hazard=case, sequence=99, verb="review_pass", to_state="closed", round=case.round, actor_name="测试", at=case.closed_at,
        on=case.closed_on, recorded_at=case.closed_at, received_at=case.closed_at, data={"photos": 0},
    )  # fmt: skip
    rows = {row["area_path"]: row for row in integrity.integrity(OFFICE, MONTH, "150402")}
    own = rows[STREETS[0]]
    assert (own["patrol.doubts_fast"], own["patrol.doubts_reused"], own["patrol.doubts_all_fine"]) == (2, 1, 1)
    assert rows["150402"]["hazards.closed_not_reshot"] == 1
    assert rows[STREETS[0]]["patrol.visits"] == recount(history, MONTH.start, TODAY, STREETS[0])["patrol.visits"]
    desk = client_for(actor_for("supervisor", STREETS[0]))
    span = f"from={MONTH.start}&to={MONTH.end}&area={STREETS[0]}"
    opened = desk.send("GET", f"/figures/patrol.doubts_fast/rows?{span}").json()
    assert {item["number"] for item in opened["items"]} == {first.number, second.number}
    # Who may not see doubts is shown a dash, not a zero.
    director = client_for(actor_for("centre_director", STREETS[0]))
    told = director.send("GET", f"/panels/overview.integrity?{span}").json()["rows"][0]
    assert told["patrol.doubts_fast"] is None
    assert told["hazards.closed_not_reshot"] is not None


def test_a_persons_page_tells_their_work_to_them_and_to_those_in_scope_and_each_look_is_audited(
    history: Any, actor_for: Callable[..., Actor], client_for: Callable[[Actor], Any]
):
    visit = Visit.objects.filter(valid=True, inspected=True, area_path__startswith=STREETS[0]).order_by("number").first()
    assert visit is not None
    worker = actor_for("grid_worker", STREETS[0])
    Visit.objects.filter(by_account=visit.by_account).update(by_account=worker.account_id)
    member = Member.objects.create(name="网格员甲", area_path=STREETS[0], account_id=worker.account_id)
    path = f"/members/{member.pk}/work?start={START}&end={TODAY}"
    own = client_for(worker).send("GET", path).json()
    mine = Visit.objects.filter(by_account=worker.account_id, valid=True)
    assert own["own"]
    assert own["counts"]["visits"] == mine.filter(inspected=True).count() == sum(day["visits"] for day in own["by_day"])
    assert own["counts"]["not_entered"] == mine.filter(inspected=False).count()
    before = AuditEntry.objects.filter(verb="member.work.read").count()
    seen = client_for(actor_for("supervisor", STREETS[0])).send("GET", path).json()
    assert seen["counts"]["visits"] == mine.filter(inspected=True, area_path__startswith=STREETS[0]).count()
    assert AuditEntry.objects.filter(verb="member.work.read").count() == before + 1
    assert client_for(actor_for("supervisor", STREETS[1])).send("GET", path).status_code == 404
    assert not {"lon", "lat"} & set(str(own))
    supervisor = client_for(actor_for("supervisor", STREETS[0]))
    shown = seen["visits"]
    book = load_workbook(io.BytesIO(supervisor.send("GET", path.replace("work?", "panels/visits.xlsx?")).content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert [row[1:3] for row in cells if row[0] and str(row[0])[:2] == "20" and row[2]] == [
        [row["place"], row["words"]] for row in shown
    ]
    assert supervisor.send("GET", path.replace("work?", "panels/by_day.pdf?")).content[:4] == b"%PDF"
    assert supervisor.send("GET", path.replace("work?", "panels/ways.pdf?")).status_code == 404
    assert client_for(worker).send("GET", path.replace("work?", "panels/visits.png?")).status_code == 403
    people = {row["id"]: row for row in on_posts(OFFICE, MONTH, "150402")}
    assert all(row["tasks_due"] >= row["tasks_done"] for row in people.values())


def test_the_reads_do_not_grow_with_the_district(history: Any, django_assert_max_num_queries: Any):
    settled()
    with django_assert_max_num_queries(30):
        ranking.ranking(OFFICE, MONTH, "150402")
    with django_assert_max_num_queries(30):
        integrity.integrity(OFFICE, MONTH, "150402")
    with django_assert_max_num_queries(3):
        on_posts(OFFICE, MONTH, "150402")
