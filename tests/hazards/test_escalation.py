"""The ladder with a fixed clock: day by day, across a holiday, held by a word, past those on leave, once and never twice."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fengsui.hazards import queries, services
from fengsui.hazards.escalation import ladder
from fengsui.hazards.escalation import queries as escalations
from fengsui.hazards.escalation import services as climbing
from fengsui.hazards.escalation.ladder import RUNGS, CaseFacts, due_rungs, ladders
from fengsui.hazards.escalation.models import Escalation
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.requests import services as requests
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, outbox
from fengsui.kernel.errors import Conflict, Forbidden, NotFound
from fengsui.kernel.models import Account, Message, OutboxEvent
from fengsui.kernel.working_days import announced
from fengsui.org.models import Member, Post
from tests.hazards.factories import BLOCKED_PASSAGE, DISTRICT, GRID, LIGHTS, STREET, local, make_place, photo
from tests.hazards.test_two_at_once import at_once

pytestmark = pytest.mark.django_db
SYSTEM = actors.system("督办升级")
POSTS = (("grid_worker", "grid_worker", GRID), ("inspector", "inspector", STREET), ("director", "centre_director", STREET))


@pytest.fixture
def manned(people, actor_for):
    """Return the people of the street, in their posts; a supervisor and the brigade's leader hold theirs too."""
    supervisor = actor_for("supervisor", STREET, name="包联周")
    posts = [(getattr(people, name), kind, path) for name, kind, path in POSTS]
    posts += [(supervisor, "supervisor", STREET), (people.brigade, "brigade_leader", DISTRICT)]
    for actor, kind, path in posts:
        man(actor, kind, path)
    return people


def man(actor, kind, path, *, since=date(2020, 1, 1), until=None, stands_in_for=None):
    """Give a person a post."""
    account = Account.objects.get(pk=actor.account_id)
    member, _ = Member.objects.get_or_create(account=account, defaults={"name": actor.name, "area_path": path})
    return Post.objects.create(
        member=member, kind=kind, area_path=path, valid_from=since, valid_to=until, substitute_for=stands_in_for
    )


def found(actor, *, item=LIGHTS, place=None, **more):
    return services.open_hazard(actor=actor, place_id=(place or make_place()).pk, item_code=item, **more)


def climbed(hazard):
    """Return the rungs of a case in the order they were climbed."""
    return list(Escalation.objects.filter(hazard=hazard).order_by("at", "due_on", "id").values_list("on", "rung", "holder_name"))


def days(start, count):
    """Run the climb every day at nine, deliveries included."""
    for n in range(count):
        with clock.frozen(local(f"{start + timedelta(days=n)} 09:00")):
            climbing.climb_all(actor=SYSTEM)
            outbox.deliver_pending()


def test_an_overdue_case_climbs_rung_by_rung_over_working_days_across_national_day(manned):
    with clock.frozen(local("2025-09-19 10:00")):
        hazard = found(manned.grid_worker)
    assert hazard.due_on < date(2025, 10, 1)
    days(date(2025, 9, 20), 32)
    steps = climbed(hazard)
    assert [rung for _, rung, _ in steps] == ["grid", "inspector", "centre", "supervisor", "brigade", "letter"]
    assert [name for _, _, name in steps] == ["王网格", "李巡查", "孙主任", "包联周", "钱大队", ""]
    for on, _, _ in steps:
        assert announced(on).kind == "working", "nobody is told on a holiday"
    assert not any(date(2025, 10, 1) <= on <= date(2025, 10, 8) for on, _, _ in steps)
    assert Message.objects.count() == 5
    assert OutboxEvent.objects.filter(kind="HazardLetterDue", subject_id=str(hazard.pk)).count() == 1
    assert HazardStep.objects.filter(hazard=hazard, verb="escalate").count() == 6
    case = queries.case(actor=manned.director, hazard_id=hazard.pk, opened=False)
    assert [step["rung_label"] for step in case["ladder"]["steps"]][-1] == "函告"
    assert case["ladder"]["coming"] == []


