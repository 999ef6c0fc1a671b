"""The panels of the ranking: areas side by side, and one area month by month."""

from typing import Any

from fengsui.figures import ranking
from fengsui.figures.panels.registry import Chart, Panel, declare_panel
from fengsui.figures.ranking.versions import VERSIONS
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period, RowColumn

_NOW = VERSIONS[-1]
_PARTS = tuple(RowColumn(one.code, f"{one.zh}（{one.unit}）", f"{one.en} ({one.unit})", "number") for one in _NOW.indicators)
_EN = "Weighted mean of rates, each over its own stock; " + ", ".join(f"{one.en} {one.weight}" for one in _NOW.indicators)


def _ranking(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    return ranking.ranking(actor, period, path)


def _months(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    return ranking.months(actor, period, path)


declare_panel(Panel(
    id="overview.ranking", zh="综合排名", en="Ranking", permission="figures.view", rows=_ranking, span="month",
    columns=(
        RowColumn("rank", "名次", "Rank", "integer"), RowColumn("area_name", "区域", "Area"),
        RowColumn("score", "得分", "Score", "number"), *_PARTS,
    ),
    chart=Chart("bar", "area_name", ("score",), "分"),
    definition=_NOW.formula, definition_en=_EN,
    note=(
        f"权重版本 {_NOW.id}。每项都按存量折算，不按发现隐患的数量排名；巡查覆盖率含期间内撤出台账的场所，"
        "可能超过 100%，最高按 100% 计分；请与“作风提醒”一起看。"
    ),
))  # fmt: skip
declare_panel(Panel(
    id="street.months", zh="得分走势", en="Score by month", permission="figures.view", rows=_months, span="month",
    columns=(RowColumn("month", "月份", "Month"), RowColumn("score", "得分", "Score", "number"), *_PARTS),
    chart=Chart("line", "month", ("score",), "分"),
    definition=_NOW.formula, definition_en=_EN,
    note="六个自然月，最后一个月算到所选日期；每月用该月最后一天有效的权重版本。",
))  # fmt: skip
