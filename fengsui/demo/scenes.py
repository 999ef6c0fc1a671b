"""Photos of the demo: small drawn scenes, each different, each labelled 模拟; the same place before and after a fix."""

import hashlib
import io
import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

WIDTH, HEIGHT = 480, 360
QUALITY = 62
SIMPLIFIED_FACE = 2  # the faces of the font collection: JP, KR, SC, TC, HK

Pen = ImageDraw.ImageDraw
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Photo:
    """A drawn photo: its JPEG bytes and their SHA-256."""

    sha256: str
    content: bytes


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    import noto_cjk_sans_otc

    return ImageFont.truetype(str(Path(noto_cjk_sans_otc.FONT_PATH)), size, index=SIMPLIFIED_FACE)


def _shade(colour: Colour, by: int) -> Colour:
    red, green, blue = (max(0, min(255, part + by)) for part in colour)
    return red, green, blue


def _room(pen: Pen, chance: random.Random) -> tuple[int, int]:
    """Draw a room in perspective; return where floor and back wall meet (y) and its vanishing x."""
    wall = chance.choice([(214, 208, 196), (198, 206, 212), (222, 214, 202), (205, 210, 198), (176, 184, 178), (228, 226, 220)])
    floor = chance.choice([(150, 138, 122), (128, 130, 134), (164, 150, 128), (104, 96, 88), (178, 172, 166)])
    horizon, middle = chance.randint(140, 200), chance.randint(170, 310)
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=wall)
    pen.polygon([(0, HEIGHT), (WIDTH, HEIGHT), (middle + 110, horizon + 40), (middle - 110, horizon + 40)], fill=floor)
    pen.polygon([(0, 0), (middle - 110, 60), (middle - 110, horizon + 40), (0, HEIGHT)], fill=_shade(wall, -18))
    pen.polygon([(WIDTH, 0), (middle + 110, 60), (middle + 110, horizon + 40), (WIDTH, HEIGHT)], fill=_shade(wall, -30))
    pen.rectangle((middle - 110, 60, middle + 110, horizon + 40), fill=_shade(wall, 8))
    for _ in range(chance.randint(3, 6)):
        _furnish(pen, chance, horizon + 40)
    return horizon + 40, middle


