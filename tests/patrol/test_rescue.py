"""A broken phone's rescue file at the desk: what it holds, who may take it in, what comes of every part, as often as wanted."""

import contextlib
import random
from datetime import timedelta

import pytest
from django.conf import settings

from fengsui.kernel import clock, jobs, rescue_key
from fengsui.kernel.errors import DomainError
from fengsui.kernel.models import AuditEntry, EvidenceLink, Job
from fengsui.patrol.models import SyncOperation, Visit
from fengsui.patrol.rescue import importing, services
from fengsui.patrol.rescue.models import RescueImport, RescuePart
from fengsui.patrol.rescue.reader import DamagedPart, open_bytes, open_operation, read_header
from tests.hazards.factories import local, make_picture, make_place
from tests.patrol.phone import Phone, visit_body
from tests.patrol.rescue_file import RescueFile

pytestmark = pytest.mark.django_db
DAY_ONE, DAY_FOUR = "2026-11-16 09:00", "2026-11-19 15:00"
OCTETS = "application/octet-stream"


@pytest.fixture
def broken_phone(posted):
    """Return a phone with two visits, one of them with a photo, whose touch screen has died, and its rescue file."""
    with clock.frozen(local(DAY_ONE)):
        phone = Phone(posted.grid_worker)
        digest, content = make_picture()
        photo = {"sha256": digest, "role": "scene", "captured_at": clock.now().isoformat()}
        for photos in ([photo], []):
            body = visit_body(make_place(), clock.now())
            phone.record("visit.submit", {"visit": body, "hazards": [], "photos": photos})
        phone.pictures[digest] = content
        file = written(phone)
    return phone, file


def written(phone, **more):
    """Return the rescue file of a phone's queue."""
    account = phone.actor.account_id
    file = RescueFile(account_id=account, rescue_key=rescue_key.public_key(), exported_at=phone.now(), **more)
    for operation in phone.queue:
        file.operation(operation)
    for content in phone.pictures.values():
        file.photo(content, phone.now().isoformat())
    return file


def upload(client, content):
    """Send a file as the desk does."""
    return client.post("/api/v1/patrol/rescue?file_name=a.fsrescue", data=content, content_type=OCTETS, headers=_key())


def _key():
    from fengsui.kernel.ids import new_id

    return {"Idempotency-Key": str(new_id())}


def import_all(client, content):
    """Upload and import a file; return (the file, its parts) as the desk shows them."""
    made = upload(client, content)
    assert made.status_code == 201, made.content
    path = f"/patrol/rescue/{made.json()['id']}"
    assert client.send("POST", f"{path}/import").status_code == 200
    jobs.run_pending()
    return client.send("GET", path).json(), client.send("GET", f"{path}/parts").json()["items"]


def test_a_broken_phones_days_come_in_under_the_workers_name_with_the_time_of_the_deed(posted, broken_phone, client_for):
    _, file = broken_phone
    with clock.frozen(local(DAY_FOUR)):
        client = client_for(posted.inspector)
        seen = upload(client, file.bytes()).json()
        assert (seen["account_name"], seen["device_name"], seen["operation_count"], seen["photo_count"]) == (
            "王网格", "Redmi Note 9", 2, 1,
        )  # fmt: skip
        assert seen["oldest_at"].startswith("2026-11-16") and Visit.objects.count() == 0
        done, parts = import_all(client, file.bytes())
    assert done["state"] == "done" and done["counts"] == {"accepted": 2, "received": 1}
    assert [part["status"] for part in parts] == ["accepted", "accepted", "received"] and parts[0]["subject_number"]
    for visit in Visit.objects.all():
        # The file lay three days between export and import: the visit keeps its own day.
        assert visit.by_name == "王网格" and str(visit.local_date) == "2026-11-16" and visit.clock_flag == ""
    assert EvidenceLink.objects.get(role="scene").arrived_at
    assert AuditEntry.objects.get(verb="rescue.done").actor_name == "李巡查"
    entry = AuditEntry.objects.filter(verb="visit.submit", account_id=posted.grid_worker.account_id).first()
    assert "李巡查" in entry.user_agent


