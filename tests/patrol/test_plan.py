"""The day's plan: what is due and why, who does it, in which order; running it again adds nothing."""

from datetime import date, timedelta

import pytest

from fengsui.hazards import services as hazard_services
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, jobs, outbox
from fengsui.kernel.calendars import set_day
from fengsui.kernel.errors import Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.patrol import queries, rules, services
from fengsui.patrol.models import Task
from tests.hazards.factories import GRID, LIGHTS, STREET, local, make_place, photo
from tests.patrol.phone import visit_body

pytestmark = pytest.mark.django_db
MORNING = "2026-11-16 08:00"


@pytest.fixture
def class_code(people):
    """Return a class of the shipped rules with its interval in days."""
    return min(rules.intervals(area_path=STREET, on=date(2026, 11, 16)).items(), key=lambda item: (-item[1], item[0]))


def visited(actor, place, when):
    """Record an inspection at a moment."""
    with clock.frozen(local(when)):
        return services.submit_visit(actor=actor, operation_id=new_id(), visit=visit_body(place, clock.now()))


def test_a_place_is_due_one_interval_after_its_last_inspection_and_not_a_day_earlier(posted, class_code):
    code, interval = class_code
    place = make_place(class_code=code, created_at=local("2024-01-01 09:00"))
    last = date(2026, 11, 16) - timedelta(days=interval)
    visited(posted.grid_worker, place, f"{last} 09:00")
    with clock.frozen(local(MORNING)):
        early = services.plan_day(actor=posted.director, area_path=STREET, day=date(2026, 11, 15))
        assert early["routine"] == 0
        counts = services.plan_day(actor=posted.director, area_path=STREET)
        assert counts["routine"] == 1
        again = services.plan_day(actor=posted.director, area_path=STREET)
        assert again["routine"] == 0
    task = Task.objects.get()
    assert task.due_on == date(2026, 11, 16)
    assert task.reason.startswith("到期")
    assert task.assignee_id == posted.grid_worker.account_id


def test_after_a_reported_fix_somebody_else_gets_the_review_within_three_working_days(posted):
    with clock.frozen(local("2026-09-30 10:00")):
        hazard = hazard_services.open_hazard(actor=posted.grid_worker, place_id=make_place().pk, item_code=LIGHTS)
        hazard_services.report_fixed(
            actor=posted.inspector, hazard_id=hazard.pk, photos=[photo("after", sent_by=posted.inspector)]
        )
        outbox.deliver_pending()
    task = Task.objects.get(kind="review")
    assert task.assignee_id == posted.second_inspector.account_id
    assert task.reason == "复查到期"
    assert task.hazard_id == hazard.pk
    assert task.due_on > date(2026, 10, 7)
    with clock.frozen(local("2026-10-09 10:00")):
        assert [row["id"] for row in queries.today_list(actor=posted.inspector, day=task.due_on)] == []
        hazard_services.review_hazard(actor=posted.second_inspector, hazard_id=hazard.pk, passed=True)
        outbox.deliver_pending()
    task.refresh_from_db()
    assert task.state == "done"


def test_a_limit_that_is_over_brings_somebody_to_look(posted):
    with clock.frozen(local("2026-10-12 10:00")):
        hazard = hazard_services.open_hazard(actor=posted.grid_worker, place_id=make_place().pk, item_code=LIGHTS)
    with clock.frozen(local("2026-11-16 08:00")):
        assert services.plan_day(actor=posted.director, area_path=STREET)["review"] == 1
        assert services.plan_day(actor=posted.director, area_path=STREET)["review"] == 0
    assert Task.objects.get().reason == f"整改期限已过（{hazard.number}）"


def test_today_starts_with_what_is_overdue_then_the_nearest_door(posted, class_code):
    code, _ = class_code
    spots = {"近": 118.951, "远": 118.999, "过期": 118.970}
    places = {name: make_place(name=name, class_code=code, lon=lon, lat=42.27, cell_number=1) for name, lon in spots.items()}
    with clock.frozen(local(MORNING)):
        today = clock.local_date()
        for name, place in places.items():
            Task.objects.create(
                place=place, area_path=GRID, kind="routine", subject_key=f"routine:{place.pk}", reason_code="due", reason="到期",
                due_on=today - timedelta(days=2 if name == "过期" else 0), assignee_id=posted.grid_worker.account_id,
            )  # fmt: skip
        rows = queries.today_list(actor=posted.grid_worker, near=(118.95, 42.27))
    assert [row["place_name"] for row in rows] == ["过期", "近", "远"]
    assert rows[0]["overdue"]
    assert rows[0]["position"] == 1


def test_putting_off_needs_a_reason_and_a_day_within_thirty_days(posted):
    with clock.frozen(local(MORNING)):
        today = clock.local_date()
        task = Task.objects.create(
            place=make_place(), area_path=GRID, kind="routine", subject_key="routine:x", reason_code="due", reason="到期",
            due_on=today, assignee_id=posted.grid_worker.account_id,
        )  # fmt: skip
        for day, reason in ((today, "下雪封路"), (today + timedelta(days=90), "下雪封路"), (today + timedelta(days=2), "")):
            with pytest.raises(InvalidInput):
                services.defer_task(actor=posted.grid_worker, task_id=task.pk, deferred_to=day, reason=reason)
        services.defer_task(actor=posted.grid_worker, task_id=task.pk, deferred_to=today + timedelta(days=2), reason="下雪封路")
        assert queries.today_list(actor=posted.grid_worker) == []
        assert len(queries.today_list(actor=posted.grid_worker, day=today + timedelta(days=2))) == 1


def test_a_door_not_visited_for_a_whole_interval_is_missed_not_failed(posted, class_code):
    code, interval = class_code
    place = make_place(class_code=code, created_at=local("2024-01-01 09:00"))
    with clock.frozen(local("2026-01-05 08:00")):
        services.plan_day(actor=posted.director, area_path=STREET)
    with clock.frozen(local("2026-01-05 08:00") + timedelta(days=interval + 1)):
        counts = services.plan_day(actor=posted.director, area_path=STREET)
    assert counts["missed"] == 1
    assert counts["routine"] == 1
    assert sorted(Task.objects.filter(place=place).values_list("state", flat=True)) == ["missed", "open"]


def test_planning_another_street_is_not_possible(posted):
    with pytest.raises(NotFound):
        services.plan_day(actor=posted.stranger, area_path=STREET)
    with pytest.raises(Forbidden):
        services.plan_day(actor=posted.grid_worker, area_path=STREET)


def test_a_return_across_an_unannounced_year_end_moves_when_the_calendar_is_set(posted):
    with clock.frozen(local("2026-12-31 10:00")):
        services.submit_visit(
            actor=posted.grid_worker, visit=visit_body(make_place(), clock.now(), outcome="locked"), operation_id=new_id()
        )
        task = Task.objects.get()
        assert task.due_provisional
        for day in (1, 2, 3, 4):
            set_day(actor=posted.brigade, area_path="150402", day=date(2027, 1, day), kind="rest", note="元旦")
        for day in (5, 6, 7, 8):
            set_day(actor=posted.brigade, area_path="150402", day=date(2027, 1, day), kind="working")
        outbox.deliver_pending()
        jobs.run_pending()
    task.refresh_from_db()
    assert (task.due_on, task.due_provisional) == (date(2027, 1, 6), False)
    assert services.recompute_task_days(actor=actors.system("重算"), area_path="150402") == 0
