"""Writes docs/major-states.md from the state table and the rules: `python -m fengsui.hazards.major.states_page`."""

import sys
from pathlib import Path

from fengsui.hazards.major.judging import KINDS, valid_words
from fengsui.hazards.major.rules import RuleSet, rule_sets
from fengsui.hazards.major.states import MINIMUM_DECIDERS, STATES, VERBS, MajorVerb

PAGE = Path(__file__).resolve().parents[3] / "docs" / "major-states.md"


def page() -> str:
    """Return the whole page in Markdown."""
    rows = [
        "# 重大火灾隐患状态表",
        "",
        "本页由 `fengsui/hazards/major/` 生成（`python -m fengsui.hazards.major.states_page`），接口、按钮和测试用的是同一张表。",
        "",
        "系统只提出“疑似重大”，从不判定；隐患自身的等级和期限不因此改变。",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state.code}: {state.zh}" for state in STATES.values()),
        *(line for verb in VERBS.values() if verb.to_state for line in _arrows(verb)),
        *(f"    {state.code} --> [*]" for state in STATES.values() if not state.open),
        "```",
        "",
        "## 动作",
        "",
        "| 动作 | 从 | 到 | 权限 | 条件 | 后果 |",
        "|---|---|---|---|---|---|",
        *(_verb_row(verb) for verb in VERBS.values()),
        "",
    ]
    for one in rule_sets():
        rows += _rules(one)
    return "\n".join(rows)


def _arrows(verb: MajorVerb) -> list[str]:
    return [f"    {start} --> {verb.to_state}: {verb.zh}" for start in verb.from_states or ("[*]",)]


def _verb_row(verb: MajorVerb) -> str:
    starts = "、".join(STATES[code].zh for code in verb.from_states) or "（新提出）"
    end = STATES[verb.to_state].zh if verb.to_state else "不变"
    who = f"`{verb.permission}`" if verb.permission else "仅系统"
    conditions = [guard.rule for guard in verb.guards]
    if verb.collective:
        conditions += ["会议日期", f"大队具名人员不少于 {MINIMUM_DECIDERS} 人", "会议纪要已送达"]
    return f"| {verb.zh} `{verb.code}` | {starts} | {end} | {who} | {'；'.join(conditions) or '—'} | {verb.consequence_zh} |"


def _rules(one: RuleSet) -> list[str]:
    return [
        f"## {one.title}（{one.standard}）",
        "",
        f"{valid_words(one)}。{one.note}",
        "",
        "| 要素 | 短名 | 判定 | 分组 | 看哪些检查项 | 条文 |",
        "|---|---|---|---|---|---|",
        *(
            f"| {element.code} | {element.zh} | {KINDS[element.kind]} | {one.groups[element.group]} "
            f"| {_items(one, element.code)} | {element.clause_words} |"
            for element in one.elements
        ),
        "",
        "综合判定达到下列之一（均待核）：",
        "",
        *(f"- {row.zh}" for row in one.combinations),
        "",
    ]


def _items(rule_set: RuleSet, code: str) -> str:
    element = rule_set.element(code)
    parts = []
    for condition in element.when if element else ():
        share = f" 坏 >{condition.percent_above}%" if condition.percent_above is not None else ""
        where = "、".join(rule_set.place_kinds[name].zh for name in condition.where)
        parts.append("、".join(condition.items) + share + (f"（{where}）" if where else ""))
    return "；".join(parts) or "由人提出"


def main() -> int:
    """Write the page and say where."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
