"""The portal as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Django registration of the portal."""

    name = "fengsui.portal"
    label = "portal"
    verbose_name = "公众页面"
