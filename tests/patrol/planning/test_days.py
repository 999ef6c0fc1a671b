"""The plan on real days: holidays, seasons, periods missed, what runs out; planned twice it is one plan."""

from datetime import date, timedelta

import pytest

from fengsui.kernel import clock, jobs, outbox
from fengsui.kernel.calendars import set_day
from fengsui.kernel.ids import new_id
from fengsui.patrol import services
from fengsui.patrol.models import Task
from fengsui.places import services as places
from tests.hazards.factories import STREET, local, make_place
from tests.patrol.phone import visit_body

pytestmark = pytest.mark.django_db
QUARTERLY = {"every": 1, "unit": "quarter", "on_rest_day": "after"}


def visited(actor, place, when, **more):
    """Record a visit at a moment."""
    with clock.frozen(local(when)):
        return services.submit_visit(actor=actor, operation_id=new_id(), visit=visit_body(place, clock.now(), **more))


def plan(actor, day):
    """Plan the street on the morning of a day."""
    with clock.frozen(local(f"{day} 05:00")):
        return services.plan_day(actor=actor, area_path=STREET)


def test_a_place_due_in_the_holiday_is_asked_for_on_the_first_day_back(posted, own_pack):
    own_pack(general=QUARTERLY)
    place = make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    visited(posted.grid_worker, place, "2026-07-03 10:00")
    assert plan(posted.director, "2026-10-03")["routine"] == 0
    assert plan(posted.director, "2026-10-07")["routine"] == 0
    assert plan(posted.director, "2026-10-08")["routine"] == 1
    task = Task.objects.get()
    assert (task.due_from, task.due_on) == (date(2026, 10, 3), date(2026, 10, 8))
    assert task.reason == "到期（上次 07-03，每季度一次）"


def test_a_rest_day_set_afterwards_moves_the_open_task_and_says_why(posted, own_pack):
    own_pack(general=QUARTERLY)
    place = make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    visited(posted.grid_worker, place, "2026-08-17 10:00")
    plan(posted.director, "2026-11-17")
    with clock.frozen(local("2026-11-17 09:00")):
        set_day(actor=posted.brigade, area_path="150402", day=date(2026, 11, 17), kind="rest", note="全区停工演练")
        outbox.deliver_pending()
        jobs.run_pending()
    assert Task.objects.get().due_on == date(2026, 11, 18)


def test_the_heating_season_brings_rented_houses_forward(posted):
    place = make_place(class_code="rental_house", created_at=local("2024-01-01 09:00"))
    visited(posted.grid_worker, place, "2026-08-10 10:00")
    assert plan(posted.director, "2026-10-14")["routine"] == 0
    assert plan(posted.director, "2026-10-15")["routine"] == 1
    assert Task.objects.get().reason == "到期（上次 08-10，采暖季每 60 天一次）"


def test_every_period_is_missed_once_and_those_nobody_planned_are_not_made_up(posted):
    place = make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    visited(posted.grid_worker, place, "2025-01-01 10:00")
    plan(posted.director, "2025-05-01")
    assert plan(posted.director, "2025-08-28")["missed"] == 0
    assert plan(posted.director, "2025-08-29")["missed"] == 1
    for day in ("2025-08-30", "2025-09-15", "2025-12-26"):
        assert plan(posted.director, day)["missed"] == 0
    # The server was off for more than a period: one is missed, the one that runs is opened.
    assert plan(posted.director, "2026-06-01")["missed"] == 1
    told = list(Task.objects.filter(place=place).order_by("due_on").values_list("state", "due_on"))
    assert told == [
        ("missed", date(2025, 5, 1)),
        ("missed", date(2025, 8, 29)),
        ("open", date(2026, 4, 26)),
    ]
    first = Task.objects.filter(state="missed").order_by("due_on").first()
    assert first.closed_why == "整个周期内没有巡查（2025-05-01 至 2025-08-28）"
    assert Task.objects.get(state="open").reason == "到期（上次 01-01，每 120 天一次，上一周期漏查）"


def test_a_locked_door_is_no_missed_day_and_a_missed_day_stays_when_somebody_comes_later(posted):
    locked = make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    forgotten = make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    for place in (locked, forgotten):
        visited(posted.grid_worker, place, "2025-01-01 10:00")
    plan(posted.director, "2025-05-01")
    visited(posted.grid_worker, locked, "2025-05-06 10:00", outcome="locked")
    plan(posted.director, "2025-09-10")
    assert Task.objects.get(place=locked, kind="routine").state == "done"
    missed = Task.objects.get(place=forgotten, state="missed")
    visited(posted.grid_worker, forgotten, "2025-09-11 10:00")
    missed.refresh_from_db()
    assert (missed.state, missed.visit_id) == ("missed", None)
    assert Task.objects.get(place=forgotten, due_on=date(2025, 8, 29)).state == "done"


