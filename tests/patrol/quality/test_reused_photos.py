"""A photo used again is found over all places, whatever arrives first; and what is no reuse is left alone."""

import hashlib
import random
from datetime import timedelta

import pytest
from PIL import Image

from fengsui.hazards import services as hazard_services
from fengsui.hazards.models import Hazard
from fengsui.kernel import clock, evidence
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import StoredFile
from fengsui.patrol.quality.models import PhotoPrint, VisitDoubt
from fengsui.patrol.quality.photos import near
from fengsui.patrol.quality.prints import Print, alike, differing
from tests.patrol.quality.conftest import MONDAY, Round, computed, jpeg, scene

pytestmark = pytest.mark.django_db


def doubted():
    return {row.visit.number: row for row in VisitDoubt.objects.select_related("visit")}


def mine(client_for, actor):
    return client_for(actor).send("GET", "/patrol/quality/mine").json()


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(MONDAY):
        yield


def later(minutes):
    return MONDAY + timedelta(minutes=minutes) - timedelta(hours=3)


def test_an_old_photo_saved_anew_is_found_at_another_place_and_the_later_visit_is_asked(quality, client_for):
    picture = scene(1)
    first = quality.worker.visit(quality.shop, at=later(0), pictures=[jpeg(picture)])
    second = quality.worker.visit(quality.hotel, at=later(30), pictures=[jpeg(picture, 60)])
    quality.worker.deliver()
    computed()
    assert list(doubted()) == [second.number]
    told = mine(client_for, quality.people.grid_worker)[0]
    assert told["reasons"][0]["zh"] == "1 张照片与另一处场所的照片几乎相同"
    assert told["photos"][0]["zh"].startswith("好再来饭店，11-16") and told["photos"][0]["other_photo_id"]
    assert first.number not in doubted()


@pytest.mark.parametrize("order", ["12", "21"])
def test_whichever_photo_arrives_late_the_later_visit_is_the_one(quality, order):
    picture = scene(2)
    visits = {
        "1": quality.worker.visit(quality.shop, at=later(0), pictures=[first := jpeg(picture)]),
        "2": quality.worker.visit(quality.hotel, at=later(30), pictures=[second := jpeg(picture, 60)]),
    }
    for which in order:
        content = {"1": first, "2": second}[which]
        upload(quality.worker, content)
        computed()
    assert list(doubted()) == [visits["2"].number]


def upload(phone, content):
    evidence.store_upload(actor=phone.actor, sha256=hashlib.sha256(content).hexdigest(), chunks=[content])


def test_the_same_photo_twice_on_one_visit_and_marked_copies_are_no_reuse(quality):
    picture = scene(3)
    original = jpeg(picture)
    visit = quality.worker.visit(quality.shop, at=later(0), pictures=[original, jpeg(picture, 60)])
    copy = jpeg(picture, 75)
    sha256 = hashlib.sha256(copy).hexdigest()
    marked = EvidencePhoto(sha256=sha256, role="scene", annotates=hashlib.sha256(original).hexdigest(), captured_at=later(0))
    evidence.link(actor=quality.worker.actor, photo=marked, subject=visit, area_path=visit.area_path)
    quality.worker.held[sha256] = copy
    quality.worker.deliver()
    computed()
    assert doubted() == {}


def test_the_same_photo_on_another_day_at_the_same_place_is_asked_about(quality):
    picture = scene(4)
    quality.worker.visit(quality.shop, at=MONDAY - timedelta(days=3), pictures=[jpeg(picture)])
    second = quality.worker.visit(quality.shop, at=later(0), pictures=[jpeg(picture, 60)])
    quality.worker.deliver()
    computed()
    assert [(row.visit.number, row.reasons[0]["zh"]) for row in doubted().values()] == [
        (second.number, "1 张照片与本场所另一次巡查的照片几乎相同")
    ]


def test_a_review_framed_like_its_before_photo_is_no_reuse_here_but_is_elsewhere(quality):
    picture = scene(5)
    hazard = quality.worker.photo(jpeg(picture), later(0), "before")
    given = {"id": hazard["id"], "item_code": "COM-08", "photos": [hazard]}
    body = {"outcome": "checked", "place_id": str(quality.shop.pk)}
    visit = quality.worker.visit(quality.hotel, at=later(-60))
    answers = [{"item": "COM-08", "result": "bad", "checked": 3, "bad": 1}]
    first = {
        **body,
        "id": str(new_id()),
        "started_at": later(-5).isoformat(),
        "ended_at": later(0).isoformat(),
        "answers": answers,
    }
    assert quality.worker.send("visit.submit", {"visit": first, "hazards": [given], "photos": []})["status"] == "accepted"
    case = Hazard.objects.get()
    fixed = quality.worker.photo(jpeg(picture, 70), later(60), "after")
    report = EvidencePhoto(sha256=fixed["sha256"], role="after", captured_at=later(60))
    with clock.frozen(MONDAY + timedelta(hours=1)):
        hazard_services.report_fixed(
            actor=quality.worker.actor, hazard_id=case.pk, rectifier="店主", note="", photos=[report], at=clock.now()
        )
        again = quality.worker.visit(quality.shop, at=clock.now(), pictures=[])
        quality.worker.deliver()
        computed()
        assert doubted() == {}
        elsewhere = quality.worker.visit(quality.hotel, at=clock.now(), pictures=[jpeg(picture, 65)])
        quality.worker.deliver()
        computed()
    assert list(doubted()) == [elsewhere.number]
    assert visit.number not in doubted() and again.number not in doubted()


