"""A figure counted straight from its facts, for someone and an area: the rows behind it, and what cells are checked against."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Left

from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Figure, Period
from fengsui.kernel.scope import LongLedger, visible


def facts(figure: Figure, *, actor: Actor, period: Period, area_path: str = "") -> QuerySet[Any]:
    """Return what a figure counts for someone: its facts within their scope and within an area."""
    return _narrowed(figure, figure.facts(period), actor=actor, area_path=area_path)


def _narrowed(figure: Figure, counted: QuerySet[Any], *, actor: Actor, area_path: str) -> QuerySet[Any]:
    # The days of a flow narrow a long ledger more than the area does; a stock has no days to walk.
    walked = bool(figure.day_field) and issubclass(counted.model, LongLedger)
    days = getattr(counted.model, "DAYS_THAT_NARROW", ())
    passed = not walked and bool(days) and (figure.day_field in days or figure.period_rule == "stock")
    return visible(counted, actor, figure.permission, walked=walked, passed=passed, within=area_path)


def parts(figure: Figure, *, actor: Actor, period: Period, area_path: str = "") -> list[QuerySet[Any]]:
    """Return the rows behind a figure in order, in pieces without a row in common; most figures have one piece."""
    if figure.parts is None:
        return [units(figure, actor=actor, period=period, area_path=area_path)]
    return [_narrowed(figure, piece, actor=actor, area_path=area_path) for piece in figure.parts(period)]


def units(figure: Figure, *, actor: Actor, period: Period, area_path: str = "") -> QuerySet[Any]:
    """Return one row per counted unit: slices are the rows behind a figure."""
    return figure.units(facts(figure, actor=actor, period=period, area_path=area_path))


def value(figure: Figure, *, actor: Actor, period: Period, area_path: str = "") -> int:
    """Return a figure's value as its facts say it."""
    if figure.amount:
        counted = facts(figure, actor=actor, period=period, area_path=area_path).order_by()
        return int(counted.aggregate(n=figure.count())["n"])
    return units(figure, actor=actor, period=period, area_path=area_path).order_by().count()


def by_area(figure: Figure, *, actor: Actor, period: Period, area_path: str, width: int) -> dict[str, int]:
    """Return area path, cut to a width, → value, in one query."""
    counted = facts(figure, actor=actor, period=period, area_path=area_path).order_by()
    grouped = counted.annotate(group_path=Left("area_path", width)).values("group_path").annotate(n=figure.count())
    return {row["group_path"]: row["n"] for row in grouped}


def by_day(figure: Figure, *, actor: Actor, period: Period, area_path: str) -> dict[date, int]:
    """Return local date → value of a flow, in one query."""
    counted = facts(figure, actor=actor, period=period, area_path=area_path).order_by()
    grouped = counted.annotate(group_day=F(figure.day_field)).values("group_day").annotate(n=figure.count())
    return {row["group_day"]: row["n"] for row in grouped}