def test_a_word_holds_the_ladder_for_two_working_days_and_then_it_climbs_on(manned):
    with clock.frozen(local("2026-11-02 10:00")):
        hazard = found(manned.grid_worker)
    over = hazard.due_on + timedelta(days=1)
    days(over, 1)
    first = Escalation.objects.get(hazard=hazard)
    with clock.frozen(local(f"{first.on} 10:00")):
        held = climbing.acknowledge(actor=manned.grid_worker, escalation_id=first.pk, words="今天去")
        with pytest.raises(Conflict) as again:
            climbing.acknowledge(actor=manned.director, escalation_id=first.pk)
        assert again.value.code == "already_acknowledged"
        coming = queries.case(actor=manned.director, hazard_id=hazard.pk, opened=False)["ladder"]["coming"][0]
        assert (coming["rung_label"], coming["on"]) == ("镇街巡查员", held.held_until + timedelta(days=1))
    days(first.on, (held.held_until - first.on).days + 1)
    assert [rung for _, rung, _ in climbed(hazard)] == ["grid"]
    days(held.held_until + timedelta(days=1), 1)
    assert len(climbed(hazard)) > 1
    with clock.frozen(local(f"{held.held_until + timedelta(days=1)} 10:00")):
        waiting = escalations.list_escalations(actor=manned.grid_worker, state="waiting", mine=True)
        assert waiting.items[0]["state_label"] == "签收已过期，待再次签收"


def test_who_is_on_leave_is_passed_over_to_the_substitute(manned, actor_for):
    stand_in = actor_for("centre_director", STREET, name="代班吴")
    post = Post.objects.get(kind="centre_director")
    man(stand_in, "centre_director", STREET, since=date(2026, 11, 1), until=date(2026, 12, 31), stands_in_for=post)
    with clock.frozen(local("2026-11-02 10:00")):
        hazard = found(manned.grid_worker)
    days(hazard.due_on + timedelta(days=1), 5)
    centre = Escalation.objects.get(hazard=hazard, rung="centre")
    assert (centre.holder_name, centre.stands_in_for) == ("代班吴", "孙主任")
    assert Message.objects.filter(account_id=manned.director.account_id).count() == 0
    assert "代孙主任" in HazardStep.objects.get(hazard=hazard, data__rung="centre").note


def test_a_rung_nobody_holds_says_so_and_the_next_one_comes_in_its_time(manned):
    Post.objects.filter(kind="inspector").update(valid_to=date(2026, 1, 1))
    with clock.frozen(local("2026-11-02 10:00")):
        hazard = found(manned.grid_worker)
    days(hazard.due_on + timedelta(days=1), 7)
    assert Escalation.objects.get(hazard=hazard, rung="inspector").holder_name == ""
    assert "无人在岗" in HazardStep.objects.get(hazard=hazard, data__rung="inspector").note
    assert Escalation.objects.filter(hazard=hazard, rung="centre").exists()


def test_a_hazard_that_came_back_goes_to_the_supervisor_at_once_and_only_once(manned):
    place = make_place()
    with clock.frozen(local("2026-09-01 10:00")):
        first = found(manned.grid_worker, place=place)
        services.report_fixed(actor=manned.grid_worker, hazard_id=first.pk, photos=[photo("after", sent_by=manned.grid_worker)])
        services.review_hazard(actor=manned.inspector, hazard_id=first.pk, passed=True)
    with clock.frozen(local("2026-11-02 10:00")):
        second = found(manned.grid_worker, place=place)
        outbox.deliver_pending()
        climbing.climb_all(actor=SYSTEM)
        climbing.climb_all(actor=SYSTEM)
    assert [(rung, name) for _, rung, name in climbed(second)] == [("supervisor", "包联周")]
    message = Message.objects.get()
    assert message.title_zh.startswith("隐患突出")
    assert message.link == f"/hazards/{second.pk}"


