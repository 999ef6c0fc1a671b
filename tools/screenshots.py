"""Takes the pictures of the guides from a running demo: python -m tools.screenshots [address [login…]].

Start a demo first (./run). With logins named, only their pictures are taken (`phone` is the phone).
Pictures go to docs/guide/images, quantised so that each stays small.
"""

import io
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tools.prepare import ROOT

OUT = ROOT / "docs" / "guide" / "images"
PASSWORD = "Fengsui-demo-1"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
DESK = {
    "fangwei": {
        "bulletins": "/figures/bulletins", "bulletin-wording": "/figures/bulletins/wording", "jobs": "/jobs",
    },
    "dadui": {
        "overview": "/", "street": "/streets/150402/006", "wall": "/wall?seconds=600",
        "frozen": "/figures/frozen",
        "places": "/places", "places-map": "/places/map", "hazards": "/hazards", "board": "/hazards/board",
        "hazard-map": "/hazards/map",
        "figures": "/figures/all", "rules": "/rules", "areas": "/organization/areas",
    },
    "zhanqian.baolian01": {"desk-supervisor": "/desk", "escalations": "/hazards/escalations"},
    "zhanqian.zhuren01": {
        "desk-centre": "/desk", "steps": "/steps", "notices": "/hazards/notices",
        "import": "/places/imports", "day-ledger": "/figures", "staffing": "/organization", "members": "/organization/members",
        "equipment": "/organization/equipment", "tasks": "/tasks", "visits": "/visits",
    },
    "xitong": {"accounts": "/system/accounts", "calendar": "/system/calendar"},
    "anquan": {"grants": "/system/grants"},
    "shenji": {"audit": "/system/audit", "seals": "/system/seals"},
}  # fmt: skip


