"""Two people write two names for one place: the phone says so in three taps, the street settles it at the desk."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import expect

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone


def correct(site: Site, role: str, place: dict[str, Any], **said: Any) -> dict[str, Any]:
    """Send a correction made with the version a person's pack holds."""
    now = datetime.now(UTC).isoformat()
    payload = {"place_id": place["id"], "base_version": place["row_version"], **said}
    operation = {"id": str(uuid4()), "kind": "place.correct", "recorded_at": now, "device_now": now, "payload": payload}
    answer = site.api(role).call("POST", "/sync/operations", {"operations": [operation]})
    return dict(answer["results"][0])


def test_two_names_for_one_place_are_settled_by_the_street(site: Site, phone_context: Any, chromium: Any, tmp_path: Path) -> None:
    mine = {row["id"]: row for row in site.api("grid_worker").call("GET", "/patrol/pack")["places"]}
    theirs = [row for row in site.api("street_inspector").call("GET", "/patrol/pack")["places"] if row["id"] in mine]
    place = theirs[-1]

    phone = Phone(phone_context(), site)
    phone.first_load("grid_worker")
    phone.open(f"/patrol/places/{place['id']}")
    page = phone.page
    page.get_by_role("link", name="与台账不符？").click()
    page.get_by_role("button", name="换了店名").click()
    page.get_by_label("现在的店名").fill("老站口炖菜馆")
    page.screenshot(path=str(tmp_path / "correct.png"))
    assert correct(site, "street_inspector", place, name="站口烧烤城")["status"] == "accepted"
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("更正：换了店名")).to_be_visible()
    expect(page.get_by_text("两份都已保留").or_(page.get_by_text("合并")).first).to_be_visible(timeout=20_000)

    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk = Desk(context, site)
    desk.sign_in_as("street_inspector")
    desk.open("/kept?state=conflict")
    shown = desk.page
    shown.get_by_text("站口烧烤城").first.click()
    expect(shown.get_by_role("cell", name="老站口炖菜馆")).to_be_visible()
    shown.screenshot(path=str(tmp_path / "kept.png"))
    shown.get_by_text("两份都保留").click()
    shown.get_by_label("怎么核实的", exact=False).fill("到现场看了招牌")
    shown.get_by_role("button", name="确认处理").click()
    expect(shown.get_by_text("没有待处理的记录").or_(shown.get_by_text("没有符合条件的记录")).first).to_be_visible(timeout=20_000)
    assert desk.errors == []

    settled = site.api("street_inspector").call("GET", "/patrol/pack")["kept"]
    assert any("到现场看了招牌" in row["words"] for row in settled)
    context.close()
