"""Every write to 重大火灾隐患: one verb of the state table each."""

from fengsui.hazards.major.deciding import Meeting, decide, dismiss, enlist, release, serve
from fengsui.hazards.major.following import follow_place, recompute_clocks
from fengsui.hazards.major.suspecting import add_hazards, evaluate_place, suspect

__all__ = [
    "Meeting", "add_hazards", "decide", "dismiss", "enlist", "evaluate_place", "follow_place", "recompute_clocks", "release",
    "serve", "suspect",
]  # fmt: skip
