"""What changed between two rule packs, row by row and in words that a screen can show as they are. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fengsui.kernel.rulepacks.conditions import KIND_LABELS, label_of
from fengsui.kernel.rulepacks.labels import CLASS_GROUPS, CODES, DOERS, FIELDS, REST_DAYS, SECTIONS, frequency_words
from fengsui.kernel.rulepacks.schema import PackContent

_BOUNDS = {"at_least": "≥", "above": "＞", "below": "＜", "at_most": "≤", "any_at_least": "≥"}
_WHOLE = ("title", "title_en", "region", "effective_from", "effective_to", "limits_note")


@dataclass(frozen=True)
class Change:
    """One difference between two packs: what, added / removed / changed, field → (old, new), and all of it in words."""

    what: str
    kind: str
    fields: dict[str, tuple[Any, Any]]
    words: str


def _rows(content: PackContent) -> dict[str, dict[str, Any]]:
    flat: dict[str, dict[str, Any]] = {}
    whole = content.model_dump(mode="json")
    flat["规则包"] = {name: whole[name] for name in _WHOLE}
    for section, words in SECTIONS.items():
        for row in whole[section]:
            flat[f"{words} {row['code']}"] = row
    for row in whole["legal_categories"]:
        flat[f"违法情形 {row['number']}"] = row
    for row in whole["sources"]:
        flat[f"来源 {row['key']}"] = row
    if whole["delegation"] is not None:
        flat["授权"] = whole["delegation"]
    for row in whole["tests"]:
        flat[f"用例 {_inputs_words(row['inputs'])}"] = row
    return flat


def _inputs_words(inputs: Mapping[str, Any]) -> str:
    return "，".join(f"{label_of(name)}={value}" for name, value in sorted(inputs.items()))


def condition_words(when: Mapping[str, Any]) -> str:
    """Return a condition (a When as plain data) in words: 业态 shop、market；面积 ≥ 1000."""
    if when.get("otherwise"):
        return "其余各类"
    parts: list[str] = []
    if when.get("kind"):
        parts.append(f"登记为{KIND_LABELS.get(when['kind'], when['kind'])}")
    if when.get("activity"):
        parts.append("业态 " + "、".join(when["activity"]))
    for field, sign in _BOUNDS.items():
        bounds = [f"{label_of(name)} {sign} {bound:g}" for name, bound in (when.get(field) or {}).items()]
        if bounds:
            parts.append((" 或 " if field == "any_at_least" else "；").join(bounds))
    parts += [label_of(name) for name in when.get("is_true") or ()]
    return "；".join(parts) or "无条件"


def _basis_words(rows: Any) -> str:
    return "、".join(row["text"] + ("" if row["verified"] else "（待核）") for row in rows) or "无"


def _visits_words(rows: Any) -> str:
    return "；".join(_one_visits_words(row) for row in (rows if isinstance(rows, list) else [rows])) or "无"


def _one_visits_words(row: Mapping[str, Any]) -> str:
    named = [*(CLASS_GROUPS[group] for group in row.get("class_groups") or ()), *(row.get("classes") or ())]
    parts = ["、".join(named) + " " + frequency_words(row) if named else frequency_words(row)]
    if row.get("by") == "place":
        parts.append(DOERS["place"])
    if row.get("on_rest_day", "do") != "do":
        parts.append("逢休息日" + REST_DAYS[row["on_rest_day"]])
    return "，".join(parts) + ("" if row.get("basis") and all(one["verified"] for one in row["basis"]) else "（待核）")


def value_words(field: str, value: Any) -> str:
    """Return a field's value as a person reads it."""
    if field == "basis":
        return _basis_words(value)
    if field == "visits" and value:
        return _visits_words(value)
    if field == "when":
        rows = value if isinstance(value, list) else [value]
        return " 或 ".join(condition_words(row) for row in rows)
    words = CODES.get(field, {})
    if isinstance(value, list):
        return "、".join(words.get(str(one), str(one)) for one in value) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "无" if value in (None, "") else words.get(str(value), str(value))


def _title(row: Mapping[str, Any]) -> str:
    return str(row.get("title") or row.get("zh") or row.get("document") or row.get("class_code") or "")


def difference(old: PackContent, new: PackContent) -> list[Change]:
    """Return the differences of two packs, in the order of the new one, what was removed last."""
    before, after = _rows(old), _rows(new)
    changes: list[Change] = []
    for key, row in after.items():
        was = before.get(key)
        if was is None:
            changes.append(Change(key, "added", {}, f"新增{key}：{_title(row)}".rstrip("：")))
        elif was != row:
            names = [name for name in {**was, **row} if was.get(name) != row.get(name)]
            said = "；".join(
                f"{FIELDS.get(name, name)}由“{value_words(name, was.get(name))}”改为“{value_words(name, row.get(name))}”"
                for name in names
            )
            changes.append(Change(key, "changed", {name: (was.get(name), row.get(name)) for name in names}, f"{key}：{said}"))
    for key, row in before.items():
        if key not in after:
            changes.append(Change(key, "removed", {}, f"删除{key}：{_title(row)}".rstrip("：")))
    return changes
