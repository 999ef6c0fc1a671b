"""Tasks over HTTP: today's doors, the list, putting off, planning."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Query, Router

from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery
from fengsui.patrol import queries, services
from fengsui.patrol.api.schemas import DeferIn, PlanIn, Planned, TaskRow, TodayRow
from fengsui.patrol.filters import TaskFilters
from fengsui.patrol.queries.tasks import in_scope, shown

router = Router()


@router.get("/patrol/today", response=list[TodayRow], operation_id="today_tasks")
def today_tasks(
    request: ActorRequest, day: date | None = None, lon: float | None = None, lat: float | None = None
) -> list[dict[str, Any]]:
    """The day's doors in walking order, overdue first."""
    near = (lon, lat) if lon is not None and lat is not None else None
    return queries.today_list(actor=request.actor, day=day, near=near)


@router.get("/tasks", response=Page[TaskRow], operation_id="list_tasks")
def list_tasks(request: ActorRequest, filters: Query[TaskFilters], page: Query[PageQuery]) -> Paged[dict[str, Any]]:
    """One page of the tasks in scope."""
    return queries.list_tasks(actor=request.actor, filters=filters, page=page.page, page_size=page.page_size)


@router.post("/tasks/{uuid:task_id}/defer", response=TaskRow, operation_id="defer_task")
def defer_task(request: ActorRequest, task_id: UUID, payload: DeferIn) -> dict[str, Any]:
    """Put a task off, with a reason."""
    row = services.defer_task(
        actor=request.actor,
        operation_id=request.operation_id,
        task_id=task_id,
        deferred_to=payload.deferred_to,
        reason=payload.reason,
    )
    return shown(in_scope(request.actor).filter(pk=row.pk), clock.local_date())[0]


@router.post("/patrol/plan", response=Planned, operation_id="plan_day")
def plan_day(request: ActorRequest, payload: PlanIn) -> dict[str, int]:
    """Open the tasks due in an area; running it again adds nothing."""
    return services.plan_day(actor=request.actor, area_path=payload.area_path, day=payload.day)
