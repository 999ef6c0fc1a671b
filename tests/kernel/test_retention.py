"""What is kept how long: one table, a preview that changes nothing, a run that counts, cases left alone; the notice of it."""

import json
from datetime import timedelta

import pytest

from fengsui.hazards.models import Hazard
from fengsui.kernel import actor, clock, periodic
from fengsui.kernel.errors import Forbidden
from fengsui.kernel.models import (
    Account,
    AccountSession,
    AuditEntry,
    EvidenceLink,
    Message,
    NoticeReading,
    RetentionRun,
    SignInAttempt,
)
from fengsui.kernel.phones import seal_phone
from fengsui.kernel.privacy import kinds, notice, retention
from fengsui.org.models import Member
from fengsui.places.models import PlaceContact
from tests.conftest import NOON, STREET
from tests.hazards.factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_clock")]
DOER = actor.system("测试")


def due():
    return {row["code"]: row["due"] for row in retention.preview(actor=DOER) if row["due"]}


def ago(days):
    return NOON - timedelta(days=days)


def account(name, **more):
    sealed = seal_phone("13900000001")
    return Account.objects.create(
        username=name, display_name=name, phone_cipher=sealed.cipher, phone_hmac=sealed.hmac, phone_last4=sealed.last4, **more
    )


def test_every_kind_says_what_whose_why_how_long_and_by_which_clause():
    table = kinds.every()
    assert {kind.code.split(".")[0] for kind in table} == {"kernel", "org", "places", "hazards", "patrol"}
    for kind in table:
        assert all((kind.zh, kind.en, kind.whose, kind.why, kind.since, kind.basis)), kind.code
        assert (kind.action == "keep") == (kind.carry_out is None), kind.code
    by_code = {kind.code: kind for kind in table}
    assert by_code["patrol.tracks"].days() == 30
    assert not by_code["patrol.tracks"].is_verified
    assert by_code["kernel.sign_ins"].is_verified
    assert by_code["kernel.sign_ins"].days() >= 184, "the law asks for six months at least"
    assert by_code["kernel.audit"].action == by_code["hazards.cases"].action == "keep"


def test_a_shorter_time_for_tracks_shows_in_the_table(settings):
    settings.TRACK_DAYS = 7
    assert next(kind for kind in kinds.every() if kind.code == "patrol.tracks").days() == 7


def test_the_preview_counts_and_changes_nothing_and_the_run_does_what_it_said():
    closed = account("closed", is_active=False, closed_at=ago(400))
    lately = account("lately", is_active=False, closed_at=ago(100))
    open_one = account("open")
    for at in (ago(200), ago(100)):
        SignInAttempt.objects.create(username="x", ip="192.0.2.1", at=at, succeeded=False)
        AccountSession.objects.create(
            account=open_one, kind="desk", token_sha256=str(at), created_at=at, last_seen_at=at, expires_at=at, ended_at=at
        )
    AccountSession.objects.create(account=open_one, kind="phone", token_sha256="open", created_at=ago(300), expires_at=NOON)
    Message.objects.create(account=open_one, key="old", kind="x", title_zh="x", created_at=ago(366))
    Member.objects.create(name="离任", area_path=STREET, phone_hmac="h", phone_last4="0001", ended_on=ago(370).date())
    Member.objects.create(name="在任", area_path=STREET, phone_hmac="g", phone_last4="0002")
    said = due()
    assert said == {"kernel.accounts": 1, "kernel.sign_ins": 1, "kernel.sessions": 1, "kernel.messages": 1, "org.members": 1}
    assert due() == said, "a preview changes nothing"
    run = retention.run(actor=DOER)
    assert {code: n for code, n in run.counts.items() if n} == said
    assert due() == {}
    assert retention.run(actor=DOER).counts == dict.fromkeys(run.counts, 0)
    assert Account.objects.get(pk=closed.pk).phone_cipher == "" and Account.objects.get(pk=closed.pk).display_name == "closed"
    assert Account.objects.get(pk=lately.pk).phone_last4 == Account.objects.get(pk=open_one.pk).phone_last4 == "0001"
    assert SignInAttempt.objects.count() == 1 and AccountSession.objects.count() == 2
    assert list(Member.objects.order_by("name").values_list("phone_last4", flat=True)) == ["0002", ""]
    changes = {
        key: value for row in AuditEntry.objects.filter(verb__startswith="retention.") for key, value in row.changes.items()
    }
    assert changes["org.members"] == [1, 0]
    assert AuditEntry.objects.filter(verb="retention.run").count() == RetentionRun.objects.count() == 2


