"""The main job end to end: found on a phone without network, assigned, fixed, failed once, passed, in the day ledger."""

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.conftest import ROOT, Site
from tests.e2e.desk import Desk, small_picture
from tests.e2e.phone import Phone, camera_picture


@pytest.fixture
def desk_for(chromium: Any, site: Site) -> Iterator[Callable[[str], Desk]]:
    """Return a maker of desks signed in as a role, each in a context of its own."""
    made: list[Any] = []

    def make(role: str = "") -> Desk:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
        made.append(context)
        desk = Desk(context, site)
        if role:
            desk.sign_in_as(role)
        return desk

    yield make
    for context in made:
        context.close()


def find_on_the_phone(phone: Phone, folder: Path) -> str:
    """Find a hazard with a photo while the network is cut; return its id once everything is delivered."""
    page = phone.page
    place = phone.start_visit()
    before = {
        row["id"] for row in phone.site.api("street_inspector").call("GET", f"/hazards?place_id={place}&page_size=100")["items"]
    }
    page.get_by_role("button", name="已检查", exact=True).click()
    phone.network(False)
    item = page.locator("article.item").filter(has_text="灭火器").first
    item.get_by_role("button", name="不合格").click()
    phone.photograph(item.get_by_label("拍隐患照片").last, camera_picture(folder, "found", (180, 40, 40)))
    expect(item.get_by_role("img")).to_have_count(1)
    page.get_by_role("button", name=re.compile("其余 .* 项合格")).click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已保存")).to_be_visible()
    expect(phone.line).to_contain_text("未送达")
    phone.network(True)
    phone.delivered()
    rows = phone.site.api("street_inspector").call("GET", f"/hazards?place_id={place}&page_size=100")["items"]
    return str(next(row["id"] for row in rows if row["id"] not in before))


def test_a_hazard_goes_from_the_phone_to_closed_and_into_the_day_ledger(
    phone_context: Callable[..., Any], desk_for: Callable[[str], Desk], site: Site, tmp_path: Path
) -> None:
    phone = Phone(phone_context(), site)
    phone.first_load("grid_worker")
    hazard = find_on_the_phone(phone, tmp_path)

    inspector = desk_for("street_inspector")
    inspector.open(f"/hazards/{hazard}")
    page = inspector.page
    expect(page.get_by_text(re.compile("灭火器(失压|数量不足|达不到)")).first).to_be_visible()
    picture = page.locator("img[src*='/evidence/']").first
    expect(picture).to_be_visible()
    assert picture.evaluate("async picture => { await picture.decode(); return picture.naturalWidth }") > 0
    inspector.step("交办", assignee=True)
    expect(page.get_by_text("已交办").first).to_be_visible()
    inspector.step("整改上报", rectifier="店主", photo=small_picture(tmp_path, "after1", (40, 160, 60)))
    expect(page.get_by_text("整改上报").first).to_be_visible()
    # The one who reported the fix is not the one who reviews it: the button says why.
    expect(page.get_by_role("button", name="复查通过", exact=True)).to_be_disabled()
    expect(page.get_by_text(re.compile("暂不能办")).first).to_be_visible()

    director = desk_for("centre_director")
    director.open(f"/hazards/{hazard}")
    director.step("复查不通过", reason="灭火器压力仍然不够")
    expect(director.page.get_by_text("灭火器压力仍然不够").first).to_be_visible()
    case = site.api("street_inspector").call("GET", f"/hazards/{hazard}")
    assert (case["state"], case["round"]) == ("assigned", 2)

    inspector.open(f"/hazards/{hazard}")
    inspector.step("整改上报", rectifier="店主", photo=small_picture(tmp_path, "after2", (20, 200, 90)))
    director.open(f"/hazards/{hazard}")
    director.step("复查通过")
    expect(director.page.get_by_text("销案").first).to_be_visible()
    assert site.api("street_inspector").call("GET", f"/hazards/{hazard}")["state"] == "closed"

    director.open("/figures")
    shown = director.page
    expect(shown.get_by_role("heading", name=re.compile("站前街道消防安全巡查日台账"))).to_be_visible()
    expect(shown.get_by_text(case["number"]).first).to_be_visible()
    report = site.api("centre_director").call("GET", f"/reports/daily?date={case['found_on']}")
    found = next(figure["value"] for figure in report["figures"] if figure["id"] == "hazards.found")
    with shown.expect_download() as download:
        shown.get_by_role("button", name=re.compile("下载 XLSX")).click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert case["number"] in " ".join(cells)
    assert str(found) in cells
    with shown.expect_download() as download:
        shown.get_by_role("button", name=re.compile("下载 PDF")).click()
    text = "".join(page.extract_text() for page in PdfReader(download.value.path()).pages)
    assert case["number"] in text.replace("\n", "")
    assert inspector.errors == director.errors == phone.errors == []


