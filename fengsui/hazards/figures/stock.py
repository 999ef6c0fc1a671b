"""Closed by legal category, and what is in hand: stock before and after, overdue."""

from django.db.models import Q

from fengsui.hazards import cells
from fengsui.hazards.figures.rows import STOCK_ORDER, closed, figure, overdue_on, stock_on, stock_parts
from fengsui.hazards.states import LEGAL_CATEGORIES
from fengsui.kernel.cells.declared import Balance, Daily, Spans
from fengsui.kernel.figure import Figure


def _closed_of(figure_id: str, category: int, zh: str, en: str) -> Figure:
    """Declare the hazards closed of one of the twelve legal categories of the police form."""
    return figure(
        figure_id,
        lambda period: closed(period).filter(legal_category=category),
        zh=f"督改{zh}",
        en=f"{en} put right",
        definition=f"期间内销案的隐患中，违法情形为第 {category} 类（{LEGAL_CATEGORIES[category][0]}）的数量。",
        definition_en=f"Of the hazards closed within the period, those of legal category {category}.",
        period_rule="flow",
        counted_on="销案日期",
        exclusions="只上报整改、尚未复查的；作废、并案的隐患",
        day_field="closed_on",
        order=("-closed_on", "number"),
        of="hazards.closed",
        cells=Daily(cells.CLOSED_FACTS, Q(state="closed", legal_category=category)),
    )


EXITS_CLEARED = _closed_of("hazards.exits_cleared", 5, "占堵通道和封闭出口", "Blocked passages and exits")
LANES_CLEARED = _closed_of("hazards.lanes_cleared", 10, "占堵消防车通道", "Blocked fire lanes")
WINDOWS_CLEARED = _closed_of("hazards.windows_cleared", 11, "门窗障碍物", "Obstacles at doors and windows")
OPENING = figure(
    "hazards.stock_opening",
    lambda period: stock_on(period.eve),
    zh="期初存量",
    en="Stock at the start",
    definition="期间开始前一日结束时已发现、未销案的隐患数。",
    definition_en="Hazards found and not closed by the end of the day before the period.",
    period_rule="stock",
    counted_on="发现日期和销案日期",
    exclusions="作废、并案的隐患（作废、并案后从各日存量中一并剔除）",
    order=STOCK_ORDER,
    cells=Balance("hazards.found", "hazards.closed", at_eve=True),
    parts=lambda period: stock_parts(period.eve),
)
CLOSING = figure(
    "hazards.stock_closing",
    lambda period: stock_on(period.end),
    zh="期末存量",
    en="Stock at the end",
    definition="期末日结束时已发现、未销案的隐患数；恒等于期初存量加发现减销案。",
    definition_en="Hazards found and not closed by the end of the period; always opening + found − closed.",
    period_rule="stock",
    counted_on="发现日期和销案日期",
    exclusions="作废、并案的隐患（作废、并案后从各日存量中一并剔除）",
    order=STOCK_ORDER,
    cells=Balance("hazards.found", "hazards.closed"),
    parts=lambda period: stock_parts(period.end),
)
OVERDUE = figure(
    "hazards.overdue",
    lambda period: overdue_on(period.end),
    zh="逾期未改",
    en="Overdue",
    definition="期末日结束时整改期限已过、尚未上报整改也未销案的隐患数。",
    definition_en="Hazards whose limit was over by the end of the period, neither reported fixed nor closed.",
    period_rule="stock",
    counted_on="期末日当时的期限和状态（按案件时间线回溯）",
    exclusions="期限当天尚未结束的；已上报整改、等待复查的；作废、并案的隐患",
    order=("due_then", "number"),
    cells=Spans(cells.OVERDUE_FACTS),
)
