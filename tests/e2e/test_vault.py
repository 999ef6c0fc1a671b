"""What lies on the phone is sealed, opens with the PIN, and comes out again by the rescue file, in real Chromium."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone, camera_picture

WORKER = "zhanqian.wangge03"
LYING = """async () => {
  const parts = []
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, no) => { const ask = indexedDB.open(name); ask.onsuccess = () => done(ask.result); ask.onerror = no })
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done) => { const all = db.transaction(store).objectStore(store).getAll(); all.onsuccess = () => done(all.result) })
      const spell = (_k, v) => v instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(v).slice(0, 4000))
        : v instanceof Uint8Array ? String.fromCharCode(...v.slice(0, 4000)) : v
      parts.push(store + ' ' + JSON.stringify(rows, spell))
    }
    db.close()
  }
  return parts.join('\\n')
}"""


def ready(phone_context: Callable[..., Any], site: Site, **options: Any) -> Phone:
    """Return a phone opened once by a colleague of the other stories' worker."""
    phone = Phone(phone_context(**options), site)
    phone.first_load(WORKER)
    return phone


def free_place(site: Site) -> dict[str, Any]:
    """Return a place of the worker's pack where nothing stands open."""
    pack = site.api(WORKER).call("GET", "/patrol/pack")
    standing = {row["place_id"] for row in pack["hazards"]}
    return next(row for row in sorted(pack["places"], key=lambda row: row["number"]) if row["id"] not in standing)


def visit_offline(phone: Phone, place: dict[str, Any], picture: Path | None, note: str = "") -> None:
    """Save a visit without network, with a hazard and its photo when a picture is given."""
    phone.network(False)
    phone.open(f"/patrol/places/{place['id']}/visit")
    page = phone.page
    page.get_by_role("button", name="已检查", exact=True).click()
    page.get_by_role("button", name="全部合格").click()
    if picture is not None:
        item = page.locator("article.item").filter(has=page.get_by_role("button", name="不合格")).first
        item.get_by_role("button", name="不合格").click()
        phone.photograph(item.get_by_label("拍隐患照片").last, picture)
        expect(item.get_by_role("img")).to_have_count(1)
        item.get_by_label(re.compile("补充说明")).fill(note)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已保存")).to_be_visible()


