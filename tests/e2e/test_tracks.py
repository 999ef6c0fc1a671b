"""On duty by a press, the way walked kept, off duty by a press; a supervisor looks with a reason and the worker reads it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone

WORKER = "zhanqian.wangge04"
REASON = "核对群众反映的上门时间"


def test_the_way_walked_on_duty_is_kept_looked_at_with_a_reason_and_the_person_knows(
    phone_context: Callable[..., Any], chromium: Any, site: Site, tmp_path: Path
) -> None:
    phone = Phone(phone_context(), site)
    phone.first_load(WORKER)
    page = phone.page
    strip = page.get_by_label("上岗", exact=True).first
    expect(strip.get_by_text("未上岗")).to_be_visible()
    page.screenshot(path=str(tmp_path / "off.png"))
    strip.get_by_role("button", name="上岗", exact=True).click()
    expect(page.get_by_text("上岗中")).to_be_visible()
    phone.network(False)
    for n in range(1, 6):
        phone.context.set_geolocation({"longitude": 118.9566 + n * 0.0006, "latitude": 42.2663 + n * 0.0003, "accuracy": 9})
        page.wait_for_timeout(500)
    page.screenshot(path=str(tmp_path / "on.png"))
    page.get_by_role("button", name="下岗", exact=True).click()
    expect(page.get_by_text("未上岗")).to_be_visible()
    phone.network(True)
    phone.delivered()
    phone.context.set_geolocation({"longitude": 118.99, "latitude": 42.29, "accuracy": 9})
    page.wait_for_timeout(500)

    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk = Desk(context, site)
    desk.sign_in_as("supervisor")
    desk.open("/tasks/tracks")
    desk.page.get_by_label("人员").select_option(label="站前街道网格员04")
    look = desk.page.get_by_role("button", name="查看", exact=True)
    expect(look).to_be_disabled()
    desk.page.get_by_label("为什么查看").fill(REASON)
    look.click()
    drawn = desk.page.locator("svg[role=img][aria-label*='个位置连成的路线']")
    expect(drawn).to_be_visible()
    assert int(drawn.get_attribute("aria-label").split(" ")[0]) >= 4  # type: ignore[union-attr]
    desk.page.screenshot(path=str(tmp_path / "desk.png"))
    context.close()

    page.get_by_role("link", name="我的", exact=True).click()
    page.get_by_role("link", name="我的轨迹").click()
    expect(page.get_by_text(f"原因：{REASON}")).to_be_visible()
    page.get_by_role("button").filter(has_text="本人下岗").first.click()
    expect(page.get_by_text("个位置，约")).to_be_visible()
    page.screenshot(path=str(tmp_path / "mine.png"))
    assert phone.errors == [] and desk.errors == []
