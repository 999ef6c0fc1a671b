"""Hazards as a Django app; loading it declares permissions, numbers, handlers, jobs and panels."""

from django.apps import AppConfig


class HazardsConfig(AppConfig):
    """Django registration of the hazards package."""

    name = "fengsui.hazards"
    label = "hazards"
    verbose_name = "隐患"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare permissions, the number register, handlers, jobs and panels once the models are loaded."""
        from fengsui.hazards import permissions  # noqa: F401
        from fengsui.hazards.major import permissions as major_permissions  # noqa: F401
        from fengsui.kernel import numbering

        numbering.declare("hazard", prefix="YH", width=5)
        numbering.declare("notice", prefix="GZ", width=5)
        numbering.declare("major", prefix="ZD", width=4)
        from fengsui.hazards import handlers, handover, jobs, panels, privacy  # noqa: F401
        from fengsui.hazards.bulk import jobs as _bulk  # noqa: F401
        from fengsui.hazards.escalation import jobs as _escalation  # noqa: F401
        from fengsui.hazards.major import handlers as major_handlers  # noqa: F401
        from fengsui.hazards.major import panels as major_panels  # noqa: F401
