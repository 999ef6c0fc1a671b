"""Reading the ranking: areas side by side over a period, and one area month by month; every part opens to its rows."""

from datetime import date, timedelta
from typing import Any

from fengsui.figures import queries
from fengsui.figures.kept import Sheet
from fengsui.figures.kept import months as months_of
from fengsui.figures.ranking.score import Part, Version, parts_of, score_of
from fengsui.figures.ranking.versions import version_on
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period
from fengsui.org.models import Area

MONTHS = 6


def ranking(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    """Return the areas below one, the best first; equal scores share a place. Constant number of queries."""
    version, level = version_on(period.end), queries.level_below(path)
    tables = queries.by_area_all(_figures(actor, version), actor=actor, period=period, area_path=path, level=level)
    children = Area.objects.filter(parent__path=path, active_to__isnull=True).values_list("path", "name", "short_name")
    names = {child: short or name for child, name, short in children}
    shown = [
        {"area_path": child, "area_name": name, **_told(version, {key: table.get(child, 0) for key, table in tables.items()})}
        for child, name in names.items()
    ]
    shown.sort(key=lambda row: (row["score"] is None, -(row["score"] or 0), row["area_path"]))
    for place, row in enumerate(shown):
        former = shown[place - 1] if place else None
        if row["score"] is None:
            # Without anything to be scored by there is no place, on the screen and in the file alike.
            row["rank"] = None
            continue
        row["rank"] = former["rank"] if former and former["score"] == row["score"] else place + 1
    return shown


def months(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    """Return one area's score and parts in the six calendar months up to the period's end, the last one as far as it has come."""
    first = period.end.replace(day=1)
    for _ in range(MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    shown, asked, sheet = [], [], Sheet(actor)
    for month in months_of(Period(first, period.end)):
        version = version_on(month.end)
        ids = [figure.id for figure in _figures(actor, version)]
        asked.append((month, version, queries.ask_values(sheet, period=month, area_path=path, ids=ids)))
    for month, version, found in asked:
        counts = {key: item.value for key, item in found().items()}
        shown.append({"month": _words(month.start), "from": month.start, "to": month.end, **_told(version, counts)})
    return shown


def _words(day: date) -> str:
    return f"{day:%Y-%m}"


def _figures(actor: Actor, version: Version) -> list[Any]:
    ids = dict.fromkeys(key for one in version.indicators for key in (one.numerator, one.denominator))
    return queries.figures_for(actor, ids)


def _told(version: Version, counts: dict[str, int]) -> dict[str, Any]:
    parts = parts_of(version, counts)
    return {
        "score": score_of(parts),
        "version": version.id,
        **{part.indicator.code: part.rate for part in parts},
        "parts": [_part(part) for part in parts],
    }


def _part(part: Part) -> dict[str, Any]:
    one = part.indicator
    return {
        "code": one.code, "name": one.zh, "name_en": one.en, "unit": one.unit, "weight": one.weight, "formula": one.formula,
        "numerator": one.numerator, "denominator": one.denominator, "n": part.n, "of": part.of, "rate": part.rate,
        "points": part.points,
    }  # fmt: skip