def test_a_fix_that_failed_twice_and_an_overdue_grade_a_are_outstanding(manned):
    with clock.frozen(local("2026-11-02 10:00")):
        twice, grave = found(manned.grid_worker), found(manned.grid_worker, item=BLOCKED_PASSAGE)
    for day in (3, 4):
        with clock.frozen(local(f"2026-11-0{day} 10:00")):
            services.report_fixed(actor=manned.grid_worker, hazard_id=twice.pk)
            services.review_hazard(actor=manned.inspector, hazard_id=twice.pk, passed=False, reason="没有修好")
            outbox.deliver_pending()
    assert Escalation.objects.get(hazard=twice).reason == "复查已 2 次不通过"
    days(grave.due_on + timedelta(days=1), 1)
    assert [rung for _, rung, _ in climbed(grave)] == ["supervisor"]
    assert "立即改正" in Escalation.objects.get(hazard=grave).reason


def test_more_time_ends_the_ladder_and_the_end_of_it_begins_another(manned):
    with clock.frozen(local("2026-11-02 10:00")):
        hazard = found(manned.grid_worker)
        requests.ask_extension(actor=manned.director, hazard_id=hazard.pk, working_days=3, reason="等配件", safeguards="专人看守")
    days(hazard.due_on + timedelta(days=1), 1)
    assert Escalation.objects.filter(hazard=hazard, ended_at=None).count() == 1
    with clock.frozen(local(f"{hazard.due_on + timedelta(days=1)} 15:00")):
        hazard = requests.decide_extension(actor=manned.brigade, hazard_id=hazard.pk, granted=True)
        outbox.deliver_pending()
        assert Escalation.objects.filter(hazard=hazard, ended_at=None).count() == 0
    days(hazard.due_on + timedelta(days=1), 1)
    assert Escalation.objects.filter(hazard=hazard, rung="grid").count() == 2


def test_reporting_the_fix_ends_the_ladder_and_a_late_review_has_its_own(manned):
    with clock.frozen(local("2026-11-02 10:00")):
        hazard = found(manned.grid_worker)
    days(hazard.due_on + timedelta(days=1), 1)
    with clock.frozen(local(f"{hazard.due_on + timedelta(days=1)} 15:00")):
        hazard = services.report_fixed(actor=manned.grid_worker, hazard_id=hazard.pk)
        outbox.deliver_pending()
    ended = Escalation.objects.get(hazard=hazard)
    assert ended.end_why == "已整改上报"
    with clock.frozen(local(f"{ended.on} 16:00")), pytest.raises(Conflict):
        climbing.acknowledge(actor=manned.grid_worker, escalation_id=ended.pk)
    days(hazard.review_due_on + timedelta(days=1), 4)
    assert [(row.ladder, row.rung) for row in Escalation.objects.filter(hazard=hazard, ended_at=None).order_by("at", "id")][
        :1
    ] == [("review", "inspector")]


def test_others_neither_see_nor_take_on_an_escalation(manned):
    with clock.frozen(local("2026-11-02 10:00")):
        hazard = found(manned.grid_worker)
    days(hazard.due_on + timedelta(days=1), 2)
    row = Escalation.objects.filter(hazard=hazard).order_by("at").first()
    with pytest.raises(NotFound):
        climbing.acknowledge(actor=manned.stranger, escalation_id=row.pk)
    assert escalations.list_escalations(actor=manned.stranger).total == 0


def test_a_rung_is_taken_on_by_whom_it_was_sent_to_or_by_somebody_above_never_below(manned, actor_for):
    with clock.frozen(local("2026-11-02 10:00")):
        hazard = found(manned.grid_worker)
    days(hazard.due_on + timedelta(days=1), 14)
    with clock.frozen(local("2026-12-10 10:00")):
        for rung, below in (("inspector", "grid_worker"), ("centre", "inspector"), ("supervisor", "director")):
            row = Escalation.objects.get(hazard=hazard, rung=rung, ended_at=None)
            asker = getattr(manned, below)
            shown = {one["id"]: one["may_take"] for one in escalations.list_escalations(actor=asker, state="waiting").items}
            assert shown[row.pk] is False
            with pytest.raises(Forbidden):
                climbing.acknowledge(actor=asker, escalation_id=row.pk)
        above = Escalation.objects.get(hazard=hazard, rung="centre", ended_at=None)
        assert climbing.acknowledge(actor=manned.brigade, escalation_id=above.pk).acknowledged_by_name
        letter = Escalation.objects.get(hazard=hazard, rung="letter", ended_at=None)
        office = actor_for("committee_office", DISTRICT)
        assert climbing.acknowledge(actor=office, escalation_id=letter.pk).acknowledged_by_name
        for rung in ("inspector", "supervisor"):
            with pytest.raises(Forbidden):
                climbing.acknowledge(actor=office, escalation_id=Escalation.objects.get(hazard=hazard, rung=rung).pk)


