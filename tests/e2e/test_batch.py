"""One deed to several cases in a real browser: what would happen, what could not be done, its page, taking it back."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk


@pytest.fixture
def inspector(chromium: Any, site: Site) -> Any:
    desk = Desk(chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai"), site)
    desk.sign_in_as("street_inspector")
    yield desk
    assert desk.errors == []
    desk.page.context.close()


def states(site: Site, rows: list[dict[str, Any]]) -> list[str]:
    """Return the state of each case now."""
    return [site.api("street_inspector").call("GET", f"/hazards/{row['id']}")["state"] for row in rows]


def test_a_batch_tells_what_it_could_not_do_and_is_taken_back_from_its_page(inspector: Desk, site: Site) -> None:
    page, api = inspector.page, site.api("street_inspector")
    closed = api.call("GET", "/hazards?state=closed&sort=-found_on&page_size=1")["items"]
    places = api.call("GET", "/places?state=operating&page_size=2")["items"]
    bodies = [{"place_id": place["id"], "item_code": "COM-08", "separate": True} for place in places]
    found = [api.call("POST", "/hazards", body) for body in bodies]
    assert states(site, found) == ["found", "found"] and len(closed) == 1
    inspector.open("/hazards?state=found&state=closed&sort=-found_on")
    for row in (*found, *closed):
        line = page.get_by_role("row").filter(has_text=row["number"])
        line.get_by_label("选择此行").check(force=True)
    expect(page.get_by_text("已选 3 条")).to_be_visible()
    page.get_by_role("button", name="批量办理").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("承办人").click()
    page.get_by_role("option").first.click()
    dialog.get_by_role("button", name="先看看会怎样").click()
    expect(dialog.get_by_text("共 3 条：2 条可以办，1 条不能办。")).to_be_visible()
    expect(dialog.get_by_role("alert")).to_contain_text(closed[0]["number"])
    assert states(site, found) == ["found", "found"]
    dialog.get_by_role("button", name="执行 2 条").click()
    expect(dialog.get_by_text("已办 2 条，没有办成 1 条。")).to_be_visible(timeout=30_000)
    assert states(site, found + closed) == ["assigned", "assigned", "closed"]

    # Its line in the list of long work leads to its page, with the same words and the way back.
    inspector.open("/jobs")
    page.locator("main a[href^='/hazards/bulk/']").first.click()
    expect(page).to_have_url(re.compile("/hazards/bulk/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("批量办理：交办")
    expect(page.get_by_role("alert")).to_contain_text(closed[0]["number"])
    with page.expect_download() as download:
        page.get_by_role("button", name="下载结果").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name="撤销这一批").click()
    expect(page.get_by_text(re.compile("已撤销 2 条"))).to_be_visible(timeout=30_000)
    assert states(site, found + closed) == ["found", "found", "closed"]
