"""The closed loop, told by people and days: found, assigned, reported fixed, failed once, passed by another, closed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from fengsui.figures.queries import values
from fengsui.hazards import queries, services
from fengsui.hazards.jobs import recompute_provisional
from fengsui.hazards.models import Hazard
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, jobs, outbox
from fengsui.kernel.calendars import set_day
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.figure import Period
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry, OutboxEvent
from fengsui.kernel.working_days import with_table
from fengsui.org.models import Member
from tests.hazards.factories import BLOCKED_PASSAGE, DISTRICT, GRID, found, local, make_picture, make_place, photo, upload

pytestmark = pytest.mark.django_db


def reported(people, hazard=None):
    """Bring a hazard to reported fixed, with an after-photo that has arrived."""
    hazard = hazard or found(people.grid_worker)
    return services.report_fixed(
        actor=people.grid_worker, operation_id=new_id(), hazard_id=hazard.pk, rectifier="店主老周",
        photos=[photo("after", sent_by=people.grid_worker)],
    )  # fmt: skip


def test_found_on_the_last_day_before_national_day_the_limit_skips_the_holiday(people):
    with clock.frozen(local("2025-09-30 16:00")):
        hazard = found(people.grid_worker, checked_count=12, bad_count=2)
    limit = hazard.limit_working_days
    assert hazard.number == "YH-150402-2025-00001"
    assert hazard.grade == "C"
    assert 1 <= hazard.legal_category <= 12
    assert hazard.found_on == date(2025, 9, 30)
    assert hazard.due_on == {7: date(2025, 10, 16), 5: date(2025, 10, 14)}[limit]
    assert "10-01" in hazard.due_words
    assert not hazard.due_provisional
    assert hazard.rulepack_version


def test_a_whole_story_found_assigned_reported_failed_once_passed_by_another_and_closed(people):
    with clock.frozen(local("2026-09-25 10:00")):
        before = photo("before", sent_by=people.grid_worker)
        hazard = found(people.grid_worker, photos=[before], description="二楼走廊灯不亮")
        assert hazard.due_on == date(2026, 10, 12)
    with clock.frozen(local("2026-09-25 15:00")):
        member = Member.objects.create(name="周店长", area_path=GRID)
        hazard = services.assign_hazard(
            actor=people.director, operation_id=new_id(), hazard_id=hazard.pk, assignee_kind="member", assignee_id=member.pk
        )
        assert (hazard.state, hazard.assigned_to) == ("assigned", "周店长")
    with clock.frozen(local("2026-09-28 09:00")):
        hazard = reported(people, hazard)
        assert hazard.state == "reported_fixed"
        assert hazard.closed_on is None
    with clock.frozen(local("2026-09-29 09:00")):
        hazard = services.review_hazard(
            actor=people.inspector, operation_id=new_id(), hazard_id=hazard.pk, passed=False, reason="仍有一盏不亮"
        )
        assert (hazard.state, hazard.round) == ("assigned", 2)
        assert hazard.limit_from == date(2026, 9, 29)
        assert "复查不通过日" in hazard.due_words
    with clock.frozen(local("2026-09-30 09:00")):
        hazard = reported(people, hazard)
    with clock.frozen(local("2026-10-09 09:00")):
        hazard = services.review_hazard(actor=people.second_inspector, operation_id=new_id(), hazard_id=hazard.pk, passed=True)
    assert (hazard.state, hazard.closed_how, hazard.closed_on) == ("closed", "reviewed", date(2026, 10, 9))
    case = queries.case(actor=people.director, hazard_id=hazard.pk)
    verbs = [step["verb"] for step in case["timeline"]]
    assert verbs == ["open", "assign", "report_fixed", "review_fail", "report_fixed", "review_pass"]
    assert case["photo_pairs"][0]["before"]["arrived"]
    assert case["photo_pairs"][0]["after"]["arrived"]
    assert [offer["verb"] for offer in case["verbs"]] == ["reopen"]
    assert {reader["name"] for reader in case["seen_by"]} == {"孙主任"}
    assert "服务中心主任" in case["why_visible"]
    kinds = list(OutboxEvent.objects.filter(subject_id=str(hazard.pk)).order_by("id").values_list("kind", flat=True))
    assert kinds == [
        "HazardOpened", "HazardAssigned", "HazardReportedFixed", "HazardReviewFailed", "HazardReportedFixed", "HazardClosed",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(verb="hazard.review_fail", reason="仍有一盏不亮").exists()


def test_the_after_photo_of_a_failed_round_does_not_count_for_the_next(people):
    with clock.frozen(local("2026-09-28 09:00")):
        hazard = reported(people)
    with clock.frozen(local("2026-09-28 10:00")):
        services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=False, reason="没有修好")
    with clock.frozen(local("2026-09-28 11:00")):
        services.report_fixed(actor=people.grid_worker, hazard_id=hazard.pk)
    with clock.frozen(local("2026-09-28 12:00")), pytest.raises(InvalidInput) as refused:
        services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=True)
    assert refused.value.code == "after_photo_required"


def test_whoever_reported_the_fix_cannot_review_it(people):
    hazard = services.report_fixed(
        actor=people.inspector, hazard_id=found(people.grid_worker).pk, photos=[photo("after", sent_by=people.inspector)]
    )
    for passed in (True, False):
        with pytest.raises(InvalidInput) as refused:
            services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=passed, reason="自己复查")
        assert refused.value.code == "reviewer_is_rectifier"
    shown = {offer["verb"]: offer for offer in queries.allowed_verbs(people.inspector, hazard)}
    assert shown["review_pass"]["blocked"]
    assert "另一人" in shown["review_pass"]["blocked_why"]


def test_the_database_itself_refuses_a_reviewer_who_reported(people):
    hazard = reported(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(reviewer_id=people.grid_worker.account_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(state="closed")


def test_the_system_cannot_pass_a_review(people):
    hazard = reported(people)
    with pytest.raises(InvalidInput) as refused:
        services.review_hazard(actor=actors.system("夜间任务"), hazard_id=hazard.pk, passed=True)
    assert refused.value.code == "person_required"


def test_a_photo_that_has_not_arrived_blocks_closing_until_it_arrives(people):
    sha256, content = make_picture()
    hazard = services.report_fixed(
        actor=people.grid_worker,
        hazard_id=found(people.grid_worker).pk,
        photos=[photo("after", sent_by=people.grid_worker).__class__(sha256=sha256, role="after")],
    )
    with pytest.raises(InvalidInput) as refused:
        services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=True)
    assert refused.value.code == "evidence_missing"
    upload(people.grid_worker, content)
    hazard = services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=True)
    assert hazard.state == "closed"


def test_a_photo_that_can_never_arrive_is_taken_off_with_a_reason_by_the_director(people):
    lost, kept = photo("after"), photo("after", sent_by=people.grid_worker)
    hazard = services.report_fixed(actor=people.grid_worker, hazard_id=found(people.grid_worker).pk, photos=[lost, kept])
    links = {link["sha256"]: link for link in queries.case(actor=people.director, hazard_id=hazard.pk)["photos"]}
    with pytest.raises(Forbidden):
        services.remove_photo(actor=people.inspector, hazard_id=hazard.pk, link_id=links[lost.sha256]["id"], reason="手机丢失")
    with pytest.raises(Conflict):
        services.remove_photo(actor=people.director, hazard_id=hazard.pk, link_id=links[kept.sha256]["id"], reason="不要了")
    services.remove_photo(actor=people.director, hazard_id=hazard.pk, link_id=links[lost.sha256]["id"], reason="手机丢失")
    assert services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=True).state == "closed"


def test_fixed_on_the_spot_closes_by_itself_once_the_after_photo_is_there(people):
    before, after = photo("before", sent_by=people.grid_worker), make_picture()
    hazard = found(
        people.grid_worker, item=BLOCKED_PASSAGE, fixed_on_site=True,
        photos=[before, before.__class__(sha256=after[0], role="after")],
    )  # fmt: skip
    assert (hazard.state, hazard.closed_on) == ("fixed_on_site", None)
    upload(people.grid_worker, after[1])
    outbox.deliver_pending()
    hazard.refresh_from_db()
    assert (hazard.state, hazard.closed_how) == ("closed", "on_site")
    assert hazard.reviewer_id is None


def test_fixed_on_the_spot_needs_an_after_photo(people):
    with pytest.raises(InvalidInput) as refused:
        found(people.grid_worker, item=BLOCKED_PASSAGE, fixed_on_site=True)
    assert refused.value.code == "after_photo_required"
    assert not Hazard.objects.exists()


def test_a_review_on_a_phone_stands_while_its_own_photo_is_on_its_way(people):
    hazard = reported(people)
    sha256, content = make_picture()
    hazard = services.review_hazard(
        actor=people.inspector, hazard_id=hazard.pk, passed=True, photos=[photo("after").__class__(sha256=sha256, role="after")]
    )
    assert hazard.state == "reported_fixed"
    assert hazard.reviewer_name == "李巡查"
    with pytest.raises(InvalidInput) as refused:
        services.review_hazard(actor=people.second_inspector, hazard_id=hazard.pk, passed=True)
    assert refused.value.code == "already_passed"
    upload(people.inspector, content)
    outbox.deliver_pending()
    hazard.refresh_from_db()
    assert (hazard.state, hazard.closed_how) == ("closed", "reviewed")


def test_across_the_year_end_nobody_has_announced_the_limit_says_so_and_is_recomputed_later(people):
    with clock.frozen(local("2026-12-30 10:00")):
        hazard = found(people.grid_worker)
        assert hazard.due_provisional
        deadline = queries.case(actor=people.director, hazard_id=hazard.pk)["deadline"]
        assert deadline["provisional_label"] == "待国务院公布"
        assert "待国务院公布" in deadline["computed"]
        earlier = hazard.due_on
        for day in range(1, 32):
            kind = "rest" if day <= 3 or date(2027, 1, day).weekday() >= 5 else "working"
            set_day(actor=people.brigade, area_path=DISTRICT, day=date(2027, 1, day), kind=kind, note="元旦" if day <= 3 else "")
        outbox.deliver_pending()
        jobs.run_pending()
    hazard.refresh_from_db()
    assert not hazard.due_provisional
    assert hazard.due_on != earlier
    assert AuditEntry.objects.filter(verb="hazard.recompute_due", subject_id=str(hazard.pk)).exists()
    assert services.recompute_due_dates(actor=actors.system("重算"), area_path=DISTRICT) == 0


def test_an_update_that_brings_the_announcement_settles_provisional_limits_overnight(people, monkeypatch):
    with clock.frozen(local("2026-12-30 10:00")):
        hazard = found(people.grid_worker)
        assert recompute_provisional() == {DISTRICT: 0}
        table = {date(2027, 1, day): ("rest" if day <= 3 else "working", "元旦") for day in range(1, 32)}
        monkeypatch.setattr("fengsui.hazards.services.due_dates.calendar_for", lambda area_path: with_table(table))
        assert recompute_provisional() == {DISTRICT: 1}
    hazard.refresh_from_db()
    assert not hazard.due_provisional


def test_assigning_may_bring_the_day_forward_but_never_push_it_back(people):
    with clock.frozen(local("2026-09-21 10:00")):
        hazard = found(people.grid_worker)
        member = Member.objects.create(name="周店长", area_path=GRID)
        common = {"actor": people.director, "hazard_id": hazard.pk, "assignee_kind": "member", "assignee_id": member.pk}
        with pytest.raises(InvalidInput) as refused:
            services.assign_hazard(**common, due_on=date(2027, 1, 1))
        assert refused.value.code == "due_later_than_limit"
        hazard = services.assign_hazard(**common, due_on=date(2026, 9, 23))
    assert hazard.due_on == date(2026, 9, 23)
    assert "提前指定" in hazard.due_words


def test_a_contact_of_another_place_cannot_be_the_assignee(people):
    other = make_place(name="别家").contacts.create(name="别人", role="owner")
    with pytest.raises(InvalidInput) as refused:
        services.assign_hazard(
            actor=people.director, hazard_id=found(people.grid_worker).pk, assignee_kind="contact", assignee_id=other.pk
        )
    assert refused.value.code == "assignee_unknown"


def test_an_old_screen_learns_who_did_what_meanwhile(people):
    hazard = found(people.grid_worker)
    seen = hazard.row_version
    reported(people, hazard)
    with pytest.raises(Conflict) as refused:
        services.void_hazard(actor=people.director, hazard_id=hazard.pk, reason="重复登记", expected_version=seen)
    assert refused.value.code == "hazard_changed"
    assert [step["verb"] for step in refused.value.extra["meanwhile"]] == ["report_fixed"]
    assert "王网格整改上报" in refused.value.zh


def test_voiding_needs_a_reason_and_keeps_the_number(people):
    hazard = found(people.grid_worker)
    with pytest.raises(InvalidInput):
        services.void_hazard(actor=people.director, hazard_id=hazard.pk, reason=" ")
    services.void_hazard(actor=people.director, hazard_id=hazard.pk, reason="与上条重复")
    assert found(people.grid_worker).number.endswith("00002")
    with pytest.raises(Conflict):
        services.report_fixed(actor=people.grid_worker, hazard_id=hazard.pk)


def test_the_same_phone_id_again_is_the_same_hazard_and_with_other_content_a_conflict(people):
    place, phone_id = make_place(), new_id()
    first = found(people.grid_worker, place, id=phone_id)
    assert found(people.grid_worker, place, id=phone_id).pk == first.pk
    with pytest.raises(Conflict) as refused:
        found(people.grid_worker, place, id=phone_id, description="另一件事")
    assert refused.value.code == "id_reused"
    assert Hazard.objects.count() == 1


def test_another_street_neither_sees_nor_touches_it(people):
    hazard = found(people.grid_worker)
    with pytest.raises(NotFound):
        queries.case(actor=people.stranger, hazard_id=hazard.pk)
    with pytest.raises(NotFound):
        services.report_fixed(actor=people.stranger, hazard_id=hazard.pk)
    with pytest.raises(NotFound):
        found(people.stranger, hazard.place)


def test_a_report_made_before_the_failed_review_does_not_count_for_the_next_round(people):
    with clock.frozen(local("2026-09-28 10:00")):
        hazard = reported(people)
    with clock.frozen(local("2026-09-28 11:00")):
        services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=False, reason="没有修好")
    with clock.frozen(local("2026-09-28 12:00")), pytest.raises(Conflict) as refused:
        services.report_fixed(actor=people.grid_worker, hazard_id=hazard.pk, at=local("2026-09-28 10:30"))
    assert refused.value.code == "hazard_deed_stale"


def test_wrong_counts_and_unknown_items_are_named(people):
    with pytest.raises(InvalidInput) as refused:
        found(people.grid_worker, checked_count=2, bad_count=5)
    assert refused.value.fields[0].field == "bad_count"
    with pytest.raises(InvalidInput):
        found(people.grid_worker, item="NO-SUCH-ITEM")
    with pytest.raises(InvalidInput):
        found(people.grid_worker, limit_working_days=400)


def test_reviews_are_counted_in_time_by_the_working_days_after_the_report(people):
    """Reported on the Wednesday before National Day: three working days later is 10 October, a Saturday worked for it."""
    october = Period(date(2026, 10, 1), date(2026, 10, 31))

    def told():
        ids = ["hazards.reviews_due", "hazards.reviewed_on_time"]
        found_ = values(actor=actors.system("核对"), period=october, area_path=DISTRICT, ids=ids)
        return [found_[figure_id].value for figure_id in ids]

    with clock.frozen(local("2026-09-30 09:00")):
        prompt, late = reported(people), reported(people, found(people.grid_worker, item=BLOCKED_PASSAGE))
    assert prompt.review_due_on == late.review_due_on == date(2026, 10, 10)
    assert told() == [2, 0]
    with clock.frozen(local("2026-10-10 18:00")):
        services.review_hazard(
            actor=people.inspector, operation_id=new_id(), hazard_id=prompt.pk, passed=False, reason="仍有一盏不亮"
        )
    # A review that failed was made in time all the same.
    assert told() == [2, 1]
    with clock.frozen(local("2026-10-12 09:00")):
        services.review_hazard(actor=people.inspector, operation_id=new_id(), hazard_id=late.pk, passed=True)
    assert told() == [2, 1]
    late.refresh_from_db()
    assert (late.state, late.review_due_on, late.reviewed_on) == ("closed", date(2026, 10, 10), date(2026, 10, 12))
    # The next round has a review of its own, and only that counts.
    with clock.frozen(local("2026-10-30 09:00")):
        reported(people, prompt)
    assert told() == [1, 0]
