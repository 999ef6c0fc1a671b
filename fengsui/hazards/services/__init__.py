"""Every write to hazards: one verb of the state table each."""

from fengsui.hazards.services.due_dates import recompute_due_dates
from fengsui.hazards.services.fixing import assign_hazard, fix_on_site, report_fixed
from fengsui.hazards.services.following import follow_place
from fengsui.hazards.services.opening import open_hazard
from fengsui.hazards.services.photos import add_photos, remove_photo
from fengsui.hazards.services.reviewing import close_on_evidence, review_hazard, void_hazard

__all__ = [
    "add_photos",
    "assign_hazard",
    "close_on_evidence",
    "fix_on_site",
    "follow_place",
    "open_hazard",
    "recompute_due_dates",
    "remove_photo",
    "report_fixed",
    "review_hazard",
    "void_hazard",
]
