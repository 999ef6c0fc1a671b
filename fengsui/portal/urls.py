"""Addresses of the portal."""

from django.urls import path

from fengsui.portal import notices, views

urlpatterns = [
    path("q/", views.plate_form, name="plate-form"),
    path("q/<str:code>", views.plate, name="plate"),
    path("privacy", views.privacy, name="privacy"),
    path("n", notices.form, name="notice-form"),
    path("n/", notices.form),
    path("n/<str:code>.pdf", notices.paper, name="notice-paper"),
    path("n/<str:code>", notices.page, name="notice"),
]