def account_elsewhere(site: Site, username: str) -> str:
    """Make a director of the other street on the command line; return the first password."""
    import json
    import os

    environment = {**os.environ, "FENGSUI_DATA_DIR": str(site.data_dir), "FENGSUI_DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    command = ["-m", "fengsui", "user", "add", username, "--name", "铁南街道服务中心主任99", "--role", "centre_director"]
    done = subprocess.run(
        [sys.executable, *command, "--area", "150402/007", "--json"], env=environment, capture_output=True, text=True, check=True
    )
    return str(json.loads(done.stdout)["first_password"])


def test_another_street_changes_its_first_password_and_sees_nothing_of_this_one(
    desk_for: Callable[[str], Desk], site: Site
) -> None:
    own = site.api("street_inspector").call("GET", "/hazards?page_size=1")["items"][0]
    case = site.api("street_inspector").call("GET", f"/hazards/{own['id']}")
    desk = desk_for("")
    first = account_elsewhere(site, "tienan99")
    desk.sign_in("tienan99", first)
    page = desk.page
    expect(page.get_by_text(re.compile("修改.*密码")).first).to_be_visible(timeout=15_000)
    fields = page.locator("input[type=password]")
    fields.nth(0).fill(first)
    fields.nth(1).fill("Beacon-elsewhere-9")
    fields.nth(2).fill("Beacon-elsewhere-9")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="我已阅读").click()
    expect(page.get_by_role("link", name="任务中心")).to_be_visible(timeout=20_000)
    desk.open(f"/hazards/{own['id']}")
    expect(page.get_by_text("没有找到")).to_be_visible()
    desk.open("/places")
    expect(page.get_by_text(re.compile("共 \\d+ 条"))).to_be_visible()
    assert "站前街道" not in page.get_by_role("table", name="场所").inner_text()
    photo = next((row["url"] for row in case["photos"] if row.get("url")), None)
    if photo:
        assert page.request.get(f"{site.base}{photo}").status == 404
    assert desk.errors == []


def test_a_wrong_password_says_how_many_tries_are_left(desk_for: Callable[[str], Desk], site: Site) -> None:
    desk = desk_for("")
    desk.sign_in("nobody-here", "wrong")
    expect(desk.page.get_by_text(re.compile("再错 4 次"))).to_be_visible()


