"""A phone of the demo: keeps a day's operations and photos, and sends them through the sync service as a real one does."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fengsui.demo.ledger import identity
from fengsui.demo.scenes import Photo, draw
from fengsui.kernel import clock, evidence, outbox
from fengsui.kernel.actor import Actor
from fengsui.patrol import services as patrol_services
from fengsui.patrol import sync
from fengsui.places.models import Place


class DemoRefused(RuntimeError):
    """An operation of the simulator was not accepted: the simulator or a service is wrong."""


@dataclass
class Parcel:
    """What a phone sends at one time: operations, and the bytes of their photos by SHA-256."""

    operations: list[dict[str, Any]] = field(default_factory=list)
    photos: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Phone:
    """One person's phone. `ahead` is how far its clock runs fast; `slow` phones send in the evening only."""

    actor: Actor
    seed: int
    name: str
    ahead: timedelta = timedelta(0)
    slow: bool = False
    parcel: Parcel = field(default_factory=Parcel)
    unsent: dict[str, bytes] = field(default_factory=dict)
    unsent_since: datetime | None = None

    def shown(self, at: datetime) -> str:
        """Return a moment as this phone's own clock shows it."""
        return (at + self.ahead).isoformat()

    def photo(
        self, *, scene: str, role: str, at: datetime, key: str, words: tuple[str, str], fixed: bool, place: Place
    ) -> dict[str, Any]:
        """Take a photo and return it as an operation names it; its bytes go into the parcel."""
        shot: Photo = draw(scene, seed=key, words=words, fixed=fixed)
        self.parcel.photos[shot.sha256] = shot.content
        return {
            "id": str(identity(self.seed, f"photo:{self.name}:{at.isoformat()}:{role}:{key}")),
            "sha256": shot.sha256,
            "role": role,
            "captured_at": self.shown(at),
            "lon": place.lon,
            "lat": place.lat,
            "accuracy_m": 12.0 if place.lon is not None else None,
        }

    def record(self, kind: str, payload: dict[str, Any], at: datetime) -> None:
        """Put an operation into the parcel, stamped by the phone's own clock."""
        key = f"operation:{self.name}:{kind}:{at.isoformat()}"
        one = {"id": str(identity(self.seed, key)), "kind": kind, "recorded_at": self.shown(at), "payload": payload}
        self.parcel.operations.append(one)

    def packed(self) -> Parcel:
        """Return the parcel ready to be sent and begin an empty one."""
        done, self.parcel = self.parcel, Parcel()
        return done

    def send(self, parcel: Parcel, at: datetime, *, photos: bool = True) -> None:
        """Send a parcel with the clock held at the moment of sending; photos held back stay on the phone.

        Raises DemoRefused when an operation is not accepted.
        """
        with clock.frozen(at):
            sent = [{**one, "device_now": self.shown(at)} for one in parcel.operations]
            for result in sync.receive_batch(actor=self.actor, operations=sent):
                if result["status"] not in ("accepted", "duplicate"):
                    raise DemoRefused(f"{self.name}: {result['problem']}")
        if not photos:
            self.unsent |= parcel.photos
            self.unsent_since = self.unsent_since or at
        with clock.frozen(at + timedelta(seconds=20)):
            for sha256, content in parcel.photos.items() if photos else ():
                evidence.store_upload(actor=self.actor, sha256=sha256, chunks=[content])
            settle()

    def report(self, at: datetime) -> None:
        """Tell the server what is still on the phone."""
        with clock.frozen(at):
            patrol_services.report_unsent(
                actor=self.actor, unsent_operations=0, unsent_photos=len(self.unsent),
                oldest_unsent_at=self.unsent_since, app_version="demo", storage_persisted=True,
            )  # fmt: skip


def settle() -> None:
    """Let the handlers do what the events so far ask for."""
    while outbox.deliver_pending():
        continue


def minutes(chance: random.Random, least: int, most: int) -> timedelta:
    """Return a span of whole minutes and some seconds."""
    return timedelta(minutes=chance.randint(least, most), seconds=chance.randint(0, 59))
