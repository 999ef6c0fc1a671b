"""The command screens in a real browser: a number down to its photographs, a street that every panel follows, the wall."""

import os
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Site
from tests.e2e.desk import Desk

SHOTS = os.environ.get("FENGSUI_SHOTS", "")
# What hangs on the wall: text smaller than 1/45 of the height, words beyond the sheet, boxes that hide what they hold.
MEASURE = """() => {
  const sheet = document.querySelector('[data-sheet]'), edge = sheet.getBoundingClientRect(), beyond = []
  let least = Infinity
  for (const one of sheet.querySelectorAll('*')) {
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue
    const box = one.getBoundingClientRect(), svg = one.closest('svg')
    if (!box.height) continue
    const size = parseFloat(getComputedStyle(one).fontSize) * (svg ? svg.getScreenCTM().a : 1)
    least = Math.min(least, size)
    if (box.right > edge.right + 1 || box.bottom > edge.bottom + 1) beyond.push(one.textContent.trim().slice(0, 20))
  }
  const hides = (one) => one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2
  const hidden = [...sheet.querySelectorAll('section, .inside')].filter(hides).map((one) => one.innerText.slice(0, 30))
  const page = document.documentElement
  return { share: edge.height / least, beyond, hidden, scrolls: page.scrollHeight > innerHeight || page.scrollWidth > innerWidth }
}"""