def test_again_changes_nothing_and_the_phone_that_comes_back_sends_duplicates(posted, broken_phone, client_for):
    phone, file = broken_phone
    with clock.frozen(local(DAY_FOUR)):
        client = client_for(posted.director)
        import_all(client, file.bytes())
        again, _ = import_all(client, file.bytes())
        assert again["counts"] == {"duplicate": 2, "held": 1} and Visit.objects.count() == 2
        assert {result["status"] for result in phone.send()} == {"duplicate"}


def test_a_clock_the_phone_knew_to_be_wrong_is_corrected(posted, client_for):
    with clock.frozen(local(DAY_ONE)):
        phone = Phone(posted.grid_worker, ahead=timedelta(hours=-30))
        phone.visit(make_place())
        file = written(phone)
        header = {**file.header(), "clock_offset_ms": 30 * 3_600_000}
    with clock.frozen(local(DAY_FOUR)):
        import_all(client_for(posted.inspector), file.bytes(header))
    assert str(Visit.objects.get().local_date) == "2026-11-16"


def test_damaged_parts_are_named_and_the_good_ones_come_in(posted, broken_phone, client_for):
    _, file = broken_phone
    head, body = file.parts[0]
    file.parts[0] = (head, body[:-1] + bytes([body[-1] ^ 1]))
    with clock.frozen(local(DAY_FOUR)):
        done, parts = import_all(client_for(posted.inspector), file.bytes()[:-5])
    assert [part["status"] for part in parts] == ["damaged", "accepted", "damaged"]
    assert [part["problem"]["code"] for part in parts if part["problem"]] == ["part_changed", "part_cut_off"]
    assert Visit.objects.count() == 1 and done["state"] == "done"


def test_a_photo_under_a_wrong_hash_is_not_taken(posted, broken_phone, client_for):
    _, file = broken_phone
    head, _ = file.parts[2]
    head["sha256"] = "0" * 64
    with clock.frozen(local(DAY_FOUR)):
        _, parts = import_all(client_for(posted.inspector), file.bytes())
    assert parts[2]["status"] == "damaged" and not EvidenceLink.objects.get(role="scene").arrived_at


def test_what_cannot_be_opened_is_refused_in_words_and_leaves_no_file(posted, broken_phone, client_for):
    _, file = broken_phone
    client = client_for(posted.inspector)
    header = file.header()
    stranger = {**header, "account_id": str(posted.stranger.account_id)}
    director = {**header, "account_id": str(posted.director.account_id)}
    foreign = {**header, "escrow": {**header["escrow"], "key_id": "0" * 16}}
    tries = {
        "rescue_unknown": b"PK\x03\x04 something else",
        "rescue_broken": file.bytes()[:60],
        "rescue_person_outside": file.bytes(stranger),
        "escrow_not_yours": file.bytes(director),
        "escrow_foreign": file.bytes(foreign),
        "escrow_damaged": file.bytes({**header, "escrow": "x"}),
        "rescue_newer": file.bytes({**header, "v": 2}),
    }
    before = set(services.folder().iterdir())
    for code, content in tries.items():
        answer = upload(client, content)
        assert (answer.json()["code"], code) == (code, code) and "。" in answer.json()["title"]
    assert set(services.folder().iterdir()) == before and not RescueImport.objects.exists()


def test_nobody_of_another_street_and_no_other_role_sees_or_imports_it(posted, broken_phone, client_for):
    _, file = broken_phone
    made = upload(client_for(posted.inspector), file.bytes()).json()
    stranger = client_for(posted.stranger)
    assert upload(stranger, file.bytes()).status_code == 404
    for method, path in (("GET", ""), ("POST", "/import"), ("GET", "/parts")):
        assert stranger.send(method, f"/patrol/rescue/{made['id']}{path}").status_code == 404
    assert stranger.send("GET", "/patrol/rescue").json()["total"] == 0
    for actor in (posted.grid_worker, posted.brigade):
        assert upload(client_for(actor), file.bytes()).status_code == 403


