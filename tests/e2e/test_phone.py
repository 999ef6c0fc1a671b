"""The phone in real Chromium: a visit without network, killed in the middle, and everything delivered in the end."""

import gzip
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import ROOT, Site
from tests.e2e.phone import Phone, camera_picture, picture_of


@pytest.fixture
def phone(phone_context: Callable[..., Any], site: Site) -> Phone:
    """A phone that a grid worker has opened once with network."""
    made = Phone(phone_context(), site)
    made.first_load("grid_worker")
    return made


def hazards_at(site: Site, place_id: str) -> list[dict[str, Any]]:
    """Return the hazards of a place as the street's inspector sees them, newest first."""
    return list(site.api("street_inspector").call("GET", f"/hazards?place_id={place_id}&sort=-found_on&page_size=50")["items"])


def visits_at(site: Site, place_id: str) -> list[dict[str, Any]]:
    """Return the visits to a place as the street's inspector sees them."""
    return list(site.api("street_inspector").call("GET", f"/visits?place_id={place_id}&page_size=50")["items"])


def closed_how(site: Site, place_id: str, hazard_id: str) -> str:
    """Return how a case was closed; it closes when the worker has heard of the photos' arrival, so wait for that."""
    until = time.monotonic() + 30
    while True:
        row = next(row for row in hazards_at(site, place_id) if row["id"] == hazard_id)
        if row["state"] == "closed":
            return str(row["closed_how"])
        assert time.monotonic() < until, row["state"]
        time.sleep(0.3)


def test_a_door_where_nothing_is_wrong_takes_at_most_six_taps(phone: Phone, site: Site) -> None:
    taps = 0
    phone.page.get_by_label("今日任务").get_by_role("listitem").first.get_by_role("button").first.click()
    taps += 1
    phone.page.get_by_role("link", name="开始巡查").click()
    taps += 1
    place = phone.page.url.split("/places/")[1].split("/")[0]
    before = len(visits_at(site, place))
    phone.page.get_by_role("button", name="已检查", exact=True).click()
    taps += 1
    phone.page.get_by_role("button", name="全部合格").click()
    taps += 1
    phone.page.get_by_role("button", name="保存", exact=True).click()
    taps += 1
    expect(phone.page.get_by_role("heading", name="已保存")).to_be_visible()
    phone.delivered()
    expect(phone.page.get_by_text(re.compile("已送达 XC-"))).to_be_visible()
    assert taps <= 6
    visits = visits_at(site, place)
    assert len(visits) == before + 1
    assert visits[0]["outcome_label"] == "已检查" and visits[0]["bad_item_count"] == 0
    assert phone.errors == []


def test_a_visit_in_a_basement_survives_flight_mode_and_a_killed_app(phone: Phone, site: Site, tmp_path: Path) -> None:
    page = phone.page
    place = phone.start_visit()
    before = {row["id"] for row in hazards_at(site, place)}
    page.get_by_role("button", name="已检查", exact=True).click()
    phone.network(False)
    item = phone.item()
    title = item.get_by_role("heading").inner_text()
    item.get_by_role("button", name="不合格").click()
    phone.photograph(item.get_by_label("拍隐患照片").last, camera_picture(tmp_path, "one", (200, 30, 30)))
    expect(item.get_by_role("img")).to_have_count(1)
    phone.photograph(item.get_by_label("拍隐患照片").last, camera_picture(tmp_path, "two", (30, 30, 200)))
    expect(item.get_by_role("img")).to_have_count(2)
    item.get_by_label(re.compile("补充说明")).fill("楼梯间堆放纸箱")
    item.get_by_label(re.compile("补充说明")).blur()
    page.wait_for_timeout(300)

    phone.kill()
    page = phone.page
    expect(page.get_by_text("有巡查没保存")).to_be_visible()
    page.get_by_role("link", name=re.compile("^继续")).click()
    item = phone.item()
    expect(item.get_by_role("button", name="不合格")).to_have_attribute("aria-pressed", "true")
    expect(item.get_by_role("img")).to_have_count(2)
    expect(item.get_by_label(re.compile("补充说明"))).to_have_value("楼梯间堆放纸箱")
    page.get_by_role("button", name=re.compile("其余 .* 项合格")).click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已保存")).to_be_visible()
    expect(page.get_by_role("img", name="请对方扫码留存")).to_be_visible()
    expect(phone.line).to_contain_text("1 条记录、2 张照片未送达")
    assert {row["id"] for row in hazards_at(site, place)} == before

    phone.kill()
    expect(phone.line).to_contain_text("1 条记录、2 张照片未送达")
    phone.network(True)
    phone.delivered()
    fresh = [row for row in hazards_at(site, place) if row["id"] not in before]
    assert len(fresh) == 1
    assert fresh[0]["missing_photos"] == 0
    case = site.api("street_inspector").call("GET", f"/hazards/{fresh[0]['id']}")
    # What the inspector ticked says how it should be; the case is called by what is wrong.
    assert title.rsplit(" ", 1)[0].strip() == case["item_title"] and "堆物" in case["title"]
    assert [photo["role"] for photo in case["photos"]] == ["before", "before"]
    picture = picture_of(site.api("street_inspector").bytes(case["photos"][0]["url"]))
    assert max(picture.size) == 1600 and not picture.getexif()
    assert phone.errors == []


