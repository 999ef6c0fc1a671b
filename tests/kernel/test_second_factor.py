"""The second step of signing in: codes by a fixed clock, spent once; recovery codes; who must have it; who may reset it."""

from datetime import timedelta

import pyotp
import pytest
from django.test import Client

from fengsui.kernel import accounts, actor, clock, sealing, second_factor, sessions
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, Locked, NeedsSignIn, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, AccountSession, AuditEntry, Message, Operation, RecoveryCode, SecondFactor
from tests.conftest import NOON, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_clock")]
HALF = timedelta(seconds=30)


def secret_of(account_id):
    row = SecondFactor.objects.get(pk=account_id)
    return sealing.open_sealed(second_factor.PURPOSE, row.secret_cipher or row.pending_cipher)


def code_at(account_id, moment=NOON):
    return pyotp.TOTP(secret_of(account_id)).at(moment)


def turn_on(person, at=NOON - timedelta(hours=1)):
    """Turn the second step on, an hour before the fixed noon, and return the recovery codes."""
    with clock.frozen(at):
        second_factor.begin(actor=person)
        return second_factor.confirm(actor=person, code=code_at(person.account_id, at))


def sign_in(person, code="", password=PASSWORD, ip="192.0.2.1"):
    name = Account.objects.get(pk=person.account_id).username
    return accounts.authenticate(username=name, password=password, ip=ip, code=code)


def refused(person, code, **more):
    with pytest.raises(NeedsSignIn) as caught:
        sign_in(person, code, **more)
    return caught.value


@pytest.fixture
def person(actor_for):
    return actor_for("street_inspector")


def test_without_a_second_step_nothing_changes(person):
    assert sign_in(person).pk == person.account_id
    assert sign_in(person, "123456").pk == person.account_id


def test_the_published_test_vector_of_rfc_6238_counts(person):
    # RFC 6238, appendix B: SHA-1, the secret 12345678901234567890, 1111111109 s → 07081804, of which six digits count here.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    moment = clock.now().fromtimestamp(1111111109, tz=NOON.tzinfo)
    row = SecondFactor(account_id=person.account_id, secret_cipher=sealing.seal("second_factor", secret), confirmed_at=NOON)
    row.save()
    with clock.frozen(moment):
        assert sign_in(person, "081804").pk == person.account_id


def test_the_password_alone_no_longer_signs_in(person):
    turn_on(person)
    assert refused(person, "").code == "second_factor_needed"
    assert sign_in(person, code_at(person.account_id)).pk == person.account_id
    wrong = refused(person, code_at(person.account_id), password="wrong")
    assert wrong.code == "sign_in_wrong", "a wrong password is told before anything is said of the code"


def test_a_wrong_code_is_refused_and_says_how_many_tries_are_left(person):
    turn_on(person)
    wrong = refused(person, "000000")
    assert wrong.code == "second_factor_wrong"
    assert wrong.extra["tries_left"] == 4
    assert AuditEntry.objects.filter(verb="session.sign_in", result="refused").count() == 1


def test_a_code_is_never_taken_twice_and_no_older_one_after_it(person):
    turn_on(person)
    code = code_at(person.account_id)
    sign_in(person, code)
    assert refused(person, code).code == "second_factor_wrong"
    assert refused(person, code_at(person.account_id, NOON - HALF)).code == "second_factor_wrong"
    with clock.frozen(NOON + HALF):
        sign_in(person, code_at(person.account_id, NOON + HALF))


def test_the_code_that_turned_it_on_does_not_sign_in(person):
    turn_on(person, at=NOON)
    assert refused(person, code_at(person.account_id)).code == "second_factor_wrong"


