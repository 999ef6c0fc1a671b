"""Values as streets write them: areas, counts, yes and no, dates, phones, degrees. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from fengsui.kernel import phones
from fengsui.places.importing.engine.texts import is_nothing, text_of, tidy

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][+]?\d+)?")
_PRODUCT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:米|m)?\s*[*xX×]\s*(\d+(?:\.\d+)?)")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*[-~—至到]\s*(\d+(?:\.\d+)?)")
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_DATE = re.compile(r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*(?:[月./\-]\s*(\d{1,2})?\s*[日号]?)?")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_EPOCH = date(1899, 12, 30)
_DEGREES = re.compile(
    r"^[东西南北EWNSewns经纬:：\s]*(\d+(?:\.\d+)?)(?:[°度]\s*(?:(\d+(?:\.\d+)?)['′分]\s*(?:(\d+(?:\.\d+)?)[\"″秒]?)?)?)?\s*[EWNSewns]?$"
)
YES = frozenset({"是", "有", "√", "✓", "对", "y", "yes", "true", "1", "存在", "住人", "已安装", "已配备"})
NO = frozenset({"否", "无", "没有", "×", "x", "✗", "n", "no", "false", "0", "不存在", "不住人", "未安装", "未配备"})


@dataclass(frozen=True)
class Read:
    """A value read from a cell: what was made of it, and why it differs from what stands there ('' = it does not)."""

    value: Any
    zh: str = ""
    en: str = ""


def decimal_text(text: str) -> str:
    """Return 1.3812345678E10 written out; text that is no number in E notation stays."""
    if "e" not in text.lower():
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or number.adjusted() > 40:
        return text
    return (
        f"{number:f}".rstrip("0").rstrip(".") if number == number.to_integral_value() and "." in f"{number:f}" else f"{number:f}"
    )


def chinese_number(text: str) -> int | None:
    """Return the number of 三, 十二, 二十, 两百五十; None when it is not one."""
    total, unit_seen, current = 0, False, 0
    if not text:
        return None
    for character in text:
        if character in _CHINESE:
            current = _CHINESE[character]
        elif character in ("十", "百", "千"):
            scale = {"十": 10, "百": 100, "千": 1000}[character]
            total += (current or 1) * scale
            current, unit_seen = 0, True
        else:
            return None
    if not unit_seen and len(text) > 1:
        return int("".join(str(_CHINESE[c]) for c in text))
    return total + current


def read_area_m2(cell: Any) -> Read | None:
    """Return an area in square metres: 约120平, 120㎡, 12*10, 1.2亩, 0.5万㎡, 100-120 (the greater). None if unreadable."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Read(round(float(cell), 2)) if 0 <= cell <= 5_000_000 else None
    text = tidy(text_of(cell)).replace(",", "").replace("，", "")
    if plain := re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Read(float(plain.group()))
    if text.startswith("-"):
        return None
    if product := _PRODUCT.search(text):
        sides = float(product.group(1)), float(product.group(2))
        return Read(round(sides[0] * sides[1], 2), f"按长 {sides[0]:g} 米 × 宽 {sides[1]:g} 米计算", "length times width")
    if span := _RANGE.search(text):
        greater = max(float(span.group(1)), float(span.group(2)))
        return Read(greater, "区间取较大值", "the greater end of the range")
    found = _NUMBER.search(decimal_text(text))
    if found is None:
        return None
    number = float(found.group())
    if "亩" in text:
        return Read(round(number * 2000 / 3, 2), "亩换算为平方米", "mu converted to square metres")
    if "万" in text:
        return Read(number * 10_000, "万平方米换算", "ten thousands of square metres")
    if "公顷" in text:
        return Read(number * 10_000, "公顷换算为平方米", "hectares converted")
    about = "约数，去掉文字和单位" if "约" in text or "左右" in text else "去掉文字和单位"
    return Read(number, about, "words and units left out")


