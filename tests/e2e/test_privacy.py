"""A person who is nobody of the demo: reads the notice once, turns the second step on, signs in with it on desk and phone."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk

PASSWORD = "Beacon-2026-Xy"


def command(site: Site, *arguments: str) -> dict[str, Any]:
    environment = {**os.environ, "FENGSUI_DATA_DIR": str(site.data_dir), "FENGSUI_DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "fengsui", *arguments, "--json"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def shot(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=str(folder / f"{name}.png"))


def test_notice_once_then_a_second_step_on_desk_and_phone(
    site: Site, chromium: Any, phone_context: Callable[..., Any], tmp_path: Path
) -> None:
    first = command(site, "user", "add", "wangge99", "--name", "网格员99", "--role", "grid_worker", "--area", "150402/006")
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk = Desk(context, site)
    page = desk.page
    desk.sign_in("wangge99", first["first_password"])
    page.get_by_label("原密码").fill(first["first_password"])
    page.get_by_label("新密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一遍新密码").fill(PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_role("heading", name="个人信息处理告知")).to_be_visible()
    expect(page.get_by_text("上岗轨迹：位置和时间")).to_be_attached()
    shot(page, tmp_path, "desk-notice")
    page.get_by_role("button", name="我已阅读").click()
    expect(page.get_by_role("link", name="任务中心")).to_be_visible(timeout=20_000)
    desk.open("/account/second-factor")
    expect(page.get_by_text("未开启")).to_be_visible()
    shot(page, tmp_path, "desk-factor-off")
    page.get_by_role("button", name="开启").click()
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="下一步").click()
    secret = page.locator("form code").inner_text().replace(" ", "")
    shot(page, tmp_path, "desk-factor-qr")
    page.get_by_label("输入验证器显示的六位验证码").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="确认开启").click()
    expect(page.locator("ol code")).to_have_count(10)
    codes = page.locator("ol code").all_inner_texts()
    shot(page, tmp_path, "desk-factor-codes")
    page.get_by_role("button", name="我已抄好").click()
    expect(page.get_by_text("还有 10 个恢复码可用")).to_be_visible()
    context.clear_cookies()
    desk.sign_in("wangge99", PASSWORD)
    expect(page.get_by_label("验证码")).to_be_focused()
    page.get_by_label("验证码").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("再错 4 次"))).to_be_visible()
    shot(page, tmp_path, "desk-code-wrong")
    page.get_by_label("验证码").fill(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="任务中心")).to_be_visible(timeout=20_000)
    assert desk.errors == []
    context.close()

    phone = phone_context().new_page()
    phone.goto(f"{site.base}/patrol/")
    phone.get_by_label("登录名").fill("wangge99")
    phone.get_by_label("密码").fill(PASSWORD)
    phone.get_by_role("button", name="登录", exact=True).click()
    expect(phone.get_by_label("验证码")).to_be_visible()
    shot(phone, tmp_path, "phone-code")
    phone.get_by_label("验证码").fill(codes[1])
    phone.get_by_role("button", name="登录", exact=True).click()
    expect(phone.get_by_text("设置六位解锁码").first).to_be_visible(timeout=20_000)


def test_the_phone_shows_the_notice_once(site: Site, phone_context: Callable[..., Any], tmp_path: Path) -> None:
    first = command(site, "user", "add", "wangge98", "--name", "网格员98", "--role", "grid_worker", "--area", "150402/006")
    phone = phone_context().new_page()
    phone.goto(f"{site.base}/privacy")
    expect(phone.get_by_role("heading", name="个人信息处理告知")).to_be_visible()
    shot(phone, tmp_path, "phone-portal")
    phone.goto(f"{site.base}/patrol/")
    phone.get_by_label("登录名").fill("wangge98")
    phone.get_by_label("密码").fill(first["first_password"])
    phone.get_by_role("button", name="登录", exact=True).click()
    phone.get_by_label("原密码").fill(first["first_password"])
    phone.get_by_label("新密码", exact=True).fill(PASSWORD)
    phone.get_by_label("再输一次新密码").fill(PASSWORD)
    phone.get_by_role("button", name="修改并开始").click()
    expect(phone.get_by_role("heading", name="个人信息处理告知")).to_be_visible(timeout=20_000)
    shot(phone, tmp_path, "phone-notice")
    phone.get_by_role("button", name="我已阅读").click()
    expect(phone.get_by_text("设置六位解锁码").first).to_be_visible(timeout=20_000)


def test_the_officer_answers_a_request_and_the_administrators_see_times_and_drills(
    site: Site, chromium: Any, tmp_path: Path
) -> None:
    assert command(site, "drill")["ok"] is True
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk = Desk(context, site)
    page = desk.page
    desk.sign_in_as("system_admin")
    desk.open("/system/retention")
    expect(page.get_by_text("上岗轨迹：位置和时间（敏感个人信息）")).to_be_visible()
    shot(page, tmp_path, "desk-retention")
    desk.open("/system/drills")
    expect(page.get_by_text("恢复后与现有完全一致")).to_be_visible()
    shot(page, tmp_path, "desk-drills")
    context.clear_cookies()
    desk.sign_in_as("committee_office")
    desk.open("/system/requests")
    page.get_by_role("button", name="登记请求").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("删除", exact=True).click()
    dialog.get_by_label("怎样核实身份").fill("当面核对身份证件")
    dialog.get_by_label("电话").fill("19900000001")
    shot(page, tmp_path, "desk-request-new")
    dialog.get_by_role("button", name="保存").click()
    page.get_by_role("cell", name=re.compile("^GX-")).click()
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text(re.compile("没有查到|场所联系人")).first).to_be_visible()
    shot(page, tmp_path, "desk-request")
    page.get_by_placeholder("理由，写给本人看").fill("已当面说明")
    page.get_by_role("button", name="答复").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.get_by_text("同意：已当面说明")).to_be_visible()
    shot(page, tmp_path, "desk-request-answered")
    assert desk.errors == []
    context.close()
