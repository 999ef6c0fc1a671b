"""Every read of the ledger that is more than a lookup, in the scope of whoever asks."""

from fengsui.places.queries.detail import allowed_verbs, detail, find
from fengsui.places.queries.facilities import FacilityFilters, FacilitySort, expiring_within, list_facilities
from fengsui.places.queries.lists import export_rows, in_scope, list_places, matching_rows, summary
from fengsui.places.queries.map import place_map
from fengsui.places.queries.place_then import place_then
from fengsui.places.queries.similar import duplicate_index, find_similar
from fengsui.places.queries.tenancies import tenancies

__all__ = [
    "FacilityFilters",
    "FacilitySort",
    "allowed_verbs",
    "detail",
    "duplicate_index",
    "expiring_within",
    "export_rows",
    "find",
    "find_similar",
    "in_scope",
    "list_facilities",
    "list_places",
    "matching_rows",
    "place_map",
    "place_then",
    "summary",
    "tenancies",
]
