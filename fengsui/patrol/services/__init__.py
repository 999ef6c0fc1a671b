"""Every write of patrol: plans, visits, deferrals, what phones report."""

from fengsui.patrol.services.due_dates import recompute_task_days
from fengsui.patrol.services.following import follow_place
from fengsui.patrol.services.phone_key import unwrap_phone_key
from fengsui.patrol.services.phones import report_unsent
from fengsui.patrol.services.planning import plan_day
from fengsui.patrol.services.tasks import defer_task
from fengsui.patrol.services.visiting import invalidate_visit, submit_visit

__all__ = [
    "defer_task",
    "follow_place",
    "invalidate_visit",
    "plan_day",
    "recompute_task_days",
    "report_unsent",
    "submit_visit",
    "unwrap_phone_key",
]