def test_what_was_put_off_is_missed_when_its_later_day_has_passed_too(posted):
    place = make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    visited(posted.grid_worker, place, "2025-01-01 10:00")
    plan(posted.director, "2025-05-01")
    with clock.frozen(local("2025-08-20 09:00")):
        services.defer_task(
            actor=posted.grid_worker, task_id=Task.objects.get().pk, deferred_to=date(2025, 9, 10), reason="停业装修中"
        )
    assert plan(posted.director, "2025-09-01")["missed"] == 0
    assert plan(posted.director, "2025-09-11")["missed"] == 1
    assert "延后到 2025-09-10 后仍没有去" in Task.objects.get(state="missed").closed_why


def extinguisher(actor, place, expires_on, **more):
    return places.add_facility(
        actor=actor, place_id=place.pk, facility={"kind": "extinguisher", "expires_on": expires_on, "quantity": 4, **more}
    )


def test_what_runs_out_within_thirty_days_is_one_task_until_its_new_day_is_written_down(posted):
    place = make_place()
    facility = extinguisher(posted.inspector, place, date(2026, 12, 20), position="前厅")
    assert plan(posted.director, "2026-11-19")["facility"] == 0
    assert plan(posted.director, "2026-11-20")["facility"] == 1
    assert plan(posted.director, "2026-11-21")["facility"] == 0
    task = Task.objects.get(kind="facility")
    assert task.due_on == date(2026, 12, 20)
    assert task.reason == "灭火器 ×4（前厅）2026-12-20 到期"
    with clock.frozen(local("2026-12-01 10:00")):
        places.edit_facility(actor=posted.inspector, facility_id=facility.pk, changes={"expires_on": date(2027, 12, 20)})
        outbox.deliver_pending()
    task.refresh_from_db()
    assert (task.state, task.closed_why) == ("done", "已登记新的到期日 2027-12-20")
    assert plan(posted.director, "2026-12-02")["facility"] == 0


def test_a_look_at_it_near_its_day_does_the_task_and_it_is_not_asked_again(posted):
    place = make_place(class_code="general")
    extinguisher(posted.inspector, place, date(2026, 12, 20))
    plan(posted.director, "2026-11-20")
    visited(posted.grid_worker, place, "2026-11-25 10:00")
    assert Task.objects.get(kind="facility").state == "open"
    visited(posted.grid_worker, place, "2026-12-16 10:00")
    assert Task.objects.get(kind="facility").state == "done"
    assert plan(posted.director, "2026-12-22")["facility"] == 0


def test_what_has_run_out_already_is_due_today_and_a_facility_taken_off_asks_nobody(posted):
    place = make_place()
    facility = extinguisher(posted.inspector, place, date(2026, 3, 1))
    plan(posted.director, "2026-11-20")
    task = Task.objects.get(kind="facility")
    assert (task.due_on, task.reason) == (date(2026, 11, 20), "灭火器 ×4 2026-03-01 已过期")
    with clock.frozen(local("2026-11-21 10:00")):
        places.remove_facility(actor=posted.inspector, facility_id=facility.pk, reason="换新并另行登记")
        outbox.deliver_pending()
    task.refresh_from_db()
    assert task.state == "cancelled"


def test_a_place_that_closed_asks_for_no_facility_any_more(posted):
    place = make_place()
    extinguisher(posted.inspector, place, date(2026, 12, 1))
    plan(posted.director, "2026-11-20")
    place.state = "closed"
    place.save(update_fields=["state"])
    plan(posted.director, "2026-11-21")
    assert Task.objects.get(kind="facility").state == "cancelled"


def test_the_days_of_an_interval_of_a_year_hold_over_a_leap_day(posted, own_pack):
    own_pack(general={"every": 1, "unit": "year"})
    place = make_place(class_code="general", created_at=local("2023-01-01 09:00"))
    visited(posted.grid_worker, place, "2024-02-29 10:00")
    assert plan(posted.director, "2025-02-27")["routine"] == 0
    assert plan(posted.director, "2025-02-28")["routine"] == 1
    assert Task.objects.get().due_on == date(2024, 2, 29) + timedelta(days=365)
