"""Periodic work of quality: compute what is due, list what was left unanswered."""

from fengsui.kernel import periodic
from fengsui.patrol.quality import services


def every_few_minutes() -> dict[str, int]:
    """Compute what is due and bring unanswered doubts to the supervisor's list."""
    return {**services.work_through(), "listed": services.list_unanswered()}


periodic.declare("巡查质量", function="fengsui.patrol.quality.jobs.every_few_minutes", minutes=5)
