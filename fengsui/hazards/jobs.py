"""Long and periodic work of hazards, run by the worker."""

from typing import Any

from fengsui.hazards import services
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import LIMIT_STATES
from fengsui.kernel import actor as actors
from fengsui.kernel import periodic
from fengsui.kernel.jobs import JobHandle, job


@job("hazards.recompute_due")
def recompute_due(handle: JobHandle) -> dict[str, Any]:
    """Compute the running limits under an area again (payload: area_path, reason)."""
    changed = services.recompute_due_dates(
        actor=handle.actor, area_path=handle.payload["area_path"], reason=handle.payload.get("reason", "工作日历有变化")
    )
    handle.progress(1, 1)
    return {"changed": changed}


def recompute_provisional() -> dict[str, int]:
    """Compute the limits that rest on unannounced holidays again: an update may have brought the announcement."""
    waiting = Hazard.objects.filter(due_provisional=True, state__in=LIMIT_STATES)
    districts = sorted({path.split("/", 1)[0] for path in waiting.values_list("area_path", flat=True).distinct()})
    actor = actors.system("待公布期限复核")
    return {path: services.recompute_due_dates(actor=actor, area_path=path, reason="节假日安排已公布") for path in districts}


def resume_limits() -> int:
    """Let every limit run on whose last day of standing still has come."""
    return services.resume_due(actor=actors.system("恢复计时"))


periodic.declare("恢复到期的中止计时", function="fengsui.hazards.jobs.resume_limits", minutes=60)
periodic.declare("复核待公布的整改期限", function="fengsui.hazards.jobs.recompute_provisional", minutes=24 * 60, at_hour=4)