def test_a_rung_that_ended_with_a_case_stands_again_when_that_is_taken_back(manned):
    with clock.frozen(local("2026-11-02 10:00")):
        hazard = found(manned.grid_worker)
    days(hazard.due_on + timedelta(days=1), 4)
    before = climbed(hazard)
    assert len(before) > 1
    with clock.frozen(local(f"{before[-1][0]} 15:00")):
        services.void_hazard(actor=manned.director, hazard_id=hazard.pk, reason="登记错误")
        outbox.deliver_pending()
        assert not Escalation.objects.filter(hazard=hazard, ended_at=None).exists()
        climbing.climb_all(actor=SYSTEM)
        services.restore_hazard(actor=manned.director, hazard_id=hazard.pk, reason="没有登记错")
        told = Message.objects.count()
        for _ in range(2):
            outbox.deliver_pending()
            climbing.climb_all(actor=SYSTEM)
    assert climbed(hazard) == before
    assert Escalation.objects.filter(hazard=hazard, ended_at=None).count() == len(before)
    assert Message.objects.filter(title_zh__startswith="恢复督办").count() == Message.objects.count() - told == len(before)
    assert OutboxEvent.objects.filter(kind="HazardLetterDue", subject_id=str(hazard.pk)).count() == 0


def test_a_rung_that_ended_because_the_limit_moved_stands_again_on_its_new_day_only(manned):
    with clock.frozen(local("2026-11-02 10:00")):
        hazard = found(manned.grid_worker)
    days(hazard.due_on + timedelta(days=1), 4)
    rungs = [rung for _, rung, _ in climbed(hazard)]
    assert rungs[:2] == ["grid", "inspector"]
    later = hazard.due_on + timedelta(days=14)
    Hazard.objects.filter(pk=hazard.pk).update(due_on=later)
    with clock.frozen(local(f"{hazard.due_on + timedelta(days=7)} 10:00")):
        climbing.settle(actor=SYSTEM, hazard_id=hazard.pk)
        climbing.climb_all(actor=SYSTEM)
        assert not Escalation.objects.filter(hazard=hazard, ended_at=None).exists()
    day = next(day for n in range(1, 15) if announced(day := later + timedelta(days=n)).kind == "working")
    with clock.frozen(local(f"{day} 10:00")):
        climbing.climb_all(actor=SYSTEM)
    standing = list(Escalation.objects.filter(hazard=hazard, ended_at=None))
    assert [(row.rung, row.due_on) for row in standing] == [("grid", day)]


def test_no_number_of_cases_that_only_wait_keeps_a_later_one_from_climbing(manned, django_assert_max_num_queries):
    with clock.frozen(local("2026-09-01 10:00")):
        long_ago = [found(manned.grid_worker) for _ in range(4)]
    with clock.frozen(local("2026-11-02 10:00")):
        climbing.climb_all(actor=SYSTEM)
        late = found(manned.grid_worker)
    day = next(day for n in range(1, 15) if announced(day := late.due_on + timedelta(days=n)).kind == "working")
    with clock.frozen(local(f"{day} 09:00")):
        assert climbing.climb_all(actor=SYSTEM, limit=len(long_ago)) == 1
        assert [rung for _, rung, _ in climbed(late)] == ["grid"]
        with django_assert_max_num_queries(8):
            assert climbing.climb_all(actor=SYSTEM) == 0


