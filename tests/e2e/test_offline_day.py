"""A whole day without network in real Chromium, its process killed twice; two phones at one door; clocks years off; a new version."""

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Error, expect

from tests.e2e.conftest import CHROMIUM_ARGS, ROOT, Site
from tests.e2e.phone import Phone

VISITS = 20
# A colleague of the person the other tests work as: a day of twenty visits uses up the tasks of whoever makes them.
WORKER = "zhanqian.wangge02"
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 1,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "geolocation": {"longitude": 118.9566, "latitude": 42.2663, "accuracy": 8},
    "permissions": ["geolocation", "camera"],
}


def small_picture(folder: Path, name: str) -> Path:
    """Return a picture of its own, small so that forty of them do not hold up the day."""
    path = folder / f"{name}.jpg"
    Image.effect_noise((320, 240), 60).convert("RGB").save(path, "JPEG", quality=70)
    return path


class DurablePhone(Phone):
    """A phone whose whole browser can be killed by force and started again on what it had written."""

    def __init__(self, playwright: Any, site: Site, folder: Path) -> None:
        self.playwright, self.folder = playwright, folder
        super().__init__(self._launch(), site)

    def _launch(self) -> Any:
        return self.playwright.chromium.launch_persistent_context(
            str(self.folder),
            executable_path=os.environ.get("FENGSUI_CHROMIUM", shutil.which("chromium") or "/usr/bin/chromium"),
            args=CHROMIUM_ARGS,
            **PHONE,
        )

    def kill_browser(self) -> None:
        """Kill -9 every process of the browser, then start it again on the same folder, still without network."""
        rows = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout.splitlines()
        for row in rows:
            pid, _, command = row.strip().partition(" ")
            if str(self.folder) in command:
                try:
                    os.kill(int(pid), signal.SIGKILL)
                except ProcessLookupError:
                    continue
        # The browser it belongs to is gone, which is the point.
        with contextlib.suppress(Error):
            self.context.close()
        for left in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.folder / left).unlink(missing_ok=True)
        self.context = self._launch()
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self._listen()


@pytest.fixture
def durable_phone(site: Site, tmp_path: Path) -> Iterator[DurablePhone]:
    """A phone with a browser of its own that a grid worker has opened once with network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        phone = DurablePhone(playwright, site, tmp_path / "chromium")
        phone.first_load(WORKER)
        yield phone
        phone.context.close()


def visit_with_two_photos(phone: Phone, place: str, folder: Path, number: int) -> None:
    """Go through a door: one item not in order, two photos of it; saved."""
    phone.open(f"/patrol/places/{place}/visit")
    page = phone.page
    page.get_by_role("button", name="已检查", exact=True).click()
    page.get_by_role("button", name="全部合格").click()
    item = page.locator("article.item").filter(has=page.get_by_role("button", name="不合格")).first
    item.get_by_role("button", name="不合格").click()
    for shot in (1, 2):
        phone.photograph(item.get_by_label("拍隐患照片").last, small_picture(folder, f"{number}-{shot}"))
        expect(item.get_by_role("img")).to_have_count(shot)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已保存")).to_be_visible()


def places_of(site: Site, count: int) -> list[str]:
    """Return places of the grid worker's pack where no hazard stands open, in the order of their numbers."""
    pack = site.api(WORKER).call("GET", "/patrol/pack")
    standing = {row["place_id"] for row in pack["hazards"]}
    free = [row["id"] for row in sorted(pack["places"], key=lambda row: row["number"]) if row["id"] not in standing]
    assert len(free) >= count, f"{len(free)} of {len(pack['places'])} places have no open hazard"
    return free[:count]


def by_me(site: Site) -> list[dict[str, Any]]:
    """Return the visits of the grid worker, all pages."""
    me = site.api(WORKER).call("GET", "/session")["account_id"]
    rows: list[dict[str, Any]] = []
    page = 1
    while True:
        part = site.api("street_inspector").call("GET", f"/visits?by_account={me}&page_size=200&page={page}")
        rows += part["items"]
        if len(rows) >= part["total"]:
            return rows
        page += 1


def photos_on_disk(site: Site) -> set[str]:
    """Return the hashes of every file in the evidence store, hashed again from the bytes."""
    store = site.data_dir / "files"
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in store.rglob("*") if path.is_file()}


def test_twenty_visits_and_forty_photos_of_a_day_without_network_all_arrive_once(
    durable_phone: DurablePhone, site: Site, tmp_path: Path
) -> None:
    phone = durable_phone
    places = places_of(site, VISITS)
    before = {row["id"] for row in by_me(site)}
    phone.network(False)
    for number, place in enumerate(places):
        if number in (7, 14):
            phone.kill_browser()
            phone.open()
            expect(phone.line).to_contain_text(f"{number} 条记录、{number * 2} 张照片未送达")
        visit_with_two_photos(phone, place, tmp_path, number)
    expect(phone.line).to_contain_text(f"{VISITS} 条记录、{VISITS * 2} 张照片未送达")
    assert {row["id"] for row in by_me(site)} == before
    phone.network(True)
    expect(phone.line).to_contain_text("已全部送达", timeout=90_000)
    fresh = [row for row in by_me(site) if row["id"] not in before]
    assert sorted(row["place_id"] for row in fresh) == sorted(places)
    assert all(row["missing_photos"] == 0 for row in fresh)
    stored = photos_on_disk(site)
    inspector = site.api("street_inspector")
    hashes = []
    for row in fresh:
        for hazard in inspector.call("GET", f"/visits/{row['id']}")["hazards"]:
            hashes += [photo["sha256"] for photo in inspector.call("GET", f"/hazards/{hazard['id']}")["photos"]]
    assert len(hashes) == len(set(hashes)) == VISITS * 2
    assert set(hashes) <= stored
    assert phone.errors == []


