"""The panels of a street: who holds a post there and what they did; which of its cases are overdue."""

from typing import Any

from fengsui.figures import queries
from fengsui.figures.panels.registry import Panel, declare_panel
from fengsui.figures.people import on_posts
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period, RowColumn

MOST_OVERDUE = 500


def _people(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    return on_posts(actor, period, path)


declare_panel(Panel(
    id="street.people", zh="在岗人员", en="People on posts", permission="members.view", rows=_people,
    columns=(
        RowColumn("name", "人员", "Person"), RowColumn("posts", "岗位", "Posts", width=24),
        RowColumn("visits", "巡查家次", "Visits", "integer"), RowColumn("not_entered", "到场未查", "Not entered", "integer"),
        RowColumn("tasks_due", "到期任务", "Tasks due", "integer"), RowColumn("tasks_done", "已完成", "Done", "integer"),
        RowColumn("tasks_missed", "漏查", "Missed", "integer"), RowColumn("last_at", "最近一次", "Last visit", "datetime"),
    ),
    definition="期间最后一天在该区域任职的人员，及其在该区域、该期间的巡查和到期任务。",
    definition_en="People holding a post in the area on the last day, with their visits and tasks due there within the period.",
))  # fmt: skip


def _overdue(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    figure = queries.figure_of("hazards.overdue")
    return queries.rows(figure, actor=actor, period=period, area_path=path, stop=MOST_OVERDUE)[1]


declare_panel(Panel(
    id="street.overdue", zh="逾期清单", en="Overdue cases", permission="hazards.view", rows=_overdue,
    columns=(
        RowColumn("number", "编号", "Number"), RowColumn("place_name", "场所", "Place", width=24),
        RowColumn("title", "隐患", "Hazard", width=24), RowColumn("due_on", "整改期限", "Due", "date"),
    ),
    definition="期间最后一天仍未办结、整改期限已过的隐患，按期限先后，最多列 500 条。",
    definition_en="Cases open on the last day whose limit is over, the earliest first, 500 at most.",
))  # fmt: skip
