"""The ledger's tables."""

from fengsui.places.importing.models import ImportBatch, ImportMapping, ImportRow
from fengsui.places.key_units.models import KeyUnitStep
from fengsui.places.models.contact import PlaceContact
from fengsui.places.models.facility import Facility
from fengsui.places.models.history import PlaceClassChange, PlaceStateChange
from fengsui.places.models.merge import PlaceMerge
from fengsui.places.models.past import PlacePast
from fengsui.places.models.place import Place
from fengsui.places.models.tenancy import PlaceTenancy

__all__ = [
    "Facility",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "KeyUnitStep",
    "Place",
    "PlaceClassChange",
    "PlaceContact",
    "PlaceMerge",
    "PlacePast",
    "PlaceStateChange",
    "PlaceTenancy",
]
