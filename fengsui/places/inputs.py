"""What a place's class is computed from: the inputs with their words, units and limits. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fengsui.kernel.errors import FieldError


@dataclass(frozen=True)
class InputKind:
    """One input: its key, words, unit as shown, what kind of value, and the greatest that makes sense."""

    key: str
    zh: str
    en: str
    unit: str
    kind: Literal["number", "integer", "boolean"]
    greatest: float = 0


INPUTS: dict[str, InputKind] = {
    kind.key: kind
    for kind in (
        InputKind("area_m2", "建筑面积", "floor area", "㎡", "number", 5_000_000),
        InputKind("floors", "层数", "floors", "层", "integer", 200),
        InputKind("floor", "所在楼层", "on floor", "层", "integer", 200),
        InputKind("height_m", "建筑高度", "building height", "米", "number", 1000),
        InputKind("underground", "位于地下", "underground", "", "boolean"),
        InputKind("beds", "床位数", "beds", "张", "integer", 20_000),
        InputKind("boarding_beds", "寄宿床位数", "boarding beds", "张", "integer", 20_000),
        InputKind("rooms", "房间数", "rooms", "间", "integer", 20_000),
        InputKind("seats", "座位数", "seats", "座", "integer", 200_000),
        InputKind("persons", "最多人数", "most people at once", "人", "integer", 500_000),
        InputKind("pupils", "学生（幼儿）数", "pupils", "人", "integer", 100_000),
        InputKind("staff", "从业人数", "staff", "人", "integer", 200_000),
        InputKind("computers", "电脑台数", "computers", "台", "integer", 20_000),
        InputKind("households", "户数", "households", "户", "integer", 100_000),
        InputKind("charging_ports", "充电端口数", "charging ports", "个", "integer", 100_000),
        InputKind("boarding", "有寄宿", "boarding", "", "boolean"),
        InputKind("lodging", "有人住宿", "people sleep there", "", "boolean"),
        InputKind("flammable_stock", "存放易燃易爆品", "flammable stock", "", "boolean"),
        InputKind("hot_work", "有动火作业", "hot work", "", "boolean"),
    )
}
_LEAST = {"floor": -20}


def tidy(inputs: Mapping[str, Any]) -> tuple[dict[str, Any], list[FieldError]]:
    """Return the inputs with empty ones left out and numbers as numbers, and what is wrong with the rest.

    Text that reads as a number ('120', '120.5') is taken; a key not in INPUTS, a negative number or one that no
    building reaches is an error named inputs.<key>.
    """
    made: dict[str, Any] = {}
    errors: list[FieldError] = []
    for key, value in inputs.items():
        if value is None or value == "":
            continue
        kind = INPUTS.get(key)
        if kind is None:
            errors.append(FieldError(f"inputs.{key}", f"没有“{key}”这一项", f"there is no input {key}", "unknown"))
            continue
        read = _read(kind, value)
        if read is None:
            limit = f"{_LEAST.get(key, 0)}～{kind.greatest:g}"
            wanted = "是或否" if kind.kind == "boolean" else f"{limit} 之间的{'整数' if kind.kind == 'integer' else '数'}"
            errors.append(FieldError(f"inputs.{key}", f"{kind.zh}应为{wanted}", f"{kind.en}: {value!r} is not valid"))
            continue
        made[key] = read
    return made, errors


def _read(kind: InputKind, value: Any) -> Any:
    if kind.kind == "boolean":
        return value if isinstance(value, bool) else None
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    if not _LEAST.get(kind.key, 0) <= number <= kind.greatest:
        return None
    if kind.kind == "integer":
        return int(number) if number == int(number) else None
    return int(number) if number == int(number) else round(number, 2)


def words(inputs: Mapping[str, Any]) -> list[str]:
    """Return the inputs as they are read aloud: 建筑面积 120 ㎡, 有人住宿."""
    said = []
    for key, kind in INPUTS.items():
        if key not in inputs:
            continue
        value = inputs[key]
        if kind.kind == "boolean":
            said.append(kind.zh if value else f"{kind.zh}：否")
        else:
            said.append(f"{kind.zh} {value} {kind.unit}")
    return said