def test_the_app_opens_in_flight_mode_with_places_search_and_map(phone: Phone) -> None:
    kept = "caches.open('patrol-later').then(c => c.keys()).then(k => k.filter(r => /MapCanvas|maplibre/.test(r.url)).length)"
    phone.until(f"{kept}.then(n => n >= 4)")
    phone.network(False)
    phone.kill()
    page = phone.page
    expect(page.get_by_role("heading", name=re.compile("^今日"))).to_be_visible()
    expect(phone.line).to_contain_text("当前无网络，可照常巡查")
    page.get_by_role("link", name="台账", exact=True).click()
    page.get_by_label(re.compile("拼音首字母")).fill("zq")
    expect(page.locator("a.place").first).to_be_visible()
    page.get_by_role("link", name="地图", exact=True).click()
    expect(page.get_by_test_id("map").locator("canvas")).to_be_visible(timeout=15_000)
    page.get_by_role("link", name="扫码", exact=True).click()
    page.get_by_label("门牌码").fill("NOSUCHCODE")
    page.get_by_role("button", name="打开场所").click()
    expect(page.get_by_role("alert")).to_contain_text("手机上没有门牌码 NOSUCHCODE 的场所")
    page.get_by_role("link", name="我的", exact=True).click()
    expect(page.get_by_text("断网也能打开。")).to_be_visible()
    assert phone.errors == []


def test_a_hazard_put_right_at_once_is_closed_when_its_photos_arrive(phone: Phone, site: Site, tmp_path: Path) -> None:
    page = phone.page
    place = phone.start_visit()
    before = {row["id"] for row in hazards_at(site, place)}
    page.get_by_role("button", name="已检查", exact=True).click()
    page.get_by_role("button", name="全部合格").click()
    item = page.locator("article.item").filter(has=page.get_by_role("button", name="不合格")).first
    item.get_by_role("button", name="不合格").click()
    expect(page.get_by_text("有不合格项还没拍照。")).to_be_visible()
    phone.photograph(item.get_by_label("拍隐患照片").last, camera_picture(tmp_path, "before", (200, 30, 30)))
    expect(item.get_by_role("img")).to_have_count(1)
    item.get_by_role("button", name=re.compile("当场改正")).click()
    expect(page.get_by_text("当场改正要拍改后照片。")).to_be_visible()
    phone.photograph(item.get_by_label("拍改后照片").last, camera_picture(tmp_path, "after", (30, 200, 30)))
    expect(item.get_by_role("img")).to_have_count(2)
    page.get_by_label("签字人姓名").fill("李店主")
    page.get_by_role("button", name="请对方签字").click()
    pad = page.get_by_test_id("signature-pad")
    pad.hover()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 120, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="签好了").click()
    expect(page.get_by_role("button", name="已签字，点此重签")).to_be_visible()
    phone.save_visit()
    fresh = [row for row in hazards_at(site, place) if row["id"] not in before]
    assert [closed_how(site, place, row["id"]) for row in fresh] == ["on_site"]
    visit = visits_at(site, place)[0]
    detail = site.api("street_inspector").call("GET", f"/visits/{visit['id']}")
    assert detail["signer_name"] == "李店主" and detail["signature_id"]
    assert phone.errors == []


