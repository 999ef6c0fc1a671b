"""How urgent a case is compared with others: points and the reasons for them. Pure; for the order of lists, never a figure."""

from dataclasses import dataclass

GRADE_POINTS = {"A": 40, "B": 30, "C": 20, "D": 10}
WITNESS_POINTS, WITNESSES_COUNTED = 5, 4
REPEAT_POINTS, ROUND_POINTS, ROUNDS_COUNTED = 10, 5, 3
COMPLAINT_POINTS = 5
LEVELS: tuple[tuple[int, str, str], ...] = (
    (50, "紧急", "urgent"),
    (40, "高", "high"),
    (25, "中", "middle"),
    (0, "一般", "ordinary"),
)


@dataclass(frozen=True)
class Priority:
    """Points of a case, its level in words, and what made it so."""

    points: int
    reasons: tuple[str, ...]


def of(*, grade: str, witnesses: int = 1, repeats: int = 0, round: int = 1, complained: bool = False) -> Priority:
    """Return the priority of a case: its grade, how many saw it, whether it came back, how often a review failed."""
    points, reasons = GRADE_POINTS.get(grade, 0), [f"{grade} 级"]
    more = min(max(witnesses - 1, 0), WITNESSES_COUNTED - 1)
    if more:
        points += WITNESS_POINTS * more
        reasons.append(f"{witnesses} 次发现")
    if repeats:
        points += REPEAT_POINTS
        reasons.append(f"重复隐患（第 {repeats + 1} 次）")
    if round > 1:
        points += ROUND_POINTS * min(round - 1, ROUNDS_COUNTED - 1)
        reasons.append(f"第 {round} 轮整改")
    if complained:
        points += COMPLAINT_POINTS
        reasons.append("有群众举报")
    return Priority(points, tuple(reasons))


def level(points: int, language: str = "zh") -> str:
    """Return the level of so many points in words."""
    return next(zh if language == "zh" else en for least, zh, en in LEVELS if points >= least)