def test_two_phones_at_one_door_both_keep_what_they_saw(phone_context: Callable[..., Any], site: Site, tmp_path: Path) -> None:
    worker, inspector = Phone(phone_context(), site), Phone(phone_context(), site)
    worker.first_load(WORKER)
    inspector.first_load("street_inspector")
    place = places_of(site, 1)[0]
    before = {row["id"] for row in inspector.site.api("street_inspector").call("GET", f"/visits?place_id={place}")["items"]}
    for number, phone in enumerate((worker, inspector)):
        phone.network(False)
        visit_with_two_photos(phone, place, tmp_path, 100 + number)
    inspector.network(True)
    inspector.delivered()
    worker.network(True)
    worker.delivered()
    rows = site.api("street_inspector").call("GET", f"/visits?place_id={place}&page_size=50")["items"]
    fresh = [row for row in rows if row["id"] not in before]
    assert len(fresh) == 2 and len({row["by_name"] for row in fresh}) == 2
    assert all(row["missing_photos"] == 0 for row in fresh)
    assert worker.errors == inspector.errors == []


@pytest.mark.parametrize("years", [3, -3])
def test_a_clock_that_is_years_off_neither_moves_nor_loses_the_visit(
    phone_context: Callable[..., Any], site: Site, tmp_path: Path, years: int
) -> None:
    context = phone_context()
    context.add_init_script(
        f"""(() => {{
          const Real = Date, off = {years} * 365 * 86400000
          globalThis.Date = class extends Real {{
            constructor(...given) {{ super(...(given.length ? given : [Real.now() + off])) }}
            static now() {{ return Real.now() + off }}
          }}
        }})()"""
    )
    phone = Phone(context, site)
    phone.open()
    phone.sign_in(WORKER)
    phone.delivered()
    expect(phone.page.get_by_text(re.compile("手机时间"))).to_be_visible()
    place = places_of(site, 1)[0]
    before = {row["id"] for row in site.api("street_inspector").call("GET", f"/visits?place_id={place}")["items"]}
    today = site.api("street_inspector").call("GET", "/overview")["date"]
    visit_with_two_photos(phone, place, tmp_path, 200 + years)
    expect(phone.page.get_by_text(re.compile("已送达 XC-"))).to_be_visible(timeout=30_000)
    phone.delivered()
    rows = site.api("street_inspector").call("GET", f"/visits?place_id={place}&page_size=50")["items"]
    fresh = [row for row in rows if row["id"] not in before]
    assert [row["local_date"] for row in fresh] == [today]
    assert fresh[0]["clock_flag"] == "wild"
    assert phone.errors == []


@pytest.fixture
def new_version() -> Iterator[Callable[[], None]]:
    """Return what puts a new version of the app on the server; the old one is back at the end."""
    script = ROOT / "fengsui/server/web/patrol/sw.js"
    built = script.read_bytes()

    def put() -> None:
        script.write_bytes(built + b"\n// a newer version\n")

    yield put
    script.write_bytes(built)


def test_an_update_of_the_app_in_mid_queue_loses_and_doubles_nothing(
    phone_context: Callable[..., Any], site: Site, tmp_path: Path, new_version: Callable[[], None]
) -> None:
    phone = Phone(phone_context(), site)
    phone.first_load(WORKER)
    page = phone.page
    place = places_of(site, 1)[0]
    before = {row["id"] for row in site.api("street_inspector").call("GET", f"/visits?place_id={place}")["items"]}
    worker = site.api(WORKER)
    for session in worker.call("GET", "/session/list"):
        if not session["is_current"]:
            worker.call("DELETE", f"/session/list/{session['id']}")
    visit_with_two_photos(phone, place, tmp_path, 300)
    expect(phone.line).to_contain_text("请重新登录：1 条记录、2 张照片未送达", timeout=15_000)
    new_version()
    page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update())")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("新版本已就绪")).click()
    phone.unlock(phone.line)
    expect(phone.line).to_contain_text("请重新登录：1 条记录、2 张照片未送达")
    phone.line.click()
    phone.sign_in(WORKER)
    phone.delivered()
    rows = site.api("street_inspector").call("GET", f"/visits?place_id={place}&page_size=50")["items"]
    fresh = [row for row in rows if row["id"] not in before]
    assert len(fresh) == 1 and fresh[0]["missing_photos"] == 0
    assert phone.errors == []
