"""The audit desk: finding an entry by any side of it, taking the log away, and hearing of a broken chain."""

import io

import openpyxl
import pytest
from django.db import connection

from fengsui.kernel import accounts, actor, audit, grants, jobs, seals
from fengsui.kernel.audit_desk import queries, services
from fengsui.kernel.audit_desk.kinds import KINDS, having, kind_of
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry, AuditSeal, Message
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
DOER = actor.system("测试")


def leave(verb, **more):
    return audit.record(actor=DOER, verb=verb, **more)


def test_reads_exports_and_changes_of_rights_stand_apart_from_plain_writes(fixed_clock):
    for verb in (
        "place.correct",
        "place.reveal_phone",
        "track.view",
        "visit.export",
        "grant.give",
        "session.sign_in",
        "sample.export",
    ):
        leave(verb)
    for kind in KINDS:
        listed = set(AuditEntry.objects.filter(having(kind)).values_list("verb", flat=True))
        assert listed == {verb for verb in AuditEntry.objects.values_list("verb", flat=True) if kind_of(verb) == kind}
    assert kind_of("place.reveal_phone") == "read"
    assert kind_of("sample.export") == "export"


def test_an_entry_is_found_by_words_in_what_changed_by_area_and_by_day(fixed_clock):
    leave("place.correct", area_path="150402/006", changes={"name": ["老店名", "好再来饭店"]})
    leave("place.correct", area_path="150402/001", changes={"name": ["别的", "惠民超市"]}, reason="店主申请")

    def found(**given):
        return [row.area_path for row in queries.matching(queries.AuditFilter(**given))]

    assert found(words="好再来") == ["150402/006"]
    assert found(words="店主申请") == ["150402/001"]
    assert found(area="150402/006") == ["150402/006"]
    assert found(from_date="2026-03-11") == []
    assert len(found(from_date="2026-03-10", to_date="2026-03-10", verb="place.")) == 2


def test_the_export_holds_what_matches_and_is_an_entry_itself(fixed_clock, actor_for, client_for):
    leave("place.correct", changes={"name": ["老店名", "好再来饭店"]})
    answer = client_for(actor_for("audit_admin", "150402")).send("GET", "/audit/export.xlsx?verb=place.")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content))["审计记录"].iter_rows(values_only=True))
    assert any("老店名 → 好再来饭店" in str(cell) for row in rows for cell in row)
    kept = AuditEntry.objects.get(verb="audit.export")
    assert kept.changes["rows"] == [None, 1]
    assert kept.changes["filters"] == [None, {"verb": "place."}]


def test_a_broken_seal_is_named_and_every_audit_administrator_hears_of_it_once(fixed_clock, actor_for, client_for):
    admin = actor_for("audit_admin", "150402")
    client = client_for(admin)
    leave("place.correct")
    seals.seal_pending()
    assert client.send("POST", "/audit/check").json()["state_label"] == "排队中"
    jobs.run_pending()
    assert client.send("GET", "/audit/seals").json()["items"][0]["state"] == "verified"
    assert client.send("GET", "/audit/chain").json()["check"]["is_broken"] is False
    assert not Message.objects.filter(account_id=admin.account_id).exists()
    leave("place.correct")
    seals.seal_pending()
    assert client.send("GET", "/audit/seals").json()["items"][0]["state"] == "unchecked"
    first = AuditSeal.objects.order_by("id").first()
    tamper(first.last_entry_id)
    services.check(actor=DOER)
    states = {row["id"]: row["state"] for row in client.send("GET", "/audit/seals").json()["items"]}
    assert states[first.pk] == "broken"
    chain = client.send("GET", "/audit/chain").json()
    assert chain["check"]["is_broken"] is True
    assert chain["heads"][0]["day"] == NOON.date().isoformat()
    told = Message.objects.get(account_id=admin.account_id)
    assert told.urgent
    assert f"封条 {first.pk}" in told.body_zh


def tamper(entry_id):
    """Change an entry as somebody with the database in their hands would: the triggers taken away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'kernel_auditentry_no_update'")
            again = cursor.fetchone()[0]
            cursor.execute("DROP TRIGGER kernel_auditentry_no_update")
        else:
            cursor.execute("ALTER TABLE kernel_auditentry DISABLE TRIGGER kernel_auditentry_append_only")
        cursor.execute("UPDATE kernel_auditentry SET reason = '改过' WHERE id = %s", [entry_id])
        if connection.vendor == "sqlite":
            cursor.execute(again)
        else:
            cursor.execute("ALTER TABLE kernel_auditentry ENABLE TRIGGER kernel_auditentry_append_only")


def test_a_change_of_rights_by_the_security_administrator_is_there_for_the_audit_administrator(actor_for, client_for):
    person = accounts.create_account(actor=DOER, id=new_id(), username="xin01", display_name="新人", password="Beacon-2026-x")
    security = actor_for("security_admin", "150402")
    grants.give_grant(
        actor=security, id=person.pk, account_id=person.pk, role="supervisor", area_path="150402", valid_from=NOON.date()
    )
    rows = client_for(actor_for("audit_admin", "150402")).send("GET", "/audit?kind=rights&verb=grant.give").json()["items"]
    assert rows[0]["actor_name"] == security.name
    assert rows[0]["changes"]["role"] == [None, "supervisor"]