def read_count(cell: Any) -> Read | None:
    """Return a whole number of things: 12, 12张, 三层, 约30人, 10+5. None if unreadable or negative."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Read(int(cell)) if 0 <= cell <= 500_000 and int(cell) == cell else None
    text = tidy(text_of(cell)).replace(",", "")
    if text.isdecimal() and len(text) < 8:
        return Read(int(text))
    if text.startswith("-"):
        return None
    if re.fullmatch(r"\d+(?:\s*\+\s*\d+)+", text):
        return Read(sum(int(part) for part in text.split("+")), "各项相加", "parts added up")
    if span := _RANGE.search(text):
        return Read(int(max(float(span.group(1)), float(span.group(2)))), "区间取较大值", "the greater end of the range")
    found = re.search(r"\d+(?:\.\d+)?", text)
    if found:
        number = float(found.group())
        return Read(int(number), "去掉文字和单位", "words and units left out") if number == int(number) else None
    words = re.search(r"[零一二三四五六七八九十百千两〇]+", text)
    number_of = chinese_number(words.group()) if words else None
    return Read(number_of, "中文数字换成数字", "Chinese numerals") if number_of is not None else None


def read_floor(cell: Any) -> Read | None:
    """Return the floor a place is on: 3, 3层, 负一层 or B1 as -1, 1-2层 (the higher)."""
    text = tidy(text_of(cell)).upper()
    below = "负" in text or "地下" in text or bool(re.match(r"^(?:-|B)\d", text))
    cleaned = re.sub(r"^(?:负|地下|B|-)", "", text)
    found = read_count(cleaned)
    if found is None:
        return None
    value = -found.value if below and found.value else found.value
    changed = str(value) != text
    return Read(value, "写成楼层数" if changed else "", "written as a floor number" if changed else "")


def read_yesno(cell: Any) -> Read | None:
    """Return yes or no: 是, 有, √, 否, 无, ×. None for anything else."""
    if isinstance(cell, bool):
        return Read(cell)
    text = tidy(text_of(cell)).lower()
    if text in YES:
        return Read(True)
    if text in NO:
        return Read(False)
    return None


def read_date(cell: Any) -> Read | None:
    """Return a date: 2024.3.5, 2024年3月 (its first day), 20240305, the serial 45000, a date cell. None if unreadable."""
    if isinstance(cell, datetime):
        return Read(cell.date())
    if isinstance(cell, date):
        return Read(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if 20_000 <= cell <= 80_000:
            return Read(_EPOCH + timedelta(days=int(cell)), "表格日期序号换成日期", "a spreadsheet's serial number")
        cell = text_of(cell)
    text = tidy(text_of(cell))
    try:
        if compact := _COMPACT.match(text):
            year, month, day = (int(part) for part in compact.groups())
            return Read(date(year, month, day), "补上日期分隔", "separators put in")
        if text.isdecimal() and len(text) == 5 and 20_000 <= int(text) <= 80_000:
            return Read(_EPOCH + timedelta(days=int(text)), "表格日期序号换成日期", "a spreadsheet's serial number")
        if found := _DATE.search(text):
            year, month = int(found.group(1)), int(found.group(2))
            if found.group(3) is None:
                return Read(date(year, month, 1), "只写到月，记为当月 1 日", "only a month; its first day")
            made = date(year, month, int(found.group(3)))
            return Read(
                made, "" if made.isoformat() == text else "日期写成统一格式", "" if made.isoformat() == text else "one format"
            )
    except ValueError:
        return None
    return None


def read_phones(cell: Any) -> tuple[list[str], list[str]]:
    """Return (numbers, leftovers) of a cell: E notation written out, two numbers in one cell parted, names left out."""
    text = decimal_text(tidy(text_of(cell)).strip("'‘’`"))
    if is_nothing(text):
        return [], []
    whole = phones.normalise(text.removesuffix(".0"))
    if phones.is_plausible(whole):
        return [whole], []
    good: list[str] = []
    wrong: list[str] = []
    joined = re.sub(r"(?<=\d)[ \-—](?=\d)", "-", text)
    for piece in re.split(r"[,，;；、/\\|\n和及或]+|(?<=\d)\s+(?=\d{7})|\s{1,}", joined):
        digits = phones.normalise(re.sub(r"[^\d+\-]", "", piece))
        if not digits:
            continue
        if phones.is_plausible(digits):
            good.append(digits)
            continue
        parts = re.findall(r"(?:\+?86)?(1[3-9]\d{9})(?=1[3-9]\d{9}|$)", digits)
        if parts and "".join(parts) == digits:
            good += parts
        else:
            wrong.append(piece.strip())
    return list(dict.fromkeys(good)), wrong


def read_degrees(cell: Any) -> Read | None:
    """Return degrees: 118.95, 东经118.95°, 118°57′14.4″. None when it is no number of degrees within ±180."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Read(float(cell)) if -180 <= cell <= 180 else None
    text = tidy(text_of(cell))
    found = _DEGREES.match(text)
    if found is None:
        return None
    whole, minutes, seconds = (float(part) if part else 0.0 for part in found.groups())
    value = whole + minutes / 60 + seconds / 3600
    if not 0 <= value <= 180:
        return None
    return Read(value, *(("度分秒换成度", "degrees, minutes and seconds as degrees") if found.group(2) else ("", "")))


def read_point(cell: Any) -> tuple[float, float] | None:
    """Return the two numbers of '118.95,42.27' in the order written, or None."""
    numbers = re.findall(r"\d+(?:\.\d+)?", tidy(text_of(cell)))
    if len(numbers) != 2:
        return None
    return float(numbers[0]), float(numbers[1])
