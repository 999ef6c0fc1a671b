"""The desk over HTTP: list with filters, board, export, case, buttons, conflicts; constant queries; scope."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fengsui.hazards import queries, services
from fengsui.hazards.filters import HazardFilters
from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry
from fengsui.org.models import Member
from tests.hazards.factories import BLOCKED_PASSAGE, GRID, LIGHTS, local, make_picture, make_place, photo

pytestmark = pytest.mark.django_db
# Queries of each read, however many rows there are. A change here is a decision.
QUERY_COUNTS = {"list": 4, "board": 4, "place": 3, "case": 19}


@pytest.fixture
def street(people):
    """Return eight hazards of one street: some overdue, one reported fixed, one closed."""
    with clock.frozen(local("2026-10-12 10:00")):
        rows = [
            services.open_hazard(
                actor=people.grid_worker, place_id=make_place(name=f"第{n}家").pk, item_code=LIGHTS if n % 2 else BLOCKED_PASSAGE
            )
            for n in range(8)
        ]
        for row in rows[:2]:
            services.report_fixed(actor=people.grid_worker, hazard_id=row.pk, photos=[photo("after", sent_by=people.grid_worker)])
    with clock.frozen(local("2026-10-13 10:00")):
        services.review_hazard(actor=people.inspector, hazard_id=rows[0].pk, passed=True)
    return rows


def counted(read):
    """Return how many queries a read makes once the day's cells are up to date."""
    read()
    with CaptureQueriesContext(connection) as captured:
        read()
    return len([query for query in captured.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_the_number_of_queries_does_not_grow_with_the_rows(people, street):
    hazard = street[1]
    reads = {
        "list": lambda: queries.list_hazards(actor=people.inspector, filters=HazardFilters()),
        "board": lambda: queries.board(actor=people.inspector, filters=HazardFilters()),
        "place": lambda: queries.hazards_of_place(actor=people.inspector, place_id=hazard.place_id),
        "case": lambda: queries.case(actor=people.inspector, hazard_id=hazard.pk),
    }
    assert {name: counted(read) for name, read in reads.items()} == QUERY_COUNTS
    for _ in range(5):
        services.open_hazard(actor=people.grid_worker, place_id=make_place().pk, item_code=LIGHTS)
    assert {name: counted(read) for name, read in reads.items()} == QUERY_COUNTS


def test_filters_and_board_agree(people, street, client_for):
    with clock.frozen(local("2026-11-16 10:00")):
        client = client_for(people.inspector)
        board = client.send("GET", "/hazards/board").json()
        counts = {state["code"]: state["count"] for state in board["states"]}
        assert {code: n for code, n in counts.items() if n} == {"found": 6, "reported_fixed": 1, "closed": 1}
        assert board["stock"] == 7
        assert board["overdue"] == 6
        page = client.send("GET", "/hazards?overdue=true&sort=due_on&page_size=3").json()
        assert (page["total"], len(page["items"])) == (6, 3)
        assert all(item["overdue"] for item in page["items"])
        assert client.send("GET", "/hazards?state=closed").json()["total"] == 1
        assert client.send("GET", "/hazards?state=closed&state=reported_fixed").json()["total"] == 2
        assert client.send("GET", "/hazards?grade=A").json()["total"] == 4
        assert client.send("GET", "/hazards?search=第3家").json()["total"] == 1
        assert client.send("GET", f"/hazards?search={street[4].number}").json()["total"] == 1
        assert client.send("GET", "/hazards?found_from=2026-10-13").json()["total"] == 0
        assert client.send("GET", f"/hazards?place_id={street[2].place_id}").json()["total"] == 1
        assert client.send("GET", "/hazards?area=150402/001").json()["total"] == 0
        assert len(client.send("GET", f"/places/{street[2].place_id}/hazards").json()) == 1


def test_another_street_sees_nothing_anywhere(people, street, client_for):
    with clock.frozen(local("2026-11-16 10:00")):
        client = client_for(people.stranger)
        assert client.send("GET", "/hazards").json()["total"] == 0
        assert client.send("GET", "/hazards/board").json()["stock"] == 0
        assert client.send("GET", f"/hazards/{street[0].pk}").status_code == 404
        assert client.send("GET", f"/places/{street[0].place_id}/hazards").json() == []
        answer = client.send("POST", f"/hazards/{street[3].pk}/report-fixed", {})
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"
        book = openpyxl.load_workbook(io.BytesIO(client.send("GET", "/hazards/export.xlsx").content))
        assert book["隐患台账"].max_row == 1


def test_roles_without_the_permission_are_told_which_roles_have_it(street, client_for, actor_for):
    with clock.frozen(local("2026-11-16 10:00")):
        answer = client_for(actor_for("audit_admin", "150402")).send("GET", "/hazards")
        assert answer.status_code == 403
        assert answer.json()["code"] == "permission_missing"
        worker = client_for(actor_for("grid_worker", GRID))
        assert worker.send("GET", "/hazards/export.xlsx").status_code == 403


def test_the_export_holds_the_rows_of_the_list_and_is_audited(people, street, client_for):
    with clock.frozen(local("2026-11-16 10:00")):
        answer = client_for(people.inspector).send("GET", "/hazards/export.xlsx?overdue=true")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["隐患台账"]
    numbers = {row[0].value for row in sheet.iter_rows(min_row=2)}
    assert numbers == {row.number for row in street[2:]}
    entry = AuditEntry.objects.get(verb="hazard.export")
    assert entry.changes["rows"] == [None, 6]
    assert entry.changes["filters"][1] == {"overdue": True}


def test_a_case_from_opening_to_closing_over_http(people, client_for):
    place = make_place()
    with clock.frozen(local("2026-11-16 10:00")):
        inspector, director = client_for(people.inspector), client_for(people.director)
        opened = inspector.send("POST", "/hazards", {"place_id": place.pk, "item_code": LIGHTS, "description": "走廊灯不亮"})
        assert opened.status_code == 201
        case = opened.json()
        assert case["state_label"] == "发现"
        assert case["place"]["name"] == place.name
        assert [clause["mark"] for clause in case["basis"]] == ["", "待核"]
        buttons = {offer["verb"]: offer for offer in case["verbs"]}
        assert {"assign", "report_fixed", "add_photo"} <= buttons.keys()
        assert "void" not in buttons
        assert buttons["assign"]["consequence"]
        member = Member.objects.create(name="周店长", area_path=GRID)
        body = {"assignee_kind": "member", "assignee_id": member.pk, "expected_version": case["row_version"]}
        case = director.send("POST", f"/hazards/{case['id']}/assign", body).json()
        assert case["assigned_to"] == "周店长"
        stale = inspector.send("POST", f"/hazards/{case['id']}/report-fixed", {"expected_version": 1})
        assert stale.status_code == 409
        assert stale.json()["meanwhile"][0]["actor"] == "孙主任"
        sha256, content = make_picture()
        report = {"rectifier": "周店长", "photos": [{"sha256": sha256, "role": "after"}]}
        case = inspector.send("POST", f"/hazards/{case['id']}/report-fixed", report).json()
        assert case["state"] == "reported_fixed"
        assert case["missing_photos"] == 1
        refused = director.send("POST", f"/hazards/{case['id']}/review", {"passed": True})
        assert refused.status_code == 422
        assert refused.json()["code"] == "evidence_missing"
        sent = inspector.generic(
            "PUT", f"/api/v1/evidence/files/{sha256}", content, content_type="image/jpeg",
            headers={"Idempotency-Key": str(new_id())},
        )  # fmt: skip
        assert sent.status_code in (200, 201)
        refused = inspector.send("POST", f"/hazards/{case['id']}/review", {"passed": True})
        assert refused.json()["code"] == "reviewer_is_rectifier"
        case = director.send("POST", f"/hazards/{case['id']}/review", {"passed": True}).json()
        assert (case["state"], case["closed_on"]) == ("closed", "2026-11-16")
        assert [offer["verb"] for offer in case["verbs"]] == ["reopen"]


def test_the_same_key_again_answers_the_same_and_writes_nothing_new(people, client_for):
    with clock.frozen(local("2026-11-16 10:00")):
        client, key = client_for(people.inspector), new_id()
        body = {"place_id": str(make_place().pk), "item_code": LIGHTS}
        first, again = client.send("POST", "/hazards", body, key=key), client.send("POST", "/hazards", body, key=key)
        assert first.json()["number"] == again.json()["number"]
        other = client.send("POST", "/hazards", {**body, "description": "别的"}, key=key)
        assert other.status_code == 409
        assert other.json()["code"] == "operation_reused"
        assert client.send("GET", "/hazards").json()["total"] == 1


def test_who_saw_the_case_stands_on_the_case(people, street, client_for):
    with clock.frozen(local("2026-11-16 10:00")):
        client_for(people.director).send("GET", f"/hazards/{street[3].pk}")
    with clock.frozen(local("2026-11-16 10:00") + timedelta(minutes=5)):
        seen = client_for(people.inspector).send("GET", f"/hazards/{street[3].pk}").json()["seen_by"]
    assert [reader["name"] for reader in seen] == ["李巡查", "孙主任"]


def test_the_state_table_is_served_to_the_screens(people, client_for):
    with clock.frozen(local("2026-11-16 10:00")):
        codes = client_for(people.inspector).send("GET", "/hazards/codes").json()
    assert len(codes["states"]) == 9
    assert len(codes["legal_categories"]) == 12
    assert any(verb["code"] == "review_pass" and "reviewer_is_rectifier" in verb["guards"] for verb in codes["verbs"])