def shot(page: Any, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if SHOTS:
        page.wait_for_timeout(800)
        page.screenshot(path=f"{SHOTS}/{name}.png")


@pytest.fixture
def brigade(chromium: Any, site: Site) -> Any:
    desk = Desk(chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN"), site)
    desk.sign_in_as("brigade_leader")
    yield desk
    assert desk.errors == []
    desk.page.context.close()


def test_a_number_of_the_overview_opens_its_rows_and_from_there_photographs(brigade: Desk) -> None:
    page = brigade.page
    brigade.open("/?days=30")
    ranking = page.get_by_role("table", name="综合排名")
    expect(ranking.get_by_role("row").nth(1)).to_be_visible(timeout=20_000)
    ranking.get_by_role("button", name=re.compile("得分的构成")).first.click()
    expect(ranking.get_by_text("权重版本")).to_be_visible()
    page.get_by_text("得分怎么算").click()
    expect(page.get_by_text("各项得分 × 权重")).to_be_visible()
    expect(page.get_by_role("table", name="作风提醒").get_by_text("全区域")).to_be_visible()
    shot(page, "overview")
    # A street chosen once: every panel follows, the address keeps it, the trail leads back.
    street = ranking.get_by_role("button").first
    name = street.inner_text()
    street.click()
    expect(page).to_have_url(re.compile("area="))
    expect(page.get_by_role("navigation", name="所在区域").get_by_text(name.removesuffix("街道")).first).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(re.compile("红山区$"), timeout=20_000)
    page.get_by_role("navigation", name="所在区域").get_by_role("button").first.click()
    expect(page).not_to_have_url(re.compile("area="))
    # A closed case has every photo; one found today may still wait for a phone without network.
    page.get_by_role("link", name=re.compile("^销案 [1-9]")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("销案：[1-9]"), timeout=20_000)
    page.locator("main table a[href^='/hazards/']").first.click()
    expect(page).to_have_url(re.compile("/hazards/"))
    photo = page.locator("main img").first
    expect(photo).to_be_visible(timeout=20_000)
    # Asked from here and not polled inside the page, whose content policy forbids evaluating words there.
    expect(photo).not_to_have_js_property("naturalWidth", 0, timeout=20_000)


def said(value: Any) -> str:
    """Return a cell of a spreadsheet as the screen writes it."""
    if isinstance(value, int | float):
        return f"{value:,.1f}".removesuffix(".0")
    return "—" if value is None else str(value)


def cells(rows: Any) -> list[list[str]]:
    """Return the words of a table's rows, signs and units of the screen left off."""
    return [[cell.strip(" ▲%") for cell in row.locator("th, td").all_inner_texts()] for row in rows.all()]


def taken_away(panel: Any, folder: Path) -> list[tuple[Any, ...]]:
    """Take a panel away as a spreadsheet through its menu and return the rows of its first sheet."""
    page = panel.page
    panel.get_by_role("button", name=re.compile("^导出")).click()
    with page.expect_download() as awaited:
        page.get_by_role("menuitem", name="电子表格 XLSX").locator("visible=true").click()
    awaited.value.save_as(folder / "panel.xlsx")
    expect(page.get_by_role("menuitem", name="电子表格 XLSX").locator("visible=true")).to_have_count(0)
    sheets = openpyxl.load_workbook(folder / "panel.xlsx")
    assert any("模拟数据" in str(cell) for row in sheets.worksheets[-1].iter_rows(values_only=True) for cell in row)
    return list(sheets.worksheets[0].iter_rows(min_row=3, values_only=True))


def test_every_panel_of_the_overview_taken_away_says_what_the_screen_says(brigade: Desk, tmp_path: Path) -> None:
    page = brigade.page
    brigade.open("/?days=30")
    expect(page.get_by_role("table", name="作风提醒").get_by_text("全区域")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("table", name="综合排名").get_by_role("row").nth(1)).to_be_visible(timeout=20_000)

    def panel(title: str) -> Any:
        return page.locator("section.panel", has=page.get_by_role("heading", level=2, name=re.compile(f"^{title}")))

    cards = panel("期间数字").locator(".card")
    shown = [
        [
            card.locator(".name").inner_text(),
            *card.locator(".value").evaluate("one => [...one.childNodes].map(n => n.textContent)"),
        ]
        for card in cards.all()
    ]
    assert shown and shown == [[name, said(value), unit] for name, value, unit, _ in taken_away(panel("期间数字"), tmp_path)]
    steps = panel("期间闭环").get_by_role("link")
    shown = [step.inner_text().split() for step in steps.all()]
    assert shown and shown == [[said(value), name] for name, value, *_ in taken_away(panel("期间闭环"), tmp_path)]
    # The map is drawn from the areas that stand beside it as a table.
    areas = cells(panel("区域对比").locator("tbody tr"))
    assert areas
    for title in ("区域对比", "逾期分布"):
        assert [[said(value) for value in row] for row in taken_away(panel(title), tmp_path)] == areas
    rows = taken_away(panel("综合排名"), tmp_path)
    ranking = cells(page.get_by_role("table", name="综合排名").locator("tbody tr"))
    assert ranking and [[said(rank), name, *map(said, more)] for rank, name, *more in rows] == [row[:-1] for row in ranking]
    rows = taken_away(panel("作风提醒"), tmp_path)
    signs = cells(page.get_by_role("table", name="作风提醒").locator("tbody tr"))
    assert [[said(row[n]) for n in (2, 3, 4, 6, 7, 8)] for row in rows] == [row[1:] for row in signs]
    rises = panel("比昨天变差").locator(".rise").all_inner_texts()
    wanted = [
        (name, figure, before, now, more) for name, figure, before, now, more, _ in taken_away(panel("比昨天变差"), tmp_path)
    ]
    assert [" ".join(words.split()) for words in rises] == [
        f"▲ {more} {name} · {figure}：昨日 {before}，今日 {now}" for name, figure, before, now, more in wanted[:6]
    ]
    days = taken_away(panel("近 30 天"), tmp_path)
    trend = page.locator("table.sr-only", has=page.get_by_text("近 30 天")).locator("tr").filter(has=page.locator("td"))
    assert [[f"{day:%Y-%m-%d}", *map(str, more)] for day, *more in days] == [
        [cell.strip() for cell in row.locator("th, td").all_text_contents()] for row in trend.all()
    ]


def test_the_wall_reads_from_six_metres_on_any_wall_and_says_when_its_figures_are_old(brigade: Desk) -> None:
    page = brigade.page
    for width, height in ((1920, 1080), (3840, 2160)):
        page.set_viewport_size({"width": width, "height": height})
        for name in ("district", "ranking", "worse", "steps"):
            brigade.open(f"/wall?pages={name}&seconds=600")
            expect(page.locator("[data-sheet] section.page > *")).to_be_visible(timeout=20_000)
            expect(page.get_by_text("模拟数据")).to_be_visible()
            page.wait_for_timeout(300)
            found = page.evaluate(MEASURE)
            assert found["share"] <= 45.01, (name, found)
            assert not found["beyond"] and not found["hidden"] and not found["scrolls"], (name, found)
            shot(page, f"wall-{name}-{width}")
    brigade.open("/wall?seconds=600")
    here = page.locator("footer .here")
    expect(here).to_have_text("今日态势", timeout=20_000)
    page.keyboard.press("ArrowRight")
    expect(here).to_have_text("综合排名")
    page.keyboard.press(" ")
    expect(page.get_by_text("已暂停")).to_be_visible()
    # Someone ends this session elsewhere: the figures stay, with the time they are of.
    page.context.clear_cookies()
    page.keyboard.press(" ")
    page.evaluate("fetch('/api/v1/overview')")
    expect(page.get_by_text(re.compile("登录已过期，数字停在|网络中断，数字停在"))).to_be_visible(timeout=45_000)
    expect(page.locator("[data-sheet] section.page")).to_be_visible()
