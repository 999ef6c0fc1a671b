"""重大火灾隐患 at the desk: suspected from a hazard, decided by the brigade together, served, listed, released when all is closed."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk, small_picture

SHOTS = os.environ.get("FENGSUI_SHOTS", "")
WORDS = "三项要素并存，构成重大火灾隐患。"


@pytest.fixture
def desk_for(chromium: Any, site: Site) -> Iterator[Callable[[str], Desk]]:
    made: list[Desk] = []

    def sign_in(role: str) -> Desk:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
        made.append(Desk(context, site))
        made[-1].sign_in_as(role)
        return made[-1]

    yield sign_in
    for desk in made:
        desk.page.context.close()


def shot(desk: Desk, name: str) -> None:
    """Keep pictures of the page, wide and narrow, where somebody wants to look at them."""
    if not SHOTS:
        return
    page = desk.page
    page.wait_for_timeout(700)
    page.screenshot(path=f"{SHOTS}/{name}.png")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    page.screenshot(path=f"{SHOTS}/{name}-390.png")
    page.set_viewport_size({"width": 1440, "height": 900})


def crowded_place(site: Site) -> str:
    """Return a restaurant with no major case, in the street of the demo's people."""
    api = site.api("centre_director")
    for row in api.call("GET", "/places?kind=place&state=operating&page_size=200")["items"]:
        if row["activity"] == "restaurant" and not api.call("GET", f"/places/{row['id']}/major-cases"):
            return str(row["id"])
    raise AssertionError("no restaurant without a major case")


def found(site: Site, place: str, code: str, **counts: int) -> str:
    """Record a hazard of a place as the inspector and return its id."""
    body = {"place_id": place, "item_code": code, "separate": True, **counts}
    return str(site.api("street_inspector").call("POST", "/hazards", body)["id"])


def close(site: Site, hazard: str, picture: Path) -> None:
    """See a hazard through to its closing: the centre reports the fix with its photo, the inspector reviews it."""
    centre, inspector = site.api("centre_director"), site.api("street_inspector")
    sent = {"sha256": centre.send(picture.read_bytes()), "role": "after"}
    centre.call("POST", f"/hazards/{hazard}/report-fixed", {"rectifier": "店主", "photos": [sent]})
    inspector.call("POST", f"/hazards/{hazard}/review", {"passed": True})


def meet(desk: Desk, verb: str, minutes: Path, words: str) -> Locator:
    """Open the dialog of a collective decision and fill in who met, the minutes and the conclusion."""
    desk.page.get_by_role("button", name=verb, exact=True).click()
    dialog = desk.page.get_by_role("dialog", name=verb)
    expect(dialog.get_by_text("办理后")).to_be_visible()
    for person in dialog.locator("label.el-checkbox").all()[:2]:
        person.click()
    dialog.locator("input[type=file]").set_input_files(str(minutes))
    dialog.get_by_label("结论和理由").fill(words)
    return dialog


def pick(dialog: Locator, label: str, day: str) -> None:
    """Type a day into a date field."""
    field = dialog.get_by_label(label)
    field.fill(day)
    field.press("Enter")


def confirm(dialog: Locator, verb: str) -> None:
    """Confirm a dialog and wait until it is gone."""
    dialog.get_by_role("button", name=f"确认{verb}").click()
    expect(dialog).to_be_hidden(timeout=20_000)


