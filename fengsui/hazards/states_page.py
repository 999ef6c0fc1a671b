"""Writes docs/hazard-states.md from the state table: `python -m fengsui.hazards.states_page` keeps it current."""

import sys
from pathlib import Path

from fengsui.hazards.states import GRADES, LEGAL_CATEGORIES, STATES, VERBS, Verb

PAGE = Path(__file__).resolve().parents[2] / "docs" / "hazard-states.md"


def _targets(verb: Verb) -> list[tuple[str, str]]:
    return [(start or "[*]", verb.to_state or start) for start in verb.from_states or ("",)]


def diagram() -> str:
    """Return the table as a Mermaid state diagram; verbs that leave the state as it is are left out."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.code}: {state.zh}" for state in STATES.values()]
    for verb in VERBS.values():
        if verb.to_state:
            lines += [f"    {start} --> {end}: {verb.zh}" for start, end in _targets(verb)]
    lines += [f"    {state.code} --> [*]" for state in STATES.values() if not state.in_stock]
    return "\n".join([*lines, "```"])


def page() -> str:
    """Return the whole page in Markdown."""
    rows = [
        "# 隐患状态表",
        "",
        "本页由 `fengsui/hazards/states/` 生成（`python -m fengsui.hazards.states_page`），接口、按钮和测试用的是同一张表。",
        "",
        diagram(),
        "",
        "随复查拍摄的照片还在途时，“复查通过”先记下结论，案件留在“整改上报”，照片送达后由系统销案。",
        "",
        "## 状态",
        "",
        "| 代码 | 状态 | 计入存量 | 期限在走 |",
        "|---|---|---|---|",
        *(f"| `{s.code}` | {s.zh} | {_yes(s.in_stock)} | {_yes(s.limit_runs)} |" for s in STATES.values()),
        "",
        "## 动作",
        "",
        "| 动作 | 从 | 到 | 权限 | 条件 | 后果 |",
        "|---|---|---|---|---|---|",
        *(_verb_row(verb) for verb in VERBS.values()),
        "",
        "## 等级",
        "",
        *(f"- {zh}" for zh, _ in GRADES.values()),
        "",
        "## 违法情形（12 类）",
        "",
        *(f"{code}. {zh}" for code, (zh, _) in LEGAL_CATEGORIES.items()),
        "",
    ]
    return "\n".join(rows)


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _verb_row(verb: Verb) -> str:
    starts = "、".join(STATES[code].zh for code in verb.from_states) or "（新登记）"
    end = STATES[verb.to_state].zh if verb.to_state else "不变"
    who = f"`{verb.permission}`" if verb.permission else "仅系统"
    guards = "；".join(guard.rule for guard in verb.guards) or "—"
    return f"| {verb.zh} `{verb.code}` | {starts} | {end} | {who} | {guards} | {verb.consequence_zh} |"


def main() -> int:
    """Write the page and say where."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
