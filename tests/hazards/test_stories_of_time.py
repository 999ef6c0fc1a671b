"""Stories of the limit with a fixed clock: more time, standing still, a day brought forward."""

from datetime import date

import pytest

from fengsui.hazards import queries, services
from fengsui.hazards.jobs import resume_limits
from fengsui.hazards.models import HazardStep
from fengsui.hazards.requests import services as requests
from fengsui.kernel import clock, jobs, outbox
from fengsui.kernel.calendars import set_day
from fengsui.kernel.errors import InvalidInput
from fengsui.org.models import Member
from tests.hazards.factories import DISTRICT, GRID, case_of, found, local

pytestmark = pytest.mark.django_db


def test_more_time_is_asked_by_one_and_granted_by_another_and_survives_a_change_of_the_calendar(people):
    with clock.frozen(local("2026-09-21 10:00")):
        hazard = found(people.grid_worker)
        first_due = hazard.due_on
        ask = {"hazard_id": hazard.pk, "working_days": 5, "reason": "配件在路上", "safeguards": "夜间专人值守"}
        requests.ask_extension(actor=people.director, **ask)
        with pytest.raises(InvalidInput) as refused:
            requests.ask_extension(actor=people.inspector, **ask)
        assert refused.value.code == "extension_waits"
        with pytest.raises(InvalidInput) as own:
            requests.decide_extension(actor=people.director, hazard_id=hazard.pk, granted=True)
        assert own.value.code == "decider_is_asker"
        assert queries.find(actor=people.director, hazard_id=hazard.pk).due_on == first_due
        hazard = requests.decide_extension(actor=people.brigade, hazard_id=hazard.pk, granted=True, words="同意")
        assert hazard.due_on > first_due
        assert "批准延期 5 个工作日" in hazard.due_words
        extended = hazard.due_on
        set_day(actor=people.brigade, area_path=DISTRICT, day=date(2026, 9, 23), kind="rest", note="停工一天")
        outbox.deliver_pending()
        jobs.run_pending()
        hazard.refresh_from_db()
        assert hazard.due_on > extended
        shown = case_of(people.director, hazard)["extensions"]
        assert [(one["granted"], one["decided_by_name"]) for one in shown] == [(True, "钱大队")]


def test_more_time_is_refused_with_words_and_no_more_than_twice(people):
    with clock.frozen(local("2026-09-01 10:00")):
        hazard = found(people.grid_worker)
        ask = {"hazard_id": hazard.pk, "working_days": 3, "reason": "配件在路上", "safeguards": "夜间专人值守"}
        for granted in (False, True, True):
            requests.ask_extension(actor=people.director, **ask)
            if not granted:
                with pytest.raises(InvalidInput):
                    requests.decide_extension(actor=people.brigade, hazard_id=hazard.pk, granted=False)
            requests.decide_extension(actor=people.brigade, hazard_id=hazard.pk, granted=granted, words="研究决定")
        with pytest.raises(InvalidInput) as refused:
            requests.ask_extension(actor=people.director, **ask)
        assert refused.value.code == "extensions_used_up"
    hazard = found(people.grid_worker)
    with clock.frozen(local("2027-09-01 10:00")), pytest.raises(InvalidInput) as over:
        requests.ask_extension(actor=people.director, **{**ask, "hazard_id": hazard.pk})
    assert over.value.code == "limit_over"


def test_a_limit_that_stands_still_is_never_overdue_and_runs_on_by_itself_at_its_last_day(people):
    with clock.frozen(local("2026-09-21 10:00")):
        hazard = found(people.grid_worker)
        due = hazard.due_on
        hazard = services.pause_limit(actor=people.director, hazard_id=hazard.pk, reason="店主住院", resume_by=date(2026, 9, 23))
        assert hazard.due_on is None
        case = case_of(people.director, hazard)
        assert not case["deadline"]["running"]
        assert "最迟 2026-09-23 恢复" in case["deadline"]["computed"]
        with pytest.raises(InvalidInput):
            services.pause_limit(actor=people.director, hazard_id=hazard.pk, reason="再停一次", resume_by=date(2026, 9, 25))
        assert resume_limits() == 0
    with clock.frozen(local("2026-09-24 01:00")):
        assert resume_limits() == 1
        assert resume_limits() == 0
    hazard.refresh_from_db()
    assert hazard.paused_on is None
    assert hazard.due_on > due
    assert "中止计时 2 个工作日（09-21 至 09-23）" in hazard.due_words
    resumed = HazardStep.objects.get(hazard=hazard, verb="resume_limit")
    assert "自动恢复" in resumed.note


def test_a_day_brought_forward_by_hand_still_moves_by_what_stood_still(people):
    with clock.frozen(local("2026-09-21 10:00")):
        hazard = found(people.grid_worker)
        member = Member.objects.create(name="周店长", area_path=GRID)
        services.assign_hazard(
            actor=people.director, hazard_id=hazard.pk, assignee_kind="member", assignee_id=member.pk, due_on=date(2026, 9, 24)
        )
        services.pause_limit(actor=people.director, hazard_id=hazard.pk, reason="店主住院", resume_by=date(2026, 9, 25))
    with clock.frozen(local("2026-09-22 10:00")):
        hazard = services.resume_limit(actor=people.director, hazard_id=hazard.pk)
    # One working day stood still, and the 25th is Mid-Autumn: the 28th is the next working day.
    assert hazard.due_on == date(2026, 9, 28)
