"""The kernel as a Django app; loading it declares its permissions, jobs and handlers."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Django registration of the kernel."""

    name = "fengsui.kernel"
    label = "kernel"
    verbose_name = "内核"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the kernel's permissions and jobs once the models are loaded."""
        from fengsui.kernel import kernel_permissions  # noqa: F401
        from fengsui.kernel.rulepacks import permissions as _rulepacks  # noqa: F401
