"""What the owner gets: a code on the screen in flight mode, the page behind it once the phone has delivered, the paper."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk, small_picture
from tests.e2e.phone import Phone, camera_picture

WORKER = "zhanqian.wangge05"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


def test_the_owner_opens_the_notice_by_its_code_once_the_phone_has_delivered(
    phone_context: Callable[..., Any], site: Site, tmp_path: Path
) -> None:
    phone = Phone(phone_context(), site)
    phone.first_load(WORKER)
    page = phone.page
    place = phone.start_visit()
    page.get_by_role("button", name="已检查", exact=True).click()
    phone.network(False)
    item = phone.item()
    item.get_by_role("button", name="不合格").click()
    phone.photograph(item.get_by_label("拍隐患照片").last, camera_picture(tmp_path, "one", (200, 30, 30)))
    expect(item.get_by_role("img")).to_have_count(1)
    page.get_by_role("button", name=re.compile("其余 .* 项合格")).click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="消防安全隐患告知书")).to_be_visible()
    expect(page.get_by_role("img", name="请对方扫码留存")).to_be_visible()
    code = page.locator("p.code").inner_text().strip()
    assert CODE.fullmatch(code)
    page.get_by_role("button", name="对方没有网络？换成文字二维码").click()
    expect(page.get_by_role("img", name="文字二维码")).to_be_visible()
    page.get_by_role("button", name="换回网页二维码").click()

    owner = phone_context()
    theirs = owner.new_page()
    early = theirs.goto(f"{site.base}/n/{code}")
    assert early is not None and early.status == 404
    expect(theirs.get_by_role("heading", name="请稍后再看")).to_be_visible()

    phone.network(True)
    phone.delivered()
    number = page.get_by_text(re.compile("已编号 GZ-"))
    expect(number).to_be_visible(timeout=30_000)
    said = number.inner_text().removeprefix("已编号 ").strip()
    theirs.goto(f"{site.base}/n")
    theirs.get_by_label("告知书短码").fill(code.lower())
    theirs.get_by_role("button", name="查看 · Look up").click()
    expect(theirs.get_by_text(said)).to_be_visible()
    expect(theirs.get_by_text("还有 1 项待整改")).to_be_visible()
    address = theirs.get_by_role("link", name="下载告知书 PDF").get_attribute("href")
    paper = owner.request.get(f"{site.base}{address}")
    assert paper.headers["content-type"] == "application/pdf"
    text = PdfReader(io.BytesIO(paper.body())).pages[0].extract_text()
    assert said in text and code in text
    assert page.get_by_role("link", name="打开告知书 PDF").get_attribute("href") == f"{site.base}{address}"

    phone.open(f"/patrol/places/{place}")
    expect(phone.page.get_by_role("link", name=f"告知书 {said}").first).to_be_visible()
    rows = site.api("street_inspector").call("GET", f"/notices?search={code}")["items"]
    assert [row["number"] for row in rows] == [said]
    assert rows[0]["first_opened_at"] is not None
    assert phone.errors == []


def test_the_desk_lists_notices_prints_one_and_records_its_service(chromium: Any, site: Site, tmp_path: Path) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk = Desk(context, site)
    desk.sign_in_as("centre_director")
    desk.open("/hazards/notices")
    page = desk.page
    row = page.get_by_role("row").filter(has_text="GZ-").first
    expect(row).to_be_visible()
    row.get_by_text(re.compile("^GZ-")).first.click()
    drawer = page.get_by_role("complementary")
    expect(drawer.get_by_text("应做到", exact=False).first).to_be_visible()
    with page.expect_download() as download:
        drawer.get_by_role("button", name="打印 PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    drawer.get_by_role("button", name="登记送达").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("拒签", exact=True).click()
    dialog.get_by_label("见证人", exact=True).fill("周居委")
    dialog.locator("input[type=file]").set_input_files(str(small_picture(tmp_path, "refusal", (20, 90, 160))))
    dialog.get_by_role("button", name="登记送达").click()
    expect(dialog).to_be_hidden(timeout=20_000)
    entries = drawer.get_by_role("list", name="送达记录")
    expect(entries.get_by_text("见证人 周居委")).to_be_visible()
    expect(entries.get_by_role("img", name="送达照片")).to_be_visible()
    visit = drawer.get_by_role("link", name="巡查记录").get_attribute("href")
    desk.open(str(visit))
    expect(page.get_by_role("heading", name="告知书")).to_be_visible()
    expect(page.get_by_text(re.compile("^GZ-")).first).to_be_visible()
    assert desk.errors == []
    context.close()
