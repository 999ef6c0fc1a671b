"""The pure engine of rule packs: read a document, lay one over another, classify a place. Knows no Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from fengsui.kernel.rulepacks.conditions import INPUT_LABELS, label_of, match, number_of
from fengsui.kernel.rulepacks.schema import PackContent


class WrongPack(ValueError):
    """A pack that cannot be used; `problems` says in words what is wrong and where."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class GroupHit:
    """A word of the law or of the work a place falls under, and why."""

    code: str
    label: str
    reasons: tuple[str, ...]
    verified: bool


@dataclass(frozen=True)
class Classification:
    """What a pack makes of a place's inputs.

    The class found ('' = none fits), why in words, whether a key unit is suggested, inputs that could still change the
    answer, the groups it falls under, the checklists asked there, and inputs that cannot be true together.
    """

    class_code: str
    class_label: str
    key_unit_suggested: bool
    reasons: tuple[str, ...]
    missing_inputs: tuple[str, ...]
    groups: tuple[GroupHit, ...] = ()
    checklists: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def _laid_rows(below: list[Any], above: list[Any]) -> list[Any]:
    """Merge rows by code; new ones are added, before a last resort, which must stay last."""
    merged = {row["code"]: row for row in below}
    for row in above:
        merged[row["code"]] = {**merged.get(row["code"], {}), **row}
    return sorted(merged.values(), key=_is_last_resort)


def _is_last_resort(row: Mapping[str, Any]) -> bool:
    when = row.get("when")
    return isinstance(when, Mapping) and bool(when.get("otherwise"))


def lay_over(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    """Return a region's document laid over its base: rows with the same code merge, others are added."""
    made = dict(base)
    for key, value in top.items():
        if key == "extends":
            continue
        rows = made.get(key)
        if isinstance(rows, list) and isinstance(value, list) and all("code" in row for row in [*rows, *value]):
            made[key] = _laid_rows(rows, value)
        elif key in ("sources", "tests") and isinstance(rows, list):
            made[key] = [*rows, *value]
        else:
            made[key] = value
    return made


def read(document: Mapping[str, Any]) -> PackContent:
    """Return a typed pack from a whole document; items take their grade's limit. Raises WrongPack with the places."""
    filled = dict(document)
    grades = {row.get("code"): row.get("limit_working_days", 0) for row in _dicts(document.get("grades"))}
    if isinstance(document.get("items"), list | tuple):
        filled["items"] = [_with_limit(row, grades) for row in document["items"]]
    try:
        return PackContent.model_validate(filled)
    except ValidationError as error:
        raise WrongPack([f"{_place_of(raw['loc'])}：{raw['msg']}" for raw in error.errors()[:30]]) from error


def _with_limit(item: Any, grades: Mapping[Any, Any]) -> Any:
    if not isinstance(item, Mapping) or "limit_working_days" in item:
        return item
    return {**item, "limit_working_days": grades.get(item.get("grade"), 0)}


def _dicts(rows: Any) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []


def _place_of(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in loc)


def conflicts_of(inputs: Mapping[str, Any], content: PackContent) -> tuple[str, ...]:
    """Return in words which inputs cannot be right: no number, below zero, or not possible together."""
    found: list[str] = []
    for name, given in inputs.items():
        label, unit = INPUT_LABELS.get(name, (name, ""))
        if not unit or given is None or given == "":
            continue
        value = number_of(inputs, name)
        if value is None:
            found.append(f"{label}“{given}”不是数字")
        elif value < 0 and name != "floor":
            found.append(f"{label}不能小于 0")
    activity = str(inputs.get("activity") or "")
    if activity and content.activity(activity) is None:
        found.append(f"业态“{activity}”不在规则包 {content.version} 中")
    for small, great, words in (
        ("floor", "floors", "所在楼层高于总层数"),
        ("rooms", "beds", "客房比床位还多"),
        ("pupils", "persons", "学生比最多人数还多"),
    ):
        one, two = number_of(inputs, small), number_of(inputs, great)
        if one is not None and two is not None and two > 0 and one > two:
            found.append(f"{words}（{label_of(small)} {one:g}，{label_of(great)} {two:g}）")
    boarders = number_of(inputs, "boarding_beds")
    if inputs.get("boarding") is False and boarders:
        found.append("登记为没有寄宿，却填了寄宿床位")
    return tuple(found)


def groups_of(inputs: Mapping[str, Any], content: PackContent) -> tuple[GroupHit, ...]:
    """Return the groups a place falls under for certain; one whose inputs are not known is left out."""
    activity = content.activity(str(inputs.get("activity") or ""))
    hits: list[GroupHit] = []
    for group, when in content.candidates(activity.code if activity else "")[1]:
        if hits and hits[-1].code == group.code:
            continue
        found = match(when, inputs, activity.zh if activity else "未填", any_kind=True)
        if found.fits and not found.missing:
            verified = bool(group.basis) and all(clause.verified for clause in group.basis)
            hits.append(GroupHit(group.code, group.zh, found.reasons, verified))
    return tuple(hits)


def classify(inputs: Mapping[str, Any], content: PackContent) -> Classification:
    """Return the class of a place from its inputs (activity, kind, numbers, yes/no), by the first class that fits.

    A class whose bounds need an input that is not known does not fit but is remembered: when nothing certain
    fits better, the answer is the last resort (otherwise) with the inputs to be asked for named.
    """
    activity = content.activity(str(inputs.get("activity") or ""))
    label = activity.zh if activity else "未填"
    groups = groups_of(inputs, content)
    conflicts = conflicts_of(inputs, content)
    missing: list[str] = []
    for row in content.candidates(activity.code if activity else "")[0]:
        found = match(row.when, inputs, label)
        if not found.fits:
            continue
        if found.missing:
            missing += [name for name in found.missing if name not in missing]
            continue
        reasons = list(found.reasons)
        if missing:
            names = "、".join(label_of(name) for name in missing)
            reasons.append(f"未填{names}，补填后可能归入其他类别")
        if not activity and not row.when.kind:
            missing.insert(0, "activity")
        return Classification(
            class_code=row.code,
            class_label=row.zh,
            key_unit_suggested=row.key_unit,
            reasons=tuple(reasons),
            missing_inputs=tuple(missing),
            groups=groups,
            checklists=_checklists(row.checklists, groups, content),
            conflicts=conflicts,
        )
    return Classification(
        "", "", False, ("没有适用的类别",), tuple(missing or ["activity"]), groups, _checklists((), groups, content), conflicts
    )


def _checklists(own: tuple[str, ...], groups: tuple[GroupHit, ...], content: PackContent) -> tuple[str, ...]:
    if not groups:
        return own
    hit = {group.code for group in groups}
    added = [name for group in content.groups if group.code in hit for name in group.checklists]
    return tuple(dict.fromkeys([*own, *added]))