def test_flat_pictures_are_never_matched_unless_they_are_the_very_same_file(quality):
    def wall(grey):
        return jpeg(Image.new("RGB", (240, 320), (grey, grey, grey)))

    quality.worker.visit(quality.shop, at=later(0), pictures=[wall(90)])
    quality.worker.visit(quality.hotel, at=later(30), pictures=[wall(90), wall(12)])
    quality.worker.deliver()
    computed()
    assert PhotoPrint.objects.filter(band_1__isnull=True).count() == 3 and doubted() == {}


def test_another_streets_picture_is_never_shown_only_that_there_is_one(quality, actor_for, client_for):
    picture = scene(6)
    foreign = Round(quality.people.stranger)
    foreign.visit(quality.far, at=later(-30), pictures=[jpeg(picture)])
    visit = quality.worker.visit(quality.shop, at=later(0), pictures=[jpeg(picture, 60)])
    foreign.deliver(), quality.worker.deliver()
    computed()
    own = mine(client_for, quality.people.grid_worker)[0]
    assert (own["photos"][0]["zh"], own["photos"][0]["other_photo_id"]) == ("别处", None)
    VisitDoubt.objects.update(listed_at=clock.now())
    seen = client_for(quality.supervisor).send("GET", "/patrol/quality/doubts")
    assert seen.json()["items"][0]["photos"][0]["zh"] == "别处" and "铁南" not in seen.content.decode()
    wide = client_for(quality.people.brigade).send("GET", "/patrol/quality/doubts").json()["items"][0]
    assert wide["visit_number"] == visit.number and wide["photos"][0]["zh"].startswith("铁南粮油店")


def test_a_colleagues_picture_of_the_own_street_is_not_shown_to_the_inspector_either(quality, client_for):
    picture = scene(7)
    colleague = Round(quality.people.inspector)
    colleague.visit(quality.hotel, at=later(-30), pictures=[jpeg(picture)])
    quality.worker.visit(quality.shop, at=later(0), pictures=[jpeg(picture, 60)])
    colleague.deliver(), quality.worker.deliver()
    computed()
    assert mine(client_for, quality.people.grid_worker)[0]["photos"][0]["other_photo_id"] is None
    VisitDoubt.objects.update(listed_at=clock.now())
    listed = client_for(quality.supervisor).send("GET", "/patrol/quality/doubts").json()["items"][0]
    assert listed["photos"][0]["zh"].startswith("如意宾馆") and listed["photos"][0]["other_photo_id"]


def test_a_visit_taken_back_was_a_mistake_and_its_photos_may_be_used_again(quality, client_for):
    picture = scene(8)
    wrong = quality.worker.visit(quality.hotel, at=later(0), pictures=[jpeg(picture)])
    quality.worker.visit(quality.shop, at=later(30), pictures=[jpeg(picture, 60)])
    quality.worker.deliver()
    computed()
    assert len(doubted()) == 1
    client_for(quality.people.director).send("POST", f"/visits/{wrong.pk}/invalidate", {"reason": "走错了门"})
    computed()
    assert doubted() == {}


def test_the_look_up_over_all_places_finds_exactly_what_comparing_every_pair_finds():
    dice = random.Random(20260316)
    known: dict[str, Print] = {}
    for n in range(400):
        base = dice.choice(list(known.values())) if known and dice.random() < 0.6 else None
        bits, down = (base.bits, base.down) if base else (dice.getrandbits(64), dice.getrandbits(64))
        for _ in range(dice.randrange(6)):
            bits, down = bits ^ 1 << dice.randrange(64), down ^ 1 << dice.randrange(64)
        known[f"{n:064x}"] = Print(bits, down, flat=dice.random() < 0.1)
    files = StoredFile.objects.bulk_create([StoredFile(sha256=sha, size=1, media_type="image/jpeg") for sha in known])
    PhotoPrint.objects.bulk_create([PhotoPrint.of(file, known[file.sha256]) for file in files])
    found = 0
    wanted = [one for one in known.values() if not one.flat][:150]
    for one in [*wanted, *(Print(dice.getrandbits(64), dice.getrandbits(64), flat=False) for _ in range(20))]:
        brute = {(sha, differing(one.bits, other.bits)) for sha, other in known.items() if alike(one, other)}
        assert set(near(one)) == brute
        found += len(brute)
    assert found > 250
