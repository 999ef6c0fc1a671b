"""Signing in: first password, lock-out, idle desk, phone away for a week, the three administrators."""

from datetime import date, timedelta

import pytest

from fengsui.kernel import accounts, actor, clock, grants, sessions
from fengsui.kernel.errors import Conflict, InvalidInput, Locked, NeedsSignIn
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, AccountSession, AuditEntry, Grant, SignInAttempt
from tests.conftest import NOON, PASSWORD

pytestmark = pytest.mark.django_db
DOER = actor.system("测试")


def make(username="zhanqian-grid-07", **more):
    return accounts.create_account(
        actor=DOER, id=new_id(), username=username, display_name="站前街道网格员07", password=PASSWORD, **more
    )


def test_a_weak_password_is_refused_with_every_reason():
    with pytest.raises(InvalidInput) as caught:
        accounts.create_account(actor=DOER, id=new_id(), username="abc", display_name="x", password="abc")
    assert {field.code for field in caught.value.fields} == {"too_short", "too_simple", "has_name"}


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(fixed_clock):
    make()
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(NeedsSignIn) as caught:
            accounts.authenticate(username="zhanqian-grid-07", password="wrong", ip="192.0.2.1")
        assert caught.value.extra["tries_left"] == left
    with pytest.raises(Locked):
        accounts.authenticate(username="zhanqian-grid-07", password=PASSWORD, ip="192.0.2.1")
    with clock.frozen(NOON + timedelta(minutes=16)):
        assert accounts.authenticate(username="ZhanQian-Grid-07", password=PASSWORD, ip="192.0.2.1")


def test_an_unknown_name_is_told_the_same_as_a_wrong_password():
    make()
    said = []
    for name in ("zhanqian-grid-07", "nobody"):
        with pytest.raises(NeedsSignIn) as caught:
            accounts.authenticate(username=name, password="wrong", ip="192.0.2.9")
        said.append((caught.value.code, caught.value.zh))
    assert said[0] == said[1]
    assert SignInAttempt.objects.count() == 2
    assert AuditEntry.objects.filter(verb="session.sign_in", result="refused").count() == 2


def test_a_desk_left_alone_for_half_an_hour_must_sign_in_again(fixed_clock):
    account = make()
    _, token = sessions.open_session(account=account, kind="desk", ip="", user_agent="")
    with clock.frozen(NOON + timedelta(minutes=29)):
        sessions.resolve(token, kind="desk", ip="", user_agent="")
    with clock.frozen(NOON + timedelta(minutes=58)):
        sessions.resolve(token, kind="desk", ip="", user_agent="")
    with clock.frozen(NOON + timedelta(minutes=90)), pytest.raises(NeedsSignIn):
        sessions.resolve(token, kind="desk", ip="", user_agent="")


def test_a_phone_works_after_six_days_offline_but_not_after_eight(fixed_clock):
    account = make()
    _, token = sessions.open_session(account=account, kind="phone", ip="", user_agent="")
    with clock.frozen(NOON + timedelta(days=6)):
        sessions.resolve(token, kind="phone", ip="", user_agent="")
    with clock.frozen(NOON + timedelta(days=14, hours=1)), pytest.raises(NeedsSignIn):
        sessions.resolve(token, kind="phone", ip="", user_agent="")


def test_a_phone_token_is_no_desk_cookie():
    account = make()
    _, token = sessions.open_session(account=account, kind="phone", ip="", user_agent="")
    with pytest.raises(NeedsSignIn):
        sessions.resolve(token, kind="desk", ip="", user_agent="")
    assert not AccountSession.objects.filter(token_sha256=token).exists()


def test_changing_the_password_ends_the_other_sessions_and_refuses_old_ones():
    account = make(must_change_password=True)
    session, _ = sessions.open_session(account=account, kind="desk", ip="", user_agent="")
    other, _ = sessions.open_session(account=account, kind="phone", ip="", user_agent="")
    person = actor.Actor(kind="person", name="x", account_id=account.pk, session_id=session.pk)
    with pytest.raises(InvalidInput, match="password_reused"):
        accounts.change_password(actor=person, old_password=PASSWORD, new_password=PASSWORD)
    accounts.change_password(actor=person, old_password=PASSWORD, new_password="Another-pass-77")
    other.refresh_from_db()
    session.refresh_from_db()
    assert other.ended_at is not None
    assert session.ended_at is None
    assert Account.objects.get(pk=account.pk).must_change_password is False


