"""Drawing a week for re-inspection and recording what was found at the place."""

from datetime import timedelta

import pytest

from fengsui.figures import queries as figure_queries
from fengsui.kernel import clock
from fengsui.kernel.figure import Period, known
from fengsui.kernel.models import AuditEntry, OutboxEvent
from fengsui.patrol.quality import services
from fengsui.patrol.quality.models import SampleDraw, SampleItem
from fengsui.patrol.quality.services.sampling import drawn_from
from tests.hazards.factories import GRID, OTHER_STREET, STREET, local, make_place
from tests.patrol.quality.conftest import MONDAY, Round, computed

pytestmark = pytest.mark.django_db
NEXT_MONDAY = local("2026-11-23 09:00")
WEEK = {"area_path": STREET, "week_from": "2026-11-16", "count": 6}


@pytest.fixture
def week(quality):
    """Return a week of twenty visits of two people, five of them hurried and listed, and one of the supervisor's own."""
    colleague = Round(quality.people.inspector)
    for n in range(20):
        with clock.frozen(MONDAY + timedelta(hours=n)):
            place = make_place(GRID, name=f"门店{n}")
            (quality.worker if n % 2 else colleague).visit(place, seconds=12 if n % 4 == 1 else 200)
    with clock.frozen(MONDAY + timedelta(days=1)):
        Round(quality.supervisor).visit(quality.shop, seconds=12)
        Round(quality.people.stranger).visit(quality.far, seconds=12)
        computed()
    with clock.frozen(NEXT_MONDAY):
        services.list_unanswered()
        computed()
    return quality


def draw(client, **more):
    return client.send("POST", "/patrol/quality/draws", {**WEEK, **more})


def items(client, query=""):
    return client.send("GET", f"/patrol/quality/samples?page_size=200{query}").json()["items"]


def test_a_draw_takes_doubted_and_undoubted_and_can_be_drawn_again_from_its_seed(week, client_for):
    desk = client_for(week.supervisor)
    with clock.frozen(local("2026-11-25 09:00")):
        services.list_unanswered()
        made = draw(desk)
        assert made.status_code == 200, made.content
        body = made.json()
        assert (body["doubted_count"], body["others_count"], body["drawn"], body["done"]) == (5, 15, 6, 0)
        assert body["same_when_drawn_again"] and len(body["seed"]) == 32
        rows = items(desk)
        assert len(rows) == 6 and {row["why"] for row in rows} == {"doubt", "random"}
        assert sum(row["why"] == "doubt" for row in rows) == 3
        assert all(row["by_name"] != "周监督" for row in rows)
        by_doubt = next(row for row in rows if row["why"] == "doubt")
        assert by_doubt["reasons"][0]["zh"] == "停留 12 秒，检查表 20 项"
        entry = AuditEntry.objects.get(verb="sample.draw")
        assert entry.changes["seed"] == [None, body["seed"]] and len(entry.changes["drawn"][1]) == 6
        again = draw(desk)
        assert (again.status_code, again.json()["code"]) == (409, "already_drawn")


def test_a_changed_list_or_seed_shows(week, client_for):
    desk = client_for(week.supervisor)
    with clock.frozen(NEXT_MONDAY):
        made = draw(desk).json()
        row = SampleDraw.objects.get()
        doubted, others = drawn_from(row)
        assert len(doubted) + len(others) == 20
        SampleDraw.objects.update(seed="0" * 32)
        assert desk.send("GET", f"/patrol/quality/draws/{made['id']}").json()["same_when_drawn_again"] is False
        SampleDraw.objects.update(seed=made["seed"], candidates_sha256="0" * 64)
        assert desk.send("GET", f"/patrol/quality/draws/{made['id']}").json()["same_when_drawn_again"] is False


def test_a_doubt_that_is_not_listed_yet_may_be_drawn_at_random_and_says_nothing(quality, client_for):
    with clock.frozen(MONDAY):
        quality.hurried()
    with clock.frozen(NEXT_MONDAY):
        made = draw(client_for(quality.supervisor)).json()
        assert (made["doubted_count"], made["others_count"]) == (0, 1)
        row = items(client_for(quality.supervisor))[0]
    assert (row["why"], row["score"], row["reasons"], row["explanation"]) == ("random", 0, [], "")


def test_only_a_finished_week_of_a_street_in_scope_is_drawn_by_those_who_may(week, client_for):
    with clock.frozen(NEXT_MONDAY):
        desk = client_for(week.supervisor)
        for wrong in ({"week_from": "2026-11-23"}, {"week_from": "2026-11-17"}, {"week_from": "2026-10-12"}, {"area_path": GRID}):
            assert draw(desk, **wrong).status_code == 422, wrong
        assert draw(desk, area_path=OTHER_STREET).status_code == 404
        assert draw(client_for(week.people.director)).status_code == 403
        assert draw(client_for(week.people.grid_worker)).status_code == 403
        assert not SampleDraw.objects.exists()


