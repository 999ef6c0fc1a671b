"""Every read of hazards that is more than a lookup, in the scope of whoever asks."""

from fengsui.hazards.queries.case import allowed_verbs, case, find
from fengsui.hazards.queries.lists import board, brief, export_rows, hazards_of_place, list_hazards, open_since
from fengsui.hazards.queries.map import hazard_map
from fengsui.hazards.sightings.queries import case_known_as, found_by_source

__all__ = [
    "allowed_verbs",
    "board",
    "brief",
    "case",
    "case_known_as",
    "export_rows",
    "find",
    "found_by_source",
    "hazard_map",
    "hazards_of_place",
    "list_hazards",
    "open_since",
]
