"""The kernel as a Django app; loading it declares its permissions, jobs and handlers."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class KernelConfig(AppConfig):
    """Django registration of the kernel."""

    name = "fengsui.kernel"
    label = "kernel"
    verbose_name = "内核"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the kernel's permissions and jobs once the models are loaded; let each write keep the cells."""
        from fengsui.kernel import (
            kernel_permissions,  # noqa: F401
            transaction,
        )
        from fengsui.kernel.audit_desk import services as _audit_desk  # noqa: F401
        from fengsui.kernel.cells import keeping, migrating
        from fengsui.kernel.privacy import own_holdings, own_kinds, requests, retention  # noqa: F401
        from fengsui.kernel.rulepacks import permissions as _rulepacks  # noqa: F401

        transaction.before_commit(keeping.settle)
        pre_migrate.connect(migrating.before, sender=self)
        post_migrate.connect(migrating.after, sender=self)
