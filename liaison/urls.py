"""Public addresses of ``liaison``."""

from django.urls import URLPattern, URLResolver

app_name = "liaison"
urlpatterns: list[URLPattern | URLResolver] = []
