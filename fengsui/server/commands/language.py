"""Which language the command line speaks: FENGSUI_LANG, else the locale; Chinese unless it says otherwise."""

import os


def language() -> str:
    """Return 'zh' or 'en'."""
    wanted = os.environ.get("FENGSUI_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "zh"
    return "en" if wanted.lower().startswith("en") and not wanted.startswith("zh") and _explicit() else "zh"


def _explicit() -> bool:
    # Servers often carry LANG=en_US without anybody having chosen it; only FENGSUI_LANG chooses English.
    return bool(os.environ.get("FENGSUI_LANG"))


def t(zh: str, en: str) -> str:
    """Return the text in the language of the command line."""
    return en if language() == "en" else zh
