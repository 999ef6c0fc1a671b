"""The inspector sees a doubt first and may answer; nobody sees it earlier, in no list, count, export or event."""

from datetime import timedelta

import pytest

from fengsui.kernel import clock, outbox
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry, OutboxEvent
from fengsui.kernel.sessions import actor_for_account
from fengsui.patrol.models import SyncOperation
from fengsui.patrol.quality import services
from fengsui.patrol.quality.jobs import every_few_minutes
from fengsui.patrol.quality.models import VisitDoubt
from fengsui.server.events import may_receive
from tests.hazards.factories import local
from tests.patrol.quality.conftest import MONDAY, computed, jpeg, scene

pytestmark = pytest.mark.django_db
TUESDAY_NIGHT, WEDNESDAY = local("2026-11-17 23:59"), local("2026-11-18 00:00")


def own(client):
    return client.send("GET", "/patrol/quality/mine").json()


def heard(actor):
    """Return the kinds of live events a person receives that have to do with quality."""
    seen = actor_for_account(actor.account_id)
    rows = [row for row in OutboxEvent.objects.order_by("id") if may_receive(seen, row)]
    return [row.kind for row in rows if row.kind.startswith(("Doubt", "Sample"))]


def sees(client):
    """Return what a supervisor can learn of doubts: rows, counts, and the texts of the export."""
    page = client.send("GET", "/patrol/quality/doubts").json()
    return page["total"], [row["visit_number"] for row in page["items"]]


def test_a_fine_visit_leaves_nothing_and_a_hurried_one_is_told_in_words(quality, client_for):
    with clock.frozen(MONDAY):
        quality.worker.visit(quality.shop, seconds=300)
        assert computed()["visits"] == 1 and not VisitDoubt.objects.exists()
        doubt = quality.hurried()
        told = own(client_for(quality.people.grid_worker))
    assert [row["visit_number"] for row in told] == [doubt.visit.number]
    assert [reason["zh"] for reason in told[0]["reasons"]] == ["停留 12 秒，检查表 20 项"]
    assert told[0]["place_name"] == "好再来饭店" and told[0]["listed_at"] is None


def test_the_supervisor_sees_it_after_one_working_day_and_not_a_minute_earlier(quality, client_for):
    phone, desk = client_for(quality.people.grid_worker), client_for(quality.supervisor)
    with clock.frozen(MONDAY):
        doubt = quality.hurried()
        assert own(phone)[0]["id"] == str(doubt.pk)
        for _ in range(2):
            every_few_minutes()
        assert sees(desk) == (0, [])
    with clock.frozen(TUESDAY_NIGHT):
        every_few_minutes()
        assert sees(desk) == (0, []) and heard(quality.supervisor) == []
    with clock.frozen(WEDNESDAY):
        assert every_few_minutes()["listed"] == 1 and every_few_minutes()["listed"] == 0
        assert sees(desk) == (1, [doubt.visit.number])
        assert heard(quality.supervisor) == ["DoubtListed"]
        assert sees(client_for(quality.other_supervisor)) == (0, [])
        assert heard(quality.other_supervisor) == heard(quality.people.director) == heard(quality.people.grid_worker) == []


def test_a_rest_day_is_no_working_day(quality, client_for):
    with clock.frozen(local("2026-11-20 17:00")):  # a Friday
        quality.hurried()
        own(client_for(quality.people.grid_worker))
    with clock.frozen(local("2026-11-23 23:59")):
        assert services.list_unanswered() == 0
    with clock.frozen(local("2026-11-24 00:00")):
        assert services.list_unanswered() == 1


def test_what_never_reached_the_phone_waits_five_working_days(quality):
    with clock.frozen(MONDAY):
        quality.hurried()
    with clock.frozen(local("2026-11-23 23:59")):
        assert services.list_unanswered() == 0
    with clock.frozen(local("2026-11-24 00:00")):
        assert services.list_unanswered() == 1


def test_an_answer_brings_it_to_the_supervisor_with_the_words_once_however_often_it_is_sent(quality, client_for):
    with clock.frozen(MONDAY):
        doubt = quality.hurried()
        own(client_for(quality.people.grid_worker))
        operation = new_id()
        said = {"doubt_id": str(doubt.pk), "text": "进门前已查完，回车上补填"}
        answers = [quality.worker.send("doubt.explain", said, id=operation)["status"] for _ in range(3)]
        assert answers == ["accepted", "duplicate", "duplicate"]
        row = client_for(quality.supervisor).send("GET", "/patrol/quality/doubts").json()["items"][0]
    assert (row["explanation"], row["by_name"]) == ("进门前已查完，回车上补填", "王网格")
    assert AuditEntry.objects.filter(verb="doubt.explain").count() == 1
    assert "回车上" not in str(list(AuditEntry.objects.values_list("changes", "reason")))
    assert OutboxEvent.objects.filter(kind="DoubtListed").get().actor_name == "质量抽查"


def test_of_two_explanations_the_later_stands_whichever_comes_first(quality, client_for):
    with clock.frozen(MONDAY + timedelta(hours=2)):
        doubt = quality.hurried()
        own(client_for(quality.people.grid_worker))
        early, late = MONDAY + timedelta(minutes=70), MONDAY + timedelta(minutes=80)
        quality.worker.send("doubt.explain", {"doubt_id": str(doubt.pk), "text": "第二次说明"}, at=late)
        quality.worker.send("doubt.explain", {"doubt_id": str(doubt.pk), "text": "第一次说明"}, at=early)
    doubt.refresh_from_db()
    assert (doubt.explanation, doubt.explained_at) == ("第二次说明", late)


