"""One deed on many cases: two thousand of which three may not, a worker killed in the middle, taking it back."""

from datetime import timedelta

import pytest

from fengsui.hazards import services
from fengsui.hazards.bulk import queries as bulk_queries
from fengsui.hazards.bulk import services as bulk
from fengsui.hazards.bulk.models import BulkBatch, BulkItem
from fengsui.hazards.filters import HazardFilters
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.kernel import clock, jobs
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Job
from fengsui.org.models import Member, Organization
from fengsui.places.models import Place
from tests.hazards.factories import GRID, LIGHTS, OTHER_STREET, STREET, local, make_area, make_place

pytestmark = pytest.mark.django_db
DAY = local("2026-11-16 10:00")


def many(actor, count):
    """Write many hazards of a street fast, each at a place of its own, like one that the service made."""
    model = services.open_hazard(actor=actor, place_id=make_place().pk, item_code=LIGHTS)
    place = Place.objects.get(pk=model.place_id)
    places = [
        Place(**{
            **{f.attname: getattr(place, f.attname) for f in Place._meta.concrete_fields},
            "id": new_id(), "number": f"CS-X-{n:05d}", "plate_code": f"X{n:09d}",
        })
        for n in range(1, count)
    ]  # fmt: skip
    Place.objects.bulk_create(places, batch_size=500)
    values = {f.attname: getattr(model, f.attname) for f in Hazard._meta.concrete_fields}
    rows = [Hazard(**{**values, "id": new_id(), "number": f"YH-X-{n:05d}", "place_id": p.pk}) for n, p in enumerate(places, 1)]
    Hazard.objects.bulk_create(rows, batch_size=500)
    first = HazardStep.objects.get(hazard=model)
    steps = {f.attname: getattr(first, f.attname) for f in HazardStep._meta.concrete_fields}
    HazardStep.objects.bulk_create([HazardStep(**{**steps, "id": new_id(), "hazard_id": row.pk}) for row in rows], batch_size=500)
    return list(Hazard.objects.order_by("number"))


@pytest.fixture
def office(people):
    return Organization.objects.create(name="某物业公司", kind="property", area_path=STREET)


def assign_all(people, office, **more):
    given = {"assignee_kind": "organization", "assignee_id": str(office.pk)}
    return bulk.preview(actor=people.director, verb="assign", arguments=given, filters=HazardFilters(**more))


def test_two_thousand_of_which_three_may_not(people, office):
    with clock.frozen(DAY):
        rows = many(people.grid_worker, 2000)
        services.void_hazard(actor=people.director, hazard_id=rows[7].pk, reason="重复登记")
        services.report_fixed(actor=people.grid_worker, hazard_id=rows[8].pk)
        batch = assign_all(people, office)
        shown = bulk_queries.shown(batch)
        assert (shown["total"], shown["counts"]["ready"], shown["counts"]["blocked"]) == (2000, 1998, 2)
        assert HazardStep.objects.filter(verb="assign").count() == 0
        # Somebody handles one of them before the batch runs.
        services.void_hazard(actor=people.director, hazard_id=rows[9].pk, reason="重复登记")
        bulk.start(actor=people.director, bulk_id=batch.pk)
        jobs.run_pending()
        shown = bulk_queries.shown(BulkBatch.objects.get(pk=batch.pk))
        assert shown["state"] == "done"
        assert (shown["counts"]["done"], shown["counts"]["failed"], shown["counts"]["blocked"]) == (1997, 1, 2)
        refused = bulk_queries.rows(batch=batch, state="failed").items + bulk_queries.rows(batch=batch, state="blocked").items
        assert {row["number"] for row in refused} == {rows[n].number for n in (7, 8, 9)}
        assert all(row["zh"] for row in refused)
        assert "孙主任作废" in refused[0]["zh"]
        assert Hazard.objects.filter(state="assigned", assigned_to="某物业公司").count() == 1997
        with pytest.raises(Conflict):
            bulk.start(actor=people.director, bulk_id=batch.pk)
        job = Job.objects.get(pk=BulkBatch.objects.get(pk=batch.pk).job_id)
        assert job.result["done"] == 1997


def test_a_worker_killed_in_mid_chunk_leaves_each_case_one_step(people, office, monkeypatch):
    with clock.frozen(DAY):
        many(people.grid_worker, 50)
        batch = assign_all(people, office)
        bulk.start(actor=people.director, bulk_id=batch.pk)
        calls = {"n": 0}
        real = services.assign_hazard

        def dying(**kwargs):
            calls["n"] += 1
            if calls["n"] in (15, 37):
                raise KeyboardInterrupt
            return real(**kwargs)

        monkeypatch.setattr(services, "assign_hazard", dying)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                bulk.apply(actor=people.director, batch=batch, progress=lambda done, total: None, chunk=10)
        monkeypatch.undo()
        bulk.apply(actor=people.director, batch=batch, progress=lambda done, total: None, chunk=10)
    assert BulkItem.objects.filter(batch=batch, state="done").count() == 50
    assert HazardStep.objects.filter(verb="assign").count() == 50
    assert set(HazardStep.objects.filter(verb="assign").values_list("hazard_id", flat=True)) == set(
        Hazard.objects.values_list("pk", flat=True)
    )