def test_the_result_is_recorded_once_with_what_differs_and_never_by_the_visitor(week, client_for):
    with clock.frozen(NEXT_MONDAY):
        brigade, desk = client_for(week.people.brigade), client_for(week.supervisor)
        assert draw(brigade, count=50).json()["drawn"] == 21
        rows = items(brigade)
        own = next(row for row in rows if row["by_name"] == "周监督")
        assert own["may_record"]
        assert not next(row for row in items(desk) if row["id"] == own["id"])["may_record"]
        refused = desk.send("POST", f"/patrol/quality/samples/{own['id']}/result", {"result": "match"})
        assert (refused.status_code, refused.json()["code"]) == (403, "own_visit")
        path = f"/patrol/quality/samples/{rows[0]['id']}/result"
        wrong = {"result": "mismatch", "differences": ["items"], "note": "灭火器压力不足，记录为合格"}
        for bad in ({"result": "mismatch"}, {"result": "maybe"}, {"result": "match", "differences": ["items"]},
                    {**wrong, "differences": ["moon"]}, {**wrong, "note": ""}):  # fmt: skip
            assert desk.send("POST", path, bad).status_code == 422, bad
        outside = client_for(week.other_supervisor)
        assert outside.send("POST", path, wrong).status_code == 404 and items(outside) == []
        photo = {"sha256": "a" * 64, "role": "scene"}
        assert desk.send("POST", path, {**wrong, "photos": [photo]}).status_code == 200
        again = desk.send("POST", path, {"result": "match"})
        assert (again.status_code, again.json()["code"]) == (409, "sample_recorded")
        row = next(row for row in items(desk) if row["id"] == rows[0]["id"])
        assert (row["result_label"], row["difference_labels"], row["re_inspected_by"]) == (
            "不符",
            ["检查结果与现场不符"],
            "周监督",
        )
        assert len(row["re_inspection_photos"]) == 1 and not row["may_record"]
        assert len(items(desk, "&state=mismatch")) == 1 and len(items(desk, "&state=open")) == 20


def test_the_figures_count_what_was_re_inspected_and_what_matched(week, client_for):
    with clock.frozen(NEXT_MONDAY):
        desk = client_for(week.supervisor)
        draw(desk)
        rows = items(desk)
        for n, row in enumerate(rows[:4]):
            body = {"result": "match"} if n else {"result": "mismatch", "differences": ["not_visited"], "note": "店主说没人来过"}
            assert desk.send("POST", f"/patrol/quality/samples/{row['id']}/result", body).status_code == 200
        today = Period.day(clock.local_date())
        counted = [
            figure_queries.value(known(name), actor=week.supervisor, period=today).value
            for name in ("patrol.samples_done", "patrol.samples_matched")
        ]
        assert counted == [4, 3]
        shown = figure_queries.rows(known("patrol.samples_done"), actor=week.supervisor, period=today)[1]
        assert {row["result_label"] for row in shown} == {"相符", "不符"}
        drawn = desk.send("GET", "/patrol/quality/draws").json()["items"][0]
        assert (drawn["done"], drawn["matched"]) == (4, 3)


def test_the_inspector_reads_the_result_of_a_doubted_visit(week, client_for):
    with clock.frozen(NEXT_MONDAY):
        desk = client_for(week.supervisor)
        services.list_unanswered()
        draw(desk)
        for row in items(desk):
            desk.send("POST", f"/patrol/quality/samples/{row['id']}/result", {"result": "match"})
        told = client_for(week.people.grid_worker).send("GET", "/patrol/quality/mine").json()
        drawn = set(SampleItem.objects.values_list("visit_id", flat=True))
        assert {row["result"] for row in told if row["visit_id"] in {str(pk) for pk in drawn}} <= {"相符"}


def test_the_export_has_the_rows_of_the_screen_and_is_audited(week, client_for):
    with clock.frozen(NEXT_MONDAY):
        desk = client_for(week.supervisor)
        draw(desk)
        answer = desk.send("GET", "/patrol/quality/samples/export.xlsx?state=open")
        assert answer.status_code == 200 and answer.content[:2] == b"PK"
        assert client_for(week.people.director).send("GET", "/patrol/quality/samples/export.xlsx").status_code == 403
    assert AuditEntry.objects.get(verb="sample.export").changes["rows"] == [None, 6]
    assert not OutboxEvent.objects.filter(kind="SampleDrawn").exclude(permission="patrol.doubts").exists()


def test_lists_take_the_same_number_of_queries_however_long(week, client_for):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with clock.frozen(local("2026-11-25 09:00")):
        services.list_unanswered()
        desk = client_for(week.people.brigade)
        draw(desk, count=20)
        counts = []
        for size in (1, 20):
            for path in ("samples", "doubts", "draws"):
                with CaptureQueriesContext(connection) as captured:
                    assert desk.send("GET", f"/patrol/quality/{path}?page_size={size}").status_code == 200
                counts.append((path, len(captured)))
        assert counts[:3] == counts[3:]
