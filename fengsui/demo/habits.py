"""How people of the demo behave: how much they do on a day, what they find, when things get mended. Pure chance, seeded."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fengsui.kernel.rulepacks import Item
from fengsui.kernel.working_days import DayFact

# On an ordinary working day: doors from the list of tasks, and doors of one's own choice.
LISTED = {"grid_worker": (0, 1, 1, 1), "inspector": (5, 6, 7)}
CHOSEN = {"grid_worker": (0, 1, 1, 2), "inspector": (1, 1, 2)}
OUTCOMES = (
    ("checked", 85.5), ("locked", 8.0), ("closed", 1.4), ("renovating", 1.2), ("refused", 1.0), ("not_found", 0.9),
    ("vacant", 0.8), ("moved", 0.7), ("transferring", 0.5),
)  # fmt: skip
# How often an item fails, against 1.0 for one not named here.
FAILS = {
    "COM-01": 4.0, "COM-02": 1.5, "COM-06": 3.0, "COM-07": 5.0, "COM-08": 5.5, "COM-09": 4.0, "COM-10": 4.5, "COM-11": 1.2,
    "COM-12": 1.5, "COM-13": 0.4, "COM-14": 0.5, "COM-15": 2.5, "NS-08": 1.5, "NS-09": 2.0, "NS-10": 2.5, "EB-01": 2.0,
}  # fmt: skip
FAULTS_A_VISIT = ((0, 54.0), (1, 31.0), (2, 11.0), (3, 4.0))
NOT_APPLICABLE = 0.14
RARE_WHEN_THIN = 0.06
# What a fault may be called beyond the item's own words.
REMARKS = (
    "现场已向责任人说明。", "责任人表示尽快整改。", "与上次检查相比无改善。", "已告知危险后果。", "店员不清楚要求，已现场讲解。",
    "", "", "",
)  # fmt: skip
FAIL_REASONS = ("整改不彻底，仍有部分未处理。", "照片与现场不符，请重新整改。", "整改后又恢复原状。", "更换的器材数量不足。")


def day_factor(fact: DayFact) -> float:
    """Return how busy a day is against a working day: weekends are kept by a few, holidays by fewer."""
    if fact.kind == "working":
        return 1.0
    return 0.08 if fact.source == "法定节假日" else 0.14


def doors_today(chance: random.Random, post: str, factor: float, diligence: float) -> tuple[int, int]:
    """Return how many listed and how many chosen doors a person does today; on a slow day most people do none."""
    if factor < 1 and chance.random() > factor * 2:
        return 0, 0
    listed, chosen = chance.choice(LISTED[post]), chance.choice(CHOSEN[post])
    if chance.random() > diligence:
        chosen = max(0, chosen - 1)
    return listed, chosen


def outcome(chance: random.Random) -> str:
    """Return what a visit comes to."""
    return chance.choices([code for code, _ in OUTCOMES], weights=[share for _, share in OUTCOMES])[0]


@dataclass(frozen=True)
class Fault:
    """A failed item: how many were looked at and bad where the item counts things, whether it was mended at once."""

    item: Item
    checked: int | None
    bad: int | None
    on_site: bool
    remark: str


def applies(seed: int, place_id: UUID, item: Item) -> bool:
    """Tell whether an item applies to a place; the answer stays the same from visit to visit."""
    return random.Random(f"{seed}:applies:{place_id}:{item.code}").random() >= NOT_APPLICABLE


def faults(
    chance: random.Random,
    items: Sequence[Item],
    standing: set[str],
    how_many: Sequence[tuple[int, float]] = FAULTS_A_VISIT,
    on_site: float | None = None,
) -> list[Fault]:
    """Return what is found wrong among items that apply; items whose case still stands are not found again.

    With `on_site` (a share) mostly such things are taken up as can be put right there and then.
    """
    open_items = [item for item in items if item.code not in standing]
    wanted = chance.choices([n for n, _ in how_many], weights=[share for _, share in how_many])[0]
    chosen: dict[str, Fault] = {}
    for _ in range(wanted):
        if len(open_items) <= len(chosen):
            break
        item = chance.choices(open_items, weights=[0.0 if i.code in chosen else _weight(i, on_site) for i in open_items])[0]
        checked = chance.randint(2, 14) if item.counted else None
        bad = chance.randint(1, min(3, checked)) if checked else None
        usual = 0.86 if item.grade == "A" else 0.6
        at_once = item.fixable_on_site and chance.random() < (usual if on_site is None else on_site)
        chosen[item.code] = Fault(item, checked, bad, at_once, chance.choice(REMARKS))
    return list(chosen.values())


def _weight(item: Item, on_site: float | None) -> float:
    rare = 1.0 if on_site is None or item.fixable_on_site else RARE_WHEN_THIN
    return rare * FAILS.get(item.code, 1.0)


def answers(
    chance: random.Random, *, seed: int, place_id: UUID, items: Sequence[Item], found: Sequence[Fault], standing: set[str]
) -> list[dict[str, Any]]:
    """Return the checklist as the phone sends it: ok, bad or not applicable, with counts where the item counts things."""
    wrong = {fault.item.code: fault for fault in found}
    made: list[dict[str, Any]] = []
    for item in items:
        if fault := wrong.get(item.code):
            made.append({"item": item.code, "result": "bad", "checked": fault.checked, "bad": fault.bad})
        elif item.code in standing:
            made.append({"item": item.code, "result": "bad", "note": "前次隐患仍在整改"})
        elif not applies(seed, place_id, item):
            made.append({"item": item.code, "result": "na"})
        else:
            counted = {"checked": chance.randint(2, 14), "bad": 0} if item.counted else {}
            made.append({"item": item.code, "result": "ok", **counted})
    return made


def mended_on(*, seed: int, hazard_key: str, since: date, due_on: date | None) -> date | None:
    """Return the day a place gets something mended, or None when it never does; fixed for a case and a round."""
    chance = random.Random(f"{seed}:mend:{hazard_key}:{since}")
    limit = max(1, ((due_on or since) - since).days)
    way = chance.random()
    if way < 0.76:
        return since + timedelta(days=chance.randint(1, max(1, int(limit * 0.8))))
    if way < 0.93:
        return since + timedelta(days=limit + chance.randint(1, 6))
    return None
