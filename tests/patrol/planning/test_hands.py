"""Whose work it is: even shares on one ground, a substitute during leave, nobody's work left with somebody who is gone."""

import threading
from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from fengsui.kernel import actor as actors
from fengsui.kernel import clock, outbox
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry
from fengsui.org import services as org
from fengsui.org.models import Member, Post
from fengsui.patrol import services
from fengsui.patrol.models import Task
from fengsui.patrol.roster import WEIGHTS, Holder, Roster
from tests.hazards.factories import GRID, STREET, local, make_area, make_place
from tests.patrol.conftest import give_post

MORNING = "2026-11-16 05:00"


def plan(actor):
    return services.plan_day(actor=actor, area_path=STREET)


def shares():
    return Counter(Task.objects.filter(state="open").values_list("assignee_name", flat=True))


@pytest.mark.django_db
def test_two_people_of_one_grid_get_even_shares_and_the_same_plan_twice_changes_nothing(posted, actor_for):
    give_post(actor_for("grid_worker", GRID, name="吴网格"), "grid_worker", GRID)
    for _ in range(11):
        make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    with clock.frozen(local(MORNING)):
        assert plan(posted.director)["routine"] == 11
        assert sorted(shares().values()) == [5, 6]
        before = dict(Task.objects.values_list("pk", "assignee_name"))
        assert not any(plan(posted.director).values())
    assert dict(Task.objects.values_list("pk", "assignee_name")) == before


@pytest.mark.django_db
def test_new_work_goes_to_who_has_less_to_do(posted, actor_for):
    give_post(actor_for("grid_worker", GRID, name="吴网格"), "grid_worker", GRID)
    for n in range(4):
        Task.objects.create(
            place=make_place(), area_path=GRID, kind="routine", subject_key=f"routine:{n}", reason_code="due", reason="到期",
            due_on=date(2026, 11, 16), assignee_id=posted.grid_worker.account_id, assignee_name=posted.grid_worker.name,
        )  # fmt: skip
    for _ in range(4):
        make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    with clock.frozen(local(MORNING)):
        plan(posted.director)
    assert shares() == {"王网格": 4, "吴网格": 4}


@pytest.mark.django_db
def test_during_leave_the_substitute_has_the_work_and_afterwards_the_holder_again(posted, actor_for):
    make_area(GRID, "grid")
    stand_in = actor_for("grid_worker", STREET, name="周替班")
    member = Member.objects.create(account_id=stand_in.account_id, name=stand_in.name, area_path=STREET)
    for _ in range(3):
        make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    with clock.frozen(local(MORNING)):
        plan(posted.director)
        assert shares() == {"王网格": 3}
        post = Post.objects.get(member__account_id=posted.grid_worker.account_id)
        chief = actors.system("组织")
        org.substitute(
            actor=chief, id=new_id(), post_id=post.pk, member_id=member.pk,
            valid_from=date(2026, 11, 16), valid_to=date(2026, 11, 20),
        )  # fmt: skip
        outbox.deliver_pending()
    assert shares() == {"周替班": 3}
    entries = AuditEntry.objects.filter(verb="task.give")
    assert [entry.changes["assignee"] for entry in entries] == [["王网格", "周替班"]] * 3
    make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    with clock.frozen(local("2026-11-17 05:00")):
        plan(posted.director)
    assert shares() == {"周替班": 4}
    with clock.frozen(local("2026-11-21 05:00")):
        assert plan(posted.director)["given_on"] == 4
    assert shares() == {"王网格": 4}


@pytest.mark.django_db
def test_who_leaves_leaves_no_task_behind_and_a_person_without_posts_keeps_theirs(posted, actor_for):
    for _ in range(2):
        make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    outsider = actor_for("grid_worker", GRID, name="无岗")
    kept = Task.objects.create(
        place=make_place(), area_path=GRID, kind="locked_return", subject_key="locked:x", reason_code="return_visit", reason="回访",
        due_on=date(2026, 11, 16), assignee_id=outsider.account_id, assignee_name="无岗",
    )  # fmt: skip
    with clock.frozen(local(MORNING)):
        plan(posted.director)
        post = Post.objects.get(member__account_id=posted.grid_worker.account_id)
        chief = actors.system("组织")
        org.end_post(actor=chief, post_id=post.pk, last_day=date(2026, 11, 15), reason="离职")
        outbox.deliver_pending()
    assert "王网格" not in shares()
    assert sorted(name for name in shares() if "巡查" in name) == ["李巡查", "赵巡查"]
    kept.refresh_from_db()
    assert kept.assignee_name == "无岗"


def holders(count):
    return [Holder(UUID(int=n * 97 + 1), f"人{n}", "grid_worker", GRID) for n in range(count)]


@given(
    st.integers(1, 6),
    st.lists(st.tuples(st.sampled_from(sorted(WEIGHTS)), st.uuids()), max_size=60),
)
def test_on_one_ground_loads_never_differ_by_more_than_one_task(people, tasks):
    roster = Roster.made_of(holders(people))
    for kind, seed in tasks:
        roster.choose(kind, GRID, seed=seed)
        loads = [roster.loads[holder.account_id] for holder in holders(people)]
        assert max(loads) - min(loads) <= max(WEIGHTS.values())


@given(st.integers(1, 6), st.lists(st.uuids(), max_size=30))
def test_the_same_tasks_are_shared_the_same_way_again(people, seeds):
    one, two = Roster.made_of(holders(people)), Roster.made_of(list(reversed(holders(people))))
    assert [one.choose("routine", GRID, seed=seed) for seed in seeds] == [
        two.choose("routine", GRID, seed=seed) for seed in seeds
    ]


@pytest.mark.django_db(transaction=True)
def test_two_plans_at_the_same_moment_are_one_plan(posted):
    for _ in range(30):
        make_place(class_code="general", created_at=local("2024-01-01 09:00"))
    opened, errors = [], []

    def run():
        try:
            opened.append(services.plan_day(actor=posted.director, area_path=STREET, day=date(2026, 11, 16))["routine"])
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert sum(opened) == 30
    assert Task.objects.count() == 30
