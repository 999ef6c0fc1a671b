"""Rates: shares made of two declared figures, and the figures of rooms not built yet, which have words but no value."""

from dataclasses import dataclass

from fengsui.kernel.figure import known

PERCENT = ("%", "%")
PER_HUNDRED = ("处/百家", "per 100 places")


@dataclass(frozen=True)
class Rate:
    """A share of two figures, times `times`; both open to their rows. Of nothing there is no share, and words say so."""

    id: str
    zh: str
    en: str
    definition: str
    definition_en: str
    numerator: str
    denominator: str
    unit: tuple[str, str] = PERCENT
    times: int = 100
    version: int = 1

    @property
    def permission(self) -> str:
        """What one must hold to see it: checked for both figures; this is the numerator's."""
        figure = known(self.numerator)
        return figure.permission if figure else "figures.view"


@dataclass(frozen=True)
class Unbuilt:
    """A figure whose domain is not built yet: it stands in the catalogue with its words and never has a value, not even zero."""

    id: str
    zh: str
    en: str
    unit: tuple[str, str]
    domain: str
    domain_en: str
    source: str

    @property
    def definition(self) -> str:
        """What it will count, and that it cannot be counted yet."""
        return f"尚未建设：{self.domain}。建成后由{self.source}逐条计算。"

    @property
    def definition_en(self) -> str:
        """The same in English."""
        return f"Not built yet: {self.domain_en}."


_rates: dict[str, Rate] = {}
_unbuilt: dict[str, Unbuilt] = {}


def declare_rate(rate: Rate) -> Rate:
    """Register a rate. Raises ValueError for an id declared before or a figure that nobody declared."""
    if rate.id in _rates and _rates[rate.id] != rate:
        raise ValueError(f"rate {rate.id} is declared twice")
    for part in (rate.numerator, rate.denominator):
        if known(part) is None:
            raise ValueError(f"rate {rate.id} needs the figure {part}")
    _rates[rate.id] = rate
    return rate


def declare_unbuilt(figure: Unbuilt) -> Unbuilt:
    """Register a figure that cannot be computed yet. Raises ValueError when a built one has its id."""
    if known(figure.id) is not None:
        raise ValueError(f"figure {figure.id} is built")
    _unbuilt[figure.id] = figure
    return figure


def every_rate() -> list[Rate]:
    """Return all rates in the order of declaration."""
    return list(_rates.values())


def every_unbuilt() -> list[Unbuilt]:
    """Return all figures that are not built yet."""
    return [figure for figure in _unbuilt.values() if known(figure.id) is None]


def share(numerator: int, denominator: int, times: int = 100) -> float | None:
    """Return numerator ÷ denominator × times to one decimal; None when the denominator is nothing."""
    return round(numerator * times / denominator, 1) if denominator else None