def test_a_suspicion_is_decided_listed_and_released_by_people(
    desk_for: Callable[[str], Desk], site: Site, tmp_path: Path
) -> None:
    place = crowded_place(site)
    lamps = found(site, place, "COM-08", checked_count=12, bad_count=8)
    director = desk_for("centre_director")
    page = director.page
    director.open(f"/hazards/{lamps}")
    page.get_by_role("button", name="提出疑似重大", exact=True).click()
    dialog = page.get_by_role("dialog", name="提出疑似重大")
    expect(dialog.get_by_text("等大队集体研究")).to_be_visible()
    dialog.get_by_label("对应的判定要素").fill("安全出口数不足")
    page.get_by_role("option").filter(has_text="安全出口数不足").click()
    dialog.get_by_text("办理后").click()
    dialog.get_by_role("button", name="确认提出疑似重大").click()
    expect(dialog.get_by_text("请写明理由")).to_be_visible()
    dialog.get_by_label("提出理由").fill("应急照明多数损坏，出口少，提请大队研究。")
    shot(director, "major-suspect-dialog")
    confirm(dialog, "提出疑似重大")
    expect(page).to_have_url(re.compile("/hazards/major/"))
    case = page.url.rsplit("/", 1)[1]
    expect(page.get_by_role("heading", level=1)).to_contain_text("疑似重大")
    expect(page.get_by_text("由此算出")).to_be_visible()
    expect(page.get_by_text("条文号待核").first).to_be_visible()
    # Only the brigade decides: the centre sees the case and may add to it, no more.
    expect(page.get_by_role("button", name="集体判定为重大")).to_have_count(0)
    others = [found(site, place, code) for code in ("COM-01", "COM-02")]
    share = page.get_by_text("标志和灯 12 坏 8 = 67%，超过 50%")
    expect(share).to_be_visible(timeout=30_000)
    shot(director, "major-suspected")
    director.open(f"/places/{place}")
    expect(page.get_by_role("heading", name=re.compile("^重大火灾隐患"))).to_be_visible(timeout=20_000)

    brigade = desk_for("brigade_leader")
    page = brigade.page
    brigade.open("/hazards")
    page.get_by_role("navigation", name="隐患").get_by_role("link", name="重大").click()
    page.get_by_role("button", name=re.compile("^疑似重大 [1-9]")).click()
    expect(page).to_have_url(re.compile("state=suspected"))
    row = page.get_by_role("row").filter(has_text="ZD-").first
    expect(row).to_be_visible()
    shot(brigade, "major-list")
    brigade.open(f"/hazards/major/{case}")
    page.get_by_role("button", name="集体判定为重大", exact=True).click()
    dialog = page.get_by_role("dialog", name="集体判定为重大")
    dialog.get_by_role("button", name="确认集体判定为重大").click()
    expect(dialog.get_by_text("请选择至少 2 名大队人员")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    limit = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    dialog = meet(brigade, "集体判定为重大", small_picture(tmp_path, "minutes", (240, 240, 240)), WORDS)
    pick(dialog, "整改期限", limit)
    shot(brigade, "major-decide-dialog")
    confirm(dialog, "集体判定为重大")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已判定重大")
    expect(page.get_by_text("送达整改通知书").first).to_be_visible()
    expect(page.get_by_role("link", name="打开", exact=True)).to_be_visible()

    page.get_by_role("button", name="登记通知书送达", exact=True).click()
    dialog = page.get_by_role("dialog", name="登记通知书送达")
    dialog.get_by_label("签收人").fill("场所负责人")
    confirm(dialog, "登记通知书送达")
    page.get_by_role("button", name="登记挂牌督办", exact=True).click()
    dialog = page.get_by_role("dialog", name="登记挂牌督办")
    dialog.get_by_label("挂牌单位").fill("红山区人民政府")
    pick(dialog, "整改期限", limit)
    confirm(dialog, "登记挂牌督办")
    expect(page.get_by_role("heading", level=1)).to_contain_text("挂牌督办")
    expect(page.get_by_role("button", name="集体研究销案", exact=True)).to_be_disabled()
    expect(page.get_by_text(re.compile("暂不能办：所列隐患还有没销案的"))).to_be_visible()
    shot(brigade, "major-listed")

    for number, hazard in enumerate((lamps, *others)):
        close(site, hazard, small_picture(tmp_path, f"after{number}", (20, 90 + number, 60)))
    page.reload()
    expect(page.get_by_text("所列隐患已全部销案。")).to_be_visible()
    dialog = meet(brigade, "集体研究销案", small_picture(tmp_path, "release", (230, 240, 240)), "复查全部合格，同意销案。")
    confirm(dialog, "集体研究销案")
    expect(page.get_by_role("heading", level=1)).to_contain_text("销案")
    expect(page.get_by_text("复查全部合格，同意销案。").first).to_be_visible()
    shot(brigade, "major-released")
    detail = site.api("brigade_leader").call("GET", f"/major-cases/{case}")
    assert detail["state"] == "released"
    assert [step["verb"] for step in detail["timeline"] if step["verb"] != "extend"] == [
        "suspect", "decide", "serve", "list", "release",
    ]  # fmt: skip
    # The minutes are the brigade's own: the centre sees that they are there.
    director.open(f"/hazards/major/{case}")
    expect(director.page.get_by_text("仅大队可以打开").first).to_be_visible()
    brigade.open("/hazards/major/rules")
    expect(page.get_by_text("GB 35181-2025", exact=False).first).to_be_visible()
    shot(brigade, "major-rules")
    assert director.errors == [] and brigade.errors == []
