"""Writes docs/key-unit-states.md from the table: `python -m fengsui.places.key_units.page` keeps it current."""

import sys
from pathlib import Path

from fengsui.places.key_units.states import STATUSES, VERBS, KeyUnitVerb

PAGE = Path(__file__).resolve().parents[3] / "docs" / "key-unit-states.md"
_NEEDS = {"document": "文书名称或文号", "reason": "说明"}


def page() -> str:
    """Return the whole page in Markdown."""
    rows = [
        "# 重点单位状态表",
        "",
        "本页由 `fengsui/places/key_units/states.py` 生成（`python -m fengsui.places.key_units.page`），",
        "接口、按钮和测试用的是同一张表。",
        "依据：《消防法》第十七条。界定标准由规则包给出，只作“建议按重点单位核查”的提示，是否认定由人决定。",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {status.code}: {status.zh}" for status in STATUSES.values()),
        *(f"    {start} --> {verb.to_status}: {verb.zh}" for verb in VERBS.values() for start in verb.from_statuses),
        "```",
        "",
        "## 状态",
        "",
        "| 代码 | 状态 | 计入重点单位 |",
        "|---|---|---|",
        *(f"| `{one.code}` | {one.zh} | {'是' if one.listed else '否'} |" for one in STATUSES.values()),
        "",
        "## 动作",
        "",
        "| 动作 | 从 | 到 | 权限 | 须填 | 后果 |",
        "|---|---|---|---|---|---|",
        *(_row(verb) for verb in VERBS.values()),
        "",
    ]
    return "\n".join(rows)


def _row(verb: KeyUnitVerb) -> str:
    starts = "、".join(STATUSES[code].zh for code in verb.from_statuses)
    needs = "、".join(_NEEDS[need] for need in verb.needs)
    end = STATUSES[verb.to_status].zh
    return f"| {verb.zh} `{verb.code}` | {starts} | {end} | `{verb.permission}` | {needs} | {verb.consequence_zh} |"


def main() -> int:
    """Write the page and say where."""
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
