"""From counts to points. Pure: weights come as a version, counts as plain numbers; no clock, no database.

An indicator is a share of two figures. It earns 0 points at `nothing` and 100 at `full`, straight in between, which may run
downwards (overdue cases). Of nothing there is no share: an indicator without a denominator is left out and its weight
goes to the others in proportion, so that a street with no task due is neither praised nor blamed for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fengsui.kernel.rates import share


@dataclass(frozen=True)
class Indicator:
    """One indicator: two figures, in which unit their share is, where the points begin and end, and its weight."""

    code: str
    zh: str
    en: str
    numerator: str
    denominator: str
    weight: int
    nothing: float
    full: float
    unit: str = "%"

    @property
    def formula(self) -> str:
        """How its points are made, in words."""
        turn = "越低越好" if self.full < self.nothing else "越高越好"
        return f"{self.zh}（{self.weight} 分，{turn}，{self.nothing:g}{self.unit} 得 0 分，{self.full:g}{self.unit} 得满分）"


@dataclass(frozen=True)
class Version:
    """One version of the weights, in force from a day on; weights add up to 100. Raises ValueError when they do not."""

    id: str
    since: date
    indicators: tuple[Indicator, ...]

    def __post_init__(self) -> None:
        if sum(one.weight for one in self.indicators) != 100:
            raise ValueError(f"ranking {self.id}: the weights must add up to 100")

    @property
    def formula(self) -> str:
        """The whole formula in words."""
        parts = "；".join(one.formula for one in self.indicators)
        return f"得分 = Σ(各项得分 × 权重) ÷ 有数据各项的权重之和。{parts}。没有分母的一项不计，权重由其余各项按比例分担。"


@dataclass(frozen=True)
class Part:
    """One indicator of one area: its counts, its share, its points (0–100); None where there is no denominator."""

    indicator: Indicator
    n: int
    of: int
    rate: float | None
    points: float | None


def part_of(indicator: Indicator, n: int, of: int) -> Part:
    """Return an indicator's share and points."""
    rate = share(n, of)
    if rate is None:
        return Part(indicator, n, of, None, None)
    reached = (rate - indicator.nothing) / (indicator.full - indicator.nothing)
    return Part(indicator, n, of, rate, round(100 * min(1.0, max(0.0, reached)), 1))


def parts_of(version: Version, counts: Mapping[str, int]) -> list[Part]:
    """Return all indicators of an area from figure id → value."""
    return [part_of(one, counts.get(one.numerator, 0), counts.get(one.denominator, 0)) for one in version.indicators]


def score_of(parts: list[Part]) -> float | None:
    """Return the weighted mean of the points to one decimal; None when no indicator has a denominator."""
    told = [(part.indicator.weight, part.points) for part in parts if part.points is not None]
    weight = sum(one for one, _ in told)
    return round(sum(one * points for one, points in told) / weight, 1) if weight else None
