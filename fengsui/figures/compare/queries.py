"""A figure now and before: as a whole, by area, by class, by month, with what to mind about the comparison."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F

from fengsui.figures import facts, kept, queries
from fengsui.figures.compare.windows import Against, Window, change_words, pair
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.cells import spans
from fengsui.kernel.cells.declared import Balance, series_of
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.figure import Figure, Period
from fengsui.kernel.models import Cell
from fengsui.kernel.scope import forbidden
from fengsui.places.classing import labels_for
from fengsui.places.models import Place

BY = ("area", "class", "month")
CHILD_LEVEL = {0: "street", 6: "street", 10: "community", 14: "grid", 17: "grid"}
# Longer windows by class would walk the facts of years.
LONGEST_BY_CLASS_DAYS = 400


def require_figure(actor: Actor, figure: Figure, area_path: str) -> None:
    """Let a question about one figure pass. Raises Forbidden or NotFound."""
    queries.require_area(actor, area_path)
    if not actor.has(figure.permission):
        raise forbidden(figure.permission)


def compare(
    figure: Figure, *, actor: Actor, start: date, end: date, area_path: str = "", against: Against = "previous", by: str = ""
) -> dict[str, Any]:
    """Return a figure in a period and in the one it is compared with, and its parts if asked for.

    Parts by area sit one level below the area; by class for at most 400 days; by month each month against the one it
    corresponds to. Raises InvalidInput for a period to come or a way of parting that the figure does not know.
    """
    require_figure(actor, figure, area_path)
    today = clock.local_date()
    if start > today:
        raise InvalidInput("period_to_come", zh="开始日期在今天之后，没有可比的数。", en="The period has not begun.")
    queries.period_of(start, end)
    windows = pair(start, end, today, against)
    now, before = _period(windows.now), _period(windows.before)
    notes = [{"code": code, "words": words} for code, words in windows.notes]
    first = first_day(figure)
    if first is not None and before.start < first:
        words = f"记录从 {first} 开始，对比期（从 {before.start}）不完整，变化不能当作增减"
        notes.append({"code": "before_first_record", "words": words})
    sheet = kept.Sheet(actor)
    whole = [sheet.values([figure], period=period, area_path=area_path) for period in (now, before)]
    parts = [] if not by else _parts(figure, actor, now, before, area_path, by, against)
    return {
        "figure_id": figure.id,
        "against": against,
        "now": _told(now),
        "before": _told(before),
        "notes": notes,
        "whole": _line("", "合计", *(one()[figure.id] for one in whole)),
        "by": by,
        "parts": parts,
    }


def _period(window: Window) -> Period:
    return Period(window.start, window.end)


def _told(period: Period) -> dict[str, Any]:
    return {"from_date": period.start, "to_date": period.end, "days": period.days}


def _line(key: str, name: str, now: int, before: int) -> dict[str, Any]:
    percent, words = change_words(now, before)
    return {"key": key, "name": name, "now": now, "before": before, "change": now - before, "percent": percent, "words": words}


def first_day(figure: Figure) -> date | None:
    """Return the first day that has anything of a figure anywhere; None where there is nothing, or no cells to ask."""
    if figure.cells is None:
        return None
    series = series_of(figure.cells.plus if isinstance(figure.cells, Balance) else figure.id)
    # scope: when records begin, not what they say
    cells = Cell.objects.filter(series=series, level=spans.DISTRICT, span__gte=10_000_000, n__gt=0)
    span = cells.order_by("span").values_list("span", flat=True).first()
    return None if span is None else spans.day_of(span)


def _parts(
    figure: Figure, actor: Actor, now: Period, before: Period, area_path: str, by: str, against: Against
) -> list[dict[str, Any]]:
    if by == "area":
        return _by_area(figure, actor, now, before, area_path)
    if by == "class":
        return _by_class(figure, actor, now, before, area_path)
    if by == "month":
        return _by_month(figure, actor, now, area_path, against)
    raise InvalidInput("by_unknown", zh="只能按区域、场所类别或月份展开。", en="Show it by area, class or month.")


def _joined(now: dict[str, int], before: dict[str, int], name: Callable[[str], str]) -> list[dict[str, Any]]:
    return [_line(key, name(key), now.get(key, 0), before.get(key, 0)) for key in sorted(now.keys() | before.keys())]


def _by_area(figure: Figure, actor: Actor, now: Period, before: Period, area_path: str) -> list[dict[str, Any]]:
    level = CHILD_LEVEL.get(len(area_path), "grid")
    sheet = kept.Sheet(actor)
    asked = [queries.ask_by_area(sheet, [figure], period=period, area_path=area_path, level=level) for period in (now, before)]
    tables = [one()[figure.id] for one in asked]
    names = queries.area_names(tables[0].keys() | tables[1].keys())
    return _joined(tables[0], tables[1], lambda path: names[path])


def class_field(figure: Figure, period: Period) -> str:
    """Return the column that holds the class of the place behind a fact, '' where a figure counts something else."""
    model = figure.facts(period).model
    if model is Place:
        return "class_code"
    if figure.distinct not in ("", "place_id"):
        return ""
    named = {field.name for field in model._meta.get_fields()}
    return "place__class_code" if "place" in named else ""


def by_class(figure: Figure, *, actor: Actor, period: Period, area_path: str) -> dict[str, int]:
    """Return class → value by the class that places have today, counted from the facts.

    Raises InvalidInput for a figure without places behind it, or for more than 400 days.
    """
    field = class_field(figure, period)
    if not field:
        raise InvalidInput("no_class", zh=f"“{figure.zh}”不能按场所类别展开。", en=f"{figure.en} has no class.")
    if figure.period_rule == "flow" and period.days > LONGEST_BY_CLASS_DAYS:
        raise InvalidInput(
            "period_too_long_by_class",
            zh=f"按场所类别展开最多 {LONGEST_BY_CLASS_DAYS} 天，请缩短期间。",
            en=f"By class a period has at most {LONGEST_BY_CLASS_DAYS} days.",
        )
    counted = facts.facts(figure, actor=actor, period=period, area_path=area_path).order_by()
    grouped = counted.annotate(group_class=F(field)).values("group_class").annotate(n=figure.count())
    return {row["group_class"]: row["n"] for row in grouped}


def _by_class(figure: Figure, actor: Actor, now: Period, before: Period, area_path: str) -> list[dict[str, Any]]:
    tables = [by_class(figure, actor=actor, period=period, area_path=area_path) for period in (now, before)]
    words = labels_for((area_path or queries.default_area(actor)).split("/", 1)[0])
    return _joined(tables[0], tables[1], lambda code: words.place_class(code) or "未分类")


def _by_month(figure: Figure, actor: Actor, now: Period, area_path: str, against: Against) -> list[dict[str, Any]]:
    sheet, asked = kept.Sheet(actor), []
    for month in kept.months(now):
        windows = pair(month.start, month.end, clock.local_date(), against)
        values = [sheet.values([figure], period=_period(window), area_path=area_path) for window in (windows.now, windows.before)]
        asked.append((month.start, values))
    return [
        _line(f"{start:%Y-%m}", f"{start.year}年{start.month}月", *(one()[figure.id] for one in values))
        for start, values in asked
    ]
