"""What a phone sends, made storable: no NUL, no broken characters, no numbers that JSON does not know, bounded depth. Pure."""

import math
from typing import Any

from fengsui.kernel.errors import InvalidInput

DEEPEST = 40


def plain(value: Any, depth: int = 0) -> Any:
    """Return JSON data in which every text can be stored by any database; broken characters become U+FFFD.

    Raises InvalidInput for data nested deeper than 40 levels or a number outside JSON.
    """
    if depth > DEEPEST:
        raise InvalidInput("payload_too_deep", zh="内容嵌套过深，无法接收。", en="The content is nested too deeply.")
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {_text(str(key)): plain(member, depth + 1) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(member, depth + 1) for member in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidInput("number_invalid", zh="内容中有无法识别的数字。", en="The content holds a number JSON does not know.")
    return value


def _text(value: str) -> str:
    return "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in value)
