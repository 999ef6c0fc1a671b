"""Every write to hazards: one verb of the state table each."""

from fengsui.hazards.services.checking import check_complaint
from fengsui.hazards.services.clocks import pause_limit, resume_due, resume_limit
from fengsui.hazards.services.due_dates import recompute_due_dates
from fengsui.hazards.services.ending import merge_hazard, reopen_hazard, restore_hazard, split_hazard, unmerge_hazard
from fengsui.hazards.services.fixing import assign_hazard, fix_on_site, report_fixed
from fengsui.hazards.services.following import follow_place
from fengsui.hazards.services.handing import (
    accept_hazard,
    refer_hazard,
    return_referral,
    send_back,
    transfer_hazard,
    urge_hazard,
    withdraw_assignment,
)
from fengsui.hazards.services.opening import open_hazard
from fengsui.hazards.services.photos import add_photos, remove_photo
from fengsui.hazards.services.reviewing import close_on_evidence, review_hazard, void_hazard

__all__ = [
    "accept_hazard",
    "add_photos",
    "assign_hazard",
    "check_complaint",
    "close_on_evidence",
    "fix_on_site",
    "follow_place",
    "merge_hazard",
    "open_hazard",
    "pause_limit",
    "recompute_due_dates",
    "refer_hazard",
    "remove_photo",
    "reopen_hazard",
    "report_fixed",
    "restore_hazard",
    "resume_due",
    "resume_limit",
    "return_referral",
    "review_hazard",
    "send_back",
    "split_hazard",
    "transfer_hazard",
    "unmerge_hazard",
    "urge_hazard",
    "void_hazard",
    "withdraw_assignment",
]