def test_the_first_password_opens_nothing_but_its_own_change(client_for, actor_for):
    inspector = actor_for("street_inspector")
    Account.objects.filter(pk=inspector.account_id).update(must_change_password=True)
    client = client_for(inspector)
    assert client.send("GET", "/jobs").json()["code"] == "password_change_required"
    body = {"old_password": PASSWORD, "new_password": "Brand-new-88xy"}
    assert client.send("POST", "/session/password", body).status_code == 200
    assert client.send("GET", "/jobs").status_code == 200


def test_one_person_cannot_be_two_of_the_three_administrators():
    account = make()
    grants.give(actor=DOER, account=account, role="system_admin", area_path="150402", valid_from=date(2026, 1, 1))
    with pytest.raises(Conflict, match="roles_separate"):
        grants.give(actor=DOER, account=account, role="audit_admin", area_path="150402", valid_from=date(2026, 1, 1))


def test_a_security_administrator_cannot_grant_themselves_a_role(actor_for):
    admin = actor_for("security_admin", "150402")
    with pytest.raises(Conflict, match="own_grant"):
        grants.give_grant(
            actor=admin, id=new_id(), account_id=admin.account_id, role="supervisor",
            area_path="150402", valid_from=date(2026, 1, 1),
        )  # fmt: skip


def test_the_last_administrator_of_a_kind_can_be_neither_revoked_nor_closed(actor_for):
    system, security, audit_admin = (actor_for(f"{kind}_admin", "150402") for kind in ("system", "security", "audit"))
    held = Grant.objects.get(account_id=audit_admin.account_id)
    with pytest.raises(Conflict, match="last_admin"):
        grants.revoke_grant(actor=security, grant_id=held.pk, reason="换人")
    with pytest.raises(Conflict, match="last_admin"):
        accounts.set_active(actor=system, account_id=audit_admin.account_id, is_active=False, reason="换人")
    actor_for("audit_admin", "150402")
    grants.revoke_grant(actor=security, grant_id=held.pk, reason="换人")
    assert Grant.objects.get(pk=held.pk).revoked_at is not None


def test_a_grant_counts_from_its_first_day_to_its_last(fixed_clock):
    account = make()
    grants.give(
        actor=DOER, account=account, role="grid_worker", area_path="150402/006",
        valid_from=date(2026, 3, 10), valid_to=date(2026, 3, 12),
    )  # fmt: skip
    assert not grants.values_for(account.pk, date(2026, 3, 9))
    assert grants.values_for(account.pk, date(2026, 3, 12))
    assert not grants.values_for(account.pk, date(2026, 3, 13))


def test_desk_sign_in_needs_the_csrf_token_and_sets_an_http_only_cookie(client):
    make(must_change_password=False)
    from django.test import Client

    desk = Client(enforce_csrf_checks=True)
    body = {"username": "zhanqian-grid-07", "password": PASSWORD}
    refused = desk.post("/api/v1/session", body, content_type="application/json")
    assert refused.status_code == 403
    desk.get("/api/v1/session")
    token = desk.cookies["csrftoken"].value
    answer = desk.post("/api/v1/session", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 200, answer.content
    cookie = answer.cookies["fengsui_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert desk.get("/api/v1/session").json()["signed_in"] is True
    without = desk.delete("/api/v1/session")
    assert without.status_code == 403
    assert desk.delete("/api/v1/session", headers={"X-CSRFToken": token}).status_code == 204
    assert desk.get("/api/v1/session").json()["signed_in"] is False


def test_a_write_without_an_idempotency_key_is_told_what_to_add(actor_for, client_for):
    client = client_for(actor_for("security_admin", "150402"))
    answer = client.post("/api/v1/grants", {}, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency_key_missing"
