"""The HTTP face of hazards: parse, call, answer."""

from fengsui.hazards.api import reading, writing
from fengsui.hazards.api.routing import router
from fengsui.hazards.notices import api as notices

__all__ = ["notices", "reading", "router", "writing"]
