"""The ledger over HTTP."""

from fengsui.places.api import people, plates, reading, writing
from fengsui.places.api.routing import router
from fengsui.places.importing.api import router as imports

router.add_router("", imports)

__all__ = ["people", "plates", "reading", "router", "writing"]
