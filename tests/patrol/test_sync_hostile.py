"""What somebody with a phone and bad will can send: refused in words, quickly, with nothing of other people in the answer."""

import contextlib
import hashlib
import io
import json
import time
import zipfile

import pytest
from PIL import Image

from fengsui.kernel import clock, evidence
from fengsui.kernel.errors import InvalidInput, Unsupported
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import EvidenceLink
from fengsui.patrol import sync
from fengsui.patrol.models import SyncOperation, Visit
from tests.hazards.factories import LIGHTS, local, make_picture, make_place
from tests.patrol.phone import Phone

pytestmark = pytest.mark.django_db
NOW = "2026-11-16T10:00:00+08:00"


def send_raw(client, text):
    """Send a body as it is to the sync."""
    headers = {"Idempotency-Key": str(new_id())}
    return client.post("/api/v1/sync/operations", text, content_type="application/json", headers=headers)


def wrapped(payload):
    """Return a batch of one operation around a payload, as text."""
    head = f'{{"id":"{new_id()}","kind":"visit.submit","recorded_at":"{NOW}","device_now":"{NOW}","payload":'
    return '{"operations":[' + head + payload + "}]}"


@pytest.mark.parametrize(
    "payload",
    [
        '{"a":' * 3_000 + "1" + "}" * 3_000,
        '{"a":NaN}',
        '{"a":1e999}',
        '{"visit":{"id":"\\u0000"}}',
        '{"a":"' + "x" * 10_000_000 + '"}',
    ],
    ids=["deep", "nan", "infinite", "nul", "ten megabytes"],
)
def test_a_body_meant_to_hurt_gets_words_and_no_fault_of_ours(people, client_for, payload):
    answer = send_raw(client_for(people.grid_worker), wrapped(payload))
    assert answer.status_code < 500
    said = answer.json()
    result = said["results"][0] if answer.status_code == 200 else said
    assert result.get("problem", result).get("code") != "internal"
    assert not Visit.objects.exists()


def test_a_million_operations_are_refused_before_any_is_looked_at(people, client_for):
    began = time.monotonic()
    answer = send_raw(client_for(people.grid_worker), '{"operations":[' + ",".join(["{}"] * 1_000_000) + "]}")
    assert answer.status_code in (413, 422)
    assert len(answer.content) < 100_000
    assert time.monotonic() - began < 20
    assert not SyncOperation.objects.exists()


def test_one_id_with_different_content_in_one_batch_is_written_once(people):
    phone = Phone(people.grid_worker)
    with clock.frozen(local("2026-11-16 10:00")):
        place = make_place()
        phone.visit(place)
        other = {**phone.queue[0], "payload": {**phone.queue[0]["payload"], "photos": [phone.picture("scene")]}}
        results = phone.send([phone.queue[0], other, other, phone.queue[0]])
    assert [result["status"] for result in results] == ["accepted", "conflict", "conflict", "duplicate"]
    assert Visit.objects.count() == 1


def test_other_peoples_ids_tell_nothing(people):
    finder, thief = Phone(people.grid_worker), Phone(people.stranger)
    hazard_id = str(new_id())
    with clock.frozen(local("2026-11-16 10:00")):
        place = make_place(name="机密饭店")
        visit_id = finder.visit(place, hazards=[{"id": hazard_id, "item_code": LIGHTS}])
        finder.send()
        thief.record("hazard.review", {"hazard_id": hazard_id, "round": 7, "passed": True})
        thief.record("hazard.report_fixed", {"hazard_id": hazard_id, "round": 7})
        thief.record("place.correct", {"place_id": str(place.pk), "name": "我的店"})
        thief.visit(place)
        thief.record("visit.submit", {"visit": {**finder.queue[0]["payload"]["visit"], "id": str(visit_id)}})
        results = thief.send()
        stolen = sync.receive_batch(
            actor=people.stranger, operations=[{**finder.queue[0], "device_now": thief.now().isoformat(), "payload": {}}]
        )
    assert {result["status"] for result in [*results, *stolen]} <= {"rejected", "conflict"}
    said = json.dumps([*results, *stolen], ensure_ascii=False, default=str)
    assert "机密" not in said
    assert "YH-" not in said
    assert "王网格" not in said


def test_a_sealed_number_cannot_be_passed_off_by_a_phone(people):
    phone = Phone(people.grid_worker)
    with clock.frozen(local("2026-11-16 10:00")):
        contact = {"name": "某", "phone": {"sealed_phone": "AAAA", "last4": "1234"}}
        phone.record("place.correct", {"place_id": str(make_place().pk), "contacts": [contact], "sealed_phone": "AAAA"})
        result = phone.send()[0]
    assert (result["status"], result["retry"], result["problem"]["code"]) == ("rejected", False, "input_invalid")


def _polyglot_zip():
    content = make_picture()[1]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", "<script>alert(1)</script>")
    return content + out.getvalue()


def _exif_bomb():
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=b"Exif\0\0MM\0*" + b"\xff" * 60_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [_polyglot_zip(), make_picture()[1] + b"<html><script>alert(1)</script></html>", _exif_bomb()],
    ids=["zip behind a jpeg", "html behind a jpeg", "exif full of loops"],
)
def test_a_picture_that_is_something_else_too_is_refused_or_served_as_a_picture_only(people, client_for, content):
    sha256 = hashlib.sha256(content).hexdigest()
    with contextlib.suppress(Unsupported, InvalidInput):
        evidence.store_upload(actor=people.grid_worker, sha256=sha256, chunks=[content])
    with clock.frozen(local("2026-11-16 10:00")):
        phone = Phone(people.grid_worker)
        visit = phone.visit(make_place())
        phone.queue[0]["payload"]["photos"] = [{"sha256": sha256, "role": "scene"}]
        phone.send()
    row = EvidenceLink.objects.get(subject_id=str(visit))
    client = client_for(people.grid_worker)
    for path in (f"/api/v1/evidence/{row.pk}", f"/api/v1/evidence/{row.pk}/thumb"):
        answer = client.get(path)
        assert answer.status_code in (200, 404)
        assert answer.headers["Content-Type"].startswith("image/" if answer.status_code == 200 else "application/problem+json")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
