"""Stories of the loop with a fixed clock: witnesses, repeats, merging, complaints, reopening."""

from datetime import date

import pytest

from fengsui.hazards import queries, services
from fengsui.hazards.filters import HazardFilters
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.requests import services as requests
from fengsui.kernel import actor as actors
from fengsui.kernel import clock
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, OutboxEvent
from fengsui.org.models import Member, Organization
from tests.hazards.factories import BLOCKED_PASSAGE, DISTRICT, GRID, LIGHTS, STREET, case_of, found, local, make_place, photo

pytestmark = pytest.mark.django_db


def closed(people, hazard):
    """Report a hazard fixed and pass it."""
    services.report_fixed(
        actor=people.grid_worker, hazard_id=hazard.pk, rectifier="店主", photos=[photo("after", sent_by=people.grid_worker)]
    )
    return services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=True)


def test_three_witnesses_make_one_case_with_a_higher_priority_and_the_limit_first_told(people):
    place = make_place()
    with clock.frozen(local("2026-11-16 10:00")):
        first = found(people.grid_worker, place, source_kind="visit", source_id=new_id(), description="灯不亮")
    with clock.frozen(local("2026-11-17 10:00")):
        phone_id = new_id()
        second = found(people.inspector, place, id=phone_id, source_kind="visit", source_id=new_id(), description="灯还不亮")
    with clock.frozen(local("2026-11-18 10:00")):
        third = found(people.director, place, source_kind="letter", description="来函反映走廊黑")
    assert first.pk == second.pk == third.pk
    assert Hazard.objects.count() == 1
    assert third.witness_count == 3
    assert third.priority > first.priority
    assert (third.due_on, third.found_on) == (first.due_on, date(2026, 11, 16))
    case = case_of(people.director, first)
    assert [(one["source_label"], one["by_name"]) for one in case["witnesses"]] == [
        ("巡查", "王网格"), ("巡查", "李巡查"), ("函件", "孙主任"),
    ]  # fmt: skip
    assert "3 次发现" in case["priority_reasons"]
    # What the second phone does with the id it gave its finding reaches the case.
    with clock.frozen(local("2026-11-18 11:00")):
        services.report_fixed(actor=people.inspector, hazard_id=phone_id, photos=[photo("after", sent_by=people.inspector)])
    first.refresh_from_db()
    assert first.state == "reported_fixed"
    with pytest.raises(InvalidInput) as refused:
        services.review_hazard(actor=people.inspector, hazard_id=phone_id, passed=True)
    assert refused.value.code == "reviewer_is_rectifier"
    listed = queries.list_hazards(actor=people.director, filters=HazardFilters(several_witnesses=True))
    assert [row["number"] for row in listed.items] == [first.number]


def test_a_witness_of_another_street_finds_no_case_and_leaves_none(people):
    place = make_place()
    found(people.grid_worker, place, id=(phone_id := new_id()))
    found(people.inspector, place, id=(second_id := new_id()))
    for one in (phone_id, second_id):
        with pytest.raises(NotFound):
            services.report_fixed(actor=people.stranger, hazard_id=one)
        with pytest.raises(NotFound):
            queries.find(actor=people.stranger, hazard_id=one)


def test_two_findings_of_one_visit_stay_two_and_a_person_may_say_it_is_another(people):
    place, visit = make_place(), new_id()
    found(people.grid_worker, place, source_kind="visit", source_id=visit)
    found(people.grid_worker, place, source_kind="visit", source_id=visit)
    assert Hazard.objects.count() == 2
    found(people.director, place, separate=True)
    assert Hazard.objects.count() == 3


def test_a_late_phone_joins_the_case_that_was_open_when_it_looked_even_if_it_is_closed_now(people):
    place = make_place()
    with clock.frozen(local("2026-11-16 10:00")):
        hazard = found(people.inspector, place)
    with clock.frozen(local("2026-11-17 10:00")):
        closed(people, hazard)
    with clock.frozen(local("2026-11-18 10:00")):
        again = found(people.second_inspector, place, at=local("2026-11-16 15:00"), source_kind="visit", source_id=new_id())
    assert again.pk == hazard.pk
    assert (again.state, again.witness_count) == ("closed", 2)


