"""The catalogue over HTTP: figures, rates and what is not built yet, with values and definitions."""

from datetime import datetime
from typing import Any, Literal

from ninja import Query, Router, Schema

from fengsui.figures import queries
from fengsui.figures.catalogue import values
from fengsui.figures.freeze.queries import definitions
from fengsui.figures.schemas import FigureQuery
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest
from fengsui.kernel.figure import PERIOD_RULES, unit_label

router = Router(tags=["figures"])


class RatePart(Schema):
    """A figure that a rate is made of."""

    id: str
    name: str
    value: int
    address: str


class CatalogueRow(Schema):
    """A figure, a rate or a gap; `value` is null where there is none, and `why` says why."""

    id: str
    kind: Literal["figure", "rate", "unbuilt"]
    group: str
    name: str
    name_en: str
    value: float | None
    why: str
    unit: str
    unit_en: str
    definition: str
    definition_en: str
    period_rule_label: str
    counted_on: str
    deduplication: str
    exclusions: str
    scope_rule: str
    version: int | None
    of: str
    parts: list[RatePart]


class CatalogueOut(Schema):
    """The catalogue for a period and an area."""

    from_date: str
    to_date: str
    area_path: str
    rows: list[CatalogueRow]


class VersionOut(Schema):
    """A version of a figure's definition."""

    version: int
    since: datetime
    words: dict[str, str]


@router.get("/catalogue", response=CatalogueOut)
def get_catalogue(request: ActorRequest, query: Query[FigureQuery]) -> dict[str, Any]:
    """Every figure and rate the asker may see, and the figures whose domain is not built yet."""
    end = query.to_date or clock.local_date()
    period = queries.period_of(query.from_date or end, end)
    computed = queries.values(actor=request.actor, period=period, area_path=query.area)
    rates = values.rate_values(computed, values.rates_for(request.actor))
    return {
        "from_date": str(period.start),
        "to_date": str(period.end),
        "area_path": query.area,
        "rows": [
            *(_figure(item) for item in computed.values()),
            *(_rate(item) for item in rates),
            *(_gap(figure) for figure in values.unbuilt_for(request.actor)),
        ],
    }


BLANK: dict[str, Any] = {
    "why": "", "period_rule_label": "", "counted_on": "", "deduplication": "", "exclusions": "", "scope_rule": "",
    "version": None, "of": "", "parts": [],
}  # fmt: skip


def _figure(item: Any) -> dict[str, Any]:
    figure = item.figure
    return {
        **BLANK,
        "id": figure.id, "kind": "figure", "group": figure.id.split(".")[0], "name": figure.zh, "name_en": figure.en,
        "value": item.value, "unit": unit_label(figure.unit), "unit_en": unit_label(figure.unit, "en"),
        "definition": figure.definition, "definition_en": figure.definition_en,
        "period_rule_label": PERIOD_RULES[figure.period_rule][0], "counted_on": figure.counted_on,
        "deduplication": figure.deduplication, "exclusions": figure.exclusions, "scope_rule": figure.scope_rule,
        "version": figure.version, "of": figure.of,
    }  # fmt: skip


def _rate(item: values.RateValue) -> dict[str, Any]:
    rate = item.rate
    return {
        **BLANK,
        "id": rate.id, "kind": "rate", "group": rate.id.split(".")[0], "name": rate.zh, "name_en": rate.en,
        "value": item.value, "why": item.words, "unit": rate.unit[0], "unit_en": rate.unit[1],
        "definition": rate.definition, "definition_en": rate.definition_en, "version": rate.version,
        "parts": [
            {"id": part.figure.id, "name": part.figure.zh, "value": part.value, "address": values.address(part)}
            for part in (item.numerator, item.denominator)
        ],
    }  # fmt: skip


def _gap(figure: Any) -> dict[str, Any]:
    return {
        **BLANK,
        "id": figure.id, "kind": "unbuilt", "group": figure.id.split(".")[0], "name": figure.zh, "name_en": figure.en,
        "value": None, "why": f"尚未建设：{figure.domain}", "unit": figure.unit[0], "unit_en": figure.unit[1],
        "definition": figure.definition, "definition_en": figure.definition_en,
    }  # fmt: skip


@router.get("/figures/{figure_id}/versions", response=list[VersionOut])
def list_figure_versions(request: ActorRequest, figure_id: str) -> list[dict[str, Any]]:
    """The versions of a figure's definition that this installation has had."""
    return definitions(actor=request.actor, figure_id=figure_id)