def test_a_locked_door_needs_a_photo_and_a_deferred_door_a_reason(phone: Phone, site: Site, tmp_path: Path) -> None:
    page = phone.page
    first = page.get_by_label("今日任务").get_by_role("listitem").first
    name = first.get_by_role("strong").inner_text()
    first.get_by_role("button", name=re.compile("^延后：")).click()
    page.get_by_role("button", name="负责人不在").click()
    page.get_by_role("button", name="确定延后").click()
    expect(page.get_by_role("heading", name="已延后 1")).to_be_visible()
    expect(page.get_by_label("今日任务").get_by_text(name, exact=True)).to_have_count(0)
    phone.delivered()

    place = phone.start_visit()
    page.get_by_role("button", name="锁门", exact=True).click()
    save = page.get_by_role("button", name="保存", exact=True)
    if save.count() == 0:
        phone.photograph(page.get_by_label("拍现场照片").last, camera_picture(tmp_path, "door", (90, 90, 90)))
    phone.save_visit()
    assert visits_at(site, place)[0]["outcome_label"] == "锁门"
    assert phone.errors == []


def test_what_the_server_refuses_is_kept_with_its_reason(phone: Phone, site: Site, tmp_path: Path) -> None:
    page = phone.page
    place = phone.start_visit()
    before = {row["id"] for row in hazards_at(site, place)}
    page.get_by_role("button", name="已检查", exact=True).click()
    page.get_by_role("button", name="全部合格").click()
    item = phone.item()
    item.get_by_role("button", name="不合格").click()
    phone.photograph(item.get_by_label("拍隐患照片").last, camera_picture(tmp_path, "before", (200, 30, 30)))
    expect(item.get_by_role("img")).to_have_count(1)
    phone.save_visit()
    hazard = next(row for row in hazards_at(site, place) if row["id"] not in before)
    phone.until("document.visibilityState === 'visible'")
    phone.sync_now()
    phone.network(False)
    phone.open(f"/patrol/hazards/{hazard['id']}/fixed")
    phone.photograph(page.get_by_label("拍改后照片").last, camera_picture(tmp_path, "fixed", (30, 200, 30)))
    expect(page.get_by_role("img", name=re.compile("拍改后照片"))).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(phone.line).to_contain_text("1 条记录、1 张照片未送达")
    worker = site.api("centre_director")
    worker.call("POST", f"/hazards/{hazard['id']}/void", {"reason": "登记有误，场所已不存在"})
    phone.network(True)
    expect(phone.line).to_contain_text("1 项未被接收", timeout=30_000)
    phone.line.click()
    expect(page.get_by_text("已整改：")).to_be_visible()
    expect(page.get_by_role("button", name="再发一次")).to_be_visible()
    page.get_by_role("link", name="我的", exact=True).click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text(re.compile("未被接收 1 项"))).to_be_visible()
    assert phone.errors == []


def test_an_expired_sign_in_keeps_the_queue_and_goes_on_afterwards(phone: Phone, site: Site) -> None:
    page = phone.page
    place = phone.start_visit()
    before = len(visits_at(site, place))
    page.get_by_role("button", name="已检查", exact=True).click()
    page.get_by_role("button", name="全部合格").click()
    worker = site.api("grid_worker")
    for session in worker.call("GET", "/session/list"):
        if not session["is_current"]:
            worker.call("DELETE", f"/session/list/{session['id']}")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(phone.line).to_contain_text("请重新登录：1 条记录未送达", timeout=15_000)
    assert len(visits_at(site, place)) == before
    phone.line.click()
    expect(page.get_by_text("手机上有 1 项未送达，登录后自动继续发送。")).to_be_visible()
    phone.sign_in("grid_worker")
    phone.delivered()
    assert len(visits_at(site, place)) == before + 1
    assert phone.errors == []


def test_a_colleague_who_borrows_the_phone_sees_and_sends_nothing_of_the_first(phone: Phone, site: Site) -> None:
    page = phone.page
    place = phone.start_visit()
    before = len(visits_at(site, place))
    page.get_by_role("button", name="已检查", exact=True).click()
    page.get_by_role("button", name="全部合格").click()
    phone.network(False)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(phone.line).to_contain_text("1 条记录未送达")
    page.get_by_role("link", name="我的", exact=True).click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("还不能退出登录")).to_be_visible()
    page.get_by_role("button", name="知道了").click()
    page.get_by_role("button", name="借给同事用").click()
    page.get_by_role("dialog").get_by_role("button", name="借给同事用").click()
    expect(page.get_by_label("登录名")).to_be_visible()
    phone.network(True)
    phone.sign_in("street_inspector")
    phone.delivered()
    page.get_by_role("link", name="我的", exact=True).click()
    expect(page.get_by_text("全部送达", exact=True)).to_be_visible()
    assert len(visits_at(site, place)) == before
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("dialog").get_by_role("button", name="退出登录").click()
    phone.sign_in("grid_worker")
    phone.delivered()
    assert len(visits_at(site, place)) == before + 1
    assert phone.errors == []


