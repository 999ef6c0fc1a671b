"""A phone in tests: it makes operations by its own clock, keeps them, sends them, and keeps what was not accepted."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.ids import new_id
from fengsui.patrol import sync
from fengsui.places.models import Place
from tests.hazards.factories import make_picture

RULES_VERSION = ""


def visit_body(place: Place, at: datetime, *, outcome: str = "checked", **more: Any) -> dict[str, Any]:
    """Return a visit as a phone writes it, of seven minutes, ending at `at` by the phone's clock."""
    answers = [{"item": "COM-01", "result": "ok"}, {"item": "COM-08", "result": "ok", "checked": 12, "bad": 0}]
    return {
        "id": str(new_id()),
        "place_id": str(place.pk),
        "outcome": outcome,
        "started_at": (at - timedelta(minutes=7)).isoformat(),
        "ended_at": at.isoformat(),
        "rulepack_version": RULES_VERSION,
        "answers": answers if outcome == "checked" else [],
        **more,
    }


@dataclass
class Phone:
    """A phone of one person whose clock may be off by `ahead`."""

    actor: Actor
    ahead: timedelta = timedelta(0)
    queue: list[dict[str, Any]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def now(self) -> datetime:
        """Return what the phone believes the time to be."""
        return clock.now() + self.ahead

    def picture(self, role: str) -> dict[str, Any]:
        """Take a picture and keep its bytes."""
        sha256, content = make_picture()
        self.pictures[sha256] = content
        return {"sha256": sha256, "role": role, "captured_at": self.now().isoformat()}

    def record(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Write an operation into the queue."""
        operation = {"id": str(new_id()), "kind": kind, "recorded_at": self.now().isoformat(), "payload": payload}
        self.queue.append(operation)
        return operation

    def visit(self, place: Place, *, hazards: list[dict[str, Any]] | None = None, **more: Any) -> UUID:
        """Record a visit; return its id."""
        body = visit_body(place, self.now(), **more)
        self.record("visit.submit", {"visit": body, "hazards": hazards or [], "photos": []})
        return UUID(body["id"])

    def send(self, operations: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
        """Send operations (default: the whole queue) with the phone's time of sending."""
        batch = self.queue if operations is None else operations
        sent = [{**operation, "device_now": self.now().isoformat()} for operation in batch]
        return sync.receive_batch(actor=self.actor, operations=sent)