def test_a_batch_is_taken_back_but_for_what_was_handled_since(people, office):
    with clock.frozen(DAY):
        rows = many(people.grid_worker, 12)
        member = Member.objects.create(name="周店长", area_path=GRID)
        services.assign_hazard(actor=people.director, hazard_id=rows[3].pk, assignee_kind="member", assignee_id=member.pk)
        batch = assign_all(people, office)
        bulk.start(actor=people.director, bulk_id=batch.pk)
        jobs.run_pending()
        services.report_fixed(actor=people.grid_worker, hazard_id=rows[5].pk)
        bulk.start_undo(actor=people.director, bulk_id=batch.pk)
        jobs.run_pending()
        shown = bulk_queries.shown(BulkBatch.objects.get(pk=batch.pk))
    assert (shown["state"], shown["counts"]["undone"], shown["counts"]["kept"]) == ("undone", 11, 1)
    kept = bulk_queries.rows(batch=batch, state="kept").items
    assert [row["number"] for row in kept] == [rows[5].number]
    states = dict(Hazard.objects.values_list("number", "state"))
    assert states[rows[5].number] == "reported_fixed"
    assert states[rows[3].number] == "assigned"
    assert Hazard.objects.get(pk=rows[3].pk).assigned_to == "周店长"
    assert sum(state == "found" for state in states.values()) == 10


def test_what_the_table_does_not_allow_is_not_offered_in_bulk_nor_taken_back(people):
    with clock.frozen(DAY):
        many(people.grid_worker, 3)
        with pytest.raises(InvalidInput) as refused:
            bulk.preview(actor=people.director, verb="review_pass", arguments={})
        assert refused.value.code == "verb_not_in_bulk"
        with pytest.raises(InvalidInput) as lacking:
            bulk.preview(actor=people.director, verb="void", arguments={"reason": " "})
        assert lacking.value.code == "bulk_incomplete"
        batch = bulk.preview(actor=people.director, verb="urge", arguments={})
        bulk.start(actor=people.director, bulk_id=batch.pk)
        jobs.run_pending()
        with pytest.raises(InvalidInput) as stays:
            bulk.start_undo(actor=people.director, bulk_id=batch.pk)
        assert stays.value.code == "bulk_not_undoable"
        again = bulk.preview(actor=people.director, verb="urge", arguments={})
        shown = bulk_queries.shown(again)
    assert (shown["counts"]["ready"], shown["counts"]["blocked"]) == (0, 3)
    assert shown["reasons"][0]["code"] == "already_urged_today"


def test_another_street_is_never_in_the_set_nor_the_batch_open_to_others(people, office):
    with clock.frozen(DAY):
        mine = services.open_hazard(actor=people.grid_worker, place_id=make_place().pk, item_code=LIGHTS)
        make_area(f"{OTHER_STREET}/001/01", "grid")
        there = make_place(f"{OTHER_STREET}/001/01", name="外街的店")
        theirs = services.open_hazard(actor=people.stranger, place_id=there.pk, item_code=LIGHTS)
        batch = assign_all(people, office)
        assert list(batch.items.values_list("hazard_id", flat=True)) == [mine.pk]
        with pytest.raises(InvalidInput) as empty:
            bulk.preview(actor=people.director, verb="void", arguments={"reason": "重复登记"}, hazard_ids=[theirs.pk])
        assert empty.value.code == "bulk_empty"
        with pytest.raises(NotFound):
            bulk.start(actor=people.inspector, bulk_id=batch.pk)
        with pytest.raises(NotFound):
            bulk_queries.find(actor=people.stranger, bulk_id=batch.pk)
        with pytest.raises(Forbidden):
            bulk.preview(actor=people.grid_worker, verb="urge", arguments={})


def test_two_batches_at_once_do_each_case_once(people, office):
    with clock.frozen(DAY):
        many(people.grid_worker, 20)
        one, other = assign_all(people, office), assign_all(people, office)
        for batch in (one, other):
            bulk.start(actor=people.director, bulk_id=batch.pk)
        jobs.run_pending()
    assert BulkItem.objects.filter(batch=one, state="done").count() == 20
    failed = BulkItem.objects.filter(batch=other)
    assert {item.state for item in failed} == {"failed"}
    assert {item.code for item in failed} == {"hazard_changed"}


def test_the_result_as_a_spreadsheet_over_http(people, client_for, office):
    with clock.frozen(DAY):
        many(people.grid_worker, 3)
        client = client_for(people.director)
        body = {"verb": "assign", "arguments": {"assignee_kind": "organization", "assignee_id": str(office.pk)}, "filters": {}}
        made = client.send("POST", "/hazards/bulk", body).json()
        assert made["counts"]["ready"] == 3
        assert client.send("POST", f"/hazards/bulk/{made['id']}/apply", {}).json()["state"] == "running"
        jobs.run_pending()
    with clock.frozen(DAY + timedelta(minutes=1)):
        assert client.send("GET", f"/hazards/bulk/{made['id']}").json()["counts"]["done"] == 3
        assert client.send("GET", f"/hazards/bulk/{made['id']}/rows?state=done").json()["total"] == 3
        assert client.send("GET", f"/hazards/bulk/{made['id']}/result.xlsx").status_code == 200
