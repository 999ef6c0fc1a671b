"""Writes docs/place-states.md from the state table: `python -m fengsui.places.states_page` keeps it current."""

import sys
from pathlib import Path

from fengsui.places.states import STATES, VERBS, PlaceVerb

PAGE = Path(__file__).resolve().parents[2] / "docs" / "place-states.md"


def diagram() -> str:
    """Return the table as a Mermaid state diagram; coming back from an ended state is left to the table of verbs."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.code}: {state.zh}" for state in STATES.values()]
    for verb in VERBS.values():
        if verb.code != "restore":
            lines += [f"    {start} --> {verb.to_state}: {verb.zh}" for start in verb.from_states]
    return "\n".join([*lines, "```"])


def page() -> str:
    """Return the whole page in Markdown."""
    rows = [
        "# 场所状态表",
        "",
        "本页由 `fengsui/places/states.py` 生成（`python -m fengsui.places.states_page`），接口、按钮和测试用的是同一张表。",
        "",
        diagram(),
        "",
        "## 状态",
        "",
        "| 代码 | 状态 | 计入台账存量 | 例行巡查 |",
        "|---|---|---|---|",
        *(f"| `{s.code}` | {s.zh} | {_yes(s.in_stock)} | {_yes(s.patrolled)} |" for s in STATES.values()),
        "",
        "## 动作",
        "",
        "| 动作 | 从 | 到 | 权限 | 须填 | 后果 |",
        "|---|---|---|---|---|---|",
        *(_verb_row(verb) for verb in VERBS.values()),
        "",
    ]
    return "\n".join(rows)


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _verb_row(verb: PlaceVerb) -> str:
    starts = "、".join(STATES[code].zh for code in verb.from_states)
    words = {"reason": "原因", "into_place_id": "保留的档案"}
    needs = "、".join(words[need] for need in verb.needs) or "—"
    end = STATES[verb.to_state].zh
    return f"| {verb.zh} `{verb.code}` | {starts} | {end} | `{verb.permission}` | {needs} | {verb.consequence_zh} |"


def main() -> int:
    """Write the page and say where."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
