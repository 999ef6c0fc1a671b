"""The HTTP face of hazards: parse, call, answer."""

from fengsui.hazards.api import reading, writing
from fengsui.hazards.api.routing import router

__all__ = ["reading", "router", "writing"]
