"""Browsers that can do less: words instead of a white page, and work that goes on where only the offline start is missing."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.e2e.conftest import Site
from tests.e2e.phone import Phone


def test_a_browser_too_old_is_told_so_in_words(phone_context: Callable[..., Any], site: Site) -> None:
    context = phone_context()
    context.add_init_script("delete AbortSignal.timeout")
    page = context.new_page()
    page.goto(f"{site.base}/patrol/")
    expect(page.get_by_role("heading", name="这个浏览器打不开烽燧巡查")).to_be_visible()
    expect(page.get_by_text("AbortSignal.timeout")).to_be_visible()
    expect(page.get_by_text(f"{site.base}/patrol/")).to_be_visible()
    expect(page.get_by_label("登录名")).to_have_count(0)


def test_without_a_service_worker_the_phone_says_so_and_still_keeps_and_sends(
    phone_context: Callable[..., Any], site: Site
) -> None:
    phone = Phone(phone_context(service_workers="block", user_agent="Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0"), site)
    phone.open()
    phone.sign_in("grid_worker")
    phone.delivered()
    page = phone.page
    page.get_by_test_id("browser-note").click()
    expect(page.get_by_text("在浏览器中打开")).to_be_visible()
    expect(page.get_by_text(f"{site.base}/patrol/")).to_be_visible()
    page.get_by_role("button", name="知道了").click()
    expect(page.get_by_role("heading", name="换到手机浏览器里打开")).to_be_hidden()
    phone.until("performance.getEntriesByType('resource').some(entry => entry.name.includes('NoticeScreen'))")
    phone.start_visit()
    page.get_by_role("button", name="已检查", exact=True).click()
    page.get_by_role("button", name="全部合格").click()
    phone.network(False)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(phone.line).to_contain_text("1 条记录未送达")
    phone.network(True)
    expect(page.get_by_text(re.compile("已送达 XC-"))).to_be_visible(timeout=30_000)
    phone.delivered()
    assert phone.errors == []
