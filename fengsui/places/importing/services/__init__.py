"""Every step of an import that a person takes: upload, mapping, preview, decisions, apply, undo."""

from fengsui.places.importing.services.steps import choose, decide, set_mapping, start_apply, start_preview, start_undo
from fengsui.places.importing.services.uploading import upload

__all__ = ["choose", "decide", "set_mapping", "start_apply", "start_preview", "start_undo", "upload"]