def test_a_killed_import_goes_on_where_it_was(posted, broken_phone, client_for, monkeypatch):
    _, file = broken_phone
    client = client_for(posted.inspector)
    made = upload(client, file.bytes()).json()
    client.send("POST", f"/patrol/rescue/{made['id']}/import")
    taken, take = [], importing._take

    def killed_after_one(sender, header, handle, part, key):
        if len(taken) == 1:
            raise KeyboardInterrupt
        taken.append(part.index)
        return take(sender, header, handle, part, key)

    job = Job.objects.get(kind="patrol.rescue")
    monkeypatch.setattr(importing, "_take", killed_after_one)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(str(job.pk))
    assert client.send("POST", f"/patrol/rescue/{made['id']}/import").json()["code"] == "rescue_running"
    monkeypatch.setattr(importing, "_take", lambda *given: taken.append(given[3].index) or take(*given))
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        jobs.take_up_abandoned()
    assert taken == [0, 1, 2] and SyncOperation.objects.count() == 2
    assert RescueImport.objects.get().counts == {"accepted": 2, "received": 1}


def test_bytes_are_dropped_after_thirty_days_and_the_desk_is_told_to_upload_again(posted, broken_phone, client_for):
    _, file = broken_phone
    made = upload(client_for(posted.inspector), file.bytes()).json()
    path = services.path_of(RescueImport.objects.get())
    services.drop_old_files()
    assert path.exists()
    with clock.frozen(clock.now() + timedelta(days=31)):
        services.drop_old_files()
        assert not path.exists()
        answer = client_for(posted.inspector).send("POST", f"/patrol/rescue/{made['id']}/import")
        assert answer.json()["code"] == "rescue_file_gone"


def test_a_file_over_the_limit_is_refused(posted, broken_phone, client_for, settings):
    settings.RESCUE_MAX_BYTES = 1000
    answer = upload(client_for(posted.inspector), broken_phone[1].bytes())
    assert answer.status_code == 413 and not RescueImport.objects.exists()


def test_no_bytes_whatever_bring_the_reader_down(posted, broken_phone, tmp_path):
    _, file = broken_phone
    good, dice, refused = file.bytes(), random.Random(20261116), set()
    for _ in range(400):
        content = bytearray(good)
        for _ in range(dice.choice((1, 1, 3, 40))):
            content[dice.randrange(len(content))] = dice.randrange(256)
        content = content[: dice.randrange(len(content))] if dice.random() < 0.3 else content
        path = tmp_path / "fuzz"
        path.write_bytes(content)
        with path.open("rb") as handle:
            try:
                header = read_header(handle, len(content))
            except DomainError as error:
                refused.add(error.code)
                continue
            for part in header.parts:
                with contextlib.suppress(DamagedPart):
                    open_operation(handle, part, file.data_key) if part.type == "operation" else list(
                        open_bytes(handle, part, file.data_key)
                    )
    assert refused <= {"rescue_unknown", "rescue_broken", "rescue_newer"}


def test_lengths_that_lie_ask_for_no_memory(posted, broken_phone, tmp_path):
    _, file = broken_phone
    header = file.header()
    header["parts"][0]["length"] = 2**39
    path = tmp_path / "lie"
    path.write_bytes(file.bytes(header))
    with path.open("rb") as handle:
        read = read_header(handle, path.stat().st_size)
        assert {part.problem for part in read.parts} == {"part_cut_off"}
        for raw in (-1, None, 2**70, 3, "12", True):
            header["parts"][0]["length"] = raw
            path.write_bytes(file.bytes(header))
            with path.open("rb") as again:
                parts = read_header(again, path.stat().st_size).parts
            assert {part.problem for part in parts} == {"part_malformed"}
    huge = b"FSRESCUE1\n" + (2**32 - 1).to_bytes(4) + b"{}"
    path.write_bytes(huge)
    with path.open("rb") as handle, pytest.raises(DomainError):
        read_header(handle, 2**33)
    deep = b"[" * 200_000
    path.write_bytes(b"FSRESCUE1\n" + len(deep).to_bytes(4) + deep)
    with path.open("rb") as handle, pytest.raises(DomainError):
        read_header(handle, path.stat().st_size)
    assert settings.RESCUE_MAX_BYTES and not RescuePart.objects.exists()
