"""Quality notes: read and answered on the phone without network first, then seen, drawn and re-inspected at the desk."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.e2e.conftest import ROOT, Site
from tests.e2e.desk import Desk, small_picture
from tests.e2e.phone import Phone

WORKER, SUPERVISOR = "zhanqian.wangge05", "zhanqian.baolian01"
COMPUTE = """
from fengsui.server.commands.database import open_database
open_database(quiet=True)
from fengsui.kernel import outbox
while outbox.deliver_pending():
    pass
from fengsui.patrol.quality.jobs import every_few_minutes
print(every_few_minutes())
"""
SHOTS = os.environ.get("FENGSUI_SHOTS", "")


def compute(site: Site) -> None:
    """Do now what the server does every five minutes."""
    given = {**os.environ, "FENGSUI_DATA_DIR": str(site.data_dir), "FENGSUI_DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    given |= {"DJANGO_SETTINGS_MODULE": "fengsui.server.settings"}
    done = subprocess.run([sys.executable, "-c", COMPUTE], env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def shot(page: Any, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if SHOTS:
        page.wait_for_timeout(400)
        page.screenshot(path=f"{SHOTS}/{name}.png")


def test_a_note_is_answered_on_the_phone_first_and_then_seen_drawn_and_re_inspected_at_the_desk(
    phone_context: Callable[..., Any], chromium: Any, site: Site, tmp_path: Path
) -> None:
    phone = Phone(phone_context(), site)
    phone.first_load(WORKER)
    page = phone.page
    # No person goes through a checklist in two seconds; this one does.
    phone.start_visit()
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="已检查", exact=True).click()
    page.get_by_role("button", name="全部合格").click()
    phone.save_visit()
    compute(site)
    assert site.api(SUPERVISOR).call("GET", "/patrol/quality/doubts")["total"] == 0

    page.get_by_role("link", name="下一家").or_(page.get_by_role("button", name="下一家")).first.click()
    phone.sync_now()
    phone.open("/patrol/me")
    expect(page.locator(".bar .dot")).to_be_visible()
    shot(page, "phone-me")
    page.get_by_role("link", name=re.compile("^质量提醒")).click()
    expect(page.get_by_text(re.compile(r"停留.*秒，检查表 \d+ 项")).first).to_be_visible()
    expect(page.get_by_text("为止只有您能看到").first).to_be_visible()
    expect(page.locator(".bar .dot")).to_be_hidden()
    shot(page, "phone-note")
    assert site.api(SUPERVISOR).call("GET", "/patrol/quality/doubts")["total"] == 0

    phone.network(False)
    page.get_by_role("button", name="写说明").first.click()
    page.get_by_label("您的说明").fill("店主领着看完，出门才补填。")
    page.get_by_role("button", name="保存说明").click()
    expect(page.get_by_text("说明已存在手机")).to_be_visible()
    shot(page, "phone-offline")
    phone.kill()
    phone.network(True)
    phone.sync_now()
    phone.open("/patrol/me/quality")
    page = phone.page
    expect(page.get_by_text("说明已送达")).to_be_visible()
    expect(page.get_by_text("店主领着看完，出门才补填。")).to_be_visible()
    shot(page, "phone-sent")
    assert phone.errors == []

    desk = Desk(chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN"), site)
    desk.sign_in_as(SUPERVISOR)
    page = desk.page
    desk.open("/tasks/quality/doubts")
    expect(page.get_by_role("cell", name="店主领着看完，出门才补填。")).to_be_visible()
    page.get_by_role("cell", name="店主领着看完，出门才补填。").click()
    expect(page.get_by_role("complementary").get_by_text(re.compile("停留.*秒"))).to_be_visible()
    shot(page, "desk-doubts")
    expect(page.get_by_role("complementary").get_by_text(name).first).to_be_visible()

    page.get_by_role("link", name="抽查清单").click()
    page.get_by_role("button", name="抽取一周").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("一个镇街一周只抽一次")).to_be_visible()
    shot(page, "desk-draw")
    dialog.get_by_role("button", name="抽取", exact=True).click()
    expect(page.get_by_text(re.compile(r"已抽取 \d+ 条"))).to_be_visible()
    page.get_by_role("button", name="重抽核对").click()
    expect(page.get_by_text("结果一致")).to_be_visible()
    page.get_by_role("row").nth(1).click()
    drawer = page.get_by_role("complementary")
    drawer.get_by_text("不符", exact=True).click()
    drawer.get_by_text("检查结果与现场不符").click()
    drawer.get_by_label("现场情况").fill("灭火器压力不足，记录为合格")
    drawer.locator("input[type=file]").set_input_files(str(small_picture(tmp_path, "found", (90, 60, 40))))
    shot(page, "desk-record")
    drawer.get_by_role("button", name="保存结果").click()
    expect(page.get_by_text("已记录复核结果")).to_be_visible()
    expect(drawer.get_by_text("灭火器压力不足，记录为合格")).to_be_visible()
    expect(page.get_by_text("相符率 0%")).to_be_visible()
    shot(page, "desk-samples")
    assert desk.errors == []
    desk.page.context.close()
