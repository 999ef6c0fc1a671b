"""The fonts of papers: the office's own first, then the system's, then the one that comes with the installation."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import typst
from django.conf import settings

from fengsui.kernel.errors import Unavailable

# GB/T 9704-2012: 仿宋 for the body, 小标宋 for the title, 黑体 for first-level headings.
BODY = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02")
TITLE = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "STZhongsong")
ANY = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "SimHei", "SimSun", "NSimSun", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC",
    "Noto Sans CJK TC", "Noto Sans CJK JP", "AR PL UMing CN",
)  # fmt: skip
HEADING = ("SimHei", "黑体", *ANY)


@dataclass(frozen=True)
class FontSet:
    """The families a paper is set in, best first, and whether a bold face of the plain one exists."""

    loaded: typst.Fonts
    body: tuple[str, ...]
    heading: tuple[str, ...]
    title: tuple[str, ...]
    has_bold: bool


def _bundled() -> list[Path]:
    found = find_spec("noto_cjk_sans_otc")
    return [Path(place) for place in (found.submodule_search_locations or ())] if found else []


def no_font(wanted: str = "") -> Unavailable:
    """Return the error of an installation that cannot set Chinese."""
    named = f"（指定的字体“{wanted}”没有找到）" if wanted else ""
    return Unavailable(
        "no_cjk_font",
        zh=f"服务器上没有可用的中文字体{named}，无法生成 PDF。请把仿宋、宋体或 Noto CJK 字体文件放进一个文件夹，"
        "用 FENGSUI_FONT_DIR 指向它后重启。",
        en=f"No Chinese font was found{' for ' + wanted if wanted else ''}; put one into a folder and set FENGSUI_FONT_DIR.",
    )


@lru_cache(maxsize=4)
def font_set(font_dir: str, forced: str, bundled: bool = True) -> FontSet:
    """Load the fonts once and choose the families; an own folder comes first.

    `font_dir` is a folder or '', `forced` a family name that alone may be used or ''. Raises Unavailable
    (`no_cjk_font`) when no family can set Chinese.
    """
    paths = [Path(font_dir)] if font_dir else []
    loaded = typst.Fonts(
        include_system_fonts=True,
        include_embedded_fonts=False,
        font_paths=[str(path) for path in (*paths, *(_bundled() if bundled else ()))],
    )
    faces = loaded.fonts()
    families = {face.family for face in faces}
    own = sorted({face.family for face in faces if font_dir and (face.path or "").startswith(str(Path(font_dir)))})
    plain = (forced,) if forced else (*ANY, *[family for family in own if family not in ANY])
    usable = tuple(family for family in plain if family in families)
    body = usable if forced else (*(f for f in BODY if f in families), *usable)
    if not body:
        raise no_font(forced)
    heading = usable if forced else tuple(dict.fromkeys((*(f for f in HEADING if f in families), *body)))
    title = usable if forced else (*(f for f in TITLE if f in families), *heading)
    has_bold = any(face.family == heading[0] and face.weight >= 600 for face in faces)
    return FontSet(loaded, body, heading, title, has_bold)


def fonts() -> FontSet:
    """Return the fonts by the settings FONT_DIR and FORCE_CJK_FONT. Raises Unavailable without any for Chinese."""
    return font_set(settings.FONT_DIR, settings.FORCE_CJK_FONT)
