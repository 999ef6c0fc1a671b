"""A day of the whole patrol network arriving at once: `python -m bench.sync_day [--phones 469 --visits 20 --photos 3 --kb 200]`.

469 phones send 20 visits with 3 distinct photos of 200 kB each over real HTTP to `fengsui serve` (web, worker, relay; SQLite
FULL, or the empty PostgreSQL database FENGSUI_DATABASE_URL names). The client is held to one core. A third of all requests is
cut in mid-body; the phone then follows its own rule: operations are sent again whole, of photos it asks what the server holds.
Lost and doubled are counted from the disk (every stored file hashed again) and from rows, never from receipts. The floor is
the same load on the same ASGI server, disk and fsync, with one file a body and no database. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import io
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PLACES = 5_528
FLOOR = """
import hashlib, os, sys, uuid
folder = sys.argv[1]
async def application(scope, receive, send):
    name = os.path.join(folder, uuid.uuid4().hex)
    with open(name, "wb") as file:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                break
            file.write(message.get("body", b""))
            if not message.get("more_body"):
                file.flush()
                os.fsync(file.fileno())
                await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
                await send({"type": "http.response.body", "body": b"{}"})
                return
    os.unlink(name)
import uvicorn
uvicorn.run(application, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", lifespan="off")
"""


@dataclass
class Phone:
    """One phone: its token, the places of its grid, and what it will tell the server."""

    token: str
    places: list[str]
    operations: list[dict[str, Any]] = field(default_factory=list)
    photos: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Tally:
    """What the client saw: how long each answered request took (s), and how many were cut."""

    taken: list[float] = field(default_factory=list)
    cut: int = 0


class Pictures:
    """Distinct valid JPEGs of one size: one noisy picture, and a comment segment that no two share."""

    def __init__(self, size: int) -> None:
        from PIL import Image

        side = 64
        while True:
            buffer = io.BytesIO()
            Image.effect_noise((side, side), 80).convert("RGB").save(buffer, "JPEG", quality=85)
            if buffer.tell() > size - 66_000 or side > 4000:
                break
            side += 32
        self.body, self.size = buffer.getvalue(), size

    def of(self, number: int) -> bytes:
        """Return the picture of a number, always the same bytes."""
        missing = max(20, self.size - len(self.body) - 4)
        note = f"{number:020d}".encode().ljust(min(missing, 65_000), b" ")
        return self.body[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + self.body[2:]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def seed(phones: int) -> list[Phone]:
    """Make a district with a grid worker for each phone and 5,528 places in their grids; return the phones."""
    from fengsui.kernel import accounts, clock, grants, sessions, transaction
    from fengsui.kernel import actor as actors
    from fengsui.kernel.ids import new_id
    from fengsui.org.models import Area
    from fengsui.org.services.areas import load_shipped_areas
    from fengsui.places import services as places
    from fengsui.places.models import Place
    from fengsui.places.values import NewPlace
    from fengsui.server.commands.database import open_database

    open_database(quiet=True)
    doer = actors.system("bench")
    load_shipped_areas(actor=doer)
    grids = list(Area.objects.filter(level="grid").order_by("path").values_list("path", flat=True))[:phones]
    context = places.Context(doer)
    for start in range(0, PLACES, places.MOST_AT_ONCE):
        rows = [
            NewPlace(
                name=f"模拟小店{n}", area_path=grids[n % len(grids)], activity="shop", inputs={"area_m2": 60}, state="operating"
            )
            for n in range(start, min(start + places.MOST_AT_ONCE, PLACES))
        ]
        with transaction.write():
            places.bulk_create(actor=doer, rows=rows, context=context)
    made = []
    for number in range(phones):
        grid = grids[number % len(grids)]
        name = f"wg{number:03d}"
        account = accounts.create_account(
            actor=doer, id=new_id(), username=name, display_name=name, password="Bench-password-1", must_change_password=False
        )
        with transaction.write():
            grants.give(
                actor=doer, account=account, role="grid_worker", area_path=grid, valid_from=clock.local_date(), source="bench"
            )
        token = sessions.open_session(account=account, kind="phone", ip="", user_agent="bench", device_name="bench")[1]
        own = [str(pk) for pk in Place.objects.filter(area_path=grid).order_by("number").values_list("pk", flat=True)]
        made.append(Phone(token, own))
    return made


def days_work(phones: list[Phone], visits: int, photos: int, pictures: Pictures) -> None:
    """Give each phone its visits of the day, with photos that nobody else took."""
    from fengsui.kernel.ids import new_id

    number = 0
    morning = datetime.now(UTC) - timedelta(hours=9)
    for phone in phones:
        for n in range(visits):
            started = morning + timedelta(minutes=25 * n)
            ended = (started + timedelta(minutes=6)).isoformat()
            shots = []
            for _ in range(photos):
                sha = hashlib.sha256(pictures.of(number)).hexdigest()
                shots.append({"id": str(new_id()), "sha256": sha, "role": "scene", "captured_at": ended})
                phone.photos.append((sha, number))
                number += 1
            visit = {"id": str(new_id()), "place_id": phone.places[n % len(phone.places)], "outcome": "locked", "source": "phone"}
            visit |= {"started_at": started.isoformat(), "ended_at": ended, "recorded_at": ended}
            payload = {"visit": visit, "hazards": [], "photos": shots}
            phone.operations.append({"id": str(new_id()), "kind": "visit.submit", "recorded_at": ended, "payload": payload})


class Wire:
    """One keep-alive connection that sends requests, some of them cut in mid-body."""

    def __init__(self, port: int, token: str, chance: random.Random, cut_share: float, tally: Tally) -> None:
        self.port, self.token, self.chance, self.cut_share, self.tally = port, token, chance, cut_share, tally
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self.reader, self.writer

    def close(self) -> None:
        """Drop the connection."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None

    async def send(self, method: str, path: str, body: bytes, kind: str) -> dict[str, Any] | None:
        """Send a request; return the answer's JSON, or None when the request was cut on the way. Raises on a refusal."""
        reader, writer = await self._open()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.token}\r\n"
        head += f"Idempotency-Key: {uuid.uuid4()}\r\n"
        head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        if self.chance.random() < self.cut_share:
            writer.write(head.encode() + body[: self.chance.randrange(len(body))])
            with contextlib.suppress(OSError):
                await writer.drain()
            self.close()
            self.tally.cut += 1
            return None
        started = time.perf_counter()
        writer.write(head.encode() + body)
        await writer.drain()
        status = await reader.readline()
        length = 0
        while (line := await reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            if name.lower() == b"connection" and b"close" in value:
                self.writer = None
        answer = await reader.readexactly(length)
        self.tally.taken.append(time.perf_counter() - started)
        if b" 200 " not in status:
            raise RuntimeError(f"{method} {path}: {status!r} {answer[:300]!r}")
        if self.writer is None:
            self.close()
        return dict(json.loads(answer))


async def sync(phone: Phone, wire: Wire, pictures: Pictures, floor: bool) -> None:
    """Send a phone's day as the app does: operations in one batch until answered, then each photo the server lacks."""
    body = json.dumps({"operations": [{**one, "device_now": datetime.now(UTC).isoformat()} for one in phone.operations]}).encode()
    while (answer := await wire.send("POST", "/api/v1/sync/operations", body, "application/json")) is None:
        pass
    if not floor:
        refused = [row for row in answer["results"] if row["status"] not in ("accepted", "duplicate")]
        assert not refused, refused[:2]
    for sha, number in phone.photos:
        content = pictures.of(number)
        while await wire.send("PUT", f"/api/v1/evidence/files/{sha}", content, "image/jpeg") is None:
            asked = json.dumps({"sha256": [sha]}).encode()
            while (held := await wire.send("POST", "/api/v1/evidence/wanted", asked, "application/json")) is None:
                pass
            if not floor and sha in held["received"]:
                break


async def drive(phones: list[Phone], port: int, pictures: Pictures, at_once: int, cut_share: float, floor: bool) -> Tally:
    """Let all phones send, `at_once` at a time."""
    tally, gate = Tally(), asyncio.Semaphore(at_once)

    async def one(number: int, phone: Phone) -> None:
        async with gate:
            wire = Wire(port, phone.token, random.Random(number), cut_share, tally)
            try:
                await sync(phone, wire, pictures, floor)
            finally:
                wire.close()

    work: list[Awaitable[None]] = [one(number, phone) for number, phone in enumerate(phones)]
    await asyncio.gather(*work)
    return tally


@contextlib.contextmanager
def running(command: list[str], port: int, env: dict[str, str]) -> Iterator[None]:
    """Run a server until the block ends, once it answers."""
    process = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError(f"{command[:4]} did not start")
            time.sleep(0.2)
        time.sleep(1.5)
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(40)


def share(values: list[float], part: float) -> float:
    """Return a percentile of seconds in milliseconds."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000, 1)


def timed(drive_it: Callable[[], Tally]) -> tuple[Tally, float]:
    """Run and return the tally with the seconds it took."""
    started = time.perf_counter()
    return drive_it(), time.perf_counter() - started


def recount(folder: Path, phones: list[Phone]) -> dict[str, int]:
    """Count what is lost and doubled, from the bytes on disk and from the rows."""
    from collections import Counter

    from fengsui.kernel.models import EvidenceLink, StoredFile
    from fengsui.patrol.models import Visit

    wanted = {sha for phone in phones for sha, _ in phone.photos}
    visits = {operation["payload"]["visit"]["id"] for phone in phones for operation in phone.operations}
    files = [path for path in (folder / "files").rglob("*") if path.is_file()]
    disk = Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    links = Counter(EvidenceLink.objects.filter(arrived_at__isnull=False).values_list("sha256", flat=True))
    rows = Counter(str(pk) for pk in Visit.objects.values_list("pk", flat=True))
    return {
        "photos": len(wanted),
        "photos_lost_on_disk": len(wanted - disk.keys()),
        "photos_doubled_on_disk": sum(count - 1 for count in disk.values()),
        "photos_lost_in_rows": len(wanted - links.keys()),
        "photos_doubled_in_rows": sum(count - 1 for count in links.values()),
        "files_beside": len(disk.keys() - wanted),
        "files_without_a_row": len(disk.keys() - set(StoredFile.objects.values_list("sha256", flat=True))),
        "visits": len(visits),
        "visits_lost": len(visits - rows.keys()),
        "visits_doubled": Visit.objects.count() - len(rows.keys() & visits),
    }


def main() -> None:
    """Seed, measure the floor and the load, recount, print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=469)
    parser.add_argument("--visits", type=int, default=20)
    parser.add_argument("--photos", type=int, default=3)
    parser.add_argument("--kb", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=24)
    parser.add_argument("--cut", type=float, default=1 / 3)
    parser.add_argument("--floor-phones", type=int, default=60, help="how many of the phones' days the floor receives")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fengsui-sync-day-"))
    os.environ |= {"FENGSUI_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "fengsui.server.settings", "PYTHONPATH": str(ROOT)}
    try:
        import django

        django.setup()
        from django.db import connection

        phones = seed(options.phones)
        pictures = Pictures(options.kb * 1000)
        days_work(phones, options.visits, options.photos, pictures)
        cores = sorted(os.sched_getaffinity(0))
        env = dict(os.environ)

        def load(some: list[Phone], port: int, floor: bool) -> tuple[Tally, float]:
            os.sched_setaffinity(0, {cores[-1]})
            made = timed(lambda: asyncio.run(drive(some, port, pictures, options.at_once, options.cut, floor)))
            os.sched_setaffinity(0, set(cores))
            return made

        port = free_port()
        bodies = folder / "floor"
        bodies.mkdir()
        with running([sys.executable, "-c", FLOOR, str(bodies), str(port)], port, env):
            floor, floor_s = load(phones[: options.floor_phones], port, True)
        shutil.rmtree(bodies)
        port = free_port()
        serve = [sys.executable, "-m", "fengsui", "serve", "--host", "127.0.0.1", "--port", str(port)]
        with running(serve, port, env):
            tally, load_s = load(phones, port, False)
        counted = recount(folder, phones)
        floor_rate = sum(len(phone.photos) for phone in phones[: options.floor_phones]) / floor_s
        rate = counted["photos"] / load_s
        line = {
            "bench": "sync_day", "database": connection.vendor, "phones": len(phones), "photo_kb": len(pictures.of(0)) // 1000,
            "requests": len(tally.taken), "cut_in_mid_body": tally.cut, "seconds": round(load_s, 1),
            "visits_per_s": round(counted["visits"] / load_s, 1), "photos_per_s": round(rate, 1),
            "p50_ms": share(tally.taken, 0.5), "p95_ms": share(tally.taken, 0.95),
            "floor_photos_per_s": round(floor_rate, 1), "floor_p95_ms": share(floor.taken, 0.95),
            "times_the_floor": round(floor_rate / rate, 2), **counted,
        }  # fmt: skip
        print(json.dumps(line))
        connection.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
