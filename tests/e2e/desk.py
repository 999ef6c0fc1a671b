"""A desk in real Chromium: signing in, opening pages, doing a step of a case."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Site


class Desk:
    """One desk, signed in as somebody."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.site = site
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str) -> None:
        """Open an address."""
        self.page.goto(f"{self.site.base}{path}")

    def sign_in(self, username: str, password: str) -> None:
        """Fill in the sign-in page."""
        self.open("/")
        self.page.get_by_label("登录名").fill(username)
        self.page.get_by_label("密码", exact=False).first.fill(password)
        self.page.keyboard.press("Enter")

    def sign_in_as(self, role: str) -> None:
        """Sign in as the demo's person of a role and wait for the shell."""
        login = self.site.login(role)
        self.sign_in(login["username"], login["password"])
        expect(self.page.get_by_text(re.compile("模拟数据")).first).to_be_visible()
        expect(self.page.get_by_role("link", name="任务中心")).to_be_visible(timeout=20_000)

    def step(self, verb: str, **given: Any) -> None:
        """Do one of the allowed steps of the open case through its dialog."""
        page = self.page
        page.get_by_role("button", name=verb, exact=True).click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("办理后")).to_be_visible()
        if "assignee" in given:
            dialog.get_by_text("场所联系人", exact=True).click()
            dialog.get_by_label("承办人").click()
            page.get_by_role("option").first.click()
        if "rectifier" in given:
            dialog.get_by_label("整改人").fill(given["rectifier"])
        if "photo" in given:
            dialog.locator("input[type=file]").set_input_files(str(given["photo"]))
        if "reason" in given:
            dialog.get_by_label("原因").fill(given["reason"])
        dialog.get_by_role("button", name=f"确认{verb}").click()
        expect(dialog).to_be_hidden(timeout=20_000)


def small_picture(folder: Path, name: str, colour: tuple[int, int, int]) -> Path:
    """Return a small JPEG of one colour."""
    from PIL import Image

    path = folder / f"{name}.jpg"
    Image.new("RGB", (320, 240), colour).save(path, "JPEG")
    return path