@pytest.mark.parametrize(("steps", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_one_step_off_still_counts(person, steps, counts):
    turn_on(person)
    code = code_at(person.account_id, NOON + HALF * steps)
    if counts:
        assert sign_in(person, code)
    else:
        refused(person, code)


def test_a_code_may_be_typed_with_spaces_or_full_width_digits(person):
    turn_on(person)
    code = code_at(person.account_id)
    spaced = f" {code[:3]} {code[3:]} ".translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert sign_in(person, spaced)


def test_five_wrong_codes_lock_the_account_even_with_the_right_password(person):
    turn_on(person)
    for left in (4, 3, 2, 1, 0):
        assert refused(person, "000000").extra["tries_left"] == left
        if left:
            assert refused(person, "").code == "second_factor_needed", "asking for the code forgives nothing"
    with pytest.raises(Locked):
        sign_in(person, code_at(person.account_id))
    later = NOON + timedelta(minutes=16)
    with clock.frozen(later):
        assert sign_in(person, code_at(person.account_id, later))


def test_each_recovery_code_opens_once_and_new_ones_replace_them(person):
    codes = turn_on(person)
    assert len(set(codes)) == 10
    assert sign_in(person, codes[0].upper().replace("-", " "))
    refused(person, codes[0])
    assert second_factor.recovery_left(person.account_id) == 9
    fresh = second_factor.new_codes(actor=person)
    refused(person, codes[1])
    assert sign_in(person, fresh[1])


def test_neither_secret_nor_recovery_code_lies_open_anywhere(person):
    codes = turn_on(person)
    row = SecondFactor.objects.get(pk=person.account_id)
    assert secret_of(person.account_id) not in row.secret_cipher
    stored = list(RecoveryCode.objects.values_list("code_hmac", flat=True))
    assert all(len(one) == 64 for one in stored)
    assert not {code.replace("-", "") for code in codes} & set(stored)
    written = str(list(AuditEntry.objects.values())) + str(list(Operation.objects.values()))
    assert secret_of(person.account_id) not in written
    assert not any(code in written or code.replace("-", "") in written for code in codes)


def test_a_wrong_first_code_turns_nothing_on(person):
    with pytest.raises(Conflict, match="second_factor_not_begun"):
        second_factor.confirm(actor=person, code="000000")
    second_factor.begin(actor=person)
    with pytest.raises(InvalidInput, match="second_factor_wrong"):
        second_factor.confirm(actor=person, code="000000")
    assert sign_in(person), "an unconfirmed secret asks nobody for a code"


def test_turning_it_on_ends_the_other_sessions(person):
    account = Account.objects.get(pk=person.account_id)
    here, _ = sessions.open_session(account=account, kind="desk", ip="", user_agent="")
    there, _ = sessions.open_session(account=account, kind="phone", ip="", user_agent="")
    turn_on(actor.Actor(kind="person", name="x", account_id=account.pk, session_id=here.pk))
    assert AccountSession.objects.get(pk=here.pk).ended_at is None
    assert AccountSession.objects.get(pk=there.pk).ended_why == "second_factor_on"


def test_a_new_phone_replaces_the_old_one_only_with_its_first_code(person):
    turn_on(person)
    old = code_at(person.account_id)
    second_factor.begin(actor=person)
    assert sign_in(person, old), "until the new one is confirmed the old one counts"
    pending = sealing.open_sealed("second_factor", SecondFactor.objects.get(pk=person.account_id).pending_cipher)
    second_factor.confirm(actor=person, code=pyotp.TOTP(pending).at(NOON))
    assert secret_of(person.account_id) == pending


def test_another_administrator_resets_it_and_nobody_their_own(person, actor_for):
    turn_on(person)
    system = actor_for("system_admin", "150402")
    other = actor_for("security_admin", "150402")
    with pytest.raises(Forbidden):
        second_factor.reset(actor=other, account_id=person.account_id, reason="手机丢失")
    with pytest.raises(NotFound):
        second_factor.reset(actor=system, account_id=new_id(), reason="手机丢失")
    turn_on(system)
    with pytest.raises(Conflict, match="own_account"):
        second_factor.reset(actor=system, account_id=system.account_id, reason="手机丢失")
    second_factor.reset(actor=system, account_id=person.account_id, reason="手机丢失")
    assert sign_in(person)
    assert not RecoveryCode.objects.filter(account_id=person.account_id).exists()
    assert AuditEntry.objects.get(verb="second_factor.reset").reason == "手机丢失"
    assert "手机丢失" in Message.objects.get(account_id=person.account_id).body_zh


class Desk(Client):
    """A desk: cookie, CSRF token, an Idempotency-Key on every write."""

    def __init__(self):
        super().__init__(enforce_csrf_checks=True)
        self.get("/api/v1/session")

    def send(self, path, body):
        headers = {"X-CSRFToken": self.cookies["csrftoken"].value, "Idempotency-Key": str(new_id())}
        return self.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def test_the_whole_way_at_a_desk(person):
    name = Account.objects.get(pk=person.account_id).username
    desk = Desk()
    body = {"username": name, "password": PASSWORD}
    assert desk.send("/session", body).json()["has_second_factor"] is False
    assert desk.send("/session/second-factor", {"password": "wrong"}).json()["errors"][0]["field"] == "password"
    begun = desk.send("/session/second-factor", {"password": PASSWORD}).json()
    assert begun["uri"].startswith("otpauth://totp/")
    assert begun["qr_svg"].startswith("<svg")
    made = desk.send("/session/second-factor/confirm", {"code": pyotp.TOTP(begun["secret"]).at(NOON)})
    assert len(made.json()["recovery_codes"]) == 10
    state = desk.get("/api/v1/session/second-factor").json()
    assert (state["is_on"], state["recovery_left"], state["is_must"]) == (True, 10, False)
    fresh = Desk()
    assert fresh.send("/session", body).json()["code"] == "second_factor_needed"
    with clock.frozen(NOON + HALF):
        code = pyotp.TOTP(begun["secret"]).at(NOON + HALF)
        assert fresh.send("/session", body | {"code": code}).status_code == 200
        assert fresh.send("/session/second-factor/off", {"password": PASSWORD, "code": code}).status_code == 422
        once = made.json()["recovery_codes"][3]
        off = fresh.send("/session/second-factor/off", {"password": PASSWORD, "code": once})
        assert off.json()["is_on"] is False
        assert Desk().send("/session", body).status_code == 200


def test_a_phone_asks_for_the_code_too(person):
    codes = turn_on(person)
    body = {"username": Account.objects.get(pk=person.account_id).username, "password": PASSWORD, "device_name": "手机"}
    phone = Client()
    asked = phone.post("/api/v1/session/device", body, content_type="application/json")
    assert (asked.status_code, asked.json()["code"]) == (401, "second_factor_needed")
    answer = phone.post("/api/v1/session/device", body | {"code": codes[5]}, content_type="application/json")
    assert answer.json()["token"]


def test_a_role_that_must_have_it_can_do_nothing_before(settings, actor_for, client_for):
    admin = actor_for("audit_admin", "150402")
    phone = client_for(admin)
    settings.SECOND_FACTOR_MUST = frozenset({"audit_admin"})
    body = {"username": Account.objects.get(pk=admin.account_id).username, "password": PASSWORD}
    desk = Desk()
    assert desk.send("/session", body).json()["must_set_second_factor"] is True
    refusal = desk.get("/api/v1/audit")
    assert (refusal.status_code, refusal.json()["code"]) == (403, "second_factor_required")
    # On a phone the session no longer counts, so that what is not delivered waits for the next sign-in.
    assert phone.get("/api/v1/audit").status_code == 401
    assert Client().post("/api/v1/session/device", body, content_type="application/json").status_code == 401
    begun = desk.send("/session/second-factor", {"password": PASSWORD}).json()
    desk.send("/session/second-factor/confirm", {"code": pyotp.TOTP(begun["secret"]).at(NOON)})
    assert desk.get("/api/v1/session").json()["must_set_second_factor"] is False
    assert desk.get("/api/v1/audit").status_code == 200
    with pytest.raises(Forbidden, match="second_factor_must"):
        second_factor.turn_off(actor=admin)


def test_other_roles_are_not_held_up(settings, person, client_for):
    settings.SECOND_FACTOR_MUST = frozenset({"audit_admin"})
    assert client_for(person).get("/api/v1/jobs").status_code == 200
