"""Every read of hazards that is more than a lookup, in the scope of whoever asks."""

from fengsui.hazards.queries.case import allowed_verbs, case, find
from fengsui.hazards.queries.lists import board, brief, export_rows, hazards_of_place, list_hazards, open_since

__all__ = [
    "allowed_verbs",
    "board",
    "brief",
    "case",
    "export_rows",
    "find",
    "hazards_of_place",
    "list_hazards",
    "open_since",
]
