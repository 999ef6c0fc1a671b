"""What is wrong with a rule pack, in words, before it may be called tested; and what a reader should know of it. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from fengsui.kernel.rulepacks.conditions import INPUT_LABELS, label_of
from fengsui.kernel.rulepacks.engine import classify
from fengsui.kernel.rulepacks.frequencies import faults, unsure
from fengsui.kernel.rulepacks.schema import Basis, PackContent, PlaceClass, When

# How far a source must have been read before a clause of it may be shown as verified.
_READ = ("verified", "partly_read")
_INFINITE = float("inf")


def examine(content: PackContent) -> list[str]:
    """Return what keeps a pack from being tested: wrong references, contradictions, examples that do not come true."""
    return [
        *_repeated(content), *_references(content), *_conditions(content), *faults(content), *_verification(content),
        *_examples(content),
    ]  # fmt: skip


def _repeated(content: PackContent) -> Iterator[str]:
    named: dict[str, list[str]] = {
        "检查项": [row.code for row in content.items],
        "类别": [row.code for row in content.classes],
        "管理用语": [row.code for row in content.groups],
        "业态": [row.code for row in content.activities],
        "季节": [row.code for row in content.seasons],
        "自查要求": [row.code for row in content.duties],
        "巡查结果": [row.code for row in content.outcomes],
        "检查表": [row.code for row in content.checklists],
        "文书": [row.code for row in content.papers],
        "等级": [row.code for row in content.grades],
        "来源": [row.key for row in content.sources],
        "违情": [str(row.number) for row in content.legal_categories],
    }
    for name, codes in named.items():
        yield from (f"{name} {code} 重复" for code, count in Counter(codes).items() if count > 1)


def _references(content: PackContent) -> Iterator[str]:
    checklists = {row.code for row in content.checklists}
    activities = {row.code for row in content.activities}
    classes = {row.code: row for row in content.classes}
    papers = {row.code: row for row in content.papers}
    if {row.number for row in content.legal_categories} != set(range(1, 13)):
        yield "违情应为 1～12 共十二项"
    if {row.code for row in content.grades} != set("ABCD"):
        yield "等级应为 A、B、C、D 四项"
    if not any(row.inspected for row in content.outcomes):
        yield "没有一种巡查结果算已检查"
    for item in content.items:
        if item.checklist not in checklists:
            yield f"检查项 {item.code} 的检查表 {item.checklist} 不存在"
        for code in item.applies_to:
            if code not in classes:
                yield f"检查项 {item.code} 适用的类别 {code} 不存在"
            elif item.checklist not in classes[code].checklists:
                yield f"检查项 {item.code} 适用于类别 {code}，但该类别不用检查表 {item.checklist}"
    for row in content.classes:
        yield from (f"类别 {row.code} 的检查表 {code} 不存在" for code in row.checklists if code not in checklists)
        yield from (f"类别 {row.code} 的业态 {code} 不存在" for code in row.when.activity if code not in activities)
    for group in content.groups:
        yield from (f"管理用语 {group.code} 的检查表 {code} 不存在" for code in group.checklists if code not in checklists)
        named = {code for when in group.when for code in when.activity}
        yield from (f"管理用语 {group.code} 的业态 {code} 不存在" for code in sorted(named - activities))
    if content.delegation:
        for code in content.delegation.papers:
            if code not in papers:
                yield f"授权文件里的文书 {code} 不存在"
            elif not papers[code].delegable:
                yield f"文书“{papers[code].zh}”不能授权给街道"


def _whens(content: PackContent) -> Iterator[tuple[str, When]]:
    for row in content.classes:
        yield f"类别 {row.code}", row.when
    for group in content.groups:
        for when in group.when:
            yield f"管理用语 {group.code}", when


def _range(when: When, name: str) -> tuple[float, float]:
    low = max(when.at_least.get(name, -_INFINITE), when.above.get(name, -_INFINITE))
    high = min(when.below.get(name, _INFINITE), when.at_most.get(name, _INFINITE))
    return low, high


def _conditions(content: PackContent) -> Iterator[str]:
    for what, when in _whens(content):
        for name in sorted({*when.numbers, *when.is_true} - set(INPUT_LABELS)):
            yield f"{what} 的条件用了不认识的数据 {name}"
        for name in sorted(when.numbers - set(when.any_at_least)):
            low, high = _range(when, name)
            if low >= high:
                yield f"{what} 的{label_of(name)}下限 {low:g} 不小于上限 {high:g}，永远不成立"
    if not any(row.when.otherwise for row in content.classes):
        yield "缺少兜底类别（otherwise）"
    elif not content.classes[-1].when.otherwise:
        yield "兜底类别应排在最后"
    for n, row in enumerate(content.classes):
        if row.key_unit and (row.when.below or row.when.at_most):
            yield f"重点单位类别 {row.code} 不应有上限：规模更大反而不再是重点单位"
        for earlier in content.classes[:n]:
            if not earlier.when.otherwise and _covers(earlier.when, row.when):
                yield f"类别 {row.code} 永远轮不到：排在前面的 {earlier.code} 已包含它"
            elif words := _overlap(earlier, row):
                yield words


def _covers(wide: When, narrow: When) -> bool:
    """Tell whether whatever meets the narrow condition meets the wide one too (plain bounds only)."""
    if narrow.otherwise or wide.kind != narrow.kind or not set(wide.is_true) <= set(narrow.is_true):
        return False
    if wide.activity and not (narrow.activity and set(narrow.activity) <= set(wide.activity)):
        return False
    if wide.any_at_least and wide.any_at_least != narrow.any_at_least:
        return False
    for name in wide.numbers - set(wide.any_at_least):
        outer, inner = _range(wide, name), _range(narrow, name)
        if not (outer[0] <= inner[0] and inner[1] <= outer[1]):
            return False
    return True


def _overlap(one: PlaceClass, two: PlaceClass) -> str:
    """Return words when two classes of the same activity take the same stretch of the same single input, else ''."""
    names = one.when.numbers
    shared = set(one.when.activity) & set(two.when.activity)
    if len(names) != 1 or names != two.when.numbers or not shared or one.when.any_at_least or two.when.any_at_least:
        return ""
    if one.when.is_true or two.when.is_true or one.when.kind != two.when.kind:
        return ""
    name = next(iter(names))
    first, second = _range(one.when, name), _range(two.when, name)
    low, high = max(first[0], second[0]), min(first[1], second[1])
    if low >= high:
        return ""
    return f"类别 {one.code} 与 {two.code} 的{label_of(name)}重叠：{_stretch(low, high)}"


def _stretch(low: float, high: float) -> str:
    if low == -_INFINITE:
        return f"不满 {high:g}"
    return f"{low:g} 以上" if high == _INFINITE else f"{low:g}～{high:g}"


def _verification(content: PackContent) -> Iterator[str]:
    """Tell of clauses marked verified although no source of theirs has been read."""
    read = tuple(source.key for source in content.sources if source.state in _READ)
    for what, basis in _all_basis(content):
        for clause in basis:
            if clause.verified and not clause.text.startswith(read):
                yield f"{what} 的依据“{clause.text}”标为已核，但来源表里没有读过原文的对应来源"


def _all_basis(content: PackContent) -> Iterator[tuple[str, tuple[Basis, ...]]]:
    yield from ((f"检查项 {row.code}", row.basis) for row in content.items)
    yield from ((f"类别 {row.code}", row.basis) for row in content.classes)
    yield from ((f"管理用语 {row.code}", row.basis) for row in content.groups)
    yield from ((f"类别 {row.code} 的频次", row.visits.basis) for row in content.classes if row.visits)
    yield from ((f"季节 {row.code} 的频次", visits.basis) for row in content.seasons for visits in row.visits)
    yield from ((f"自查要求 {row.code}", row.basis) for row in content.duties)


def _examples(content: PackContent) -> Iterator[str]:
    for n, example in enumerate(content.tests, 1):
        found = classify(example.inputs, content)
        if found.class_code != example.class_code:
            yield f"用例 {n} {dict(example.inputs)}：应为 {example.class_code}，实际 {found.class_code or '无'}"


@dataclass(frozen=True)
class Band:
    """One stretch of one input of one activity (low ≤ value < high; None = open) and the class it falls into."""

    activity: str
    activity_label: str
    input: str
    input_label: str
    unit: str
    low: float | None
    high: float | None
    class_code: str
    class_label: str
    verified: bool


def bands(content: PackContent) -> list[Band]:
    """Return the thresholds as a table: for each activity and number, which stretch falls into which class.

    The other numbers of the activity count as 0 and yes/no inputs as no, so that a row shows the effect of one number.
    """
    table: list[Band] = []
    for activity in content.activities:
        rows = [row for row in content.classes if activity.code in row.when.activity]
        numbers = sorted({name for row in rows for name in row.when.numbers}, key=list(INPUT_LABELS).index)
        for name in numbers:
            cuts = sorted({bound for row in rows for bound in _bounds(row.when, name)})
            still = dict.fromkeys(numbers, 0.0)
            # A stretch between two thresholds is no surer than the thresholds themselves.
            bounding = [row for row in rows if _bounds(row.when, name)]
            edges = [0.0, *[cut for cut in cuts if cut > 0]]
            for low, high in zip(edges, [*edges[1:], _INFINITE], strict=True):
                inside = low + 1 if high == _INFINITE else (low + high) / 2
                found = classify({**still, "activity": activity.code, name: inside}, content)
                into = content.place_class(found.class_code)
                label, unit = INPUT_LABELS[name]
                made = Band(
                    activity=activity.code,
                    activity_label=activity.zh,
                    input=name,
                    input_label=label,
                    unit=unit,
                    low=low or None,
                    high=None if high == _INFINITE else high,
                    class_code=found.class_code,
                    class_label=found.class_label,
                    verified=all(clause.verified for row in [*bounding, *([into] if into else [])] for clause in row.basis),
                )
                table.append(made)
    return table


def _bounds(when: When, name: str) -> list[float]:
    fields = (when.at_least, when.above, when.any_at_least, when.below, when.at_most)
    return [bounds[name] for bounds in fields if name in bounds]


def remarks(content: PackContent) -> list[str]:
    """Return what a reader should know though it stops nothing: gaps left to the last resort, clauses not verified."""
    said: list[str] = []
    unverified, every = unverified_share(content)
    if unverified:
        said.append(f"{every} 个检查项中有 {unverified} 个的依据待核")
    said += unsure(content)
    last = content.classes[-1].code
    for band in bands(content):
        if band.class_code == last:
            stretch = _stretch(-_INFINITE if band.low is None else band.low, _INFINITE if band.high is None else band.high)
            said.append(f"{band.activity_label}：{band.input_label} {stretch} {band.unit} 归入“{band.class_label}”")
    tried = {example.class_code for example in content.tests}
    said += [f"类别“{row.zh}”没有用例" for row in content.classes if row.code not in tried]
    return said


def unverified_share(content: PackContent) -> tuple[int, int]:
    """Return (items with a clause still to be verified, items)."""
    return sum(not item.verified for item in content.items), len(content.items)
