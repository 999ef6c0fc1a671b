"""Visits: what a worker records at a door, with hazards, photos, a wrong clock, and the tasks they settle."""

import hashlib
from datetime import date, timedelta
from uuid import UUID

import pytest

from fengsui.hazards import queries as hazard_queries
from fengsui.hazards.models import Hazard
from fengsui.kernel import clock, outbox
from fengsui.kernel.errors import Conflict, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry
from fengsui.patrol import queries, services
from fengsui.patrol.filters import VisitFilters
from fengsui.patrol.models import Task, Visit
from tests.hazards.factories import BLOCKED_PASSAGE, local, make_picture, make_place, upload
from tests.patrol.phone import visit_body

pytestmark = pytest.mark.django_db
DAY = "2026-11-16 10:00"


def submit(actor, body, **more):
    """Submit a visit as its own operation."""
    return services.submit_visit(actor=actor, operation_id=new_id(), visit=body, **more)


def test_a_door_where_all_is_fine_takes_one_visit_and_no_hazard(people):
    with clock.frozen(local("2026-11-16 10:00")):
        visit = submit(people.grid_worker, visit_body(make_place(), clock.now()))
    assert visit.number == "XC-150402-2026-000001"
    assert visit.inspected
    assert visit.hazard_count == 0
    assert visit.local_date == date(2026, 11, 16)
    assert (visit.ended_at - visit.started_at) == timedelta(minutes=7)


def test_two_hazards_one_fixed_on_the_spot_photos_arriving_later(people):
    before, after = make_picture(), make_picture()
    place = make_place()
    hazards = [
        {"id": str(new_id()), "item_code": "COM-08", "checked_count": 12, "bad_count": 2, "description": "二楼两盏不亮"},
        {
            "id": str(new_id()), "item_code": "COM-01", "fixed_on_site": True, "fix_note": "已搬走",
            "photos": [{"sha256": before[0], "role": "before"}, {"sha256": after[0], "role": "after"}],
        },
    ]  # fmt: skip
    with clock.frozen(local("2026-11-16 10:00")):
        visit = submit(people.grid_worker, visit_body(place, clock.now()), hazards=hazards)
        assert visit.hazard_count == 2
        states = dict(Hazard.objects.filter(source_id=visit.pk).values_list("item_code", "state"))
        assert states == {"COM-08": "found", "COM-01": "fixed_on_site"}
        upload(people.grid_worker, before[1])
        outbox.deliver_pending()
        assert Hazard.objects.get(item_code="COM-01").state == "fixed_on_site"
        upload(people.grid_worker, after[1])
        outbox.deliver_pending()
    fixed = Hazard.objects.get(item_code="COM-01")
    assert (fixed.state, fixed.closed_how) == ("closed", "on_site")
    detail = queries.visit_detail(actor=people.inspector, visit_id=visit.pk)
    assert [row["item_code"] for row in detail["hazards"]] == ["COM-08", "COM-01"]
    assert detail["hazards"][0]["place_name"] == "好再来饭店"


def test_a_bad_answer_without_its_own_hazard_becomes_one_and_the_next_one_is_its_witness(people):
    place = make_place()
    bad = {"item": "COM-08", "result": "bad", "checked": 10, "bad": 4, "note": "应急灯不亮"}
    with clock.frozen(local("2026-11-16 10:00")):
        first = submit(people.grid_worker, visit_body(place, clock.now(), answers=[bad]))
    with clock.frozen(local("2026-11-17 10:00")):
        second = submit(people.grid_worker, visit_body(place, clock.now(), answers=[bad]))
    assert (first.hazard_count, second.hazard_count) == (1, 1)
    hazard = Hazard.objects.get()
    assert hazard.witness_count == 2
    for visit in (first, second):
        assert [row["id"] for row in queries.visit_detail(actor=people.inspector, visit_id=visit.pk)["hazards"]] == [hazard.pk]
    assert (hazard.bad_count, hazard.checked_count, hazard.description) == (4, 10, "应急灯不亮")


