"""The HTTP face of hazards: parse, call, answer."""

from fengsui.hazards.api import loop, reading, writing
from fengsui.hazards.api.routing import router
from fengsui.hazards.bulk import api as bulk
from fengsui.hazards.desk import api as desk
from fengsui.hazards.escalation import api as escalation
from fengsui.hazards.major import api as major
from fengsui.hazards.notices import api as notices

__all__ = ["bulk", "desk", "escalation", "loop", "major", "notices", "reading", "router", "writing"]
