"""Every read of patrol that is more than a lookup, in the scope of whoever asks."""

from fengsui.patrol.queries.pack import pack
from fengsui.patrol.queries.phones import export_kept, kept_operations, phone_reports
from fengsui.patrol.queries.tasks import list_tasks, today_list
from fengsui.patrol.queries.visits import export_visits, list_visits, visit_detail, visits_of_place

__all__ = [
    "export_kept",
    "export_visits",
    "kept_operations",
    "list_tasks",
    "list_visits",
    "pack",
    "phone_reports",
    "today_list",
    "visit_detail",
    "visits_of_place",
]
