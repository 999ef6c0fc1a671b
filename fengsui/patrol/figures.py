"""The figures of patrol: places visited, visits, doors found closed, people out, tasks due and done, evidence on its way."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from fengsui.kernel import clock
from fengsui.kernel.figure import Figure, Period, RowColumn, by_id, declare
from fengsui.kernel.models import Account, EvidenceLink
from fengsui.patrol.models import TASK_KINDS, TASK_STATES, Task, Visit
from fengsui.places.figures import PLACE_COLUMNS, labels_of, place_row
from fengsui.places.models import Place

VISIT_COLUMNS = (
    RowColumn("number", "编号", "number", width=22),
    RowColumn("local_date", "日期", "day", "date", 12),
    RowColumn("place_name", "场所", "place", width=28),
    RowColumn("outcome_label", "结果", "outcome", width=12),
    RowColumn("by_name", "巡查人", "by", width=16),
    RowColumn("started_at", "开始", "started", "datetime", 18),
    RowColumn("ended_at", "结束", "ended", "datetime", 18),
    RowColumn("hazard_count", "隐患", "hazards", "integer", 8),
)


EVIDENCE_ROLES = {
    "before": "整改前",
    "after": "整改后",
    "review": "复查",
    "scene": "现场",
    "signature": "签名",
    "facility": "设施",
    "place": "场所",
    "document": "文书",
    "clip": "执法记录仪片段",
}


def visits(period: Period) -> QuerySet[Visit]:
    """Return the valid visits of a period, whatever came of them."""
    return Visit.objects.filter(valid=True, local_date__gte=period.start, local_date__lte=period.end)


def _inspected(period: Period) -> QuerySet[Visit]:
    return visits(period).filter(inspected=True).select_related("place")


def show_visits(rows: Sequence[Visit]) -> list[dict[str, Any]]:
    """Return visits as the rows behind figures list them."""
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "local_date": row.local_date,
            "place_id": str(row.place_id),
            "place_name": row.place.name,
            "outcome": row.outcome,
            "outcome_label": row.outcome_label,
            "by_name": row.by_name,
            "started_at": row.started_at,
            "ended_at": row.ended_at,
            "received_at": row.received_at,
            "hazard_count": row.hazard_count,
            "area_path": row.area_path,
        }
        for row in rows
    ]


def _show_places(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    places = by_id(list(Place.objects.filter(pk__in=[row["place_id"] for row in rows])))
    labels = labels_of(list(places.values()))
    return [{**place_row(places[row["place_id"]], labels), "times": row["times"], "last_on": row["last_on"]} for row in rows]


def _show_people(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    people = by_id(list(Account.objects.filter(pk__in=[row["by_account_id"] for row in rows])))
    return [
        {
            "id": str(row["by_account_id"]),
            "name": people[row["by_account_id"]].display_name,
            "times": row["times"],
            "last_on": row["last_on"],
        }
        for row in rows
    ]


PLACES_VISITED = declare(
    Figure(
        id="patrol.places_visited",
        zh="巡查场所",
        en="Places inspected",
        unit="place",
        definition="期间内至少有一次有效巡查且进门检查的场所数。",
        definition_en="Places with at least one valid visit on which they were inspected.",
        period_rule="flow",
        counted_on="巡查日期（按校正后的现场时间）",
        deduplication="同一场所期间内多次巡查只计一家",
        exclusions="只有锁门、停业、拒绝等未进门记录的；标为无效的巡查",
        version=1,
        permission="patrol.view",
        facts=_inspected,
        distinct="place_id",
        day_field="local_date",
        order=("-last_on", "-times", "place_id"),
        columns=(
            *PLACE_COLUMNS,
            RowColumn("times", "巡查次数", "visits", "integer", 10),
            RowColumn("last_on", "最近巡查", "last visit", "date", 12),
        ),
        show=_show_places,
        subject="places.place",
    )
)
VISITS = declare(
    Figure(
        id="patrol.visits",
        zh="巡查家次",
        en="Inspections",
        unit="visit",
        definition="期间内有效且进门检查的巡查次数。",
        definition_en="Valid visits of the period on which the place was inspected.",
        period_rule="flow",
        counted_on="巡查日期（按校正后的现场时间）",
        deduplication="不去重，每次巡查计一家次",
        exclusions="锁门、停业、拒绝等未进门的；标为无效的巡查",
        version=1,
        permission="patrol.view",
        facts=_inspected,
        day_field="local_date",
        order=("-ended_at", "number"),
        columns=VISIT_COLUMNS,
        show=show_visits,
        subject="patrol.visit",
    )
)
NOT_ENTERED = declare(
    Figure(
        id="patrol.not_entered",
        zh="到场未查",
        en="Visits without inspection",
        unit="visit",
        definition="期间内到了现场但没有进门检查的次数：锁门、停业、搬迁、拒绝、找不到、装修、空置等。",
        definition_en="Visits of the period that reached the place but could not inspect it.",
        period_rule="flow",
        counted_on="巡查日期（按校正后的现场时间）",
        deduplication="不去重，每次计一家次",
        exclusions="进门检查的；标为无效的巡查",
        version=1,
        permission="patrol.view",
        facts=lambda period: visits(period).filter(inspected=False).select_related("place"),
        day_field="local_date",
        order=("-ended_at", "number"),
        columns=VISIT_COLUMNS,
        show=show_visits,
        subject="patrol.visit",
    )
)
PEOPLE_OUT = declare(
    Figure(
        id="patrol.people_out",
        zh="出动人员",
        en="People on patrol",
        unit="person",
        definition="期间内至少有一次有效巡查记录的人数。",
        definition_en="People with at least one valid visit within the period.",
        period_rule="flow",
        counted_on="巡查日期",
        deduplication="同一人期间内只计一人",
        exclusions="标为无效的巡查",
        version=1,
        permission="patrol.view",
        facts=lambda period: visits(period).filter(by_account__isnull=False),
        distinct="by_account_id",
        day_field="local_date",
        order=("-times", "by_account_id"),
        columns=(
            RowColumn("name", "人员", "person", width=20),
            RowColumn("times", "到场次数", "visits", "integer", 10),
            RowColumn("last_on", "最近一次", "last visit", "date", 12),
        ),
        show=_show_people,
        subject="kernel.account",
    )
)


def _tasks_due(period: Period) -> QuerySet[Task]:
    rows = Task.objects.filter(due_on__gte=period.start, due_on__lte=period.end).exclude(state="cancelled")
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
        definition="到期日在期间内的巡查、复查、回访任务数。",
        definition_en="Visit, review and return tasks due within the period.",
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
    )
)


def _awaited(period: Period) -> QuerySet[EvidenceLink]:
    end = clock.local_day_bounds(period.end)[1]
    rows = EvidenceLink.objects.filter(Q(arrived_at__isnull=True) | Q(arrived_at__gte=end), received_at__lt=end)
    return rows.filter(Q(removed_at__isnull=True) | Q(removed_at__gte=end))


def _show_evidence(rows: Sequence[EvidenceLink]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "subject_type": row.subject_type,
            "subject_id": row.subject_id,
            "role": row.role,
            "role_label": EVIDENCE_ROLES.get(row.role, row.role),
            "by_name": row.by_name,
            "captured_at": row.captured_at,
            "arrived_at": row.arrived_at,
            "area_path": row.area_path,
        }
        for row in rows
    ]


EVIDENCE_AWAITED = declare(
    Figure(
        id="patrol.evidence_awaited",
        zh="未送达照片",
        en="Photos not yet arrived",
        unit="file",
        definition="期末日结束时记录已到、原件尚未送达服务器的照片和文件数。",
        definition_en="Photos and files whose record had arrived by the end of the period but whose bytes had not.",
        period_rule="stock",
        counted_on="记录送达时间和原件送达时间",
        deduplication="一份照片用于几处记录的，每处各计一份",
        exclusions="已撤下的照片；连记录都还在手机上的",
        version=1,
        permission="evidence.view",
        facts=_awaited,
        order=("received_at", "pk"),
        columns=(
            RowColumn("by_name", "拍摄人", "by", width=16),
            RowColumn("role_label", "用途", "role", width=12),
            RowColumn("captured_at", "拍摄时间", "taken at", "datetime", 18),
            RowColumn("arrived_at", "送达时间", "arrived at", "datetime", 18),
        ),
        show=_show_evidence,
        subject="kernel.evidencelink",
    )
)
