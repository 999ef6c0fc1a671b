"""The API: one NinjaAPI, the routers of every package, one way of saying who asks and what went wrong."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from ninja import NinjaAPI

from fengsui import __version__
from fengsui.kernel.api import from_cookie_or_token
from fengsui.kernel.api.problems import install


def _operation_id(operation: object) -> str:
    return str(getattr(getattr(operation, "view_func", operation), "__name__", "operation"))


class FengsuiAPI(NinjaAPI):
    """A NinjaAPI whose operation ids are the functions' own names."""

    def get_openapi_operation_id(self, operation: object) -> str:
        """Return the function's name: unique across the packages, and what the web client calls it by."""
        return _operation_id(operation)


api = FengsuiAPI(
    title="烽燧 Fengsui",
    version=__version__,
    description="街镇消防安全治理平台接口",
    auth=from_cookie_or_token,
    urls_namespace="api-v1",
    docs_url=None,
)
install(api)
for module in ("session", "second_factor", "evidence", "admin", "jobs", "messages", "drills"):
    api.add_router("", import_module(f"fengsui.kernel.api.{module}").router)
for package in ("kernel.audit_desk", "kernel.privacy", "kernel.rulepacks", *settings.DOMAIN_PACKAGES):
    name = f"fengsui.{package}.api"
    if find_spec(f"fengsui.{package}") and find_spec(name):
        router = getattr(import_module(name), "router", None)
        if router is not None:
            api.add_router("", router)