def test_seen_again_after_closing_it_is_a_repeat_that_names_the_former_case(people):
    place = make_place()
    with clock.frozen(local("2026-03-02 10:00")):
        first = closed(people, found(people.grid_worker, place))
    with clock.frozen(local("2026-09-01 10:00")):
        second = found(people.inspector, place)
        assert second.pk != first.pk
        assert (second.repeat_of_id, second.repeat_count) == (first.pk, 1)
        assert "重复隐患（第 2 次）" in case_of(people.director, second)["priority_reasons"]
        assert case_of(people.director, first)["related"][0]["relation"] == "此后重复"
        closed(people, second)
    with clock.frozen(local("2027-10-01 10:00")):
        third = found(people.inspector, place)
    assert (third.repeat_of_id, third.repeat_count) == (None, 0)
    assert queries.board(actor=people.director, filters=HazardFilters(repeated=True))["states"][0]["count"] in (0, 1)


def test_merge_then_undo_is_as_before(people):
    place = make_place()
    with clock.frozen(local("2026-11-16 10:00")):
        kept, row = found(people.grid_worker, place), found(people.inspector, place, separate=True)
        member = Member.objects.create(name="周店长", area_path=GRID)
        row = services.assign_hazard(actor=people.director, hazard_id=row.pk, assignee_kind="member", assignee_id=member.pk)
        kept.refresh_from_db()
        before = {one.pk: queries.brief(one, clock.local_date()) for one in (kept, row)}
        services.merge_hazard(actor=people.director, hazard_id=row.pk, into_id=kept.pk, reason="同一处应急灯")
        row.refresh_from_db()
        kept.refresh_from_db()
        assert (row.state, kept.witness_count) == ("merged", 2)
        assert queries.board(actor=people.director, filters=HazardFilters())["stock"] == 1
        with pytest.raises(Conflict):
            services.report_fixed(actor=people.grid_worker, hazard_id=row.pk)
        services.unmerge_hazard(actor=people.director, hazard_id=row.pk, reason="看错了，是两处")
    for pk, was in before.items():
        now = queries.brief(Hazard.objects.select_related("place__area").get(pk=pk), was["found_on"])
        assert {key: value for key, value in now.items() if key != "row_version"} == {
            key: value for key, value in was.items() if key != "row_version"
        }


def test_cases_of_different_places_or_ended_ones_do_not_merge(people):
    one, other = found(people.grid_worker), found(people.grid_worker)
    merge = {"actor": people.director, "hazard_id": one.pk, "reason": "以为是一处"}
    with pytest.raises(InvalidInput) as refused:
        services.merge_hazard(**merge, into_id=other.pk)
    assert refused.value.code == "merge_other_place"
    with pytest.raises(InvalidInput):
        services.merge_hazard(**merge, into_id=one.pk)
    with pytest.raises(NotFound):
        services.merge_hazard(**merge, into_id=new_id())
    third = closed(people, found(people.grid_worker, one.place, separate=True))
    with pytest.raises(Conflict) as late:
        services.merge_hazard(**merge, into_id=third.pk)
    assert late.value.code == "survivor_ended"


def test_the_assignee_takes_it_in_hand_sends_it_back_or_passes_it_on(people, actor_for):
    with clock.frozen(local("2026-11-16 10:00")):
        hazard = found(people.grid_worker)
        due = hazard.due_on
        holder = Account.objects.get(pk=people.second_inspector.account_id)
        member = Member.objects.create(name="赵巡查", area_path=GRID, account=holder)
        office = Organization.objects.create(name="某物业公司", kind="property", area_path=STREET)
        hand = {"assignee_kind": "member", "assignee_id": member.pk}
        services.assign_hazard(actor=people.director, hazard_id=hazard.pk, **hand)
        with pytest.raises(InvalidInput) as refused:
            services.accept_hazard(actor=people.inspector, hazard_id=hazard.pk)
        assert refused.value.code == "not_the_assignee"
        assert services.accept_hazard(actor=people.second_inspector, hazard_id=hazard.pk).state == "accepted"
        passed_on = services.transfer_hazard(
            actor=people.second_inspector,
            hazard_id=hazard.pk,
            assignee_kind="organization",
            assignee_id=office.pk,
            reason="属物业",
        )
        assert (passed_on.state, passed_on.assigned_to, passed_on.due_on) == ("assigned", "某物业公司", due)
        back = services.send_back(actor=people.director, hazard_id=hazard.pk, reason="物业已撤场")
        assert (back.state, back.assigned_to, back.due_on) == ("found", "", due)
        referred = services.refer_hazard(
            actor=people.director, hazard_id=hazard.pk, organization_id=office.pk, reason="外墙保温属住建"
        )
        assert (referred.state, referred.due_on, referred.referred_on) == ("referred", due, date(2026, 11, 16))
        again = services.return_referral(actor=people.director, hazard_id=hazard.pk, reason="退回街道")
        assert (again.state, again.referred_to_id) == ("found", None)
    with pytest.raises(Forbidden):
        services.refer_hazard(actor=people.grid_worker, hazard_id=hazard.pk, organization_id=office.pk, reason="不归我管")


