"""The figures of tasks: due, done, done in time, missed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate

from fengsui.kernel import clock
from fengsui.kernel.cells.declared import Daily, DailySource, Watch
from fengsui.kernel.figure import Figure, Period, RowColumn, declare
from fengsui.patrol.models import TASK_KINDS, TASK_STATES, Task


def _tasks() -> QuerySet[Task]:
    return Task.objects.annotate(closed_day=TruncDate("closed_at", tzinfo=clock.zone()))


TASK_FACTS = DailySource(
    "patrol.task", _tasks, "due_on", (Watch(Task, ("due_on", "area_path", "line", "state", "kind", "closed_at")),)
)
ON_TIME = Q(state="done", closed_day__lte=F("due_on"))


def _tasks_due(period: Period) -> QuerySet[Task]:
    rows = _tasks().filter(due_on__gte=period.start, due_on__lte=period.end).exclude(state="cancelled")
    return rows.select_related("place")


def _show_tasks(rows: Sequence[Task]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "place_id": str(row.place_id),
            "place_name": row.place.name,
            "kind_label": TASK_KINDS[row.kind][0],
            "reason": row.reason,
            "due_on": row.due_on,
            "assignee_name": row.assignee_name,
            "state_label": TASK_STATES[row.state][0],
            "area_path": row.area_path,
        }
        for row in rows
    ]


TASK_COLUMNS = (
    RowColumn("place_name", "场所", "place", width=28),
    RowColumn("kind_label", "任务", "task", width=12),
    RowColumn("reason", "原因", "reason", width=30),
    RowColumn("due_on", "到期日", "due on", "date", 12),
    RowColumn("assignee_name", "承担人", "assignee", width=16),
    RowColumn("state_label", "状态", "state", width=10),
)
TASKS_DUE = declare(
    Figure(
        id="patrol.tasks_due",
        zh="到期任务",
        en="Tasks due",
        unit="task",
        definition="到期日在期间内的巡查、复查、回访、设施到期任务数。",
        definition_en="Visit, review, return and facility tasks due within the period.",
        period_rule="flow",
        counted_on="任务到期日",
        deduplication="同一场所同一事由同时只有一项",
        exclusions="已取消的任务（场所搬迁、注销，隐患作废）",
        version=1,
        permission="patrol.view",
        facts=_tasks_due,
        day_field="due_on",
        order=("due_on", "pk"),
        columns=TASK_COLUMNS,
        show=_show_tasks,
        subject="patrol.task",
        cells=Daily(TASK_FACTS, ~Q(state="cancelled")),
    )
)
TASKS_DONE = declare(
    Figure(
        id="patrol.tasks_done",
        zh="其中已完成",
        en="of which done",
        unit="task",
        definition="到期日在期间内的任务中，至今已完成的数量。",
        definition_en="Of the tasks due within the period, those done by now.",
        period_rule="flow",
        counted_on="任务到期日",
        deduplication="同一场所同一事由同时只有一项",
        exclusions="待办、漏查、延后的",
        version=1,
        permission="patrol.view",
        facts=lambda period: _tasks_due(period).filter(state="done"),
        day_field="due_on",
        order=("due_on", "pk"),
        columns=TASK_COLUMNS,
        show=_show_tasks,
        subject="patrol.task",
        of="patrol.tasks_due",
        cells=Daily(TASK_FACTS, Q(state="done")),
    )
)

TASKS_ON_TIME = declare(
    Figure(
        id="patrol.tasks_on_time",
        zh="按期完成任务",
        en="Tasks done in time",
        unit="task",
        definition="到期日在期间内的任务中，在到期日当天或之前完成的数量。",
        definition_en="Of the tasks due within the period, those done on or before their day.",
        period_rule="flow",
        counted_on="任务到期日",
        deduplication="同一场所同一事由同时只有一项",
        exclusions="到期日之后才完成的；待办、漏查、延后的",
        version=1,
        permission="patrol.view",
        facts=lambda period: _tasks_due(period).filter(ON_TIME),
        day_field="due_on",
        order=("due_on", "pk"),
        columns=TASK_COLUMNS,
        show=_show_tasks,
        subject="patrol.task",
        of="patrol.tasks_done",
        cells=Daily(TASK_FACTS, ON_TIME),
    )
)
TASKS_MISSED = declare(
    Figure(
        id="patrol.tasks_missed",
        zh="漏查任务",
        en="Tasks missed",
        unit="task",
        definition="到期日在期间内的任务中，记为漏查的数量。",
        definition_en="Of the tasks due within the period, those missed.",
        period_rule="flow",
        counted_on="任务到期日",
        deduplication="同一场所同一事由同时只有一项",
        exclusions="待办、已完成、延后的",
        version=1,
        permission="patrol.view",
        facts=lambda period: _tasks_due(period).filter(state="missed"),
        day_field="due_on",
        order=("due_on", "pk"),
        columns=TASK_COLUMNS,
        show=_show_tasks,
        subject="patrol.task",
        of="patrol.tasks_due",
        cells=Daily(TASK_FACTS, Q(state="missed")),
    )
)
