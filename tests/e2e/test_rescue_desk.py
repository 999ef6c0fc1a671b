"""A broken phone's rescue file at the desk, in a real browser: looked at, taken in, and taken in again without doubling."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk, small_picture
from tests.patrol.rescue_file import RescueFile


@pytest.fixture
def desk(chromium: Any, site: Site) -> Iterator[Desk]:
    """Return a desk of its own."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    yield Desk(context, site)
    context.close()


def written(site: Site, folder: Path) -> tuple[Path, str]:
    """Write the rescue file of the demo's grid worker: one visit with one photo; return it with the visit's id."""
    pack = site.api("grid_worker").call("GET", "/patrol/pack")
    ended = datetime.now(UTC) - timedelta(hours=2)
    content = small_picture(folder, str(uuid4()), (ended.second, 90, 120)).read_bytes() + uuid4().bytes
    file = RescueFile(UUID(pack["me"]["account_id"]), pack["rescue_key"], datetime.now(UTC) - timedelta(hours=1))
    digest = file.photo(content, ended.isoformat())
    visit = {
        "id": str(uuid4()), "place_id": pack["places"][0]["id"], "outcome": "locked", "answers": [], "rulepack_version": "",
        "started_at": (ended - timedelta(minutes=3)).isoformat(), "ended_at": ended.isoformat(),
    }  # fmt: skip
    photo = {"sha256": digest, "role": "scene", "captured_at": ended.isoformat()}
    payload = {"visit": visit, "hazards": [], "photos": [photo]}
    file.operation({"id": str(uuid4()), "kind": "visit.submit", "recorded_at": ended.isoformat(), "payload": payload})
    path = folder / "烽燧救援-worker.fsrescue"
    path.write_bytes(file.bytes())
    return path, visit["id"]


def test_a_rescue_file_is_looked_at_imported_and_imported_again(desk: Desk, site: Site, tmp_path: Path) -> None:
    path, visit_id = written(site, tmp_path)
    desk.sign_in_as("centre_director")
    page = desk.page
    desk.open("/tasks/rescue")
    page.get_by_label("选择救援文件").set_input_files(str(path))
    page.get_by_role("button", name="读取文件").click()
    expect(page.get_by_role("heading", name="的救援文件")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("1 条记录、1 张照片")).to_be_visible()
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_role("button", name="已接收 1", exact=False).first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="照片已接收 1")).to_be_visible()
    expect(page.get_by_role("link", name="XC-", exact=False)).to_be_visible()
    assert site.api("centre_director").call("GET", f"/visits/{visit_id}")["missing_photos"] == 0
    page.get_by_role("button", name="再次导入").click()
    expect(page.get_by_role("button", name="照片早已收到 1")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="早已接收 1", exact=False).first).to_be_visible()
    assert desk.errors == []


def test_a_file_that_is_none_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "照片.fsrescue"
    path.write_bytes(b"PK\x03\x04" * 100)
    desk.sign_in_as("centre_director")
    desk.open("/tasks/rescue")
    desk.page.get_by_label("选择救援文件").set_input_files(str(path))
    desk.page.get_by_role("button", name="读取文件").click()
    expect(desk.page.get_by_role("alert").filter(has_text="这不是烽燧救援文件")).to_be_visible()
    assert desk.errors == []


def test_the_desk_shows_who_has_not_delivered(desk: Desk, site: Site) -> None:
    since = (datetime.now(UTC) - timedelta(hours=30)).isoformat()
    body = {
        "unsent_operations": 4,
        "unsent_photos": 9,
        "oldest_unsent_at": since,
        "app_version": "1.2.3",
        "storage_persisted": False,
    }
    site.api("grid_worker").call("POST", "/patrol/unsent", body)
    desk.sign_in_as("centre_director")
    desk.open("/tasks/unsent")
    row = desk.page.get_by_role("row").filter(has_text="1.2.3")
    expect(row).to_contain_text("4 条记录、9 张照片")
    expect(row).to_contain_text("超过一天")
    expect(row).to_contain_text("可能被系统清理")
    assert desk.errors == []
