"""The ledger's tables."""

from fengsui.places.importing.models import ImportBatch, ImportMapping, ImportRow
from fengsui.places.models.contact import PlaceContact
from fengsui.places.models.facility import Facility
from fengsui.places.models.history import PlaceClassChange, PlaceStateChange
from fengsui.places.models.place import Place

__all__ = [
    "Facility",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Place",
    "PlaceClassChange",
    "PlaceContact",
    "PlaceStateChange",
]
