"""A real server with a fresh data folder and a short demo, once a session; real Chromium; an API client by role."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests import template

ROOT = Path(__file__).resolve().parents[2]
DEMO_DAYS = 6
MAKE_DEMO = """
import json
from fengsui.server.commands.database import open_database
open_database(quiet=True)
from fengsui.demo.small import build_small_demo
print(json.dumps(build_small_demo(days={days}), default=str))
"""
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--enable-unsafe-swiftshader",
    "--use-gl=angle",
    "--use-angle=swiftshader",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a browser test."""
    for item in items:
        if Path(str(item.fspath)).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@dataclass
class Api:
    """The API as one signed-in person, by device token."""

    base: str
    token: str

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request and return the answer's JSON. Raises HTTPError."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid4())
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}/api/v1{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def send(self, content: bytes) -> str:
        """Send a file of evidence and return its hash."""
        digest = hashlib.sha256(content).hexdigest()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "image/jpeg", "Idempotency-Key": str(uuid4())}
        request = urllib.request.Request(f"{self.base}/api/v1/evidence/files/{digest}", content, headers, method="PUT")
        with urllib.request.urlopen(request, timeout=30):
            return digest

    def bytes(self, path: str) -> bytes:
        """Return the raw bytes of a path."""
        request = urllib.request.Request(f"{self.base}{path}", headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())


@dataclass
class Site:
    """A running installation with its demo logins."""

    base: str
    data_dir: Path
    logins: list[dict[str, Any]]
    _apis: dict[str, Api] = field(default_factory=dict)

    def login(self, role: str) -> dict[str, Any]:
        """Return the demo's login of a role, or of any other person of the demo by the login name."""
        if "." in role:
            return {"username": role, "password": self.logins[0]["password"]}
        return next(row for row in self.logins if row["role"] == role)

    def api(self, role: str) -> Api:
        """Return the API as the demo's person of a role, or of a login name."""
        if role not in self._apis:
            login = self.login(role)
            body = {"username": login["username"], "password": login["password"], "device_name": "test"}
            self._apis[role] = Api(self.base, str(Api(self.base, "").call("POST", "/session/device", body)["token"]))
        return self._apis[role]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text()[-4000:]}")


def demo_folder() -> Path:
    """Return a data folder with a demo of some days, made once a day for a state of the code; workers wait for one maker."""
    kept = template.folder_for_kept()
    made = kept / f"e2e-{template.digest()}-{datetime.now(ZoneInfo('Asia/Shanghai')).date()}-{DEMO_DAYS}"
    with (kept / "e2e.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for former in kept.glob("e2e-*-*"):
                shutil.rmtree(former)
            part = kept / "e2e.part"
            shutil.rmtree(part, ignore_errors=True)
            template.lay(part)
            done = subprocess.run(
                [sys.executable, "-c", MAKE_DEMO.format(days=DEMO_DAYS)],
                env=environment_of(part), capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr[-4000:]
            (part / "made.json").write_text(done.stdout.strip().splitlines()[-1], encoding="utf-8")
            part.rename(made)
    return made


def environment_of(folder: Path) -> dict[str, str]:
    """Return the environment of a command that works on a data folder."""
    own = {"FENGSUI_DATA_DIR": str(folder), "FENGSUI_DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "fengsui.server.settings"}


@pytest.fixture(scope="session", autouse=True)
def patient() -> None:
    """Give the screens time: two browsers and two servers share the cores."""
    from playwright.sync_api import expect

    expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Copy the demo into a fresh data folder, serve it, and stop it at the end."""
    if not (ROOT / "fengsui/server/web/patrol/index.html").exists():
        pytest.fail("the web pages are not built: run ./run --build-only or npm run build in web/ first")
    folder = Path(tempfile.mkdtemp(prefix="fengsui-e2e-"))
    shutil.copytree(demo_folder(), folder, dirs_exist_ok=True)
    port = _free_port()
    environment = environment_of(folder)
    logins = json.loads((folder / "made.json").read_text(encoding="utf-8"))["logins"]
    log = folder / "serve.log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "fengsui", "serve", "--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base, process, log)
        yield Site(base, folder, logins)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Real Chromium, once a module, closed before tests that use the database in this process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("FENGSUI_CHROMIUM", shutil.which("chromium") or "/usr/bin/chromium"),
            args=CHROMIUM_ARGS,
        )
        yield browser
        browser.close()


@pytest.fixture
def phone_context(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Return a maker of phones: a 390×844 touch context each, with camera and location, closed at the end."""
    made: list[Any] = []

    def make(**options: Any) -> Any:
        context = chromium.new_context(
            viewport={"width": 390, "height": 844},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            geolocation={"longitude": 118.9566, "latitude": 42.2663, "accuracy": 8},
            permissions=["geolocation", "camera"],
            **options,
        )
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
