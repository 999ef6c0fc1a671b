"""Whether a condition of a rule pack holds for a place's inputs, and why in words. Pure."""

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fengsui.kernel.rulepacks.schema import When

# Inputs by key: words and unit. A key that is not here is shown as it is.
INPUT_LABELS: dict[str, tuple[str, str]] = {
    "area_m2": ("面积", "m²"),
    "height_m": ("高度", "m"),
    "floors": ("层数", "层"),
    "floor": ("所在楼层", "层"),
    "beds": ("床位", "张"),
    "boarding_beds": ("寄宿床位", "张"),
    "seats": ("餐位", "个"),
    "rooms": ("客房", "间"),
    "persons": ("人数", "人"),
    "pupils": ("学生", "人"),
    "staff": ("从业人数", "人"),
    "computers": ("电脑", "台"),
    "households": ("户数", "户"),
    "charging_ports": ("充电端口", "个"),
    "underground": ("位于地下", ""),
    "boarding": ("有寄宿", ""),
    "lodging": ("有人住宿", ""),
    "flammable_stock": ("存放易燃易爆品", ""),
    "hot_work": ("有动火作业", ""),
    "activity": ("业态", ""),
}
KIND_LABELS = {"compound": "住宅小区", "building": "建筑", "place": "场所"}
_TESTS: tuple[tuple[str, str, Callable[[float, float], bool]], ...] = (
    ("at_least", "≥", operator.ge),
    ("above", "＞", operator.gt),
    ("below", "＜", operator.lt),
    ("at_most", "≤", operator.le),
)


def label_of(name: str) -> str:
    """Return the words of an input; its key when it has none."""
    return INPUT_LABELS.get(name, (name, ""))[0]


def number_of(inputs: Mapping[str, Any], name: str) -> float | None:
    """Return an input as a finite number, or None when it is empty, a yes/no or no number at all."""
    given = inputs.get(name)
    if given is None or given == "" or isinstance(given, bool):
        return None
    try:
        value = float(given)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


@dataclass(frozen=True)
class Match:
    """Whether a condition can hold, why in words, and the inputs without which it cannot be told for certain."""

    fits: bool
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def _bound_words(name: str, sign: str, bound: float, value: float) -> str:
    label, unit = INPUT_LABELS.get(name, (name, ""))
    return f"{label} {value:g} {unit} {sign} {bound:g} {unit}".replace("  ", " ").strip()


def _any_bound(when: When, inputs: Mapping[str, Any]) -> Match:
    known = {name: number_of(inputs, name) for name in when.any_at_least}
    hits = [(name, value) for name, value in known.items() if value is not None and value >= when.any_at_least[name]]
    if hits:
        return Match(True, tuple(_bound_words(name, "≥", when.any_at_least[name], value) for name, value in hits))
    missing = tuple(name for name, value in known.items() if value is None)
    return Match(bool(missing), (), missing)


def match(when: When, inputs: Mapping[str, Any], activity_label: str, *, any_kind: bool = False) -> Match:
    """Return how a condition stands to a place's inputs (kind, activity, numbers, yes/no).

    A compound meets only conditions that name its kind, as a shop's bounds say nothing of it; `any_kind` lifts that.
    """
    if when.otherwise:
        return Match(True, ("不属于其他各类",))
    reasons: list[str] = []
    kind = str(inputs.get("kind") or "")
    if when.kind:
        if kind != when.kind:
            return Match(False)
        reasons.append(f"登记为{KIND_LABELS.get(when.kind, when.kind)}")
    elif kind == "compound" and not any_kind:
        return Match(False)
    if when.activity:
        if inputs.get("activity") not in when.activity:
            return Match(False)
        reasons.append(f"业态为{activity_label}")
    missing: list[str] = []
    for field, sign, holds in _TESTS:
        bounds: dict[str, float] = getattr(when, field)
        for name, bound in bounds.items():
            value = number_of(inputs, name)
            if value is None:
                missing.append(name)
            elif not holds(value, bound):
                return Match(False)
            else:
                reasons.append(_bound_words(name, sign, bound, value))
    for name in when.is_true:
        if inputs.get(name) is not True:
            return Match(False)
        reasons.append(label_of(name))
    if when.any_at_least:
        found = _any_bound(when, inputs)
        if not found.fits:
            return found
        reasons += found.reasons
        missing += found.missing
    return Match(True, tuple(reasons), tuple(missing))
