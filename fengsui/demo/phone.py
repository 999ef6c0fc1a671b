"""A phone of the demo: keeps a day's operations and photos, and sends them through the sync service as a real one does."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fengsui.demo.ledger import identity
from fengsui.demo.scenes import Darkroom, Photo
from fengsui.kernel import clock, evidence, outbox
from fengsui.kernel.actor import Actor
from fengsui.patrol import services as patrol_services
from fengsui.patrol import sync
from fengsui.places.models import Place


class DemoRefused(RuntimeError):
    """An operation of the simulator was not accepted: the simulator or a service is wrong."""


@dataclass
class Parcel:
    """What a phone sends at one time: operations, and the photos taken with them, each with the place of its hash.

    A photo is drawn beside the simulator (scenes.Darkroom); its bytes and hash are there when the parcel is sent.
    """

    operations: list[dict[str, Any]] = field(default_factory=list)
    taken: list[tuple[dict[str, Any], Callable[[], Photo]]] = field(default_factory=list)

    def developed(self) -> dict[str, bytes]:
        """Write the hashes of the photos into the operations that name them; return the bytes by hash."""
        photos: dict[str, bytes] = {}
        for named, drawn in self.taken:
            shot = drawn()
            named["sha256"] = shot.sha256
            photos[shot.sha256] = shot.content
        self.taken = []
        return photos


@dataclass
class Phone:
    """One person's phone. `ahead` is how far its clock runs fast; `slow` phones send in the evening only."""

    actor: Actor
    seed: int
    name: str
    ahead: timedelta = timedelta(0)
    slow: bool = False
    darkroom: Darkroom = field(default_factory=Darkroom)
    parcel: Parcel = field(default_factory=Parcel)
    unsent: dict[str, bytes] = field(default_factory=dict)
    unsent_since: datetime | None = None

    def shown(self, at: datetime) -> str:
        """Return a moment as this phone's own clock shows it."""
        return (at + self.ahead).isoformat()

    def photo(
        self, *, scene: str, role: str, at: datetime, key: str, words: tuple[str, str], fixed: bool, place: Place,
        moment: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Take a photo and return it as an operation names it; its bytes go into the parcel.

        Taken by this phone at this time, unless `moment` names when and by whom the picture was really taken.
        """
        named: dict[str, Any] = {
            "id": str(identity(self.seed, f"photo:{self.name}:{at.isoformat()}:{role}:{key}")),
            "role": role,
            "captured_at": self.shown(at),
            "lon": place.lon,
            "lat": place.lat,
            "accuracy_m": 12.0 if place.lon is not None else None,
        }
        taken = f"{self.name}:{at.isoformat()}" if moment is None else moment
        self.parcel.taken.append((named, self.darkroom.draw(scene, seed=key, words=words, fixed=fixed, moment=taken)))
        return named

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
        content_of = parcel.developed()
        with clock.frozen(at):
            sent = [{**one, "device_now": self.shown(at)} for one in parcel.operations]
            for result in sync.receive_batch(actor=self.actor, operations=sent):
                if result["status"] not in ("accepted", "duplicate"):
                    raise DemoRefused(f"{self.name}: {result['problem']}")
        if not photos:
            self.unsent |= content_of
            self.unsent_since = self.unsent_since or at
        with clock.frozen(at + timedelta(seconds=20)):
            for sha256, content in content_of.items() if photos else ():
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
