"""Long and periodic work of patrol, run by the worker."""

from typing import Any

from fengsui.kernel import actor as actors
from fengsui.kernel import periodic
from fengsui.kernel.jobs import JobHandle, job
from fengsui.patrol.services.due_dates import recompute_task_days
from fengsui.patrol.services.planning import plan_all_districts


@job("patrol.recompute_due")
def recompute_due(handle: JobHandle) -> dict[str, Any]:
    """Compute the days of active tasks under an area again (payload: area_path, reason)."""
    return {
        "changed": recompute_task_days(actor=handle.actor, area_path=handle.payload["area_path"], reason=handle.payload["reason"])
    }


def plan_today() -> dict[str, Any]:
    """Open today's tasks in every district; runs early each morning and is safe to run again."""
    return plan_all_districts(actor=actors.system("每日排班"))


periodic.declare("生成当日巡查任务", function="fengsui.patrol.jobs.plan_today", minutes=24 * 60, at_hour=5)
