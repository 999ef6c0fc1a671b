"""The server as a Django app: system checks and commands."""

from django.apps import AppConfig


class ServerConfig(AppConfig):
    """Django registration of the server package."""

    name = "fengsui.server"
    label = "server"
    verbose_name = "服务"
