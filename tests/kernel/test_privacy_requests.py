"""A person asks what is kept of them, or that it go: a clock, everything gathered by phone or account, what goes and what stays."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from fengsui.kernel import actor, clock
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, AuditEntry, Message, PrivacyRequest
from fengsui.kernel.phones import seal_phone
from fengsui.kernel.privacy import requests, retention
from fengsui.kernel.privacy.kinds import NOBODY
from fengsui.org.models import Member
from fengsui.patrol.tracks.models import DutySpell, TrackPiece
from fengsui.places.models import PlaceContact
from tests.conftest import NOON, OTHER_STREET, STREET
from tests.hazards.factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_clock")]
PHONE = "13847612345"


@pytest.fixture
def officer(actor_for):
    return actor_for("committee_office", "150402")


def ask(officer, kind="access", **given):
    about = {
        "subject_kind": "contact",
        "asked_by": "self",
        "identity_words": "当面核对身份证件",
        "area_path": "150402",
        "phone": PHONE,
    }
    return requests.receive(actor=officer, id=new_id(), kind=kind, **(about | given))


def contact(place, *, removed=False, phone=PHONE):
    sealed = seal_phone(phone)
    return PlaceContact.objects.create(
        place=place, name="联系人甲", phone_cipher=sealed.cipher, phone_hmac=sealed.hmac, phone_last4=sealed.last4,
        phone_masked="138****2345", removed_at=NOON - timedelta(days=9) if removed else None,
    )  # fmt: skip


def found(officer, row):
    return {one.what: (one.count, one.goes) for one in requests.held(actor=officer, request_id=row.pk)}


def test_a_request_gets_a_number_and_fifteen_working_days_that_nobody_has_verified(officer):
    row = ask(officer)
    assert row.number == "GX-150402-2026-0001"
    assert row.due_on == date(2026, 3, 31)
    assert requests.show(row)["due_is_verified"] is False
    assert requests.show(row)["phone"] == "*******2345"
    assert PHONE not in str(AuditEntry.objects.filter(verb="privacy.receive").values().get())
    with clock.frozen(NOON + timedelta(days=30)):
        assert requests.show(row)["is_overdue"] is True


@pytest.mark.parametrize(
    ("given", "field"),
    [({"phone": ""}, "phone"), ({"phone": "12"}, "phone"), ({"username": "nobody"}, "username"), ({"received_on": date(2026, 3, 11)}, "received_on")],
)  # fmt: skip
def test_a_request_needs_something_to_look_by(officer, given, field):
    with pytest.raises(InvalidInput) as caught:
        ask(officer, **given)
    assert field in {one.field for one in caught.value.fields}


def test_everything_of_one_phone_is_gathered_across_the_packages_and_nobody_elses(officer):
    here = make_place(name="好再来饭店")
    contact(here)
    contact(here, removed=True)
    contact(here, phone="13900000002")
    sealed = seal_phone(PHONE)
    Member.objects.create(name="网格员01", area_path=STREET, phone_hmac=sealed.hmac, phone_last4="2345")
    row = ask(officer)
    assert found(officer, row) == {"场所联系人": (2, 1), "人员名录": (1, 0)}
    assert AuditEntry.objects.filter(verb="privacy.view").count() == 1


def test_a_member_of_staff_is_found_by_account(officer, actor_for):
    person = actor_for("grid_worker")
    account = Account.objects.get(pk=person.account_id)
    spell = DutySpell.objects.create(account=account, by_name="x", started_at=NOON, local_date=NOON.date(), area_path=STREET)
    TrackPiece.objects.create(id=new_id(), spell=spell, began_at=NOON, local_date=NOON.date(), points=[])
    Message.objects.create(account=account, key="m", kind="x", title_zh="待办")
    row = ask(officer, "deletion", phone="", username=account.username, subject_kind="staff")
    assert found(officer, row) == {"账号": (1, 0), "上岗轨迹": (1, 1), "站内消息": (1, 1)}
    done = requests.decide(actor=officer, request_id=row.pk, decision="partly", reason="在任，只删轨迹和消息")
    assert {one["what"] for one in done.result["went"]} == {"上岗轨迹", "站内消息"}
    assert done.result["stays"][0]["what"] == "账号"
    assert not TrackPiece.objects.exists() and not Message.objects.filter(account=account).exists()


def test_a_deletion_anonymises_what_may_go_and_says_what_stays_and_why(officer):
    place = make_place()
    now, former = contact(place), contact(place, removed=True)
    row = ask(officer, "deletion")
    done = requests.decide(actor=officer, request_id=row.pk, decision="granted", reason="已不在该店工作")
    assert done.result["went"] == [{"what": "场所联系人", "count": 1}]
    assert done.result["stays"][0]["count"] == 1 and "现任联系人" in done.result["stays"][0]["why"]
    assert PlaceContact.objects.get(pk=former.pk).name == NOBODY
    assert PlaceContact.objects.get(pk=now.pk).phone_hmac
    entry = AuditEntry.objects.get(verb="privacy.decide")
    assert entry.reason == "已不在该店工作" and entry.changes["places.contacts"] == [1, 0]
    with pytest.raises(Conflict, match="privacy_decided"):
        requests.decide(actor=officer, request_id=row.pk, decision="refused", reason="再想想")


@pytest.mark.parametrize(("kind", "decision"), [("deletion", "refused"), ("access", "granted")])
def test_a_refusal_and_an_access_delete_nothing(officer, kind, decision):
    former = contact(make_place(), removed=True)
    row = requests.decide(actor=officer, request_id=ask(officer, kind).pk, decision=decision, reason="有案件在办")
    assert row.result["went"] == []
    assert PlaceContact.objects.get(pk=former.pk).phone_hmac


def test_the_hand_out_holds_the_rows_and_is_audited(officer, client_for):
    contact(make_place(name="好再来饭店"))
    row = ask(officer)
    client = client_for(officer)
    told = client.get(f"/api/v1/privacy/requests/{row.pk}/export.json").json()
    assert told["内容"][0]["记录"][0]["场所"] == "好再来饭店"
    book = client.get(f"/api/v1/privacy/requests/{row.pk}/export.xlsx")
    text = " ".join(
        str(cell.value) for line in openpyxl.load_workbook(io.BytesIO(book.content)).active.iter_rows() for cell in line
    )
    assert "好再来饭店" in text and PHONE not in text
    assert AuditEntry.objects.filter(verb="privacy.export").count() == 2


def test_an_officer_of_a_street_gathers_in_that_street_alone(actor_for):
    contact(make_place(f"{OTHER_STREET}/001/01"))
    contact(make_place())
    local = actor_for("committee_office", STREET)
    with pytest.raises(NotFound):
        ask(local, area_path=OTHER_STREET)
    row = ask(local, area_path=STREET)
    assert found(local, row) == {"场所联系人": (1, 0)}
    elsewhere = actor_for("committee_office", OTHER_STREET)
    with pytest.raises(NotFound):
        requests.held(actor=elsewhere, request_id=row.pk)
    with pytest.raises(Forbidden):
        requests.held(actor=actor_for("system_admin", "150402"), request_id=row.pk)


def test_the_phone_of_an_answered_request_goes_after_three_years_and_the_answer_stays(officer):
    row = requests.decide(actor=officer, request_id=ask(officer).pk, decision="granted", reason="已当面提供")
    with clock.frozen(NOON + timedelta(days=1096)):
        assert retention.run(actor=actor.system("测试")).counts["kernel.requests"] == 1
    kept = PrivacyRequest.objects.get(pk=row.pk)
    assert (kept.phone_cipher, kept.phone_hmac, kept.decision) == ("", "", "granted")
