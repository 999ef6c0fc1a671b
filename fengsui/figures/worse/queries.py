"""Comparing two evenings: where more stands overdue, open or unsent, and which flows of the day made it so."""

from dataclasses import dataclass
from typing import Any

from fengsui.figures import queries
from fengsui.figures.kept import Later, Sheet
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Figure, Period


@dataclass(frozen=True)
class Cause:
    """A figure that explains a rise: counted on the day itself, or on its eve (a limit that ran out the evening before)."""

    figure_id: str
    words: str
    on_eve: bool = False


@dataclass(frozen=True)
class Watched:
    """A figure of which more is worse, and what to look at when it rises."""

    figure_id: str
    causes: tuple[Cause, ...]
    advice: str


WATCHED = (
    Watched(
        "hazards.overdue",
        (
            Cause("hazards.due", "前一日到期 {n} 处", on_eve=True),
            Cause("hazards.fixed_on_time", "其中按期整改 {n} 处", on_eve=True),
        ),
        "到期没有整改，逐处催办或督办",
    ),
    Watched(
        "hazards.stock_closing",
        (Cause("hazards.found", "当日发现 {n} 处"), Cause("hazards.closed", "当日销案 {n} 处")),
        "发现多于销案，看整改上报后有没有及时复查",
    ),
    Watched(
        "patrol.evidence_awaited",
        (Cause("patrol.visits", "当日巡查 {n} 家次"),),
        "照片还在手机里，联系巡查人连网发送",
    ),
)


def worse(actor: Actor, path: str, level: str, period: Period) -> list[dict[str, Any]]:
    """Return where a watched figure rose since the day before the period's start, the gravest figure and largest rise first."""
    return ask_worse(Sheet(actor), path, level, period)()


def ask_worse(sheet: Sheet, path: str, level: str, period: Period) -> Later[list[dict[str, Any]]]:
    """Ask on a sheet for what got worse: all figures of both evenings."""
    watched = {one.figure_id for one in WATCHED}
    causes = {cause.figure_id for one in WATCHED for cause in one.causes}
    figures = {figure.id: figure for figure in queries.figures_for(sheet.actor, [*sorted(watched), *sorted(causes)])}
    yesterday = Period.day(period.eve)
    now, before = (
        queries.ask_by_area(sheet, list(figures.values()), period=on, area_path=path, level=level)
        for on in (Period.day(period.end), yesterday)
    )
    return lambda: _rises(figures, now(), before(), period, yesterday)


def _rises(
    figures: dict[str, Figure],
    now: dict[str, dict[str, int]],
    before: dict[str, dict[str, int]],
    period: Period,
    yesterday: Period,
) -> list[dict[str, Any]]:
    watched = {one.figure_id: one for one in WATCHED}
    found: list[dict[str, Any]] = []
    for figure_id in watched.keys() & figures.keys():
        for child, value in now[figure_id].items():
            was = before[figure_id].get(child, 0)
            if value > was:
                because = _because(watched[figure_id], child, now, before, period, yesterday)
                found.append({
                    "figure_id": figure_id, "name": figures[figure_id].zh, "area_path": child, "value": value, "yesterday": was,
                    "change": value - was, "because": because, "advice": watched[figure_id].advice,
                    "reason": "，".join([*(one["words"] for one in because), watched[figure_id].advice]),
                })  # fmt: skip
    names = queries.area_names([row["area_path"] for row in found])
    for row in found:
        row["area_name"] = names[row["area_path"]]
    order = {one.figure_id: place for place, one in enumerate(WATCHED)}
    return sorted(found, key=lambda row: (order[row["figure_id"]], -row["change"], row["area_path"]))


def _because(
    watched: Watched, child: str, now: dict[str, dict[str, int]], before: dict[str, dict[str, int]], period: Period, eve: Period
) -> list[dict[str, Any]]:
    told = []
    for cause in watched.causes:
        table = (before if cause.on_eve else now).get(cause.figure_id)
        if table is not None:
            value = table.get(child, 0)
            on = eve.end if cause.on_eve else period.end
            told.append({"figure_id": cause.figure_id, "value": value, "date": on, "words": cause.words.format(n=value)})
    return told
