"""Figures as a Django app; loading it collects the figures of every package built so far."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FiguresConfig(AppConfig):
    """Django registration of the figures package."""

    name = "fengsui.figures"
    label = "figures"
    verbose_name = "统计"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the permissions and the panels, and collect the figures of the packages to the left."""
        from fengsui.figures import permissions  # noqa: F401
        from fengsui.figures.bulletins import jobs  # noqa: F401
        from fengsui.figures.bulletins.kinds import KINDS, register_of
        from fengsui.figures.catalogue import not_built, shares
        from fengsui.figures.freeze.words import keep_definitions
        from fengsui.figures.panels import integrity, overview, ranking, steps, street  # noqa: F401
        from fengsui.hazards import figures as hazards  # noqa: F401
        from fengsui.hazards.major import figures as major  # noqa: F401
        from fengsui.hazards.notices import figures as notices  # noqa: F401
        from fengsui.kernel import numbering, periodic
        from fengsui.org import figures as org  # noqa: F401
        from fengsui.outreach import figures as outreach  # noqa: F401
        from fengsui.patrol import figures as patrol  # noqa: F401
        from fengsui.patrol import task_figures as tasks  # noqa: F401
        from fengsui.patrol.households import figures as households  # noqa: F401
        from fengsui.patrol.quality import doubt_figures as doubts  # noqa: F401
        from fengsui.patrol.quality import figures as quality  # noqa: F401
        from fengsui.places import figures as ledger  # noqa: F401

        numbering.declare("frozen_report", prefix="SS", width=4)
        post_migrate.connect(keep_definitions, sender=self)
        shares.declare_all()
        not_built.declare_all()
        for kind in KINDS.values():
            numbering.declare(register_of(kind.code), prefix=kind.prefix, width=3, per_area=True)
        periodic.declare("起草通报", function="fengsui.figures.bulletins.schedule.draft_due", minutes=10)
