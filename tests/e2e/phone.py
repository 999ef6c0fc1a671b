"""A phone in a person's hand, for browser tests: signing in, losing the network, taking photos, waiting for delivery."""

import io
import re
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Site

DELIVERED = re.compile("已全部送达")
PIN = "246810"


def camera_picture(folder: Path, name: str, colour: tuple[int, int, int]) -> Path:
    """Return a file as a phone's camera makes it: 3000×2000 pixels, with EXIF that names the camera."""
    picture = Image.effect_noise((3000, 2000), 40).convert("RGB")
    picture.paste(colour, (900, 600, 2100, 1400))
    exif = Image.Exif()
    exif[0x010F] = "SecretCameraMaker"
    path = folder / f"{name}.jpg"
    picture.save(path, "JPEG", quality=80, exif=exif)
    return path


def picture_of(content: bytes) -> Image.Image:
    """Return bytes as a picture."""
    return Image.open(io.BytesIO(content))


class Phone:
    """One phone: a browser context that survives its pages being killed."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self._listen()

    def _listen(self) -> None:
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str = "/patrol/") -> None:
        """Open an address of the app, and its lock where it asks."""
        self.page.goto(f"{self.site.base}{path}", wait_until="domcontentloaded")
        self.unlock(self.line.or_(self.page.get_by_label("登录名")))

    def unlock(self, otherwise: Locator) -> None:
        """Choose or enter the PIN if the app asks for it; `otherwise` is what shows when it does not."""
        choose = self.page.get_by_role("heading", name="设置六位解锁码")
        enter = self.page.get_by_role("heading", name="请输入解锁码")
        expect(choose.or_(enter).or_(otherwise).first).to_be_visible(timeout=20_000)
        if choose.is_visible():
            self.type_pin()
            expect(self.page.get_by_role("heading", name="再输入一次")).to_be_visible()
            self.type_pin()
        elif enter.is_visible():
            self.type_pin()
        else:
            return
        expect(self.line).to_be_visible(timeout=20_000)

    def type_pin(self, pin: str = PIN) -> None:
        """Press the six digits."""
        for digit in pin:
            self.page.get_by_role("button", name=digit, exact=True).click()

    def sign_in(self, role: str) -> None:
        """Sign in as the demo's person of a role, from the sign-in page."""
        login = self.site.login(role)
        self.page.get_by_label("登录名").fill(login["username"])
        self.page.get_by_label("密码").fill(login["password"])
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.unlock(self.page.get_by_role("heading", name=re.compile("^今日")))
        expect(self.page.get_by_role("heading", name=re.compile("^今日"))).to_be_visible()

    def first_load(self, role: str) -> None:
        """Open the app for the first time, sign in, fetch the pack, and reload once so that the worker serves it."""
        self.open()
        self.sign_in(role)
        self.delivered()
        self.until("navigator.serviceWorker.ready.then(r => r.active !== null && r.active.state === 'activated')")
        self.page.reload()
        self.unlock(self.line)
        self.until("navigator.serviceWorker.controller !== null")
        self.delivered()

    def kill(self) -> None:
        """End the app in mid-work, as a phone does, and open it again."""
        self.page.close()
        self.page = self.context.new_page()
        self._listen()
        self.open()

    def network(self, on: bool) -> None:
        """Cut the network, or give it back."""
        self.context.set_offline(not on)

    @property
    def line(self) -> Locator:
        """The sync line."""
        return self.page.get_by_test_id("sync-line")

    def delivered(self) -> None:
        """Wait until everything is delivered."""
        expect(self.line).to_contain_text(DELIVERED, timeout=30_000)

    def save_visit(self) -> None:
        """Save the visit and wait until the server has answered for it and for its photos."""
        self.page.get_by_role("button", name="保存", exact=True).click()
        expect(self.page.get_by_role("heading", name="已保存")).to_be_visible()
        expect(self.page.get_by_text(re.compile("已送达 XC-"))).to_be_visible(timeout=30_000)
        self.delivered()

    def sync_now(self) -> None:
        """Fetch and send at once, from the person's own page, and wait until that is done."""
        self.page.get_by_role("link", name="我的", exact=True).click()
        self.page.get_by_role("link", name="未送达的内容").click()
        self.page.get_by_role("button", name="现在发送").click()
        expect(self.page.get_by_role("button", name="现在发送")).to_be_enabled(timeout=30_000)
        self.delivered()

    def start_visit(self, task: int = 0) -> str:
        """Open a task of today and begin its visit; returns the place's id."""
        self.page.get_by_label("今日任务").get_by_role("listitem").nth(task).get_by_role("button").first.click()
        self.page.get_by_role("link", name="开始巡查").click()
        return str(self.page.url).split("/places/")[1].split("/")[0]

    def item(self, number: int = 0) -> Locator:
        """Return an item of the checklist."""
        return self.page.locator("article.item").nth(number)

    def photograph(self, button: Locator, picture: Path) -> None:
        """Take a photo with a camera button."""
        button.set_input_files(str(picture))

    def until(self, script: str, seconds: float = 60) -> None:
        """Wait until a script in the page answers true; a promise is waited for."""
        limit = time.monotonic() + seconds
        while not self.page.evaluate(script):
            assert time.monotonic() < limit, script
            self.page.wait_for_timeout(200)