class KilledError(Exception):
    """A worker that is gone."""


def test_workers_killed_at_random_leave_every_rung_message_and_letter_exactly_once(manned, monkeypatch):
    with clock.frozen(local("2026-10-09 10:00")):
        cases = [found(manned.grid_worker) for _ in range(6)]
    dice, places = random.Random(7), ["messages.send", "outbox.emit", "write_step"]

    def dying(name, real):
        def call(*args, **kwargs):
            if dice.random() < 0.25:
                raise KilledError(name)
            made = real(*args, **kwargs)
            if dice.random() < 0.25:
                raise KilledError(name)
            return made

        return call

    with clock.frozen(local("2026-11-10 09:00")):
        for _ in range(400):
            with monkeypatch.context() as patch:
                for name in places:
                    module, _, attribute = name.rpartition(".")
                    target = getattr(climbing, module) if module else climbing
                    patch.setattr(target, attribute, dying(name, getattr(target, attribute)))
                try:
                    if climbing.climb_all(actor=SYSTEM) == 0:
                        break
                except KilledError:
                    continue
        climbing.climb_all(actor=SYSTEM)
    for hazard in cases:
        rungs = Escalation.objects.filter(hazard=hazard, ladder="rectify").values_list("rung", flat=True)
        assert sorted(rungs) == sorted(["grid", "inspector", "centre", "supervisor", "brigade", "letter"])
        assert OutboxEvent.objects.filter(kind="HazardLetterDue", subject_id=str(hazard.pk)).count() == 1
        assert Message.objects.filter(link=f"/hazards/{hazard.pk}").count() == 5


facts = st.builds(
    CaseFacts,
    round=st.integers(1, 4), cycle=st.just("r1.0.0"), grade=st.sampled_from("ABCD"),
    due_on=st.none() | st.dates(date(2026, 9, 1), date(2026, 11, 30)),
    review_due_on=st.none() | st.dates(date(2026, 9, 1), date(2026, 11, 30)),
    check_due_on=st.none() | st.dates(date(2026, 9, 1), date(2026, 11, 30)),
    repeats=st.integers(0, 2), overdue_at_place=st.integers(0, 6), limit_runs=st.booleans(),
)  # fmt: skip


@pytest.mark.parametrize("nothing", [None])
@given(case=facts, today=st.dates(date(2026, 9, 1), date(2026, 12, 20)))
def test_a_rung_once_due_stays_due_and_higher_ones_never_come_before_lower_ones(nothing, case, today):
    order = list(RUNGS)
    for one in ladders(case, today=today, calendar=announced):
        positions = [order.index(rung) for rung in one.days]
        assert positions == sorted(positions)
        assert list(one.days.values()) == sorted(one.days.values())
        now = set(due_rungs(one, climbed=frozenset(), held_until=None, today=today))
        later = set(due_rungs(one, climbed=frozenset(), held_until=None, today=today + timedelta(days=9)))
        assert now <= later
        assert due_rungs(one, climbed=frozenset(one.days), held_until=None, today=today) == []
        assert due_rungs(one, climbed=frozenset(), held_until=today, today=today) == []


def test_the_table_of_rungs_is_whole():
    for offsets in (ladder.USUAL, ladder.FAST, ladder.REVIEW, ladder.CHECK):
        assert set(offsets) <= RUNGS.keys()
    assert ladder.FAST["letter"] < ladder.USUAL["letter"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_climb_each_rung_once(manned):
    with clock.frozen(local("2026-10-09 10:00")):
        cases = [found(manned.grid_worker) for _ in range(4)]
    with clock.frozen(local("2026-11-10 09:00")):
        at_once(*(lambda: climbing.climb_all(actor=SYSTEM) for _ in range(3)))
    for hazard in cases:
        assert Escalation.objects.filter(hazard=hazard, ladder="rectify").count() == 6
        assert Message.objects.filter(link=f"/hazards/{hazard.pk}").count() == 5