def test_the_same_visit_again_changes_nothing_and_other_content_is_refused(people):
    with clock.frozen(local("2026-11-16 10:00")):
        body = visit_body(make_place(), clock.now())
        first = submit(people.grid_worker, body)
        assert submit(people.grid_worker, body).pk == first.pk
        with pytest.raises(Conflict) as refused:
            submit(people.grid_worker, {**body, "note": "改了"})
    assert refused.value.code == "id_reused"
    assert Visit.objects.count() == 1


def test_a_phone_three_years_ahead_is_corrected_and_flagged_and_keeps_both_times(people):
    ahead = timedelta(days=3 * 365)
    with clock.frozen(local("2026-11-16 10:00")):
        body = visit_body(make_place(), clock.now() + ahead - timedelta(hours=1))
        visit = submit(people.grid_worker, body, clock_offset_ms=-int(ahead.total_seconds() * 1000))
    assert visit.local_date == date(2026, 11, 16)
    assert visit.clock_flag == "wild"
    assert visit.recorded_at.year == 2029
    assert visit.ended_at == local("2026-11-16 09:00")


def test_an_unknown_outcome_or_item_is_named_and_nothing_is_stored(people):
    with clock.frozen(local("2026-11-16 10:00")):
        place = make_place()
        with pytest.raises(InvalidInput) as refused:
            submit(people.grid_worker, visit_body(place, clock.now(), outcome="teleported"))
        assert refused.value.fields[0].field == "visit.outcome"
        with pytest.raises(InvalidInput) as refused:
            submit(people.grid_worker, visit_body(place, clock.now(), answers=[{"item": "NOPE-99", "result": "ok"}]))
        assert "NOPE-99" in refused.value.zh
        with pytest.raises(InvalidInput) as refused:
            submit(people.grid_worker, {**visit_body(place, clock.now()), "started_at": "yesterday"})
        assert refused.value.fields[0].field == "visit.started_at"
    assert not Visit.objects.exists()


def test_a_hazard_that_cannot_be_stored_takes_the_whole_visit_back(people):
    with clock.frozen(local("2026-11-16 10:00")):
        wrong = [{"id": str(new_id()), "item_code": "COM-01", "fixed_on_site": True}]
        with pytest.raises(InvalidInput):
            submit(people.grid_worker, visit_body(make_place(), clock.now()), hazards=wrong)
    assert not Visit.objects.exists()
    assert not Hazard.objects.exists()


def test_a_locked_door_makes_a_return_task_that_the_next_inspection_settles(posted):
    place = make_place()
    with clock.frozen(local("2026-11-13 10:00")):
        submit(posted.grid_worker, visit_body(place, clock.now(), outcome="locked"))
    task = Task.objects.get()
    assert (task.kind, task.state) == ("locked_return", "open")
    assert "上次锁门" in task.reason
    assert task.assignee_id == posted.grid_worker.account_id
    assert task.due_on > date(2026, 11, 13)
    assert task.due_on.weekday() < 5
    with clock.frozen(local("2026-11-17 10:00")):
        visit = submit(posted.grid_worker, visit_body(place, clock.now()))
    task.refresh_from_db()
    assert (task.state, task.visit_id) == ("done", visit.pk)


def test_another_streets_inspector_cannot_submit_or_see_a_visit(people):
    with clock.frozen(local("2026-11-16 10:00")):
        place = make_place()
        with pytest.raises(NotFound):
            submit(people.stranger, visit_body(place, clock.now()))
        visit = submit(people.grid_worker, visit_body(place, clock.now()))
        assert queries.list_visits(actor=people.stranger, filters=VisitFilters()).total == 0
        with pytest.raises(NotFound):
            queries.visit_detail(actor=people.stranger, visit_id=visit.pk)


def test_a_visit_made_by_mistake_is_marked_and_stays(people):
    with clock.frozen(local("2026-11-16 10:00")):
        visit = submit(people.grid_worker, visit_body(make_place(), clock.now()))
        services.invalidate_visit(actor=people.director, operation_id=new_id(), visit_id=visit.pk, reason="选错了场所")
    visit.refresh_from_db()
    assert not visit.valid
    assert AuditEntry.objects.filter(verb="visit.invalidate", reason="选错了场所").exists()


