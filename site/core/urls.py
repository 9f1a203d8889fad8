"""Addresses of the framework-level views."""

from django.urls import path

from core import views

app_name = "core"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("large-type/", views.large_type, name="large_type"),
]
