"""Patrol as a Django app; loading it declares permissions, numbers, handlers, jobs and panels."""

from django.apps import AppConfig


class PatrolConfig(AppConfig):
    """Django registration of the patrol package."""

    name = "fengsui.patrol"
    label = "patrol"
    verbose_name = "巡查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare permissions, the number register, handlers, jobs and panels once the models are loaded."""
        from fengsui.patrol import permissions  # noqa: F401, I001
        from fengsui.kernel import numbering

        numbering.declare("visit", prefix="XC", width=6)
        from fengsui.patrol import (  # noqa: F401
            handlers,
            handover,
            jobs,
            merging,
            panels,
            privacy,
        )
        from fengsui.patrol.quality import handlers as quality_handlers  # noqa: F401
        from fengsui.patrol.quality import jobs as quality_jobs  # noqa: F401
        from fengsui.patrol.rescue import importing  # noqa: F401
        from fengsui.patrol.tracks import services as tracks  # noqa: F401
        from fengsui.patrol.unsent import services as alarms  # noqa: F401
