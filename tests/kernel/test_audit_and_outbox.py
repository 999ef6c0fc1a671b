"""Seals that notice any change, events that reach each handler once, live events in scope."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from fengsui.kernel import actor, audit, clock, outbox, seals
from fengsui.kernel.actor import Actor, GrantValue
from fengsui.kernel.models import AuditEntry, AuditSeal, OutboxDelivery, OutboxEvent, Setting
from fengsui.server import events
from tests.conftest import NOON, OTHER_STREET, STREET

pytestmark = pytest.mark.django_db
DOER = actor.system("测试")


def behind_the_triggers(sql, *parameters):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql, parameters)


def deeds(count):
    for number in range(count):
        audit.record(actor=DOER, verb="test.deed", changes={"n": [None, number]}, reason="核对")


def test_an_untouched_log_verifies():
    deeds(5)
    assert seals.seal_pending() == AuditEntry.objects.count()
    deeds(2)
    found = seals.verify()
    assert found.faults == ()
    assert (found.seals, found.unsealed) == (1, 2)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kernel_auditentry SET reason = '改' WHERE id = (SELECT min(id) FROM kernel_auditentry)",
        "DELETE FROM kernel_auditentry WHERE id = (SELECT max(id) FROM kernel_auditentry)",
        "UPDATE kernel_auditseal SET entry_count = entry_count + 1 WHERE id = (SELECT min(id) FROM kernel_auditseal)",
        "DELETE FROM kernel_auditseal WHERE id = (SELECT min(id) FROM kernel_auditseal)",
    ],
)
def test_any_change_behind_the_back_of_the_database_is_noticed(sql):
    deeds(3)
    seals.seal_pending()
    deeds(3)
    seals.seal_pending()
    behind_the_triggers(sql)
    assert seals.verify().faults


def test_seals_do_not_verify_against_another_installations_key():
    deeds(1)
    seals.seal_pending()
    assert AuditSeal.objects.count() == 1
    assert any(
        "公钥" in fault for fault in seals.verify("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a").faults
    )


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    return []


def emit(kind, area=STREET, permission="evidence.view"):
    row, _ = Setting.objects.get_or_create(pk="s", defaults={"value": 1})
    return outbox.emit(kind=kind, subject=row, actor=DOER, area_path=area, permission=permission, payload={"n": 1})


def test_an_event_reaches_every_handler_once(heard):
    outbox.handles("Tested")(lambda event: heard.append(("one", event.kind)))

    @outbox.handles("Tested")
    def second(event):
        heard.append(("two", event.kind))

    emit("Tested")
    outbox.deliver_pending()
    outbox.deliver_pending()
    assert sorted(heard) == [("one", "Tested"), ("two", "Tested")]


def test_a_failing_handler_is_tried_again_later_and_the_other_not_twice(heard, fixed_clock):
    @outbox.handles("Tested")
    def good(event):
        heard.append("good")

    @outbox.handles("Tested")
    def bad(event):
        Setting.objects.create(pk=f"left by {len(heard)}", value=1)
        heard.append("bad")
        if heard.count("bad") < 3:
            raise RuntimeError("not yet")

    emit("Tested")
    outbox.deliver_pending()
    outbox.deliver_pending()
    assert heard.count("bad") == 1
    assert not Setting.objects.filter(pk__startswith="left").exists()
    for minutes in (1, 2):
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            outbox.deliver_pending()
    assert heard.count("good") == 1
    assert heard.count("bad") == 3
    assert OutboxEvent.objects.get().handled_at is not None
    assert OutboxDelivery.objects.filter(done_at__isnull=False).count() == 2


def test_events_are_read_in_order_after_a_cursor():
    start = outbox.latest_cursor()
    for name in ("A", "B", "C"):
        emit(name)
    rows = outbox.since(start)
    if connection.vendor == "postgresql":
        # This test's own transaction is still open, so its events are not committed to anybody yet.
        assert rows == []
        return
    assert [row.kind for row in rows] == ["A", "B", "C"]
    assert [row.kind for row in outbox.since((rows[1].commit_order, rows[1].pk))] == ["C"]


def test_a_live_event_is_received_only_in_scope():
    inspector = Actor(kind="person", name="x", grants=(GrantValue("street_inspector", STREET),))
    assert events.may_receive(inspector, emit("Here"))
    assert not events.may_receive(inspector, emit("There", area=OTHER_STREET))
    assert not events.may_receive(inspector, emit("Inside", permission=""))
    text = events.as_text(emit("Here"))
    assert json.loads(text.split("data: ", 1)[1])["kind"] == "Here"
