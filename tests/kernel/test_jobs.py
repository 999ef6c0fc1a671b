"""Long work: progress, words when it fails, and taken up again when the worker was killed."""

from datetime import timedelta

import pytest

from fengsui.kernel import actor, clock, jobs
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
