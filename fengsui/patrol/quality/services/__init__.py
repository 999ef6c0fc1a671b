"""Every write of quality: computing doubts, showing and answering them, drawing and re-inspecting."""

from fengsui.patrol.quality.services.answering import explain_doubt, list_unanswered, offer_own
from fengsui.patrol.quality.services.assessing import (
    DOUBTS_KEPT,
    PRINTS_KEPT,
    assess,
    follow_place,
    forget,
    forget_doubts,
    forget_prints,
    work_through,
)
from fengsui.patrol.quality.services.sampling import draw_sample, record_sample

__all__ = [
    "DOUBTS_KEPT",
    "PRINTS_KEPT",
    "assess",
    "draw_sample",
    "explain_doubt",
    "follow_place",
    "forget",
    "forget_doubts",
    "forget_prints",
    "list_unanswered",
    "offer_own",
    "record_sample",
    "work_through",
]