def messy_ledger(folder: Path) -> Path:
    """Return a ledger with a title, merged cells, a two-row heading, full-width digits and phones as numbers."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "排查台账"
    for row in (
        ["站前街道九小场所排查台账（2026年）"],
        ["序号", "场所名称", "详细地址", "负责人", None, "面积", "经营类型"],
        [None, None, None, "姓名", "电话", None, None],
        [1, "阿牛面馆", "站前街道北环路1号", "店主901", 19900090001, "８５㎡", "餐饮"],
        [2, "新新文具店", "站前街道北环路3号", "店主902", "199 0009 0002", "约40平", "文具"],
        [3, "新新文具店", "站前街道北环路3号", "店主902", "19900090002", "约40平", "文具"],
        [4, None, "站前街道北环路5号", "店主903", None, 20, "超市"],
        ["合计", None, None, None, None, 145, None],
    ):
        page.append(row)
    for cells in ("A1:G1", "D2:E2", "A2:A3", "B2:B3", "C2:C3", "F2:F3", "G2:G3"):
        page.merge_cells(cells)
    path = folder / "站前街道台账.xlsx"
    book.save(path)
    return path


def test_the_streets_own_spreadsheet_goes_in_through_the_wizard_and_out_again(
    desk_for: Callable[[str], Desk], site: Site, tmp_path: Path
) -> None:
    desk = desk_for("centre_director")
    page = desk.page
    desk.open("/places/imports")
    page.locator("input[type=file]").set_input_files(str(messy_ledger(tmp_path)))
    page.get_by_role("button", name="上传表格").click()
    expect(page.get_by_text("核对列").first).to_be_visible(timeout=20_000)
    expect(page.get_by_text("阿牛面馆").first).to_be_visible()
    page.get_by_role("button", name="检查每一行").click()
    expect(page.get_by_text(re.compile("新新文具店")).first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="写入台账")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="写入台账").click()
    confirm = page.locator(".el-message-box, [role=dialog]").get_by_role("button", name=re.compile("写入台账|确定"))
    if confirm.count():
        confirm.last.click()
    expect(page.get_by_role("button", name="整批撤销")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_text("下载结果 XLSX").first.click()
    content = Path(download.value.path()).read_bytes()
    text = " ".join(str(c.value) for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for c in row)
    assert "阿牛面馆" in text and "退回" in text
    found = site.api("centre_director").call("GET", "/places?search=anmg")["items"]
    assert [row["name"] for row in found] == ["阿牛面馆"]
    assert desk.errors == []


PAGES = (
    "/", "/places", "/places/map", "/places/facilities", "/places/imports", "/visits", "/tasks", "/tasks/people", "/hazards",
    "/hazards/board", "/hazards/map", "/figures", "/figures/all", "/organization", "/organization/members", "/organization/areas",
    "/organization/zones", "/organization/equipment", "/rules", "/jobs", "/account",
)  # fmt: skip
KEY = re.compile(
    r"\b(?:places|hazards|patrol|figures|organization|rules|system|common|nav|shell|imports|jobs)\.[a-z][A-Za-z.]+\b"
)


def test_no_page_of_the_desk_shows_an_error_a_raw_word_or_a_scroll_bar(desk_for: Callable[[str], Desk], site: Site) -> None:
    desk = desk_for("centre_director")
    page = desk.page
    wrong: list[str] = []
    for path in PAGES:
        desk.open(path)
        page.wait_for_load_state("networkidle")
        text = page.locator("body").inner_text()
        if "出错" in text or "没有这个页面" in text:
            wrong.append(f"{path}: error")
        if raw := KEY.search(text):
            wrong.append(f"{path}: {raw.group()}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            wrong.append(f"{path}: scrolls sideways")
    assert wrong == []
    assert desk.errors == []


@pytest.mark.parametrize(("role", "paths"), [
    ("system_admin", ("/system/accounts", "/system/calendar")),
    ("security_admin", ("/system/grants", "/system/roles")),
    ("audit_admin", ("/system/audit",)),
])  # fmt: skip
def test_each_administrator_has_a_desk_of_their_own(desk_for: Callable[[str], Desk], role: str, paths: tuple[str, ...]) -> None:
    desk = desk_for(role)
    for path in paths:
        desk.open(path)
        desk.page.wait_for_load_state("networkidle")
        expect(desk.page.get_by_text("没有权限")).to_have_count(0)
        assert not KEY.search(desk.page.locator("body").inner_text())
    desk.open("/hazards")
    desk.page.wait_for_load_state("networkidle")
    expect(desk.page.get_by_text(re.compile("YH-150402"))).to_have_count(0)
    assert desk.errors == []
