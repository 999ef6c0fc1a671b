"""Addresses: /api/v1 the API, /patrol/ the phone, /q/ the plates, everything else the desk."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from fengsui.server import events, views
from fengsui.server.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.health),
    path("api/v1/events", events.stream),
    path("api/v1/", api.urls),
]
if "portal" in settings.DOMAIN_PACKAGES:
    urlpatterns.append(path("", include("fengsui.portal.urls")))
urlpatterns += [
    path("patrol", views.web_app, {"app": "patrol"}),
    re_path(r"^patrol/(?P<path>.*)$", views.web_app, {"app": "patrol"}),
    re_path(r"^(?P<path>(?!api/).*)$", views.web_app, {"app": "console"}),
]
