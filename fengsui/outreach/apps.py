"""Outreach as a Django app; loading it declares its permissions and its register."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Django registration of the outreach package."""

    name = "fengsui.outreach"
    label = "outreach"
    verbose_name = "宣传"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare permissions and the register once the models are loaded."""
        from fengsui.kernel import numbering
        from fengsui.outreach import permissions  # noqa: F401

        numbering.declare("training", prefix="PX", width=4)