def visits_at(site: Site, place: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the visits to a place, newest first."""
    return list(site.api("street_inspector").call("GET", f"/visits?place_id={place['id']}&page_size=50")["items"])


def take_in(chromium: Any, site: Site, path: Path) -> None:
    """Import a rescue file at the desk as the centre's director."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk = Desk(context, site)
    desk.sign_in_as("centre_director")
    desk.open("/tasks/rescue")
    desk.page.get_by_label("选择救援文件").set_input_files(str(path))
    desk.page.get_by_role("button", name="读取文件").click()
    expect(desk.page.get_by_text("1 条记录、1 张照片")).to_be_visible(timeout=20_000)
    desk.page.get_by_role("button", name="开始导入").click()
    expect(desk.page.get_by_role("button", name="照片已接收 1")).to_be_visible(timeout=60_000)
    assert desk.errors == []
    context.close()


def lock_now(page: Page) -> None:
    """Lock from one's own page."""
    page.get_by_role("link", name="我的", exact=True).click()
    page.get_by_role("button", name="现在锁定").click()
    expect(page.get_by_role("heading", name="请输入解锁码")).to_be_visible()


def test_what_lies_on_the_phone_shows_no_name_no_note_and_no_picture(
    phone_context: Callable[..., Any], site: Site, tmp_path: Path
) -> None:
    phone = ready(phone_context, site)
    place = free_place(site)
    visit_offline(phone, place, camera_picture(tmp_path, "one", (200, 30, 30)), "楼梯间堆放纸箱")
    text = str(phone.page.evaluate(LYING))
    assert "operations" in text and "waiting" in text
    for secret in (place["name"], place["address"], "楼梯间堆放纸箱", "\xff\xd8\xff", site.api(WORKER).token):
        assert secret not in text
    phone.network(True)
    phone.delivered()
    assert phone.errors == []


def test_the_pin_opens_the_phone_and_a_wrong_one_has_to_wait(phone_context: Callable[..., Any], site: Site) -> None:
    phone = ready(phone_context, site)
    page = phone.page
    lock_now(page)
    expect(page.get_by_test_id("sync-line")).to_have_count(0)
    for _ in range(3):
        phone.type_pin("975310")
        expect(page.get_by_role("alert")).to_contain_text("解锁码不对")
    expect(page.get_by_text(re.compile(r"请等 \d+ 秒再试"))).to_be_visible()
    expect(page.get_by_role("button", name="1", exact=True)).to_be_disabled()
    expect(page.get_by_role("button", name="1", exact=True)).to_be_enabled(timeout=15_000)
    phone.type_pin()
    expect(phone.line).to_be_visible()
    page.get_by_role("link", name="我的", exact=True).click()
    page.get_by_role("button", name="更换解锁码").click()
    phone.type_pin()
    expect(page.get_by_role("heading", name="再输入新的解锁码")).to_be_visible()
    phone.type_pin("111111")
    expect(page.get_by_role("alert")).to_contain_text("太容易猜到")
    phone.type_pin("975310")
    expect(page.get_by_text("解锁码已更换")).to_be_visible()
    lock_now(page)
    phone.type_pin("975310")
    expect(phone.line).to_be_visible()
    assert phone.errors == []


def test_a_forgotten_pin_costs_a_password_and_not_the_work(phone_context: Callable[..., Any], site: Site) -> None:
    phone = ready(phone_context, site)
    place = free_place(site)
    before = len(visits_at(site, place))
    visit_offline(phone, place, None)
    page = phone.page
    lock_now(page)
    phone.network(True)
    page.get_by_role("button", name="忘了解锁码").click()
    phone.type_pin("864209")
    expect(page.get_by_text("再输入一次")).to_be_visible()
    phone.type_pin("864209")
    page.get_by_label("密码").fill(site.login(WORKER)["password"])
    page.get_by_role("button", name="确认并打开").click()
    phone.delivered()
    assert len(visits_at(site, place)) == before + 1
    lock_now(page)
    phone.type_pin("864209")
    expect(phone.line).to_be_visible()
    assert phone.errors == []


def test_the_rescue_file_of_a_locked_phone_is_taken_in_at_the_desk(
    chromium: Any, phone_context: Callable[..., Any], site: Site, tmp_path: Path
) -> None:
    phone = ready(phone_context, site, accept_downloads=True)
    place = free_place(site)
    before = len(visits_at(site, place))
    visit_offline(phone, place, camera_picture(tmp_path, "rescued", (30, 30, 200)), "配电箱无门")
    page = phone.page
    lock_now(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出救援文件").click()
    expect(page.get_by_text("救援文件已导出")).to_be_visible()
    assert re.fullmatch(rf"烽燧救援-{re.escape(WORKER)}-\d{{8}}-\d{{4}}\.fsrescue", download.value.suggested_filename)
    path = tmp_path / "work.fsrescue"
    download.value.save_as(path)
    content = path.read_bytes()
    assert content.startswith(b"FSRESCUE1\n") and b"\xff\xd8\xff\xe0" not in content
    header = json.loads(content[14 : 14 + int.from_bytes(content[10:14], "big")])
    assert [part["type"] for part in header["parts"]] == ["operation", "file"]
    assert "配电箱无门".encode() not in content
    page.get_by_role("button", name="知道了").click()
    take_in(chromium, site, path)
    fresh = visits_at(site, place)
    assert len(fresh) == before + 1 and fresh[0]["missing_photos"] == 0

    # The phone turns up again: what it sends now is known, and nothing is doubled.
    phone.type_pin()
    phone.network(True)
    phone.delivered()
    assert len(visits_at(site, place)) == before + 1
    assert phone.errors == []


def test_after_the_rescue_the_phone_may_be_cleared(phone_context: Callable[..., Any], site: Site) -> None:
    phone = ready(phone_context, site)
    visit_offline(phone, free_place(site), None)
    page = phone.page
    page.get_by_role("link", name="我的", exact=True).click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("还不能退出登录")).to_be_visible()
    page.get_by_role("button", name="知道了").click()
    with page.expect_download():
        page.get_by_role("button", name="导出救援文件").click()
    page.get_by_role("button", name="知道了").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("登录名")).to_be_visible()
    names = page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))")
    assert [name for name in names if name.startswith("fengsui-work-")] == []
    assert phone.errors == []


# What a browser answers to every write once the phone is full; reading and deleting go on.
FULL = """(() => {
  for (const name of ['add', 'put']) {
    const write = IDBObjectStore.prototype[name]
    IDBObjectStore.prototype[name] = function (...given) {
      if (globalThis.phoneIsFull) throw new DOMException('full', 'QuotaExceededError')
      return write.apply(this, given)
    }
  }
})()"""


def test_a_full_phone_says_so_and_keeps_what_it_has(phone_context: Callable[..., Any], site: Site, tmp_path: Path) -> None:
    context = phone_context()
    context.add_init_script(FULL)
    phone = Phone(context, site)
    phone.first_load(WORKER)
    place = free_place(site)
    before = len(visits_at(site, place))
    visit_offline(phone, place, None)
    page = phone.page
    phone.open(f"/patrol/places/{place['id']}/visit")
    page.get_by_role("button", name="已检查", exact=True).click()
    page.get_by_role("button", name="全部合格").click()
    item = page.locator("article.item").filter(has=page.get_by_role("button", name="不合格")).first
    item.get_by_role("button", name="不合格").click()
    page.evaluate("globalThis.phoneIsFull = true")
    phone.photograph(item.get_by_label("拍隐患照片").last, camera_picture(tmp_path, "full", (90, 90, 90)))
    expect(page.get_by_text(re.compile("手机空间不足")).first).to_be_visible(timeout=15_000)
    expect(item.get_by_role("img")).to_have_count(0)
    expect(phone.line).to_contain_text("1 条记录未送达")
    phone.open()
    phone.network(True)
    phone.delivered()
    assert len(visits_at(site, place)) == before + 1
    assert phone.errors == []
