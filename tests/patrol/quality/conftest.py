"""A street with its supervisor, places apart from each other, and phones whose visits are hurried or not."""

import hashlib
import io
import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image, ImageDraw, ImageFilter

from fengsui.kernel import clock, evidence, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.ids import new_id
from fengsui.patrol import sync
from fengsui.patrol.models import Visit
from fengsui.patrol.quality import services
from fengsui.patrol.quality.models import VisitDoubt
from tests.hazards.conftest import People, people  # noqa: F401
from tests.hazards.factories import GRID, OTHER_STREET, STREET, local, make_place

MONDAY = local("2026-11-16 09:00")
ITEMS = [f"COM-{n:02d}" for n in range(1, 21)]


def scene(seed: int, size: tuple[int, int] = (240, 320)) -> Image.Image:
    """Return a picture of something, made from a seed."""
    dice = random.Random(seed)
    picture = Image.new("RGB", size, (dice.randrange(60, 200),) * 3)
    pen = ImageDraw.Draw(picture)
    for _ in range(30):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        box = (x, y, x + dice.randrange(12, 110), y + dice.randrange(12, 110))
        pen.rectangle(box, fill=tuple(dice.randrange(256) for _ in range(3)))
    return picture.filter(ImageFilter.GaussianBlur(1))


def jpeg(picture: Image.Image, quality: int = 82) -> bytes:
    """Return a picture as a phone saves it; never the same bytes twice."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, comment=str(new_id()).encode())
    return out.getvalue()


@dataclass
class Round:
    """One person's phone on its round; it sends each visit at once and its photos when told."""

    actor: Actor
    held: dict[str, bytes] = field(default_factory=dict)

    def visit(
        self, place: Any, *, seconds: int = 300, at: Any = None, bad: bool = False, pictures: Any = (), **more: Any
    ) -> Visit:
        """Submit a visit that ended now (or at), in so many seconds, with pictures whose bytes stay on the phone."""
        ended = at or clock.now()
        given = {
            "id": str(new_id()), "place_id": str(place.pk), "outcome": "checked",
            "started_at": (ended - timedelta(seconds=seconds)).isoformat(), "ended_at": ended.isoformat(),
            "answers": [{"item": code, "result": "bad" if bad and code == "COM-08" else "ok"} for code in ITEMS], **more,
        }  # fmt: skip
        photos = [self.photo(content, ended) for content in pictures]
        answer = self.send("visit.submit", {"visit": given, "hazards": [], "photos": photos})
        assert answer["status"] == "accepted", answer
        return Visit.objects.get(pk=given["id"])

    def photo(self, content: bytes, at: Any, role: str = "scene") -> dict[str, Any]:
        """Announce a picture."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.held[sha256] = content
        return {"id": str(new_id()), "sha256": sha256, "role": role, "captured_at": at.isoformat()}

    def deliver(self) -> None:
        """Send the bytes of every picture held."""
        for sha256, content in self.held.items():
            evidence.store_upload(actor=self.actor, sha256=sha256, chunks=[content])
        self.held.clear()

    def send(self, kind: str, payload: dict[str, Any], id: UUID | None = None, at: Any = None) -> dict[str, Any]:
        """Send one operation and return its result."""
        moment = (at or clock.now()).isoformat()
        operation = {"id": str(id or new_id()), "kind": kind, "recorded_at": moment, "device_now": clock.now().isoformat()}
        return sync.receive_batch(actor=self.actor, operations=[{**operation, "payload": payload}])[0]


def computed() -> dict[str, int]:
    """Let handlers and the periodic work run until nothing is left."""
    while outbox.deliver_pending():
        pass
    return services.work_through()


@dataclass
class Quality:
    """The world of these stories."""

    people: People
    worker: Round
    supervisor: Actor
    other_supervisor: Actor
    shop: Any
    hotel: Any
    far: Any

    def hurried(self, **more: Any) -> VisitDoubt:
        """Return the doubt over a visit of twelve seconds."""
        visit = self.worker.visit(more.pop("place", self.shop), seconds=12, **more)
        computed()
        return VisitDoubt.objects.get(visit=visit)


@pytest.fixture
def quality(people: People, actor_for: Any) -> Quality:  # noqa: F811
    """Return the world on Monday at nine."""
    at = {"coordinate_source": "phone", "cell": "89", "cell_number": 1}
    return Quality(
        people=people,
        worker=Round(people.grid_worker),
        supervisor=actor_for("supervisor", STREET, name="周监督"),
        other_supervisor=actor_for("supervisor", OTHER_STREET, name="外街监督"),
        shop=make_place(GRID, name="好再来饭店", lon=118.95, lat=42.27, **at),
        hotel=make_place(GRID, name="如意宾馆", lon=118.951, lat=42.27, **at),
        far=make_place(OTHER_STREET, name="铁南粮油店", lon=119.0, lat=42.2, **at),
    )
