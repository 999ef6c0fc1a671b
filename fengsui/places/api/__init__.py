"""The ledger over HTTP."""

from fengsui.places.api import people, plates, reading, tenants, writing
from fengsui.places.api.routing import router
from fengsui.places.importing.api import router as imports
from fengsui.places.key_units import api as key_units

router.add_router("", imports)

__all__ = ["key_units", "people", "plates", "reading", "router", "tenants", "writing"]
