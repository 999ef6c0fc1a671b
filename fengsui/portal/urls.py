"""Addresses of the portal."""

from django.urls import path

from fengsui.portal import views

urlpatterns = [
    path("q/", views.plate_form, name="plate-form"),
    path("q/<str:code>", views.plate, name="plate"),
]