def test_a_reported_fix_is_reviewed_over_the_ghost_of_the_first_photo(
    phone: Phone, site: Site, phone_context: Callable[..., Any], tmp_path: Path
) -> None:
    page = phone.page
    place = phone.start_visit()
    before = {row["id"] for row in hazards_at(site, place)}
    page.get_by_role("button", name="已检查", exact=True).click()
    page.get_by_role("button", name="全部合格").click()
    item = phone.item()
    item.get_by_role("button", name="不合格").click()
    phone.photograph(item.get_by_label("拍隐患照片").last, camera_picture(tmp_path, "before", (200, 30, 30)))
    expect(item.get_by_role("img")).to_have_count(1)
    phone.save_visit()
    hazard = next(row for row in hazards_at(site, place) if row["id"] not in before)

    phone.open(f"/patrol/hazards/{hazard['id']}/fixed")
    phone.photograph(page.get_by_label("拍改后照片").last, camera_picture(tmp_path, "fixed", (30, 200, 30)))
    expect(page.get_by_role("img", name=re.compile("拍改后照片"))).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("未销隐患")).to_be_visible()
    expect(page.get_by_text("已整改：")).to_be_visible()
    expect(page.locator("section.card").filter(has_text="已整改：").get_by_text("已送达").first).to_be_visible(timeout=30_000)
    phone.delivered()

    other = Phone(phone_context(), site)
    other.first_load("street_inspector")
    other.sync_now()
    other.network(False)
    other.open(f"/patrol/hazards/{hazard['id']}/review")
    expect(other.page.get_by_role("img", name="整改前", exact=True)).to_be_visible()
    other.page.get_by_role("button", name="按原角度拍（叠影）").click()
    expect(other.page.get_by_role("img", name="整改前的叠影")).to_be_visible()
    other.page.get_by_role("button", name="拍", exact=True).click()
    expect(other.page.get_by_role("img", name=re.compile("拍现在的样子"))).to_be_visible()
    other.page.get_by_role("button", name="通过", exact=True).click()
    other.page.get_by_role("button", name="保存复查").click()
    expect(other.line).to_contain_text("1 条记录、1 张照片未送达")
    other.network(True)
    other.delivered()
    assert closed_how(site, place, hazard["id"]) == "reviewed"
    assert phone.errors == [] and other.errors == []


def test_the_first_password_is_changed_before_anything_else(phone_context: Callable[..., Any], site: Site) -> None:
    environment = {**os.environ, "FENGSUI_DATA_DIR": str(site.data_dir), "FENGSUI_DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "fengsui", "user", "add", "xinren", "--name", "新网格员", "--role", "grid_worker"]
    command += ["--area", site.login("grid_worker")["area_path"], "--password-stdin", "--json"]
    made = subprocess.run(command, env=environment, input="First-2026-word\n", capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    phone = Phone(phone_context(), site)
    phone.open()
    page = phone.page
    page.get_by_label("登录名").fill("xinren")
    page.get_by_label("密码").fill("First-2026-word")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="首次登录，请修改密码")).to_be_visible()
    page.get_by_label("原密码").fill("First-2026-word")
    page.get_by_label("新密码", exact=True).fill("Second-2026-word")
    page.get_by_label("再输一次新密码").fill("Second-2026-wrong")
    page.get_by_role("button", name="修改并开始").click()
    expect(page.get_by_role("alert")).to_contain_text("两次输入的新密码不一样")
    page.get_by_label("再输一次新密码").fill("Second-2026-word")
    page.get_by_role("button", name="修改并开始").click()
    page.get_by_role("button", name="我已阅读").click()
    phone.unlock(page.get_by_role("heading", name=re.compile("^今日")))
    expect(page.get_by_role("heading", name=re.compile("^今日"))).to_be_visible()
    phone.delivered()
    assert phone.errors == []


def test_everything_before_the_map_is_under_400_kb_compressed() -> None:
    built = ROOT / "fengsui/server/web/patrol"
    files = [path for path in built.rglob("*") if path.is_file() and not path.name.startswith(("MapCanvas", "maplibre"))]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < 400_000
