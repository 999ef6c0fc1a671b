"""A building walked door by door: drawn and walked without network in three taps a door, shared by two phones, seen at the desk."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import expect

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone

WORKER, COLLEAGUE = "zhanqian.wangge04", "zhanqian.wangge05"
NAME = "测试小区3号楼"


def test_a_building_is_drawn_walked_and_shared_without_network_and_seen_at_the_desk(
    phone_context: Callable[..., Any], chromium: Any, site: Site, tmp_path: Path
) -> None:
    phone = Phone(phone_context(), site)
    phone.first_load(WORKER)
    page = phone.page
    phone.network(False)
    page.get_by_role("link", name="入户").click()
    page.get_by_role("link", name="新楼栋").click()
    page.get_by_label("楼栋名称").fill(NAME)
    page.get_by_label("楼层数", exact=True).get_by_role("spinbutton").fill("5")
    page.get_by_label("楼层数", exact=True).get_by_role("spinbutton").blur()
    page.get_by_role("button", name="503", exact=True).wait_for(state="detached")
    page.get_by_role("button", name="502", exact=True).click()
    expect(page.get_by_text("共 19 户")).to_be_visible()
    page.screenshot(path=str(tmp_path / "draw.png"))
    page.get_by_role("button", name="保存楼栋").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()

    # From the first page: three taps and the door is recorded.
    page.get_by_role("link", name="今日", exact=True).click()
    page.get_by_role("link", name="入户").click()
    page.get_by_role("button", name="101 还没走过").click()
    page.get_by_role("button", name="已入户", exact=True).click()
    expect(page.get_by_role("button", name="101 已入户")).to_be_visible()

    page.get_by_role("button", name="102 还没走过").click()
    page.get_by_role("button", name="用气", exact=True).click()
    page.get_by_role("button", name="飞线充电", exact=True).click()
    page.screenshot(path=str(tmp_path / "door.png"))
    page.get_by_role("button", name="已入户", exact=True).click()
    page.get_by_role("button", name="201 还没走过").click()
    page.get_by_role("button", name="家中无人", exact=True).click()
    page.get_by_role("button", name="201 家中无人").click()
    page.get_by_role("button", name="点错了，撤销这条").click()
    expect(page.get_by_role("button", name="201 还没走过")).to_be_visible()
    page.get_by_role("button", name="2 单元").click()
    page.get_by_role("button", name="501 还没走过").click()
    page.get_by_role("button", name="不便接待", exact=True).click()
    expect(phone.line).to_contain_text("6 条记录未送达")
    expect(page.get_by_text("今天见到 2 户，还有 16 户没走")).to_be_visible()
    page.screenshot(path=str(tmp_path / "doors.png"))
    phone.network(True)
    phone.delivered()

    colleague = Phone(phone_context(), site)
    colleague.first_load(COLLEAGUE)
    shown = site.api("street_inspector").call("GET", f"/buildings?search={quote(NAME)}")
    (building,) = shown["items"]
    assert (building["door_count"], building["met"], building["tried"]) == (19, 2, 3)

    def share(one: Phone, mine: int) -> str:
        one.page.get_by_role("button", name=re.compile("几个人分着走")).click()
        one.page.get_by_role("button", name="增加几个人").click()
        for _ in range(mine - 1):
            one.page.get_by_role("button", name="增加我是第几个").click()
        code = one.page.get_by_label("核对码").inner_text().strip()
        one.page.screenshot(path=str(tmp_path / f"share{mine}.png"))
        one.page.get_by_role("button", name="开始", exact=True).click()
        return code

    first = share(phone, 1)
    expect(page.get_by_role("button", name=re.compile(f"2 人分，我是第 1 个 · 核对码 {first}"))).to_be_visible()
    page.get_by_role("button", name="1 单元").click()
    page.screenshot(path=str(tmp_path / "shared.png"))

    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk = Desk(context, site)
    desk.sign_in_as("street_inspector")
    desk.open(f"/household-visits?search={quote(NAME)}")
    rows = desk.page.get_by_role("row").filter(has_text=NAME)
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="飞线充电")).to_have_count(1)
    rows.filter(has_text="1-0102").click()
    expect(desk.page.get_by_label(re.compile("^1-0101 已入户"))).to_be_visible()
    desk.page.screenshot(path=str(tmp_path / "desk.png"))
    context.close()
    assert phone.errors == [] and colleague.errors == [] and desk.errors == []
