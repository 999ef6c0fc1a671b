"""Organization over HTTP: areas and zones, people and posts, equipment."""

from ninja import Router

from fengsui.org.api.areas import router as areas
from fengsui.org.api.equipment import router as equipment
from fengsui.org.api.people import router as people

router = Router(tags=["org"])
for part in (areas, people, equipment):
    router.add_router("", part)