def test_a_marked_copy_stands_beside_its_photo_and_counts_as_no_photo_of_its_own(people):
    place = make_place()
    (before, plain), (marked, drawn), (after, fixed) = make_picture(), make_picture(), make_picture()
    hazard = {
        "id": str(new_id()),
        "item_code": BLOCKED_PASSAGE,
        "fixed_on_site": True,
        "photos": [
            {"sha256": before, "role": "before"},
            {"sha256": marked, "role": "before", "annotates": before},
            {"sha256": after, "role": "after"},
        ],
    }
    with clock.frozen(local(DAY)):
        services.submit_visit(actor=people.grid_worker, visit=visit_body(place, clock.now()), hazards=[hazard])
        for content in (plain, drawn, fixed):
            upload(people.grid_worker, content)
        shown = hazard_queries.case(actor=people.inspector, hazard_id=UUID(hazard["id"]))
    assert [(photo["role"], len(photo["marked"])) for photo in shown["photos"]] == [("before", 1), ("after", 0)]
    assert len(shown["photo_pairs"]) == 1
    assert shown["photo_pairs"][0]["before"]["sha256"] == before
    assert shown["photo_pairs"][0]["before"]["marked"][0]["arrived"]


def test_a_marked_copy_alone_does_not_count_as_the_after_photo(people):
    place, (sha256, _) = make_place(), make_picture()
    hazard = {
        "id": str(new_id()),
        "item_code": BLOCKED_PASSAGE,
        "fixed_on_site": True,
        "photos": [{"sha256": sha256, "role": "after", "annotates": "0" * 64}],
    }
    with clock.frozen(local(DAY)), pytest.raises(InvalidInput):
        services.submit_visit(actor=people.grid_worker, visit=visit_body(place, clock.now()), hazards=[hazard])


def test_a_body_cameras_clip_keeps_the_time_the_person_gave_even_when_the_phones_clock_is_years_off(people):
    place, film = make_place(), b"\0\0\0\x18ftypisom" + b"\1" * 500
    sha256 = hashlib.sha256(film).hexdigest()
    starts, ends = local("2026-11-16 09:50"), local("2026-11-16 09:58")
    clip = {
        "sha256": sha256,
        "role": "clip",
        "captured_at": (local(DAY) + timedelta(days=1095)).isoformat(),
        "starts_at": starts.isoformat(),
        "ends_at": ends.isoformat(),
    }
    body = visit_body(place, local(DAY) + timedelta(days=1095))
    with clock.frozen(local(DAY)):
        ahead = -int(timedelta(days=1095).total_seconds() * 1000)
        row = services.submit_visit(actor=people.grid_worker, visit=body, photos=[clip], clock_offset_ms=ahead)
        assert queries.visit_detail(actor=people.inspector, visit_id=row.pk)["missing_photos"] == 1
        upload(people.grid_worker, film)
        shown = queries.visit_detail(actor=people.inspector, visit_id=row.pk)
    (found,) = shown["photos"]
    assert (found["role_label"], found["media_type"], found["arrived"]) == ("执法记录仪片段", "video/mp4", True)
    assert (found["starts_at"], found["ends_at"]) == (starts, ends)
    assert found["captured_at"] == local(DAY)
    assert shown["missing_photos"] == 0


@pytest.mark.parametrize("times", [{}, {"starts_at": DAY}, {"starts_at": "2026-11-16 09:58", "ends_at": "2026-11-16 09:50"}])
def test_a_clip_without_its_time_is_refused(people, times):
    given = {name: local(text).isoformat() for name, text in times.items()}
    clip = {"sha256": "0" * 64, "role": "clip", **given}
    with clock.frozen(local(DAY)), pytest.raises(InvalidInput):
        services.submit_visit(actor=people.grid_worker, visit=visit_body(make_place(), clock.now()), photos=[clip])