def test_urging_happens_once_a_day_and_is_on_record(people):
    with clock.frozen(local("2026-11-16 10:00")):
        hazard = found(people.grid_worker)
        services.urge_hazard(actor=people.director, hazard_id=hazard.pk, note="请抓紧")
        with pytest.raises(InvalidInput) as refused:
            services.urge_hazard(actor=people.brigade, hazard_id=hazard.pk)
        assert refused.value.code == "already_urged_today"
    with clock.frozen(local("2026-11-17 10:00")):
        services.urge_hazard(actor=people.brigade, hazard_id=hazard.pk)
    assert OutboxEvent.objects.filter(kind="HazardUrged", subject_id=str(hazard.pk)).count() == 2


def test_a_complaint_about_a_blocked_exit_is_checked_within_a_day_others_within_three_working_days(people):
    with clock.frozen(local("2026-09-30 16:00")):
        urgent = found(people.director, item=BLOCKED_PASSAGE, source_kind="report")
        other = found(people.director, item=LIGHTS, source_kind="report")
        assert clock.local(urgent.check_due_at).isoformat()[:16] == "2026-10-01T16:00"
        assert clock.local_date(other.check_due_at) > date(2026, 10, 8)
        codes = [one["code"] for one in case_of(people.director, other)["clocks"]]
        assert codes == ["rectify", "check"]
        services.check_complaint(actor=people.inspector, hazard_id=urgent.pk, is_true=True)
        with pytest.raises(InvalidInput):
            services.check_complaint(actor=people.inspector, hazard_id=other.pk, is_true=False)
        gone = services.check_complaint(actor=people.inspector, hazard_id=other.pk, is_true=False, note="现场灯都亮")
    assert (gone.state, gone.void_reason) == ("void", "举报核查不属实：现场灯都亮")
    assert queries.list_hazards(actor=people.director, filters=HazardFilters(check_waits=True)).total == 0


def test_a_review_has_its_own_clock_of_three_working_days(people):
    with clock.frozen(local("2026-09-30 10:00")):
        hazard = services.report_fixed(actor=people.grid_worker, hazard_id=found(people.grid_worker).pk)
        assert hazard.review_due_on == date(2026, 10, 10)
    with clock.frozen(local("2026-10-20 10:00")):
        listed = queries.list_hazards(actor=people.director, filters=HazardFilters(review_overdue=True))
        assert [row["review_overdue"] for row in listed.items] == [True]
        assert case_of(people.director, hazard)["clocks"][0]["overdue"]


def test_a_countersignature_holds_the_closing_until_it_is_given(people):
    hazard = found(people.grid_worker)
    holder = Account.objects.get(pk=people.brigade.account_id)
    member = Member.objects.create(name="钱大队", area_path=DISTRICT, account=holder)
    requests.ask_cosign(
        actor=people.director, hazard_id=hazard.pk, cosigner_kind="member", cosigner_id=member.pk, question="可否"
    )
    services.report_fixed(actor=people.grid_worker, hazard_id=hazard.pk, photos=[photo("after", sent_by=people.grid_worker)])
    with pytest.raises(InvalidInput) as refused:
        services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=True)
    assert refused.value.code == "cosign_waits"
    asked = hazard.cosigns.get()
    with pytest.raises(InvalidInput) as other:
        requests.give_opinion(actor=people.director, hazard_id=hazard.pk, cosign_id=asked.pk, agrees=True)
    assert other.value.code == "not_the_cosigner"
    requests.give_opinion(actor=people.brigade, hazard_id=hazard.pk, cosign_id=asked.pk, agrees=True, opinion="同意销案")
    assert services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=True).state == "closed"


