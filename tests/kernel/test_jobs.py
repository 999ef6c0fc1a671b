"""Long work: progress, words when it fails, and taken up again when the worker was killed."""

from datetime import timedelta

import pytest

from fengsui.kernel import actor, clock, job_services, jobs
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.models import Job
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
DOER = actor.system("测试")


@pytest.fixture
def runs(monkeypatch):
    made = {}
    monkeypatch.setattr(jobs, "_runs", made)
    return made


def test_a_job_runs_once_and_keeps_its_result(runs):
    @jobs.job("test.count")
    def count(handle):
        handle.progress(3, 4)
        return {"n": handle.payload["n"] + 1}

    row = jobs.queue("test.count", {"n": 1}, actor=DOER, title_zh="数一数")
    assert jobs.run_pending() == 1
    jobs.run(str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.result, row.done_count, row.tries) == ("done", {"n": 2}, 3, 1)


def test_a_refused_job_says_why_in_words(runs):
    @jobs.job("test.refuse")
    def refuse(handle):
        raise InvalidInput("bad_file", zh="文件打不开。", en="Cannot open.")

    row = jobs.queue("test.refuse", {}, actor=DOER, title_zh="打不开")
    jobs.run_pending()
    row.refresh_from_db()
    assert row.state == "failed"
    assert row.problem["title"] == "文件打不开。"


def test_a_job_whose_worker_died_is_taken_up_by_the_next(runs, fixed_clock):
    seen = []
    jobs.job("test.slow")(lambda handle: seen.append(handle.job.tries))
    row = jobs.queue("test.slow", {}, actor=DOER, title_zh="慢")
    Job.objects.filter(pk=row.pk).update(state="running", beat_at=NOON, tries=1)
    with clock.frozen(NOON + timedelta(seconds=30)):
        assert jobs.take_up_abandoned() == 0
    with clock.frozen(NOON + timedelta(seconds=120)):
        assert jobs.take_up_abandoned() == 1
    row.refresh_from_db()
    assert (row.state, seen) == ("done", [2])


def test_ones_own_jobs_are_found_in_the_job_centre_and_nobody_elses(runs, actor_for, client_for):
    jobs.job("test.mine")(lambda handle: {"who": handle.actor.name})
    me, other = actor_for("centre_director"), actor_for("centre_director")
    row = jobs.queue("test.mine", {}, actor=me, title_zh="导入")
    jobs.run_pending()
    assert client_for(me).send("GET", f"/jobs/{row.pk}").json()["result"] == {"who": me.name}
    assert client_for(other).send("GET", f"/jobs/{row.pk}").status_code == 404
    assert client_for(other).send("GET", "/jobs").json()["total"] == 0


def test_a_job_can_be_called_off_where_nothing_is_left_half_done_and_started_again(runs, actor_for, client_for):
    done = []

    @jobs.job("test.steps", cancellable=True)
    def steps(handle):
        if not done:
            done.append("first")
            job_services.cancel_job(actor=handle.actor, job_id=handle.job.pk)
        handle.progress(1, 2)
        done.append("whole")

    jobs.job("test.whole")(lambda handle: None)
    person, other = actor_for("grid_worker"), actor_for("grid_worker")
    director = client_for(actor_for("centre_director"))
    row = jobs.queue("test.steps", {}, actor=person, title_zh="分步", area_path="150402/006")
    desk, stranger = client_for(person), client_for(other)
    assert desk.send("GET", f"/jobs/{row.pk}").json()["can_cancel"] is True
    assert stranger.send("POST", f"/jobs/{row.pk}/cancel").status_code == 404
    jobs.run_pending()
    assert (desk.send("GET", f"/jobs/{row.pk}").json()["state"], done) == ("cancelled", ["first"])
    assert [job["id"] for job in director.send("GET", "/jobs?everyone=true").json()["items"]] == [str(row.pk)]
    assert director.send("GET", "/jobs").json()["items"] == stranger.send("GET", "/jobs?everyone=true").json()["items"] == []
    again = director.send("POST", f"/jobs/{row.pk}/retry").json()
    assert (again["state"], again["by_name"]) == ("queued", person.name)
    jobs.run_pending()
    assert (desk.send("GET", f"/jobs/{row.pk}").json()["state"], done) == ("done", ["first", "whole"])
    assert desk.send("POST", f"/jobs/{row.pk}/retry").json()["code"] == "job_not_failed"
    whole = jobs.queue("test.whole", {}, actor=person, title_zh="整块")
    assert desk.send("POST", f"/jobs/{whole.pk}/cancel").json()["code"] == "job_not_cancellable"
    with clock.frozen(clock.now() + jobs.KEPT + timedelta(minutes=1)):
        assert jobs.forget_old() == 1
    assert [job.pk for job in Job.objects.all()] == [whole.pk]