def keep(page: Page, name: str) -> None:
    """Keep what a page shows as a small palette PNG."""
    OUT.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        wide = picture.convert("RGB")
        if wide.width > 1200:
            wide = wide.resize((1200, wide.height * 1200 // wide.width), Image.Resampling.LANCZOS)
        wide.quantize(128, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE).save(
            OUT / f"{name}.png", optimize=True
        )


def settle(page: Page) -> None:
    """Wait until a page has fetched and drawn what it shows."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    if page.locator("canvas.maplibregl-canvas").count():
        page.wait_for_timeout(6000)


def sign_in(context: BrowserContext, base: str, username: str, start: str) -> Page:
    """Open a page signed in as a demo login."""
    page = context.new_page()
    page.goto(base + start)
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码", exact=False).first.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="任务中心").wait_for(timeout=60_000)
    return page


def desk(browser: Any, base: str, only: list[str]) -> None:
    """Take the desk's pictures, of all logins or of those named."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(base)
    settle(page)
    keep(page, "sign-in")
    context.close()
    for username, pages in DESK.items():
        if only and username not in only:
            continue
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
        page = sign_in(context, base, username, "/")
        if username == "fangwei":
            bulletin(page, base)
        if username == "dadui":
            numbers(page, base)
        for name, path in pages.items():
            page.goto(base + path)
            settle(page)
            keep(page, name)
        if username == "zhanqian.zhuren01":
            for name, paths in (
                ("case", ("/api/v1/hazards?state=reported_fixed&page_size=1", "/api/v1/hazards?state=closed&page_size=1")),
                ("place", ("/api/v1/places?page_size=1&kind=place&has_open_hazards=true", "/api/v1/places?page_size=1")),
            ):
                row = next(row for row in (first_row(page, path) for path in paths) if row)
                page.goto(f"{base}/{'hazards' if name == 'case' else 'places'}/{row['id']}")
                settle(page)
                keep(page, name)
            ledger(page)
            bulk(page, base)
        context.close()


def first_row(page: Page, path: str) -> Any:
    """Return the first row that the API lists at a path, or None."""
    rows = page.evaluate("path => fetch(path).then(answer => answer.json())", path)["items"]
    return rows[0] if rows else None


def ledger(page: Page) -> None:
    """Take, on the page of a place that is open, the record of a past day and the form of a change of tenant."""
    for button, name in (("查看某日的档案", "place-then"), ("登记换手", "place-tenant")):
        page.get_by_role("button", name=button).first.click()
        settle(page)
        keep(page, name)
        page.keyboard.press("Escape")
        page.wait_for_timeout(500)


def bulk(page: Page, base: str) -> None:
    """Take the preview of one deed for every case that is not assigned yet."""
    page.goto(f"{base}/hazards?state=found")
    settle(page)
    page.get_by_label("选择本页").check(force=True)
    page.get_by_role("button", name="批量办理").click()
    settle(page)
    keep(page, "bulk")


def numbers(page: Page, base: str) -> None:
    """Take a figure compared with the month before, and a frozen report, made now where there is none."""
    page.goto(f"{base}/figures/hazards/closed")
    settle(page)
    page.get_by_role("heading", name="同比、环比").scroll_into_view_if_needed()
    keep(page, "compare")
    page.goto(f"{base}/figures/frozen")
    settle(page)
    if page.locator("tbody a").count():
        page.locator("tbody a").last.click()
        page.get_by_role("heading", name="锁定的数字").wait_for()
        settle(page)
        keep(page, "frozen-report")


def bulletin(page: Page, base: str) -> None:
    """Take a bulletin as a draft, then checked: last week's and the one before, drafted now where there are none."""
    page.goto(f"{base}/figures/bulletins")
    settle(page)
    if page.locator("tbody a").count():
        draft = page.locator("tbody tr", has_text="草稿")
        (draft if draft.count() else page.locator("tbody tr")).first.get_by_role("link").first.click()
    else:
        page.get_by_role("button", name="起草通报").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("周报", exact=True).click()
        dialog.get_by_role("button", name="起草通报").click()
    page.locator("article.paper table").first.wait_for()
    settle(page)
    keep(page, "bulletin")
    lock(page, base)


def lock(page: Page, base: str) -> None:
    """Take the lock of an issued bulletin; where none is issued, of the draft that is open, checked now."""
    here = page.url
    page.goto(f"{base}/figures/bulletins?state=issued")
    settle(page)
    if page.locator("tbody a").count():
        page.locator("tbody tr").first.get_by_role("link").first.click()
    else:
        page.goto(here)
        settle(page)
        page.get_by_role("button", name="重新取数").click()
        page.get_by_role("dialog").get_by_role("button", name="确定").click()
        settle(page)
        page.get_by_role("button", name="核对", exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="确定").click()
    page.get_by_role("heading", name="锁数", exact=True).wait_for()
    settle(page)
    keep(page, "bulletin-lock")


def phone(browser: Any, base: str) -> None:
    """Take the phone's pictures."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True, has_touch=True, locale="zh-CN",
        timezone_id="Asia/Shanghai", permissions=["geolocation", "camera"], geolocation={"longitude": 118.97, "latitude": 42.26},
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"{base}/patrol/")
    settle(page)
    keep(page, "phone-sign-in")
    page.get_by_label("登录名").fill("zhanqian.wangge01")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    for heading in ("设置六位解锁码", "再输入一次"):
        page.get_by_role("heading", name=heading).wait_for(timeout=60_000)
        for digit in "246810":
            page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_label("今日任务").get_by_role("listitem").first.wait_for(timeout=60_000)
    settle(page)
    keep(page, "phone-today")
    page.get_by_label("今日任务").get_by_role("listitem").first.get_by_role("button").first.click()
    settle(page)
    keep(page, "phone-place")
    page.get_by_role("link", name="开始巡查").click()
    settle(page)
    keep(page, "phone-outcome")
    page.get_by_role("button", name="已检查", exact=True).click()
    settle(page)
    keep(page, "phone-checklist")
    page.locator("article.item").first.get_by_role("button", name="不合格").click()
    settle(page)
    keep(page, "phone-hazard")
    for name, link in (("ledger", "台账"), ("map", "地图"), ("scan", "扫码"), ("me", "我的")):
        page.goto(f"{base}/patrol/")
        settle(page)
        page.get_by_role("link", name=link, exact=True).click()
        settle(page)
        keep(page, f"phone-{name}")
    context.close()


def main() -> None:
    """Take all pictures from the demo at an address."""
    base = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    with sync_playwright() as playwright:
        program = os.environ.get("FENGSUI_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        only = sys.argv[2:]
        desk(browser, base, only)
        if not only or "phone" in only:
            phone(browser, base)
        browser.close()
    total = sum(path.stat().st_size for path in Path(OUT).glob("*.png"))
    print(f"{len(list(OUT.glob('*.png')))} pictures, {total // 1024} kB")


if __name__ == "__main__":
    main()
