"""Addresses of the outbox, mounted inside the admin."""

from django.urls import path

from notifications.views import GiveUp, Outbox, Retry

app_name = "notifications"
urlpatterns = [
    path("", Outbox.as_view(), name="outbox"),
    path("<int:pk>/retry/", Retry.as_view(), name="retry"),
    path("<int:pk>/give-up/", GiveUp.as_view(), name="give_up"),
]