def test_a_new_reason_goes_to_the_inspector_first_again(quality, client_for):
    phone, desk = client_for(quality.people.grid_worker), client_for(quality.supervisor)
    with clock.frozen(MONDAY):
        picture = scene(1)
        quality.worker.visit(quality.hotel, pictures=[jpeg(picture)])
        doubt = quality.hurried(pictures=[jpeg(picture, 70)])
        own(phone)
        quality.worker.send("doubt.explain", {"doubt_id": str(doubt.pk), "text": "店主熟悉，查得快"})
        assert sees(desk)[0] == 1
        quality.worker.deliver()
        computed()
        assert sees(desk) == (0, [])
        told = own(phone)[0]
        assert [reason["code"] for reason in told["reasons"]] == ["reused_photo", "dwell"]
        assert told["explanation"] == "店主熟悉，查得快" and told["listed_at"] is None
        quality.worker.send("doubt.explain", {"doubt_id": str(doubt.pk), "text": "拍错了门，照片弄混"}, at=clock.now())
    with clock.frozen(MONDAY + timedelta(minutes=1)):
        quality.worker.send("doubt.explain", {"doubt_id": str(doubt.pk), "text": "拍错了门，照片弄混"})
        assert sees(desk)[0] == 1


def test_an_explanation_written_before_the_new_reason_was_seen_does_not_list_it(quality, client_for):
    with clock.frozen(MONDAY):
        picture = scene(2)
        quality.worker.visit(quality.hotel, pictures=[jpeg(picture)])
        doubt = quality.hurried(pictures=[jpeg(picture, 70)])
        own(client_for(quality.people.grid_worker))
        quality.worker.deliver()
        computed()
        quality.worker.send("doubt.explain", {"doubt_id": str(doubt.pk), "text": "查得快"})
        assert sees(client_for(quality.supervisor)) == (0, [])


def test_nobody_answers_for_another_and_the_centre_never_learns_of_it(quality, client_for):
    with clock.frozen(MONDAY):
        doubt = quality.hurried()
        stranger = type(quality.worker)(quality.people.inspector)
        said = {"doubt_id": str(doubt.pk), "text": "替他说一句"}
        assert stranger.send("doubt.explain", said)["status"] == "rejected"
        assert quality.worker.send("doubt.explain", {"doubt_id": str(doubt.pk), "text": " 。"})["status"] == "rejected"
        assert SyncOperation.objects.filter(kind="doubt.explain", state="rejected").count() == 2
        for who in (quality.people.director, quality.supervisor):
            assert client_for(who).send("GET", "/sync/kept").json()["total"] == 0
        assert client_for(quality.people.director).send("GET", "/patrol/quality/doubts").status_code == 403
        assert own(client_for(quality.people.inspector)) == []
        mine = client_for(quality.people.grid_worker).send("GET", "/sync/kept").json()
        assert [row["kind_label"] for row in mine["items"]] == ["本人说明"]


def test_a_supervisors_own_visit_is_not_on_their_own_list_but_on_the_brigades(quality, client_for):
    with clock.frozen(MONDAY):
        mine = type(quality.worker)(quality.supervisor)
        mine.visit(quality.shop, seconds=12)
        computed()
        assert len(own(client_for(quality.supervisor))) == 1
    with clock.frozen(WEDNESDAY):
        services.list_unanswered()
        assert sees(client_for(quality.supervisor)) == (0, [])
        assert sees(client_for(quality.people.brigade))[0] == 1


def test_an_invalid_visit_has_no_doubt(quality, client_for):
    with clock.frozen(MONDAY):
        doubt = quality.hurried()
        path = f"/visits/{doubt.visit_id}/invalidate"
        assert client_for(quality.people.director).send("POST", path, {"reason": "记错了场所"}).status_code == 200
        computed()
        assert not VisitDoubt.objects.exists()


def test_computing_again_and_events_delivered_twice_change_nothing(quality):
    with clock.frozen(MONDAY):
        doubt = quality.hurried()
    with clock.frozen(MONDAY + timedelta(hours=1)):
        before = AuditEntry.objects.count()
        OutboxEvent.objects.update(handled_at=None)
        for event in OutboxEvent.objects.all():
            event.deliveries.all().delete()
        assert outbox.deliver_pending() and services.work_through()["visits"] >= 1
        again = VisitDoubt.objects.get()
        assert (again.found_at, again.score, AuditEntry.objects.count()) == (doubt.found_at, doubt.score, before)


def test_what_is_old_is_forgotten_with_its_words(quality, client_for):
    with clock.frozen(MONDAY):
        doubt = quality.hurried()
        own(client_for(quality.people.grid_worker))
        quality.worker.send("doubt.explain", {"doubt_id": str(doubt.pk), "text": "店主熟悉，查得快"})
    with clock.frozen(MONDAY + timedelta(days=179)):
        assert services.forget()["doubts"] == 0
    with clock.frozen(MONDAY + timedelta(days=181)):
        assert services.forget()["doubts"] == 1
        assert "查得快" not in str(list(SyncOperation.objects.values_list("payload", flat=True)))