def _furnish(pen: Pen, chance: random.Random, line: int) -> None:
    """Put a window, a shelf, a picture or a cupboard somewhere: what rooms differ by."""
    x, kind = chance.randint(-20, WIDTH - 60), chance.randint(0, 3)
    width, height = chance.randint(46, 120), chance.randint(40, 110)
    if kind == 0:
        y, glass = chance.randint(10, 60), chance.choice([(206, 226, 240), (84, 100, 120), (238, 240, 236)])
        pen.rectangle((x, y, x + width, y + height), fill=glass, outline=(244, 244, 240), width=5)
        pen.line((x + width // 2, y, x + width // 2, y + height), fill=(244, 244, 240), width=4)
    elif kind == 1:
        y, wood = chance.randint(70, 150), chance.choice([(120, 92, 66), (86, 74, 66), (190, 182, 170)])
        for shelf in range(y, y + height, 30):
            pen.rectangle((x, shelf, x + width, shelf + 5), fill=wood)
            for goods in range(x + 3, x + width - 12, 15):
                tall, tint = chance.randint(8, 22), chance.randint(40, 220)
                pen.rectangle((goods, shelf - tall, goods + 11, shelf), fill=(tint, 255 - tint, chance.randint(60, 200)))
    elif kind == 2:
        y, paper = chance.randint(20, 110), chance.choice([(236, 226, 190), (180, 40, 44), (40, 70, 120), (250, 250, 248)])
        pen.rectangle((x, y, x + width // 2, y + height // 2), fill=paper, outline=_shade(paper, -50), width=3)
    else:
        base = chance.randint(line, HEIGHT - 40)
        wood = chance.choice([(92, 70, 52), (60, 66, 74), (206, 200, 190), (140, 110, 80)])
        pen.rectangle((x, base - height, x + width, base), fill=wood, outline=_shade(wood, -24), width=3)


def _boxes(pen: Pen, chance: random.Random, left: int, base: int, count: int) -> None:
    for _ in range(count):
        width, height = chance.randint(36, 74), chance.randint(28, 62)
        x, colour = left + chance.randint(0, 120), chance.choice([(178, 140, 92), (160, 122, 78), (120, 108, 96)])
        pen.rectangle((x, base - height, x + width, base), fill=colour, outline=_shade(colour, -40), width=2)
        pen.line((x, base - height // 2, x + width, base - height // 2), fill=_shade(colour, -30), width=3)


def _corridor(pen: Pen, chance: random.Random, fixed: bool) -> None:
    line, middle = _room(pen, chance)
    pen.rectangle((middle - 34, 82, middle + 34, line), fill=(112, 92, 74), outline=(80, 64, 50), width=3)
    pen.rectangle((middle - 30, 66, middle + 30, 80), fill=(38, 140, 74))
    if not fixed:
        _boxes(pen, chance, chance.randint(40, 120), 304, chance.randint(3, 6))
        _boxes(pen, chance, chance.randint(250, 330), 296, chance.randint(1, 4))


def _extinguisher(pen: Pen, chance: random.Random, fixed: bool) -> None:
    _room(pen, chance)
    count = 2 if fixed else chance.randint(0, 1)
    for n in range(count):
        x = 190 + n * 66 + chance.randint(-8, 8)
        pen.rounded_rectangle((x, 170, x + 42, 306), 12, fill=(196, 34, 40), outline=(120, 16, 20), width=3)
        pen.rectangle((x + 14, 150, x + 28, 172), fill=(60, 60, 64))
        pen.rectangle((x + 6, 214, x + 36, 254), fill=(236, 230, 214))
        needle = chance.randint(20, 34) if fixed else chance.randint(0, 8)
        pen.ellipse((x + 12, 182, x + 30, 200), fill=(250, 250, 250), outline=(60, 60, 60))
        pen.line((x + 21, 191, x + 10 + needle // 2, 184), fill=(200, 0, 0), width=2)
    pen.rectangle((170, 306, 330, 322), fill=(200, 60, 56))


def _lights(pen: Pen, chance: random.Random, fixed: bool) -> None:
    _room(pen, chance)
    lit = (76, 214, 122) if fixed else (86, 96, 90)
    y = chance.randint(70, 120)
    pen.rectangle((160, y, 330, y + 46), fill=lit, outline=(30, 60, 42), width=3)
    pen.polygon([(280, y + 23), (258, y + 10), (258, y + 36)], fill=(240, 255, 244) if fixed else (120, 128, 122))
    pen.rectangle((190, y + 18, 258, y + 28), fill=(240, 255, 244) if fixed else (120, 128, 122))
    if not fixed:
        pen.line((170, y + 46, 150 + chance.randint(0, 30), y + 110), fill=(40, 40, 44), width=3)


def _wiring(pen: Pen, chance: random.Random, fixed: bool) -> None:
    _room(pen, chance)
    pen.rectangle((180, 90, 310, 230), fill=(206, 210, 214), outline=(120, 124, 130), width=3)
    for n in range(4):
        pen.rectangle((194 + n * 28, 112, 214 + n * 28, 160), fill=(40, 44, 52))
    if fixed:
        pen.rectangle((238, 230, 252, 350), fill=(228, 230, 232), outline=(150, 152, 156))
        return
    for _ in range(chance.randint(5, 9)):
        x, colour = chance.randint(184, 306), chance.choice([(190, 40, 40), (30, 60, 150), (30, 30, 34), (210, 170, 40)])
        points = [(x, 226)] + [(x + chance.randint(-90, 90), 226 + step * 26) for step in range(1, 5)]
        pen.line(points, fill=colour, width=3, joint="curve")


def _bikes(pen: Pen, chance: random.Random, fixed: bool) -> None:
    _room(pen, chance)
    if fixed:
        pen.rectangle((70, 292, 420, 298), fill=(240, 206, 60))
        return
    for n in range(chance.randint(1, 3)):
        x, colour = 70 + n * 120 + chance.randint(-12, 12), chance.choice([(40, 90, 170), (190, 60, 60), (60, 62, 70)])
        for wheel in (x, x + 92):
            pen.ellipse((wheel, 252, wheel + 54, 306), outline=(30, 30, 32), width=7)
        pen.line([(x + 27, 279), (x + 58, 224), (x + 118, 279)], fill=colour, width=9, joint="curve")
        pen.line((x + 110, 194, x + 118, 274), fill=colour, width=7)
        pen.line((x + 96, 192, x + 126, 196), fill=(30, 30, 32), width=6)
    pen.line((60, 120, chance.randint(160, 320), 246), fill=(24, 24, 26), width=3)


def _kitchen(pen: Pen, chance: random.Random, fixed: bool) -> None:
    _room(pen, chance)
    pen.rectangle((90, 220, 330, 320), fill=(172, 176, 182), outline=(110, 114, 120), width=3)
    for n in range(3):
        x = 116 + n * 72
        pen.ellipse((x, 204, x + 50, 228), fill=(44, 46, 50))
        if not fixed and chance.random() < 0.6:
            pen.polygon([(x + 12, 206), (x + 24, 160 + chance.randint(0, 20)), (x + 38, 206)], fill=(240, 150, 40))
    pen.rounded_rectangle(
        (350, 200, 396, 326), 14, fill=(120, 130, 140) if fixed else (86, 98, 110), outline=(50, 56, 64), width=3
    )
    hose = [(372, 200), (340, 150 if fixed else 330), (300, 230)]
    pen.line(hose, fill=(220, 120, 30), width=5, joint="curve")
    if fixed:
        pen.rectangle((400, 90, 436, 130), fill=(240, 242, 244), outline=(90, 94, 100), width=2)
        pen.ellipse((412, 102, 424, 114), fill=(40, 190, 90))


def _papers(pen: Pen, chance: random.Random, fixed: bool) -> None:
    _room(pen, chance)
    pen.rectangle((130, 80, 350, 250), fill=(236, 232, 220), outline=(150, 140, 120), width=4)
    for n in range(chance.randint(3, 5) if fixed else 1):
        x, y = 146 + (n % 3) * 66, 94 + (n // 3) * 74
        pen.rectangle((x, y, x + 54, y + 66), fill=(252, 252, 250), outline=(180, 180, 176))
        for row in range(6):
            pen.line((x + 6, y + 10 + row * 9, x + chance.randint(30, 48), y + 10 + row * 9), fill=(120, 124, 130), width=2)


def _door(pen: Pen, chance: random.Random, fixed: bool) -> None:
    brick = chance.choice([(150, 104, 84), (176, 168, 156), (126, 132, 140), (198, 186, 160), (96, 92, 96)])
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=brick)
    for y in range(0, HEIGHT, 24):
        pen.line((0, y, WIDTH, y), fill=_shade(brick, -16), width=1)
    top, left, right = chance.randint(18, 60), chance.randint(30, 150), chance.randint(300, 450)
    sign = chance.choice([(170, 40, 44), (36, 84, 150), (40, 120, 80), (200, 150, 40), (240, 238, 230), (30, 32, 38)])
    pen.rectangle((left - 30, top, right + 20, top + chance.randint(40, 64)), fill=sign)
    for x in range(left, right - 40, 46):
        pen.rectangle((x, top + 12, x + 26, top + 34), fill=_shade(sign, 90 if sum(sign) < 400 else -90))
    colour, low = (168, 172, 178), chance.randint(316, 340)
    pen.rectangle((left, top + 74, right, low), fill=(70, 84, 96) if fixed else colour, outline=(60, 62, 66), width=4)
    if fixed:
        at, wide = chance.randint(left, right - 90), chance.randint(70, 120)
        inside = chance.choice([(210, 196, 160), (236, 230, 210), (60, 54, 50)])
        pen.rectangle((at, top + 80, min(at + wide, right - 4), low - 4), fill=inside)
    else:
        for y in range(top + 84, low, 14):
            pen.line((left + 2, y, right - 2, y), fill=_shade(colour, -34), width=2)
    for x in (left - 86, right + 12):
        if chance.random() < 0.7:
            pane, tall = chance.choice([(52, 62, 74), (214, 220, 224), (120, 90, 64)]), chance.randint(90, 200)
            pen.rectangle((x, low - tall - 20, x + 72, low - 20), fill=pane, outline=(230, 230, 226), width=3)
    pen.rectangle((0, low, WIDTH, HEIGHT), fill=(120, 120, 122))


def _wear(pen: Pen, chance: random.Random) -> None:
    """Draw the specks by which one wall differs from another."""
    for _ in range(7):
        x, y, shade = chance.randint(0, WIDTH), chance.randint(0, HEIGHT - 60), chance.randint(90, 150)
        pen.ellipse((x, y, x + chance.randint(1, 4), y + chance.randint(1, 3)), fill=(shade, shade, shade))


def _seen_from(picture: Image.Image, room: random.Random, moment: random.Random) -> Image.Image:
    """Return the room as one photo shows it: from where somebody stood, under the light of that hour."""
    scale = moment.uniform(0.7, 0.98)
    x, y = moment.uniform(0, WIDTH * (1 - scale)), moment.uniform(0, HEIGHT * (1 - scale))
    seen = picture.transform(
        (WIDTH, HEIGHT), Image.Transform.EXTENT, (x, y, x + WIDTH * scale, y + HEIGHT * scale), Image.Resampling.BILINEAR
    )
    # Lamps and windows belong to the room, the shadows of the day and of who stands there to the moment.
    columns, rows = 5, 4
    cells = bytes(min(255, room.randint(150, 255) + moment.randint(-60, 50)) for _ in range(columns * rows))
    light = Image.frombytes("L", (columns, rows), cells).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    return ImageChops.multiply(seen, Image.merge("RGB", (light, light, light)))


SCENES: dict[str, Callable[[Pen, random.Random, bool], None]] = {
    "corridor": _corridor,
    "extinguisher": _extinguisher,
    "lights": _lights,
    "wiring": _wiring,
    "bikes": _bikes,
    "kitchen": _kitchen,
    "papers": _papers,
    "door": _door,
}
# Which scene shows which checklist item; the rest are shown by the legal category.
BY_ITEM = {
    "COM-06": "extinguisher", "COM-07": "extinguisher", "COM-08": "lights", "COM-09": "wiring", "COM-10": "wiring",
    "COM-11": "bikes", "COM-12": "kitchen", "COM-15": "papers", "COM-16": "papers", "NS-08": "kitchen", "NS-09": "kitchen",
    "NS-10": "kitchen",
}  # fmt: skip
BY_CATEGORY = {1: "extinguisher", 2: "lights", 3: "extinguisher", 4: "lights", 5: "corridor", 6: "extinguisher", 8: "kitchen",
               9: "kitchen", 10: "bikes", 11: "door"}  # fmt: skip


def scene_for(item_code: str, legal_category: int) -> str:
    """Return the scene that shows an item."""
    if item_code.startswith("EB"):
        return "bikes"
    return BY_ITEM.get(item_code) or BY_CATEGORY.get(legal_category, "wiring")


def draw(scene: str, *, seed: str, words: tuple[str, str], fixed: bool = False, moment: str = "") -> Photo:
    """Draw a scene. The same `seed` is the same place, `fixed` shows it after the fix; `words` are two lines of caption.

    `moment` names when and by whom it is taken: two moments show one place from two spots, in two lights.
    """
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(picture)
    SCENES[scene](pen, random.Random(seed), fixed)
    _wear(pen, random.Random(f"{seed}:wear"))
    picture = _seen_from(picture, random.Random(f"{seed}:light"), random.Random(f"{seed}:{moment}:{fixed}"))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, HEIGHT - 46, WIDTH, HEIGHT), fill=(16, 20, 26))
    pen.text((10, HEIGHT - 43), words[0], font=_font(16), fill=(245, 246, 248))
    pen.text((10, HEIGHT - 22), words[1], font=_font(14), fill=(190, 198, 208))
    pen.rectangle((WIDTH - 66, 8, WIDTH - 8, 40), fill=(200, 16, 46))
    pen.text((WIDTH - 56, 9), "模拟", font=_font(20), fill=(255, 255, 255))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    content = out.getvalue()
    return Photo(hashlib.sha256(content).hexdigest(), content)


class Darkroom:
    """Where photos are drawn: at once, or (`beside`) in a second process while the simulator goes on."""

    def __init__(self, *, beside: bool = False) -> None:
        self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn")) if beside else None

    def draw(self, scene: str, *, seed: str, words: tuple[str, str], fixed: bool, moment: str = "") -> Callable[[], Photo]:
        """Begin a drawing; what is returned gives the photo, waiting for it when it is not ready."""
        if self._pool is not None:
            return self._pool.submit(draw, scene, seed=seed, words=words, fixed=fixed, moment=moment).result
        shot = draw(scene, seed=seed, words=words, fixed=fixed, moment=moment)
        return lambda: shot

    def close(self) -> None:
        """End the second process."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
