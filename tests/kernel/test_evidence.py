"""Photos: the hash is kept, nothing is called received before it is on disk, foreign hashes open nothing."""

import errno
import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from fengsui.kernel import evidence, outbox
from fengsui.kernel.errors import InvalidInput, TooLarge, Unavailable, Unsupported
from fengsui.kernel.evidence.store import storage_name
from fengsui.kernel.models import EvidenceLink, OutboxEvent, Setting, StoredFile
from tests.conftest import OTHER_STREET, STREET

pytestmark = pytest.mark.django_db


def photo(colour="red", side=40):
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "JPEG")
    return out.getvalue()


def sha(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def subject():
    return Setting.objects.create(pk="some record", value=1)


def test_a_photo_sent_twice_is_one_file_with_one_receipt(actor_for):
    inspector, content = actor_for("street_inspector"), photo("blue")
    first = evidence.store_upload(actor=inspector, sha256=sha(content), chunks=[content])
    again = evidence.store_upload(actor=inspector, sha256=sha(content), chunks=[content[:100], content[100:]])
    assert first.pk == again.pk
    assert first.receipts.count() == 1
    with default_storage.open(storage_name(first.sha256)) as handle:
        assert handle.read() == content


def test_a_byte_changed_on_the_way_is_noticed_and_nothing_is_kept(actor_for):
    content = photo("green")
    with pytest.raises(InvalidInput) as caught:
        evidence.store_upload(actor=actor_for("street_inspector"), sha256=sha(content), chunks=[content + b"x"])
    assert caught.value.code == "hash_mismatch"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"<html><script>1</script></html>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", b"MZ\x90\x00", b"PK\x03\x04zip"],
)
def test_html_or_svg_named_jpg_is_refused_by_its_bytes(actor_for, content):
    with pytest.raises(Unsupported):
        evidence.store_upload(actor=actor_for("street_inspector"), sha256=sha(content), chunks=[content])


def test_a_broken_picture_is_refused_in_words(actor_for):
    content = photo("white", 400)[:900]
    with pytest.raises(InvalidInput) as caught:
        evidence.store_upload(actor=actor_for("street_inspector"), sha256=sha(content), chunks=[content])
    assert caught.value.code == "picture_damaged"


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened(actor_for):
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    content = out.getvalue()
    with pytest.raises(InvalidInput):
        evidence.store_upload(actor=actor_for("street_inspector"), sha256=sha(content), chunks=[content])


def test_two_hundred_megabytes_are_stopped_at_the_limit_not_read_to_the_end(actor_for):
    read = 0

    def endless():
        nonlocal read
        while read < 200:
            read += 1
            yield b"\0" * (1 << 20)

    with pytest.raises(TooLarge) as caught:
        evidence.store_upload(actor=actor_for("street_inspector"), sha256="0" * 64, chunks=endless())
    assert read <= 31
    assert "30 MB" in caught.value.zh


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x18ftypisom", "video/mp4"),
        (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
        (b"\0\0\0\x1cftyp3gp5", "video/3gpp"),
        (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"),
    ],
)
def test_a_body_cameras_film_is_known_by_its_bytes(actor_for, head, kind):
    content = head + b"\0" * 200
    stored = evidence.store_upload(actor=actor_for("street_inspector"), sha256=sha(content), chunks=[content])
    assert stored.media_type == kind


def test_film_may_be_larger_than_photos_but_not_endless(actor_for, settings):
    settings.UPLOAD_MAX_BYTES, settings.CLIP_MAX_BYTES = 1 << 20, 3 << 20
    film = b"\0\0\0\x18ftypisom" + b"\7" * (2 << 20)
    pieces = [film[:5], film[5:100], film[100:]]
    assert evidence.store_upload(actor=actor_for("street_inspector"), sha256=sha(film), chunks=pieces).size == len(film)
    with pytest.raises(TooLarge) as caught:
        evidence.store_upload(actor=actor_for("street_inspector"), sha256="0" * 64, chunks=[film, film])
    assert "3 MB" in caught.value.zh
    with pytest.raises(TooLarge):
        evidence.store_upload(actor=actor_for("street_inspector"), sha256="0" * 64, chunks=[b"%PDF-1.7" + film])


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-20", 206, slice(-20, None)),
        ("bytes=190-9999", 206, slice(190, None)),
        ("bytes=9999-", 200, slice(None)),
        ("bytes=9-3", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("pages=1-2", 200, slice(None)),
    ],
)
def test_a_player_may_ask_for_a_part_of_a_film(actor_for, client_for, subject, asked, status, part):
    inspector, content = actor_for("street_inspector"), b"\0\0\0\x18ftypisom" + bytes(range(200))
    evidence.store_upload(actor=inspector, sha256=sha(content), chunks=[content])
    row = evidence.link(actor=inspector, photo=evidence.EvidencePhoto(sha(content), "clip"), subject=subject, area_path=STREET)
    client = client_for(inspector)
    answer = client.get(f"/api/v1/evidence/{row.pk}", headers={"Range": asked})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.status_code, body) == (status, content[part])
    assert answer["Content-Length"] == str(len(body))
    if status == 206:
        first = len(content) - 20 if asked == "bytes=-20" else int(asked[6:].split("-")[0])
        assert answer["Content-Range"] == f"bytes {first}-{first + len(body) - 1}/{len(content)}"


