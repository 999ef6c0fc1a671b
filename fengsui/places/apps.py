"""The ledger as a Django app; loading it declares its permissions, registers, jobs and handlers."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Django registration of the ledger."""

    name = "fengsui.places"
    label = "places"
    verbose_name = "场所"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what the rest of the system asks the ledger for."""
        from fengsui.places import figures, handlers, jobs, permissions, plate_jobs, privacy, registers  # noqa: F401
        from fengsui.places.importing import jobs as import_jobs  # noqa: F401
        from fengsui.places.importing import permissions as import_permissions  # noqa: F401
