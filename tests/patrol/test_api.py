"""Patrol over HTTP: the phone's sync and pack, visits and tasks at the desk; constant queries; scope."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fengsui.hazards import services as hazard_services
from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry
from fengsui.patrol import queries, services
from fengsui.patrol.filters import TaskFilters, VisitFilters
from fengsui.patrol.models import Task
from tests.hazards.factories import GRID, LIGHTS, STREET, local, make_area, make_place
from tests.patrol.phone import visit_body

pytestmark = pytest.mark.django_db
# Queries of each read, however many rows there are. A change here is a decision.
QUERY_COUNTS = {"visits": 4, "visit": 12, "tasks": 3, "today": 3}
NOW = "2026-11-16 10:00"


def make_task(place, actor=None, **fields):
    """Return an open routine task due today."""
    return Task.objects.create(
        place=place, area_path=place.area_path, kind="routine", subject_key=f"routine:{place.pk}", reason_code="due",
        reason="到期", due_on=clock.local_date(), assignee_id=actor.account_id if actor else None, **fields,
    )  # fmt: skip


@pytest.fixture
def day(posted):
    """Return four visits of one morning, one with a hazard, one locked, and a task for each place."""
    visits = []
    for n in range(4):
        with clock.frozen(local(f"2026-11-16 0{n + 5}:00")):
            place = make_place(name=f"第{n}家", lon=118.95 + n / 100, lat=42.27, cell_number=1)
            hazards = [{"id": str(new_id()), "item_code": LIGHTS}] if n == 1 else []
            body = visit_body(place, clock.now(), outcome="locked" if n == 2 else "checked")
            visits.append(services.submit_visit(actor=posted.grid_worker, operation_id=new_id(), visit=body, hazards=hazards))
            make_task(place, posted.grid_worker)
    return visits


def counted(read):
    """Return how many queries a read makes once the day's cells are up to date, savepoints aside."""
    read()
    with CaptureQueriesContext(connection) as captured:
        read()
    return len([query for query in captured.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_the_number_of_queries_does_not_grow_with_the_rows(posted, day):
    reads = {
        "visits": lambda: queries.list_visits(actor=posted.inspector, filters=VisitFilters()),
        "visit": lambda: queries.visit_detail(actor=posted.inspector, visit_id=day[1].pk),
        "tasks": lambda: queries.list_tasks(actor=posted.inspector, filters=TaskFilters()),
        "today": lambda: queries.today_list(actor=posted.grid_worker),
    }
    with clock.frozen(local(NOW)):
        assert {name: counted(read) for name, read in reads.items()} == QUERY_COUNTS
        for _ in range(5):
            place = make_place()
            services.submit_visit(actor=posted.grid_worker, visit=visit_body(place, clock.now()))
            make_task(place, posted.grid_worker)
        assert {name: counted(read) for name, read in reads.items()} == QUERY_COUNTS


def test_visits_are_filtered_exported_and_opened(posted, day, client_for):
    with clock.frozen(local(NOW)):
        client = client_for(posted.inspector)
        assert client.send("GET", "/visits").json()["total"] == 4
        assert client.send("GET", "/visits?outcome=locked").json()["total"] == 1
        assert client.send("GET", "/visits?with_hazards=true").json()["total"] == 1
        assert client.send("GET", "/visits?inspected=true").json()["total"] == 3
        assert client.send("GET", f"/visits?by_account={posted.grid_worker.account_id}").json()["total"] == 4
        assert client.send("GET", "/visits?date_from=2026-11-17").json()["total"] == 0
        assert client.send("GET", f"/visits?search={day[3].number}").json()["total"] == 1
        detail = client.send("GET", f"/visits/{day[1].pk}").json()
        assert detail["hazards"][0]["item_code"] == LIGHTS
        assert detail["answers"][0]["title"] != detail["answers"][0]["item"]
        assert len(client.send("GET", f"/places/{day[1].place_id}/visits").json()) == 1
        answer = client.send("GET", "/visits/export.xlsx?outcome=locked")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["巡查记录"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [day[2].number]
    assert AuditEntry.objects.filter(verb="visit.export").count() == 1


def test_another_street_sees_no_visit_no_task_and_no_place_in_its_pack(posted, day, client_for):
    with clock.frozen(local(NOW)):
        client = client_for(posted.stranger)
        assert client.send("GET", "/visits").json()["total"] == 0
        assert client.send("GET", "/tasks").json()["total"] == 0
        assert client.send("GET", "/patrol/today").json() == []
        assert client.send("GET", f"/visits/{day[0].pk}").status_code == 404
        task = Task.objects.filter(state="open").first()
        body = {"deferred_to": "2026-11-20", "reason": "不归我管"}
        assert client.send("POST", f"/tasks/{task.pk}/defer", body).status_code == 404
        pack = client.send("GET", "/patrol/pack").json()
        assert (pack["places"], pack["hazards"], pack["tasks"]) == ([], [], [])


def test_the_pack_holds_the_least_and_then_only_what_changed(posted, day, client_for):
    make_area(STREET)
    with clock.frozen(local(NOW)):
        client = client_for(posted.grid_worker)
        whole = client.send("GET", "/patrol/pack").json()
        assert whole["full"]
        assert len(whole["places"]) == 4
        assert len(whole["hazards"]) == 1
        assert not {"phone", "contacts", "note"} & whole["places"][0].keys()
        assert whole["rules"]["version"]
        assert whole["me"]["name"] == "王网格"
        assert [area["path"] for area in whole["areas"]] == [GRID]
    with clock.frozen(local(NOW) + timedelta(hours=1)):
        client = client_for(posted.grid_worker)
        nothing = client.send("GET", f"/patrol/pack?cursor={whole['cursor'].replace('+', '%2B')}").json()
        assert not nothing["full"]
        assert (nothing["places"], nothing["hazards"], nothing["tasks"]) == ([], [], [])
        hazard_id = whole["hazards"][0]["id"]
        hazard_services.void_hazard(actor=posted.director, hazard_id=hazard_id, reason="重复登记")
        delta = client.send("GET", f"/patrol/pack?cursor={whole['cursor'].replace('+', '%2B')}").json()
        assert delta["gone"]["hazards"] == [hazard_id]
        refused = client.send("GET", "/patrol/pack?cursor=yesterday")
        assert refused.status_code == 422
        assert refused.json()["code"] == "cursor_invalid"


def test_a_phone_syncs_over_http_and_one_bad_operation_is_only_its_own(posted, client_for):
    with clock.frozen(local(NOW)):
        client = client_for(posted.grid_worker)
        body = visit_body(make_place(), clock.now())
        good = {
            "id": str(new_id()), "kind": "visit.submit", "recorded_at": clock.now().isoformat(),
            "device_now": clock.now().isoformat(), "payload": {"visit": body},
        }  # fmt: skip
        batch = {"operations": [{"id": "broken"}, good, good]}
        answer = client.send("POST", "/sync/operations", batch)
        assert answer.status_code == 200
        assert [result["status"] for result in answer.json()["results"]] == ["rejected", "accepted", "duplicate"]
        too_many = client.send("POST", "/sync/operations", {"operations": [good] * 201})
        assert too_many.status_code == 413
        assert too_many.json()["limit"] == 200
        said = client.send("POST", "/patrol/unsent", {"unsent_operations": 0, "unsent_photos": 2})
        assert said.json() == {"ok": True}
        assert client.send("GET", "/patrol/phones").status_code == 403
        assert client_for(posted.director).send("GET", "/patrol/phones").json()[0]["unsent_photos"] == 2


def test_the_desk_submits_plans_defers_and_invalidates(posted, client_for):
    make_area(STREET)
    with clock.frozen(local(NOW)):
        client = client_for(posted.director)
        body = visit_body(make_place(), clock.now(), source="desk")
        made = client.send("POST", "/visits", {"visit": body})
        assert made.status_code == 201
        assert made.json()["source_label"] == "电脑"
        gone = client.send("POST", f"/visits/{made.json()['id']}/invalidate", {"reason": "录错了场所"})
        assert gone.json()["valid"] is False
        planned = client.send("POST", "/patrol/plan", {"area_path": STREET})
        assert planned.status_code == 200
        task = make_task(make_place())
        row = client.send("POST", f"/tasks/{task.pk}/defer", {"deferred_to": "2026-11-20", "reason": "大雪封路"}).json()
        assert (row["state_label"], row["deferred_to"]) == ("已延后", "2026-11-20")
        codes = client.send("GET", "/visits/codes").json()
        assert {kind["code"] for kind in codes["task_kinds"]} >= {"routine", "review", "locked_return"}