def test_a_full_disk_is_said_in_words_and_the_phone_keeps_the_photo(actor_for, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("fengsui.kernel.evidence.store.tempfile.NamedTemporaryFile", full)
    with pytest.raises(Unavailable) as caught:
        evidence.store_upload(actor=actor_for("street_inspector"), sha256=sha(b"x"), chunks=[b"x"])
    assert "仍在您的设备上" in caught.value.zh


def test_a_link_made_first_is_satisfied_when_the_file_arrives(actor_for, subject):
    inspector, content = actor_for("street_inspector"), photo("pink")
    row = evidence.link(actor=inspector, photo=evidence.EvidencePhoto(sha(content), "after"), subject=subject, area_path=STREET)
    assert evidence.missing(subject) == 1
    evidence.store_upload(actor=inspector, sha256=sha(content), chunks=[content])
    row.refresh_from_db()
    assert row.arrived_at is not None
    assert evidence.missing(subject) == 0
    assert OutboxEvent.objects.get(kind="EvidenceArrived").payload["role"] == "after"


def test_knowing_the_hash_of_somebody_elses_photo_opens_nothing(actor_for, client_for, subject):
    owner, thief, content = actor_for("street_inspector"), actor_for("street_inspector", OTHER_STREET), photo("gold")
    evidence.store_upload(actor=owner, sha256=sha(content), chunks=[content])
    row = evidence.link(actor=thief, photo=evidence.EvidencePhoto(sha(content), "scene"), subject=subject, area_path=OTHER_STREET)
    assert row.arrived_at is None
    assert client_for(thief).send("GET", f"/evidence/{row.pk}").status_code == 404


def test_a_photo_is_read_through_its_link_and_only_in_scope(actor_for, client_for, subject):
    inspector, content = actor_for("street_inspector"), photo("gray", 900)
    client = client_for(inspector)
    answer = client.put(
        f"/api/v1/evidence/files/{sha(content)}",
        content,
        content_type="image/jpeg",
        headers={"Idempotency-Key": "00000000-0000-7000-8000-000000000001"},
    )
    assert answer.status_code == 200, answer.content
    assert answer.json()["sha256"] == sha(content)
    row = evidence.link(actor=inspector, photo=evidence.EvidencePhoto(sha(content), "scene"), subject=subject, area_path=STREET)
    read = client.send("GET", f"/evidence/{row.pk}")
    assert read.content == content
    thumb = client.send("GET", f"/evidence/{row.pk}/thumb")
    with Image.open(io.BytesIO(thumb.content)) as small:
        assert max(small.size) == 320
    stranger = client_for(actor_for("centre_director", OTHER_STREET))
    assert stranger.send("GET", f"/evidence/{row.pk}").status_code == 404
    assert stranger.send("GET", f"/evidence/{row.pk}/thumb").status_code == 404
    assert EvidenceLink.objects.get(pk=row.pk).by_name == inspector.name


def test_arrival_is_announced_once_however_often_the_photo_comes(actor_for, subject):
    inspector, content = actor_for("street_inspector"), photo("navy")
    evidence.link(actor=inspector, photo=evidence.EvidencePhoto(sha(content), "after"), subject=subject, area_path=STREET)
    for _ in range(3):
        evidence.store_upload(actor=inspector, sha256=sha(content), chunks=[content])
    assert OutboxEvent.objects.filter(kind="EvidenceArrived").count() == 1
    outbox.deliver_pending()
