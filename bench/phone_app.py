"""The phone app on a slow phone: `python -m bench.phone_app [--places 5528]` prints one JSON line.

Real Chromium, 390×844, the processor slowed four times, first load over slow 3G (50 kB/s, 2 s latency): until one can sign in,
until the whole work pack is there; then offline and warm: from opening the app to the lock, from the PIN to the day's list,
to the ledger with all its places and to a search in it; and the memory of the page. The web pages must be built.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PIN = "246810"
SLOW_3G = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
CHROMIUM = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")


def seed(count: int) -> dict[str, str]:
    """Live three days in a small demo and fill one street's ledger to `count` places; return its inspector's login."""
    import django

    django.setup()
    from fengsui.demo.small import build_small_demo
    from fengsui.kernel import actor as actors
    from fengsui.kernel import transaction
    from fengsui.org.models import Area
    from fengsui.places import services as places
    from fengsui.places.models import Place
    from fengsui.places.values import NewPlace
    from fengsui.server.commands.database import open_database

    open_database(quiet=True)
    logins = build_small_demo(days=3)["logins"]
    login: dict[str, str] = next(row for row in logins if row["role"] == "street_inspector")
    grids = list(Area.objects.filter(level="grid", path__startswith=f"{login['area_path']}/").values_list("path", flat=True))
    missing = count - Place.objects.filter(area_path__startswith=login["area_path"]).count()
    chance, doer = random.Random(2), actors.system("bench")
    context = places.Context(doer)
    for start in range(0, missing, places.MOST_AT_ONCE):
        rows = [
            NewPlace(
                name=f"模拟小饭店{n}",
                area_path=chance.choice(grids),
                address=f"昭乌达路{n % 900}号",
                activity="restaurant",
                inputs={},
                lon=118.95 + chance.random() / 50,
                lat=42.26 + chance.random() / 50,
                coordinate_source="simulated",
                state="operating",
            )
            for n in range(start, min(start + places.MOST_AT_ONCE, missing))
        ]
        with transaction.write():
            places.bulk_create(actor=doer, rows=rows, context=context)
    from django.db import connections

    connections.close_all()
    return login


def type_pin(page: Any) -> None:
    """Press the six digits."""
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()


class Stopwatch:
    """Seconds between named moments."""

    def __init__(self) -> None:
        self.last, self.taken = time.perf_counter(), {}  # type: ignore[var-annotated]

    def again(self) -> None:
        """Start anew."""
        self.last = time.perf_counter()

    def lap(self, name: str) -> None:
        """Note the time since the last moment."""
        now = time.perf_counter()
        self.taken[name] = round(now - self.last, 2)
        self.last = now


def measure(base: str, login: dict[str, str], places: int) -> dict[str, Any]:
    """Open the app cold and warm as a phone of the inspector; return seconds and megabytes."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = os.environ.get("FENGSUI_CHROMIUM", shutil.which("chromium") or "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        page = context.new_page()
        page.set_default_timeout(300_000)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_3G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        clock = Stopwatch()
        page.goto(f"{base}/patrol/", wait_until="commit")
        page.get_by_label("登录名").wait_for()
        clock.lap("cold_to_sign_in_s")
        page.get_by_label("登录名").fill(login["username"])
        page.get_by_label("密码").fill(login["password"])
        page.get_by_role("button", name="登录", exact=True).click()
        page.get_by_role("heading", name="设置六位解锁码").wait_for()
        type_pin(page)
        page.get_by_role("heading", name="再输入一次").wait_for()
        clock.again()
        type_pin(page)
        page.get_by_role("heading", name="今日").wait_for()
        clock.lap("choose_pin_s")
        page.get_by_text("已全部送达").wait_for()
        clock.lap("whole_pack_over_slow_3g_s")
        page.wait_for_function("navigator.serviceWorker.ready.then(r => r.active?.state === 'activated')")
        page.close()
        context.set_offline(True)
        # The worker that held the key is stopped with its last page, as a phone does after a while.
        page = context.new_page()
        page.set_default_timeout(120_000)
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        clock.again()
        page.goto(f"{base}/patrol/", wait_until="commit")
        locked = page.get_by_role("heading", name="请输入解锁码")
        locked.or_(page.get_by_role("heading", name="今日")).first.wait_for()
        clock.lap("warm_to_lock_s")
        if not locked.is_visible():
            page.get_by_role("link", name="我的", exact=True).click()
            page.get_by_role("button", name="现在锁定").click()
            locked.wait_for()
        for digit in PIN[:-1]:
            page.get_by_role("button", name=digit, exact=True).click()
        clock.again()
        page.get_by_role("button", name=PIN[-1], exact=True).click()
        page.get_by_label("今日任务").get_by_role("listitem").first.wait_for()
        clock.lap("pin_to_list_s")
        page.get_by_role("link", name="台账", exact=True).click()
        page.get_by_text(re.compile(rf"^{places} 家$")).wait_for()
        clock.lap("ledger_s")
        page.get_by_label("拼音首字母").fill("mnxfd77")
        page.get_by_text("模拟小饭店77", exact=True).first.wait_for()
        clock.lap("search_s")
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
        browser.close()
        return {**clock.taken, "heap_mb": round(metrics["JSHeapUsedSize"] / 1e6, 1)}


def main() -> None:
    """Seed, serve, measure, print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=5_528)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="fengsui-phone-app-")
    os.environ |= {"FENGSUI_DATA_DIR": folder, "FENGSUI_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "fengsui.server.settings"}
    os.environ["PYTHONPATH"] = str(ROOT)
    login = seed(options.places)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "fengsui", "serve", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.2)
        line = {
            "bench": "phone_app",
            "cpu_slowed": 4,
            "places": options.places,
            **measure(f"http://127.0.0.1:{port}", login, options.places),
        }
        print(json.dumps(line))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(40)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
