"""The organization as a Django app."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    """Django registration of org."""

    name = "fengsui.org"
    label = "org"
    verbose_name = "组织"

    def ready(self) -> None:
        """Declare the permissions."""
        from fengsui.org import permissions, privacy  # noqa: F401
