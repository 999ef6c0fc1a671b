"""The forgotten PIN: the phone's own account opens its own lock, minutes after the password, and nobody else does."""

import base64
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from fengsui.kernel import clock, rescue_key, sessions
from fengsui.kernel.models import Account, AuditEntry, Operation
from tests.conftest import ApiClient
from tests.patrol.rescue_file import escrow_for

pytestmark = pytest.mark.django_db
UNWRAP = "/patrol/phone-key/unwrap"


def phone_of(actor) -> ApiClient:
    """Return a phone just signed in with the password."""
    account = Account.objects.get(pk=actor.account_id)
    return ApiClient(sessions.open_session(account=account, kind="phone", ip="127.0.0.1", user_agent="test")[1])


def test_the_work_pack_carries_a_key_made_once_and_kept_from_others(people, client_for):
    key = client_for(people.grid_worker).send("GET", "/patrol/pack").json()["rescue_key"]
    assert key == rescue_key.public_key() and len(key["id"]) == 16
    assert client_for(people.inspector).send("GET", "/patrol/pack").json()["rescue_key"] == key
    file = Path(settings.DATA_DIR) / "secrets" / "rescue.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_owner_gets_the_key_back_and_it_is_written_down_but_not_kept(people):
    secret = os.urandom(32)
    escrow = escrow_for(secret, people.grid_worker.account_id, rescue_key.public_key())
    answer = phone_of(people.grid_worker).send("POST", UNWRAP, escrow)
    assert answer.status_code == 200 and base64.b64decode(answer.json()["key"]) == secret
    entry = AuditEntry.objects.get(verb="phone_key.unwrap")
    assert entry.account_id == people.grid_worker.account_id and entry.result == "ok"
    kept = " ".join(str(row.result_json) for row in Operation.objects.all()) + str(entry.changes)
    assert answer.json()["key"] not in kept


def test_another_account_a_foreign_installation_and_broken_words_open_nothing(people):
    escrow = escrow_for(os.urandom(32), people.grid_worker.account_id, rescue_key.public_key())
    phone = phone_of(people.inspector)
    tries = {
        "escrow_not_yours": escrow,
        "escrow_foreign": {**escrow, "key_id": "0" * 16},
        "escrow_damaged": {**escrow, "epk": base64.b64encode(b"\x04" + b"\x01" * 64).decode()},
    }
    for code, body in tries.items():
        answer = phone.send("POST", UNWRAP, body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert phone.send("POST", UNWRAP, {**escrow, "iv": "汉字"}).json()["code"] == "escrow_damaged"
    assert list(AuditEntry.objects.filter(verb="phone_key.unwrap").values_list("result", flat=True)) == ["refused"] * 4


def test_an_old_sign_in_is_not_enough_and_guessing_ends_after_ten_tries(people):
    escrow = escrow_for(os.urandom(32), people.grid_worker.account_id, rescue_key.public_key())
    now = clock.now()
    with clock.frozen(now):
        phone = phone_of(people.grid_worker)
    with clock.frozen(now + timedelta(minutes=11)):
        late = phone.send("POST", UNWRAP, escrow)
        assert late.status_code == 409 and late.json()["code"] == "password_needed_again"
        phone = phone_of(people.grid_worker)
        answers = [phone.send("POST", UNWRAP, escrow) for _ in range(11)]
        assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    with clock.frozen(now + timedelta(minutes=80)):
        assert phone_of(people.grid_worker).send("POST", UNWRAP, escrow).status_code == 200
