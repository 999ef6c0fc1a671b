"""The panels of the overview: the day's figures, the loop, the streets, what got worse, the thirty days."""

from typing import Any

from fengsui.figures import overview, queries
from fengsui.figures.day_ledger.build import DAY_FIGURES, figure_row
from fengsui.figures.kept import Sheet
from fengsui.figures.panels.registry import Chart, Panel, declare_panel
from fengsui.figures.worse import worse
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period, RowColumn

STREET_COLUMNS = (
    ("places.stock", "台账场所", "Places"),
    ("hazards.stock_closing", "未销隐患", "Open hazards"),
    ("hazards.overdue", "逾期未改", "Overdue"),
    ("patrol.visits", "巡查家次", "Visits"),
    ("hazards.found", "发现隐患", "Found"),
    ("hazards.closed", "销案", "Closed"),
)
TREND_WORDS = {
    "patrol.visits": ("巡查家次", "Visits"),
    "hazards.found": ("发现隐患", "Found"),
    "hazards.closed": ("销案", "Closed"),
}


def _figures(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    return [figure_row(item) for item in queries.values(actor=actor, period=period, area_path=path, ids=DAY_FIGURES).values()]


def _loop(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    return overview.loop(Sheet(actor), path, period)()


def _streets(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    rows = overview.streets(Sheet(actor), path, queries.level_below(path), period)()
    return [{**row["values"], **{key: row[key] for key in ("area_path", "area_name", "overdue_per_100")}} for row in rows]


def _worse(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    return worse(actor, path, queries.level_below(path), Period.day(period.end))


def _trend(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    return [{"date": row["date"], **row["values"]} for row in overview.trend(Sheet(actor), path, period)()]


declare_panel(Panel(
    id="overview.figures", zh="当日数字", en="Figures", permission="figures.view", rows=_figures,
    columns=(
        RowColumn("name", "指标", "Figure", "text"), RowColumn("value", "数值", "Value", "integer"),
        RowColumn("unit", "单位", "Unit", "text"), RowColumn("definition", "口径", "Definition", "text"),
    ),
    definition="每个指标的口径写在它自己的一行；期末存量按期间最后一天算。",
    definition_en="Each figure's definition stands in its own row.",
))  # fmt: skip
declare_panel(Panel(
    id="overview.loop", zh="闭环", en="The loop", permission="figures.view", rows=_loop,
    columns=(
        RowColumn("step", "环节", "Step"), RowColumn("value", "数量", "Count", "integer"),
        RowColumn("unit", "单位", "Unit"), RowColumn("definition", "口径", "Definition"),
    ),
    chart=Chart("loop", "step", ("value",), "处"),
    definition="期间内发现、交办、整改上报、销案的隐患各有多少处；同一处隐患可以在几个环节里都出现。",
    definition_en="Hazards found, assigned, reported fixed and closed within the period; one hazard may count in several.",
))  # fmt: skip
_areas = (
    RowColumn("area_name", "区域", "Area"),
    *(RowColumn(key, zh, en, "integer") for key, zh, en in STREET_COLUMNS),
    RowColumn("overdue_per_100", "逾期率（处/百家）", "Overdue per 100 places", "number"),
)
declare_panel(Panel(
    id="overview.streets", zh="各区域对比", en="Areas side by side", permission="figures.view", rows=_streets, columns=_areas,
    chart=Chart("bar", "area_name", ("overdue_per_100",), "处/百家"),
    definition=overview.RATE_FORMULA, definition_en="Rate = hazards overdue at the end ÷ places of the ledger × 100.",
    note="按逾期率从高到低排列。",
))  # fmt: skip
declare_panel(Panel(
    id="overview.map", zh="逾期率分布图", en="Overdue by area on the map", permission="figures.view", rows=_streets,
    columns=_areas,
    chart=Chart("map-table", "area_name", ("overdue_per_100",), "处/百家"),
    definition=overview.RATE_FORMULA, definition_en="Rate = hazards overdue at the end ÷ places of the ledger × 100.",
    note="颜色越深逾期率越高；没有边界的区域只列在表里。",
))  # fmt: skip
declare_panel(Panel(
    id="overview.worse", zh="比前一日变差", en="Worse than the day before", permission="figures.view", rows=_worse,
    columns=(
        RowColumn("area_name", "区域", "Area"), RowColumn("name", "指标", "Figure"),
        RowColumn("yesterday", "前一日", "The day before", "integer"), RowColumn("value", "当日", "The day", "integer"),
        RowColumn("change", "增加", "More by", "integer"), RowColumn("reason", "原因", "Why", width=44),
    ),
    definition="逾期未改、期末存量、未送达照片三项，当日比前一日多的区域；原因由当日和前一日的有关指标说明。",
    definition_en="Areas where overdue hazards, open hazards or photos not arrived rose since the day before.",
))  # fmt: skip
declare_panel(Panel(
    id="overview.trend", zh="近三十天走势", en="The last thirty days", permission="figures.view", rows=_trend,
    columns=(
        RowColumn("date", "日期", "Date", "date"), *(RowColumn(key, zh, en, "integer") for key, (zh, en) in TREND_WORDS.items()),
    ),
    chart=Chart("line", "date", tuple(TREND_WORDS)), span="month",
    definition="每天的巡查家次、发现隐患和销案；没有记录的日子是零。",
    definition_en="Visits, hazards found and closed day by day; a day without a record is zero.",
))  # fmt: skip
