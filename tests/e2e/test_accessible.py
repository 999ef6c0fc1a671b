"""axe on the pages of the desk, the phone and the portal: nothing serious; the keyboard alone through a whole case."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.e2e.conftest import ROOT, Site
from tests.e2e.desk import Desk, small_picture
from tests.e2e.phone import Phone

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Rows of a table are made alike: the first ones of each stand for all.
RUN = """async () => {
  const found = await axe.run({ include: document, exclude: ['tbody tr:nth-child(n + 9)'] }, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
  return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`)
}"""
LEADER_PAGES = (
    "/", "/desk", "/streets/150402/006", "/places", "/places/map", "/places/facilities", "/visits", "/tasks", "/hazards",
    "/hazards/board", "/hazards/notices", "/hazards/escalations", "/hazards/major", "/figures", "/figures/all",
    "/figures/hazards/found", "/figures/frozen", "/figures/bulletins", "/steps", "/trainings", "/organization", "/rules", "/jobs",
)  # fmt: skip
OTHER_PAGES = (
    ("system_admin", ("/system/accounts", "/system/retention", "/system/drills")),
    ("audit_admin", ("/system/audit", "/system/seals")),
)


def problems(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN)
    return found


@pytest.fixture
def desk_for(chromium: Any, site: Site) -> Iterator[Callable[[str], Desk]]:
    """Return a maker of desks signed in as a role; the checker may be put into their pages."""
    made: list[Desk] = []

    def make(role: str) -> Desk:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", bypass_csp=True)
        made.append(Desk(context, site))
        made[-1].sign_in_as(role)
        return made[-1]

    yield make
    for desk in made:
        assert desk.errors == []
        desk.page.context.close()


def wrong_on(desk: Desk, paths: tuple[str, ...]) -> list[str]:
    """Open pages one after the other; return what is wrong, by page."""
    found: list[str] = []
    for path in paths:
        desk.open(path)
        desk.page.wait_for_load_state("networkidle")
        expect(desk.page.locator(".waiting")).to_have_count(0, timeout=20_000)
        expect(desk.page.get_by_text("没有这个页面")).to_have_count(0)
        found += [f"{path} {one}" for one in problems(desk.page)]
    return found


def test_no_page_of_the_desk_has_a_serious_finding(desk_for: Callable[[str], Desk], site: Site) -> None:
    hazard = site.api("brigade_leader").call("GET", "/hazards?page_size=1")["items"][0]
    visits = site.api("brigade_leader").call("GET", "/visits?page_size=200")["items"]
    # A place with many visits: its panels are lists of links one under the other.
    place = Counter(visit["place_id"] for visit in visits).most_common(1)[0][0]
    single = (f"/hazards/{hazard['id']}", f"/places/{place}", f"/visits/{visits[0]['id']}")
    found = wrong_on(desk_for("brigade_leader"), LEADER_PAGES + single)
    for role, paths in OTHER_PAGES:
        found += wrong_on(desk_for(role), paths)
    assert found == [], "\n".join(found)


def test_no_page_of_the_phone_or_for_an_owner_has_a_serious_finding(phone_context: Callable[..., Any], site: Site) -> None:
    phone = Phone(phone_context(bypass_csp=True), site)
    phone.open()
    found = [f"sign-in {one}" for one in problems(phone.page)]
    phone.sign_in("grid_worker")
    phone.delivered()
    found += [f"today {one}" for one in problems(phone.page)]
    place = phone.start_visit()
    found += [f"outcome {one}" for one in problems(phone.page)]
    phone.page.get_by_role("button", name="已检查", exact=True).click()
    expect(phone.item()).to_be_visible()
    found += [f"checklist {one}" for one in problems(phone.page)]
    for name in ("地图", "扫码", "台账", "我的"):
        phone.open(f"/patrol/places/{place}" if name == "台账" else "/patrol/")
        if name != "台账":
            phone.page.get_by_role("link", name=name, exact=True).click()
        phone.page.wait_for_timeout(500)
        found += [f"{name} {one}" for one in problems(phone.page)]
    page = phone.context.new_page()
    page.goto(f"{site.base}/privacy")
    found += [f"/privacy {one}" for one in problems(page)]
    assert found == [], "\n".join(found)
    assert phone.errors == []


FOCUSED = """() => {
  const one = document.activeElement
  const label = one.labels?.[0]?.innerText ?? one.closest('.el-form-item')?.querySelector('.el-form-item__label')?.innerText ?? ''
  return `${one.getAttribute('aria-label') ?? ''} ${label} ${one.innerText ?? ''} ${one.getAttribute('placeholder') ?? ''}`.trim()
}"""


def tab_to(page: Page, words: str, back: bool = False) -> None:
    """Press Tab until what has the focus carries these words; a mouse is never used."""
    for _ in range(150):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if re.search(words, page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"150 times Tab and nothing called {words!r} had the focus")


def confirm(page: Page, verb: str) -> None:
    """Go to the dialog's last button by keyboard and press it."""
    tab_to(page, f"^确认{verb}$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=20_000)


def choose(page: Page, file: str) -> None:
    """Press Enter on what has the focus until the system asks for a file, and choose one."""
    for _ in range(4):
        try:
            with page.expect_file_chooser(timeout=5_000) as chooser:
                page.keyboard.press("Enter")
        except TimeoutError:
            continue
        chooser.value.set_files(file)
        return
    raise AssertionError("no key opened the choice of a file")


def test_a_whole_case_is_done_by_keyboard(desk_for: Callable[[str], Desk], site: Site, tmp_path: Path) -> None:
    found = site.api("street_inspector").call("GET", "/hazards?state=found&page_size=50")["items"]
    case = site.api("street_inspector").call("GET", f"/hazards/{found[-1]['id']}")
    page = desk_for("street_inspector").page
    page.locator("body").press("/")
    page.keyboard.type(case["number"])
    expect(page.get_by_role("option").first).to_contain_text(case["number"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/hazards/{case['id']}")

    tab_to(page, "^交办$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_text("办理后")).to_be_visible()
    tab_to(page, "^人员")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    tab_to(page, "承办人")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    confirm(page, "交办")
    expect(page.get_by_text("已交办").first).to_be_visible()

    tab_to(page, "^整改上报$")
    page.keyboard.press("Enter")
    tab_to(page, "整改人")
    page.keyboard.type("店主")
    tab_to(page, "选择照片")
    choose(page, str(small_picture(tmp_path, "after", (40, 160, 60))))
    confirm(page, "整改上报")
    assert site.api("street_inspector").call("GET", f"/hazards/{case['id']}")["state"] == "reported_fixed"

    director = desk_for("centre_director")
    director.open(f"/hazards/{case['id']}")
    expect(director.page.get_by_role("button", name="复查通过", exact=True)).to_be_enabled()
    tab_to(director.page, "^复查通过$")
    director.page.keyboard.press("Enter")
    confirm(director.page, "复查通过")
    expect(director.page.get_by_text("销案").first).to_be_visible()
    assert site.api("street_inspector").call("GET", f"/hazards/{case['id']}")["state"] == "closed"
