"""The HTTP face of patrol: parse, call, answer."""

from ninja import Router

from fengsui.patrol.api.phone import router as phone
from fengsui.patrol.api.tasks import router as tasks
from fengsui.patrol.api.visits import router as visits
from fengsui.patrol.households.api import router as households
from fengsui.patrol.quality.api import router as quality
from fengsui.patrol.rescue.api import router as rescue
from fengsui.patrol.tracks.api import router as tracks
from fengsui.patrol.unsent.api import router as unsent

router = Router(tags=["patrol"])
router.add_router("", visits)
router.add_router("", tasks)
router.add_router("", phone)
router.add_router("", quality)
router.add_router("", households)
router.add_router("", rescue)
router.add_router("", tracks)
router.add_router("", unsent)
