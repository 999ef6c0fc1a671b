"""Live events: one broadcaster a process reads new outbox rows and hands each listener those in its scope."""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from fengsui.kernel import outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.api.auth import establish
from fengsui.kernel.api.problems import problem_response
from fengsui.kernel.errors import DomainError
from fengsui.kernel.models import OutboxEvent

log = logging.getLogger("fengsui.events")
POLL_S = 0.2
HEARTBEAT_S = 15.0
KEEP = 2000


@dataclass(eq=False)
class Listener:
    """One open stream: whose it is, and the queue its events wait in."""

    actor: Actor
    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(maxsize=500))

    def offer(self, text: str) -> None:
        """Put an event into the queue; a listener that has stopped reading is told to start over instead."""
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            text = "event: reset\ndata: {}\n\n"
        self.queue.put_nowait(text)


def may_receive(actor: Actor, event: OutboxEvent) -> bool:
    """Tell whether an event lies in an actor's scope."""
    return bool(event.permission) and actor.may(event.permission, area_path=event.area_path, line=event.line)


def as_text(event: OutboxEvent) -> str:
    """Return an event in the server-sent events format, its id being the cursor."""
    body = {
        "kind": event.kind,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "subject_label": event.subject_label,
        "area_path": event.area_path,
        "at": event.at.isoformat(),
        "actor_name": event.actor_name,
        "payload": event.payload,
    }
    return f"id: {event.commit_order}-{event.pk}\nevent: domain\ndata: {json.dumps(body, ensure_ascii=False)}\n\n"


class Broadcaster:
    """Reads the outbox in one thread for all streams of this process; no stream holds a database connection."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()

    def add(self, listener: Listener) -> None:
        """Start handing events to a listener."""
        with self._guard:
            self._listeners.add(listener)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="events", daemon=True)
                self._thread.start()
        self._wake.set()

    def remove(self, listener: Listener) -> None:
        """Stop handing events to a listener."""
        with self._guard:
            self._listeners.discard(listener)

    def _run(self) -> None:
        cursor: tuple[int, int] | None = None
        while True:
            with self._guard:
                listeners = list(self._listeners)
            if not listeners:
                cursor = None
                connection.close()
                self._wake.clear()
                self._wake.wait()
                continue
            try:
                if cursor is None:
                    cursor = outbox.latest_cursor()
                for event in outbox.since(cursor):
                    cursor = (event.commit_order, event.pk)
                    text = as_text(event)
                    for listener in listeners:
                        if may_receive(listener.actor, event):
                            listener.loop.call_soon_threadsafe(listener.offer, text)
            except Exception:
                log.exception("the live event reader failed and goes on")
                close_old_connections()
            self._wake.clear()
            self._wake.wait(POLL_S)


broadcaster = Broadcaster()


def _missed(actor: Actor, last_event_id: str) -> list[str]:
    """Return what a listener missed since the event id its browser remembers; 'reset' when too much or unreadable."""
    try:
        order, last = (int(part) for part in last_event_id.split("-", 1))
    except ValueError:
        return ["event: reset\ndata: {}\n\n"]
    missed = outbox.since((order, last), limit=KEEP + 1)
    if len(missed) > KEEP:
        return ["event: reset\ndata: {}\n\n"]
    return [as_text(event) for event in missed if may_receive(actor, event)]


async def _events(listener: Listener, missed: list[str]) -> AsyncIterator[str]:
    broadcaster.add(listener)
    try:
        yield "retry: 2000\nevent: hello\ndata: {}\n\n"
        for text in missed:
            yield text
        while True:
            try:
                yield await asyncio.wait_for(listener.queue.get(), HEARTBEAT_S)
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        broadcaster.remove(listener)


async def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Server-sent events in the asker's scope; honours Last-Event-ID."""
    try:
        actor = await sync_to_async(establish)(request)
    except DomainError as error:
        return problem_response(None, request, error)
    last = request.headers.get("Last-Event-ID", "")
    missed = await sync_to_async(_missed)(actor, last) if last else []
    listener = Listener(actor, asyncio.get_running_loop())
    response = StreamingHttpResponse(_events(listener, missed), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    # An encoding of its own keeps the compressing middleware from holding events back.
    response["Content-Encoding"] = "identity"
    return response
