"""The map of cases at the desk: the counts of the list, the same filters, a case opened from the map and by keyboard."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk


@pytest.fixture
def desk(chromium: Any, site: Site) -> Iterator[Desk]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    made = Desk(context, site)
    made.sign_in_as("brigade_leader")
    yield made
    context.close()


def total(site: Site, query: str = "") -> int:
    """Return how many cases the list has for a query."""
    return int(site.api("brigade_leader").call("GET", f"/hazards?page_size=1&{query}")["total"])


def test_the_map_shows_the_cases_of_the_list_and_keeps_its_filters(desk: Desk, site: Site) -> None:
    page = desk.page
    desk.open("/hazards")
    page.get_by_role("navigation", name="隐患").get_by_role("link", name="地图", exact=True).click()
    expect(page.get_by_text(re.compile(rf"^共 {total(site)} 件"))).to_be_visible(timeout=30_000)
    beside = page.get_by_role("complementary", name=re.compile("当前视野"))
    expect(beside.get_by_role("listitem").first).to_be_visible()
    page.get_by_role("search").get_by_text("逾期", exact=True).click()
    expect(page).to_have_url(re.compile("overdue=true"))
    expect(page.get_by_text(re.compile(rf"^共 {total(site, 'overdue=true')} 件"))).to_be_visible()
    # The list beside the map opens a case with the keyboard alone.
    beside.get_by_role("listitem").get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("complementary", name="隐患")
    expect(drawer.get_by_text("办理过程")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    page.get_by_role("navigation", name="隐患").get_by_role("link", name="列表", exact=True).click()
    expect(page).to_have_url(re.compile(r"/hazards\?overdue=true"))
    expect(page.get_by_text(f"共 {total(site, 'overdue=true')} 条")).to_be_visible()
    assert desk.errors == []


def click_until(map_: Locator, opened: Locator) -> None:
    """Click into the middle of the map until something opens: a mark answers once it is painted."""
    for _ in range(10):
        map_.click()
        try:
            expect(opened).to_be_visible(timeout=3_000)
            return
        except AssertionError:
            continue
    expect(opened).to_be_visible()


def test_a_place_on_the_map_opens_its_case_and_the_case_its_page(desk: Desk, site: Site) -> None:
    page = desk.page
    row = site.api("brigade_leader").call("GET", "/hazards?in_stock=true&page_size=1")["items"][0]
    place = site.api("brigade_leader").call("GET", f"/places/{row['place_id']}")
    lon, lat = place["lon"], place["lat"]
    desk.open(f"/hazards/map?place_id={row['place_id']}&bbox={lon - 0.001},{lat - 0.001},{lon + 0.001},{lat + 0.001}")
    expect(page.get_by_text(re.compile("当前视野 [1-9]")).first).to_be_visible(timeout=30_000)
    # Where the map began is no filter: in the address only what narrows the cases is left.
    expect(page).not_to_have_url(re.compile("bbox="))
    beside = page.get_by_role("complementary", name=re.compile("当前视野"))
    drawer = page.get_by_role("complementary", name="隐患")
    # One case at the place opens at once, several are listed first.
    several = site.api("brigade_leader").call("GET", f"/hazards?place_id={row['place_id']}")["total"] > 1
    click_until(page.get_by_role("region", name="地图"), page.get_by_role("button", name="返回视野内全部") if several else drawer)
    if several:
        page.wait_for_load_state("networkidle")
        beside.get_by_role("listitem").get_by_role("button").first.click()
    expect(drawer).to_be_visible()
    drawer.get_by_role("link", name="打开").first.click()
    expect(page).to_have_url(re.compile(r"/hazards/[0-9a-f-]{36}"))
    expect(page.get_by_text(place["name"]).first).to_be_visible()
    assert desk.errors == []
