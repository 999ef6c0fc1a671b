"""Templates of bulletins: plain text with named fields, tables and charts. Nothing in a template is ever run as code.

A line that starts with 一、 is a heading, with （一） a heading below it; a line 【表：各区域情况】 or 【图：每日走势】 puts a
table or chart there, 【附表：…】 one on a page of its own at the end; every other line is a paragraph. {发现隐患} is a
field: its name is looked up in a list, an unknown one is refused by name.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from fengsui.kernel.errors import FieldError, InvalidInput

FIELD = re.compile(r"\{([^{}\n]*)\}")
FIRST_HEADING = re.compile(r"^[一二三四五六七八九十]+、")
SECOND_HEADING = re.compile(r"^（[一二三四五六七八九十]+）")
PUT_IN = re.compile(r"^【(表|图|附表)[：:]\s*([^】]*)】$")
LONGEST = 20_000

BlockType = Literal["heading", "paragraph", "table", "chart", "annex"]


@dataclass(frozen=True)
class Block:
    """One part of a paper: words, or the name of a table or chart with its number in the paper."""

    type: BlockType
    text: str
    level: int = 0
    number: int = 0


def blocks_of(text: str) -> list[Block]:
    """Return a text as blocks, tables, charts and annexes each counted from 1."""
    made: list[Block] = []
    counts = {"table": 0, "chart": 0, "annex": 0}
    kinds: dict[str, BlockType] = {"表": "table", "图": "chart", "附表": "annex"}
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            continue
        if found := PUT_IN.match(line):
            kind = kinds[found[1]]
            counts[kind] += 1
            made.append(Block(kind, found[2].strip(), number=counts[kind]))
        elif FIRST_HEADING.match(line) and len(line) <= 40:
            made.append(Block("heading", line, level=1))
        elif SECOND_HEADING.match(line) and len(line) <= 40 and not line.endswith("。"):
            made.append(Block("heading", line, level=2))
        else:
            made.append(Block("paragraph", line))
    return made


def check(texts: Mapping[str, str], *, fields: Iterable[str], tables: Iterable[str], charts: Iterable[str]) -> None:
    """Let texts pass whose every field, table and chart is known.

    Raises InvalidInput (`bulletin_words`) that names each unknown one, where it stands, and what is close to it.
    """
    known = {"field": list(fields), "table": list(tables), "chart": list(charts)}
    problems: list[FieldError] = []
    for name, text in texts.items():
        if len(text) > LONGEST:
            problems.append(FieldError(name, f"文字超过 {LONGEST} 字，请缩短。", f"More than {LONGEST} characters."))
        for number, line in enumerate(text.splitlines(), start=1):
            found = _wrong(line.strip(), known)
            problems += [FieldError(name, f"第 {number} 行{words}", f"Line {number} names something unknown.") for words in found]
    if problems:
        listed = "；".join(problem.zh for problem in problems[:5])
        raise InvalidInput(
            "bulletin_words",
            zh=f"文字有 {len(problems)} 处要改：{listed}。",
            en=f"{len(problems)} places name an unknown field, table or chart.",
            fields=problems,
        )


def _wrong(line: str, known: dict[str, list[str]]) -> list[str]:
    made = []
    for name in FIELD.findall(line):
        if name not in known["field"]:
            made.append(f"里没有名为“{name}”的字段{_close(name, known['field'], '{', '}')}")
    if "{" in FIELD.sub("", line) or "}" in FIELD.sub("", line):
        made.append("的花括号没有成对，字段写作 {发现隐患}")
    if found := PUT_IN.match(line):
        which = "chart" if found[1] == "图" else "table"
        if found[2].strip() not in known[which]:
            made.append(f"里没有名为“{found[2].strip()}”的{found[1][-1]}，可用：{'、'.join(known[which])}")
    return made


def _close(name: str, names: list[str], left: str, right: str) -> str:
    near = get_close_matches(name, names, n=3, cutoff=0.4)
    return "，是不是 " + "、".join(f"{left}{one}{right}" for one in near) if near else "，请从右侧的字段表里选"


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields replaced by values. Raises KeyError for a field that check would have refused."""
    return FIELD.sub(lambda found: values[found[1]], text)
