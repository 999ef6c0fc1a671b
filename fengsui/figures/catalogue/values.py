"""The whole catalogue computed: figures, rates, and what is not built yet, each with the way to its rows."""

from dataclasses import dataclass
from typing import Any

from fengsui.figures import queries
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Figure, FigureValue, Period, known, unit_label
from fengsui.kernel.rates import Rate, Unbuilt, every_rate, every_unbuilt, share


@dataclass(frozen=True)
class RateValue:
    """A rate with the two figures it is made of; no share of nothing."""

    rate: Rate
    numerator: FigureValue
    denominator: FigureValue

    @property
    def value(self) -> float | None:
        """The share, or None where the denominator is nothing."""
        return share(self.numerator.value, self.denominator.value, self.rate.times)

    @property
    def words(self) -> str:
        """Why there is no share, '' where there is one."""
        return "" if self.denominator.value else f"{self.denominator.figure.zh}为 0，不计算比率"


def rates_for(actor: Actor) -> list[Rate]:
    """Return the rates of which someone may see both figures."""
    return [
        rate for rate in every_rate() if all(actor.has(_figure(one).permission) for one in (rate.numerator, rate.denominator))
    ]


def _figure(figure_id: str) -> Figure:
    figure = known(figure_id)
    if figure is None:
        raise LookupError(figure_id)
    return figure


def rate_values(computed: dict[str, FigureValue], rates: list[Rate]) -> list[RateValue]:
    """Return the rates made of figures computed before."""
    return [RateValue(rate, computed[rate.numerator], computed[rate.denominator]) for rate in rates]


def unbuilt_for(actor: Actor) -> list[Unbuilt]:
    """Return the figures that are not built yet; whoever may see figures may see that they are missing."""
    return every_unbuilt() if actor.has("figures.view") else []


def address(item: FigureValue) -> str:
    """Return the page of the desk that opens a figure's rows."""
    area = f"&area={item.area_path}" if item.area_path else ""
    return f"/figures/{item.figure.id.replace('.', '/')}?from={item.period.start}&to={item.period.end}{area}"


def headline(*, actor: Actor, period: Period, area_path: str = "") -> dict[str, Any]:
    """Return {figures: [{id, name, value, unit, definition, rows}]} of everything the asker may see.

    `rows` says how many rows are behind the value and where they open; a rate opens both its figures; a figure that is not
    built yet has neither value nor rows.
    """
    queries.require_area(actor, area_path)
    computed = queries.values(actor=actor, period=period, area_path=area_path)
    return {
        "from": str(period.start),
        "to": str(period.end),
        "area_path": area_path,
        "figures": [
            *(_told(item, actor) for item in computed.values()),
            *(_told_rate(item, actor) for item in rate_values(computed, rates_for(actor))),
            *(_told_unbuilt(figure) for figure in unbuilt_for(actor)),
        ],
    }


def _rows(item: FigureValue, actor: Actor) -> dict[str, Any]:
    count = item.value
    if item.figure.amount:
        count, _ = queries.rows(item.figure, actor=actor, period=item.period, area_path=item.area_path, stop=0)
    return {"count": count, "address": address(item)}


def _told(item: FigureValue, actor: Actor) -> dict[str, Any]:
    figure = item.figure
    return {
        "id": figure.id,
        "name": figure.zh,
        "value": item.value,
        "unit": unit_label(figure.unit),
        "definition": figure.definition,
        "rows": _rows(item, actor),
    }


def _told_rate(item: RateValue, actor: Actor) -> dict[str, Any]:
    return {
        "id": item.rate.id,
        "name": item.rate.zh,
        "value": item.value,
        "unit": item.rate.unit[0],
        "definition": f"{item.rate.definition}{item.words}",
        "rows": {
            "numerator": {"id": item.numerator.figure.id, "value": item.numerator.value, **_rows(item.numerator, actor)},
            "denominator": {"id": item.denominator.figure.id, "value": item.denominator.value, **_rows(item.denominator, actor)},
        },
    }


def _told_unbuilt(figure: Unbuilt) -> dict[str, Any]:
    return {
        "id": figure.id,
        "name": figure.zh,
        "value": None,
        "unit": figure.unit[0],
        "definition": figure.definition,
        "rows": {"count": None, "address": None},
    }