def test_contacts_a_case_rests_on_and_all_evidence_are_left_alone():
    place = make_place()
    case = Hazard.objects.create(
        number="YH-1", place=place, item_code="COM-01", title="堵塞通道", legal_category=1, grade="A", rulepack_version="x",
        found_at=ago(2100), found_on=ago(2100).date(), source_kind="visit", area_path=STREET,
    )  # fmt: skip
    EvidenceLink.objects.create(
        sha256="0" * 64, subject_type="hazards.hazard", subject_id=str(case.pk), role="before", area_path=STREET
    )
    sealed = seal_phone("13700000001")
    former = [
        PlaceContact.objects.create(
            place=place, name=name, phone_cipher=sealed.cipher, phone_hmac=sealed.hmac, phone_last4="0001",
            phone_masked="137****0001", removed_at=removed_at,
        )
        for name, removed_at in (("案中人", ago(2000)), ("前任", ago(1100)), ("刚离任", ago(100)))
    ]  # fmt: skip
    Hazard.objects.filter(pk=case.pk).update(assignee_contact=former[0])
    evidence = list(EvidenceLink.objects.order_by("pk").values())
    before = Hazard.objects.filter(pk=case.pk).values().get()
    assert due() == {"places.former_contacts": 1}
    retention.run(actor=DOER)
    names = {row.pk: (row.name, row.phone_hmac) for row in PlaceContact.objects.filter(place=place)}
    assert names[former[0].pk] == ("案中人", sealed.hmac)
    assert names[former[1].pk] == (kinds.NOBODY, "")
    assert names[former[2].pk] == ("刚离任", sealed.hmac)
    assert list(EvidenceLink.objects.order_by("pk").values()) == evidence
    assert Hazard.objects.filter(pk=case.pk).values().get() == before


def test_a_kind_that_fails_leaves_the_others_to_be_done(monkeypatch):
    def broken(before):
        raise RuntimeError("表被占用")

    wrong = kinds.DataKind("kernel.aaa", "坏", "x", "x", "x", "x", "x", False, "erase", lambda: 1, broken, broken)
    monkeypatch.setitem(kinds._declared, "kernel.aaa", wrong)
    SignInAttempt.objects.create(username="x", at=ago(200), succeeded=False)
    run = retention.run(actor=DOER)
    assert "表被占用" in run.faults["kernel.aaa"]
    assert run.counts["kernel.sign_ins"] == 1
    assert AuditEntry.objects.get(verb="retention.run").result == "broken"


def test_one_daily_job_does_it_all():
    names = {item.name: item for item in periodic.every()}
    assert names["个人信息到期处理"].at_hour == 2
    assert not {"轨迹到期清除", "巡查质量到期清除", "清理已导入的救援文件", "清理任务中心"} & names.keys()


def test_the_table_is_seen_by_the_administrators_alone(actor_for, client_for):
    for role in ("system_admin", "security_admin", "audit_admin"):
        answer = client_for(actor_for(role, "150402")).get("/api/v1/privacy/retention")
        assert answer.status_code == 200
        assert answer.json()["last_run"] is None
    with pytest.raises(Forbidden):
        retention.preview(actor=actor_for("brigade_leader", "150402"))


def test_the_notice_says_what_the_table_says_to_everybody(client, settings):
    settings.PRIVACY_CONTACT = "某区消防救援大队，0476-0000000"
    said = client.get("/api/v1/privacy/notice").json()
    page = client.get("/privacy").content.decode()
    for kind in kinds.every():
        assert kind.zh in page
        assert kind.zh in {row["what"] for row in said["table"]}
    for words in ("某区消防救援大队，0476-0000000", "第十三条", "敏感个人信息", said["version"], "未核实", "30 天"):
        assert words in page
    assert "<script" not in page


def test_another_table_is_another_version(settings):
    first = notice.version()
    settings.TRACK_DAYS = 7
    assert notice.version() != first


def test_it_is_read_once_a_version(actor_for, settings):
    from fengsui.kernel import sessions
    from tests.conftest import ApiClient

    person = Account.objects.get(pk=actor_for("grid_worker").account_id)
    _, token = sessions.open_session(account=person, kind="phone", ip="", user_agent="")
    phone = ApiClient(token)
    assert phone.get("/api/v1/session").json()["must_read_notice"] is True
    version = phone.get("/api/v1/privacy/notice").json()["version"]
    for _ in range(2):
        assert phone.send("POST", "/privacy/notice/read", {"version": version}).json()["version"] == version
    row = NoticeReading.objects.get(account=person)
    assert row.read_at == clock.now()
    assert AuditEntry.objects.filter(verb="privacy.read_notice").count() == 1
    assert phone.get("/api/v1/session").json()["must_read_notice"] is False
    settings.TRACK_DAYS = 7
    assert phone.get("/api/v1/session").json()["must_read_notice"] is True


def test_people_of_a_simulation_are_not_asked():
    assert not notice.must_read(account("sim", is_simulated=True))


def test_it_is_json_all_through():
    assert json.loads(json.dumps(notice.notice(), ensure_ascii=False)) == notice.notice()
