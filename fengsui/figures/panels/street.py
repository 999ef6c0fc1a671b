"""The panel of a street's people: who holds a post there and what they did."""

from typing import Any

from fengsui.figures.panels.registry import Panel, declare_panel
from fengsui.figures.people import on_posts
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period, RowColumn


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