def test_a_wrong_closing_is_taken_back_and_the_chain_is_kept(people):
    with clock.frozen(local("2026-09-21 10:00")):
        hazard = closed(people, found(people.grid_worker))
    with clock.frozen(local("2026-09-22 10:00")):
        with pytest.raises(InvalidInput):
            services.reopen_hazard(actor=people.brigade, hazard_id=hazard.pk, reason=" ")
        hazard = services.reopen_hazard(actor=people.brigade, hazard_id=hazard.pk, reason="抽查发现没有修")
        assert (hazard.state, hazard.round, hazard.closed_on) == ("assigned", 2, None)
        assert hazard.limit_from == date(2026, 9, 22)
        services.report_fixed(actor=people.grid_worker, hazard_id=hazard.pk)
        with pytest.raises(InvalidInput) as refused:
            services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=True)
        assert refused.value.code == "after_photo_required"
    verbs = [step["verb"] for step in case_of(people.director, hazard)["timeline"]]
    assert verbs == ["open", "report_fixed", "review_pass", "reopen", "report_fixed"]


def test_a_review_failed_twice_has_two_new_limits_and_three_rounds(people):
    with clock.frozen(local("2026-09-14 10:00")):
        hazard = found(people.grid_worker)
    for day in (15, 16):
        with clock.frozen(local(f"2026-09-{day} 10:00")):
            services.report_fixed(
                actor=people.grid_worker, hazard_id=hazard.pk, photos=[photo("after", sent_by=people.grid_worker)]
            )
        with clock.frozen(local(f"2026-09-{day} 15:00")):
            hazard = services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=False, reason="没有修好")
    assert (hazard.round, hazard.limit_from) == (3, date(2026, 9, 16))
    assert "第 3 轮整改" in case_of(people.director, hazard)["priority_reasons"]


def test_voiding_is_undone_with_the_limit_as_it_was(people):
    with clock.frozen(local("2026-11-16 10:00")):
        hazard = found(people.grid_worker)
        services.void_hazard(actor=people.director, hazard_id=hazard.pk, reason="重复登记")
        back = services.restore_hazard(actor=people.director, hazard_id=hazard.pk, reason="不是重复")
    assert (back.state, back.due_on, back.void_reason) == ("found", hazard.due_on, "")


def test_a_case_that_holds_two_hazards_is_split_and_both_limits_count_from_the_day_found(people):
    with clock.frozen(local("2026-09-14 10:00")):
        hazard = found(people.grid_worker, description="灯坏，通道也堵了")
    with clock.frozen(local("2026-09-15 10:00")):
        made = services.split_hazard(
            actor=people.inspector, hazard_id=hazard.pk, item_code=BLOCKED_PASSAGE, reason="两处", description="通道堵塞"
        )
    assert made.pk != hazard.pk
    assert (made.split_from_id, made.found_on, made.limit_from) == (hazard.pk, date(2026, 9, 14), date(2026, 9, 14))
    assert made.number in str(HazardStep.objects.get(hazard=hazard, verb="split").data)


def test_an_after_photo_taken_elsewhere_does_not_close_a_case(people):
    place = make_place(lon=118.95, lat=42.27, cell="x", cell_number=1)
    hazard = found(people.grid_worker, place)
    far = photo("after", sent_by=people.grid_worker)
    far = EvidencePhoto(**{**far.__dict__, "lon": 118.99, "lat": 42.27, "accuracy_m": 20.0})
    services.report_fixed(actor=people.grid_worker, hazard_id=hazard.pk, photos=[far])
    with pytest.raises(InvalidInput) as refused:
        services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=True)
    assert refused.value.code == "after_photo_elsewhere"
    near = photo("after", sent_by=people.inspector)
    near = EvidencePhoto(**{**near.__dict__, "lon": 118.9505, "lat": 42.27, "accuracy_m": 20.0})
    assert services.review_hazard(actor=people.inspector, hazard_id=hazard.pk, passed=True, photos=[near]).state == "closed"


def test_the_system_neither_decides_nor_reopens(people):
    hazard = found(people.grid_worker)
    requests.ask_extension(actor=people.director, hazard_id=hazard.pk, working_days=2, reason="等配件", safeguards="专人看守")
    with pytest.raises(InvalidInput):
        requests.decide_extension(actor=actors.system("夜间任务"), hazard_id=hazard.pk, granted=True)
    done = closed(people, found(people.grid_worker))
    with pytest.raises(InvalidInput):
        services.reopen_hazard(actor=actors.system("夜间任务"), hazard_id=done.pk, reason="自动")
