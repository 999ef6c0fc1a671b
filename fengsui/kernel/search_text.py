"""The searchable shadow of names and addresses: the text itself plus pinyin initials, all lower-case."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return text in one width and case, without spaces: what both sides of a search are compared in."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=20_000)
def _initial(character: str) -> str:
    if not "\u3400" <= character <= "\u9fff":
        return character
    # Read with the first Chinese character: its tables take as long as half a command needs to begin.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER))


def initials(text: str) -> str:
    """Return the pinyin initials of a text, one letter a Chinese character, other characters kept."""
    return "".join(_initial(character) for character in fold(text))


def build(*parts: str) -> str:
    """Return the search column of a row: each part folded, then its initials, separated by '|'."""
    shown = [fold(part) for part in parts if part]
    short = [initials(part) for part in parts if part]
    return "|".join(dict.fromkeys(shown + short))
