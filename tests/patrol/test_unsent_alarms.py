"""Work that stays on a phone: after a day the street is alarmed, after two the supervisor, once, until it has arrived."""

from datetime import timedelta

import pytest

from fengsui.kernel import clock, outbox, sessions
from fengsui.kernel.models import Account, AccountSession, AuditEntry, OutboxEvent
from fengsui.patrol.unsent import services
from fengsui.patrol.unsent.models import UnsentAlarm
from fengsui.patrol.unsent.rules import Held, cause
from tests.conftest import ApiClient
from tests.hazards.factories import local

pytestmark = pytest.mark.django_db
MONDAY = local("2026-11-16 10:00")


def at(hours):
    """Hold the clock at so many hours after Monday ten o'clock."""
    return clock.frozen(MONDAY + timedelta(hours=hours))


def report(phone, *, records=0, photos=0, oldest=None):
    """Send what the phone says of itself."""
    body = {"unsent_operations": records, "unsent_photos": photos, "oldest_unsent_at": oldest.isoformat() if oldest else None}
    assert phone.send("POST", "/patrol/unsent", body).status_code == 200


@pytest.fixture
def phone(people, client_for):
    """Return the worker's phone, which said on Monday at ten that it holds three records and five photos."""
    with at(0):
        made = client_for(people.grid_worker)
        report(made, records=3, photos=5, oldest=MONDAY)
    return made


def events():
    return list(OutboxEvent.objects.filter(kind__startswith="UnsentAlarm").order_by("id").values_list("kind", "permission"))


def test_a_silent_phone_alarms_the_street_after_a_day_and_the_supervisor_after_two_each_once(people, phone, client_for):
    def alarms(actor):
        return client_for(actor).send("GET", "/patrol/alarms").json()["items"]

    with at(23.9):
        assert services.watch() == {"raised": 0, "escalated": 0, "closed": 0} and alarms(people.director) == []
    with at(24):
        assert services.watch()["raised"] == 1 and services.watch()["raised"] == 0
        seen = alarms(people.director)[0]
        assert (seen["name"], seen["cause"], seen["unsent_operations"], seen["unsent_photos"]) == ("王网格", "silent", 3, 5)
        assert alarms(people.brigade) == [] and alarms(people.stranger) == []
    with at(48):
        assert services.watch()["escalated"] == 1 and services.watch()["escalated"] == 0
        assert len(alarms(people.brigade)) == 1
    assert events() == [("UnsentAlarmRaised", "patrol.alarms"), ("UnsentAlarmEscalated", "patrol.alarms_late")]
    assert {row.area_path for row in outbox.OutboxEvent.objects.filter(kind__startswith="UnsentAlarm")} == {seen["area_path"]}


def test_it_closes_by_itself_when_all_has_arrived_and_a_new_silence_is_a_new_alarm(people, phone):
    with at(24):
        services.watch()
    with at(25):
        report(phone)
        assert UnsentAlarm.objects.get().closed_at == clock.now() and services.watch()["closed"] == 0
        report(phone, records=1, oldest=clock.now())
    with at(48.9):
        assert services.watch()["raised"] == 0
    with at(49):
        assert services.watch()["raised"] == 1 and UnsentAlarm.objects.count() == 2


def test_a_phone_that_is_heard_but_does_not_deliver_alarms_too_and_stays_one_alarm_when_it_falls_silent(people, phone):
    with at(23):
        report(phone, records=3, photos=5, oldest=MONDAY - timedelta(hours=1))
        assert services.watch()["raised"] == 1 and UnsentAlarm.objects.get().cause == "old"
    with at(47):
        assert services.watch()["raised"] == 0 and UnsentAlarm.objects.get().cause == "silent"


def test_who_will_call_is_written_down_and_the_badge_goes_but_the_alarm_stays(people, phone, client_for):
    with at(24):
        services.watch()
        director, alarm = client_for(people.director), UnsentAlarm.objects.get()
        assert director.send("GET", "/patrol/alarms?state=new").json()["total"] == 1
        path = f"/patrol/alarms/{alarm.pk}/acknowledge"
        assert director.send("POST", path, {"note": " "}).status_code == 422
        assert client_for(people.stranger).send("POST", path, {"note": "我来打"}).status_code == 404
        assert client_for(people.brigade).send("POST", path, {"note": "我来打"}).status_code == 404
        assert director.send("POST", path, {"note": "李巡查上午打电话"}).status_code == 200
        assert director.send("GET", "/patrol/alarms?state=new").json()["total"] == 0
        seen = director.send("GET", "/patrol/alarms").json()["items"][0]
        assert (seen["acknowledged_by"], seen["note"]) == ("孙主任", "李巡查上午打电话")
    with at(30):
        report(phone)
        late = director.send("POST", path, {"note": "再打一次"})
        assert late.status_code == 409 and late.json()["code"] == "alarm_closed"
    verbs = AuditEntry.objects.filter(verb__startswith="unsent_alarm").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["unsent_alarm.raise", "unsent_alarm.acknowledge", "unsent_alarm.close"]


def test_a_watcher_killed_in_the_middle_leaves_nothing_half_done(people, phone, monkeypatch):
    def killed(**given):
        raise KeyboardInterrupt

    with at(24):
        monkeypatch.setattr(services.audit, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            services.watch()
        monkeypatch.undo()
        assert not UnsentAlarm.objects.exists() and events() == []
        assert services.watch()["raised"] == 1 and len(events()) == 1


def test_the_same_phone_signed_in_again_answers_for_its_former_self(people):
    def signed_in():
        account = Account.objects.get(pk=people.grid_worker.account_id)
        opened = sessions.open_session(account=account, kind="phone", ip="", user_agent="", device_name="Redmi Note 9")
        return opened[0], ApiClient(opened[1])

    with at(0):
        former, phone = signed_in()
        report(phone, records=3, oldest=MONDAY)
    with at(24):
        services.watch()
    with at(25):
        AccountSession.objects.filter(pk=former.pk).update(ended_at=clock.now(), ended_why="expired")
        report(signed_in()[1])
        assert UnsentAlarm.objects.get().closed_at is not None


@pytest.mark.parametrize(
    ("unsent", "oldest_hours", "heard_hours", "wanted"),
    [
        (0, -100, -100, ""), (1, -23.9, -1, ""), (1, -24, -1, "old"), (1, -1, -24, "silent"), (1, None, -1, ""),
        (1, 24 * 400, -1, ""), (1, -24 * 400, -1, ""), (1, 24 * 400, -24, "silent"),
    ],
)  # fmt: skip
def test_when_it_is_an_alarm(unsent, oldest_hours, heard_hours, wanted):
    oldest = None if oldest_hours is None else MONDAY + timedelta(hours=oldest_hours)
    assert cause(Held(unsent, oldest, MONDAY + timedelta(hours=heard_hours)), MONDAY) == wanted
