"""Figures as a Django app; loading it collects the figures of every package built so far."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Django registration of the figures package."""

    name = "fengsui.figures"
    label = "figures"
    verbose_name = "统计"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the permissions and collect the figures of the packages to the left."""
        from fengsui.figures import permissions  # noqa: F401
        from fengsui.hazards import figures as hazards  # noqa: F401
        from fengsui.patrol import figures as patrol  # noqa: F401
        from fengsui.patrol.households import figures as households  # noqa: F401
        from fengsui.patrol.quality import figures as quality  # noqa: F401
        from fengsui.places import figures as ledger  # noqa: F401
