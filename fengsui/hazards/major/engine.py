"""Which open hazards at a place amount to a suspicion of 重大火灾隐患, by the rules of their own dates. Pure; decides nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fengsui.hazards.major.rules import Combination, Condition, Element, RuleSet


@dataclass(frozen=True)
class Finding:
    """One hazard as found: how many were looked at and how many were bad (None = not counted), its photos, whether open."""

    hazard_id: str
    number: str
    item_code: str
    title: str
    found_on: date
    checked: int | None = None
    bad: int | None = None
    counted: str = ""
    photos: int = 0
    is_open: bool = True


@dataclass(frozen=True)
class PlaceFacts:
    """What a place is by its rule pack: class, activity, groups."""

    class_code: str = ""
    activity: str = ""
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Proof:
    """A hazard that stands for an element, with the words that show it."""

    finding: Finding
    words: str


@dataclass(frozen=True)
class Hit:
    """An element that holds, and the hazards that show it, in the order of their numbers."""

    element: Element
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Judgement:
    """What one rule set says of the hazards of its days: suspected or not, why, by which elements.

    `uncounted` are hazards whose element is a share of things counted, and nobody counted.
    """

    rule_set: RuleSet
    suspected: bool
    why: tuple[str, ...]
    hits: tuple[Hit, ...]
    uncounted: tuple[Finding, ...] = ()


def judge(findings: Iterable[Finding], place: PlaceFacts, rule_sets: Sequence[RuleSet]) -> tuple[Judgement, ...]:
    """Return one judgement for each rule set that was in force on the day of some open hazard; none mixes two sets."""
    rows = sorted((one for one in findings if one.is_open), key=lambda one: (one.number, one.hazard_id))
    made = []
    for rule_set in rule_sets:
        own = [one for one in rows if rule_set.holds_on(one.found_on)]
        if own:
            made.append(_judge_by(rule_set, own, place))
    return tuple(made)


def _judge_by(rule_set: RuleSet, findings: Sequence[Finding], place: PlaceFacts) -> Judgement:
    hits, uncounted = [], []
    for element in rule_set.elements:
        if not is_one_of(rule_set, element.where, place):
            continue
        conditions = [one for one in element.when if is_one_of(rule_set, one.where, place)]
        proofs = [proof for finding in findings if (proof := _proof(finding, conditions))]
        if proofs:
            hits.append(Hit(element, tuple(proofs)))
        else:
            uncounted += [one for one in findings if not one.checked and any(one.item_code in c.items for c in conditions)]
    why = [f"直接判定要素：{hit.element.zh}" for hit in hits if hit.element.kind == "direct"]
    why += [words for one in rule_set.combinations if (words := _together(rule_set, one, hits, place))]
    return Judgement(rule_set, bool(why), tuple(why), tuple(hits), tuple(dict.fromkeys(uncounted)))


def is_one_of(rule_set: RuleSet, names: Sequence[str], place: PlaceFacts) -> bool:
    """Tell whether a place is of every kind named."""
    kinds = [rule_set.place_kinds[name] for name in names]
    return all(
        place.class_code in kind.classes or place.activity in kind.activities or not place.groups.isdisjoint(kind.groups)
        for kind in kinds
    )


def _proof(finding: Finding, conditions: Iterable[Condition]) -> Proof | None:
    met = [one for one in conditions if finding.item_code in one.items and _is_bad_enough(finding, one)]
    if not met:
        return None
    # The strictest share it exceeds is the one worth telling.
    asked = max((one.percent_above for one in met if one.percent_above is not None), default=None)
    words = counts_words(finding)
    if asked is not None:
        words += f"，超过 {asked}%"
    return Proof(finding, words)


def _is_bad_enough(finding: Finding, condition: Condition) -> bool:
    if condition.percent_above is None:
        return True
    if not finding.checked or finding.bad is None:
        return False
    return finding.bad * 100 > condition.percent_above * finding.checked


def counts_words(finding: Finding) -> str:
    """Return the counts of a hazard in words, such as “灯 12 坏 5 = 42%”; its title when nothing was counted."""
    if not finding.checked or finding.bad is None:
        return finding.title
    share = (finding.bad * 100 + finding.checked // 2) // finding.checked
    return f"{finding.counted or '检查数'} {finding.checked} 坏 {finding.bad} = {share}%"


def _together(rule_set: RuleSet, combination: Combination, hits: Sequence[Hit], place: PlaceFacts) -> str:
    if not is_one_of(rule_set, combination.where, place):
        return ""
    counted = [hit for hit in hits if hit.element.kind == "comprehensive"]
    found = [hit for hit in counted if not combination.of or hit.element.code in combination.of]
    if len(found) < combination.at_least:
        return ""
    return f"综合判定要素 {len(found)} 项，达到“{combination.zh}”"
