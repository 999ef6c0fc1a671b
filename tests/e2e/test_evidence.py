"""Evidence on the phone: drawing on a photo and a body camera's clip, without network, seen at the desk."""

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from fengsui.demo.scenes import draw
from tests.e2e.conftest import Site
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone, camera_picture, picture_of

WORKER = "zhanqian.wangge03"
RECORD = """() => new Promise((done) => {
  const canvas = document.createElement('canvas'); canvas.width = 160; canvas.height = 120
  const pen = canvas.getContext('2d')
  let n = 0
  const drawing = setInterval(() => { pen.fillStyle = `hsl(${(n += 23) % 360} 80% 50%)`; pen.fillRect(0, 0, 160, 120) }, 40)
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/mp4' })
  const parts = []
  recorder.ondataavailable = (event) => parts.push(event.data)
  recorder.onstop = async () => {
    clearInterval(drawing)
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
    done(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')))
  }
  recorder.start(); setTimeout(() => recorder.stop(), 1500)
})"""


def film(page: Page, folder: Path) -> Path:
    """Return a real MP4 of a second and a half."""
    path = folder / "REC_0001.mp4"
    path.write_bytes(base64.b64decode(page.evaluate(RECORD)))
    return path


def drag(page: Page, box: dict[str, float], start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw with a finger from one point of a box to another, in shares of its sides."""
    page.mouse.move(box["x"] + box["width"] * start[0], box["y"] + box["height"] * start[1])
    page.mouse.down()
    for step in range(1, 6):
        share = step / 5
        x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
        page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    page.mouse.up()


def reds(content: bytes) -> int:
    """Return how many pixels of a picture have the red of the marks."""
    picture = picture_of(content).convert("RGB")
    return sum(1 for r, g, b in picture.get_flattened_data() if r > 170 and g < 60 and b < 80)


def test_a_marked_photo_and_a_clip_made_offline_are_seen_at_the_desk(
    phone_context: Callable[..., Any], chromium: Any, site: Site, tmp_path: Path
) -> None:
    phone = Phone(phone_context(), site)
    phone.first_load(WORKER)
    page = phone.page
    clip = film(page, tmp_path)
    place = phone.start_visit()
    page.get_by_role("button", name="已检查", exact=True).click()
    phone.network(False)
    item = phone.item()
    item.get_by_role("button", name="不合格").click()
    corridor = tmp_path / "corridor.jpg"
    corridor.write_bytes(draw("corridor", seed="marks", words=("模拟", "楼道")).content)
    phone.photograph(item.get_by_label("拍隐患照片").last, corridor)
    item.get_by_role("button", name="在第 1 张上标注").click()
    sheet = page.get_by_test_id("mark-sheet")
    expect(sheet).to_be_visible()
    expect(page.get_by_role("button", name="保存标注")).to_be_disabled()
    page.wait_for_timeout(400)
    box = sheet.bounding_box()
    assert box
    drag(page, box, (0.3, 0.3), (0.7, 0.7))
    page.get_by_role("button", name="箭头").click()
    drag(page, box, (0.1, 0.1), (0.3, 0.3))
    page.get_by_role("button", name="画线").click()
    drag(page, box, (0.1, 0.9), (0.8, 0.8))
    page.get_by_role("button", name="撤销").click()
    page.screenshot(path=str(tmp_path / "mark.png"))
    page.get_by_role("button", name="保存标注").click()
    expect(sheet).to_be_hidden()
    expect(item.get_by_text("已标注")).to_be_visible()
    page.get_by_role("button", name=re.compile("^其余 .* 项合格")).click()

    page.get_by_label("附执法记录仪片段").set_input_files(str(camera_picture(tmp_path, "no-film", (9, 9, 9))))
    expect(page.get_by_text("这不是视频文件。请选 MP4、MOV、3GP 或 AVI。")).to_be_visible()
    page.get_by_label("附执法记录仪片段").set_input_files(str(clip))
    page.get_by_label("从", exact=True).fill("2026-11-20T09:00:00")
    page.get_by_label("到", exact=True).fill("2026-11-20T08:00:00")
    page.get_by_role("button", name="附上", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="结束不能早于开始")).to_be_visible()
    page.get_by_label("到", exact=True).fill("2026-11-20T09:02:30")
    page.get_by_role("button", name="附上", exact=True).click()
    expect(page.get_by_text("2026-11-20 09:00 – 09:02")).to_be_visible()
    page.screenshot(path=str(tmp_path / "clip.png"), full_page=True)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已保存")).to_be_visible()
    phone.network(True)
    phone.delivered()

    api = site.api("street_inspector")
    visit = api.call("GET", f"/visits?place_id={place}&sort=-local_date")["items"][0]
    detail = api.call("GET", f"/visits/{visit['id']}")
    (kept,) = [row for row in detail["photos"] if row["role"] == "clip"]
    assert kept["arrived"] and kept["media_type"] == "video/mp4" and kept["size"] == clip.stat().st_size
    assert kept["starts_at"] == "2026-11-20T01:00:00Z" and kept["ends_at"] == "2026-11-20T01:02:30Z"
    assert api.bytes(kept["url"]) == clip.read_bytes()
    case = api.call("GET", f"/hazards/{detail['hazards'][0]['id']}")
    (original,) = case["photos"]
    (marked,) = original["marked"]
    plain, drawn = api.bytes(original["url"]), api.bytes(marked["url"])
    assert picture_of(plain).size == picture_of(drawn).size
    assert reds(drawn) > reds(plain) + 1000

    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk = Desk(context, site)
    desk.sign_in_as("street_inspector")
    desk.page.goto(f"{site.base}/visits/{visit['id']}")
    player = desk.page.locator("video")
    expect(player).to_be_visible()
    for _ in range(60):
        if player.evaluate("film => film.readyState") >= 1:
            break
        desk.page.wait_for_timeout(250)
    assert player.evaluate("film => film.readyState") >= 1
    expect(desk.page.locator("table").get_by_text("不合格")).to_be_visible()
    desk.page.screenshot(path=str(tmp_path / "visit.png"))
    desk.page.goto(f"{site.base}/hazards/{detail['hazards'][0]['id']}")
    expect(desk.page.get_by_text("标注", exact=True)).to_be_visible()
    desk.page.get_by_text("标注", exact=True).scroll_into_view_if_needed()
    desk.page.screenshot(path=str(tmp_path / "case.png"))
    context.close()
    assert phone.errors == [] and desk.errors == []
