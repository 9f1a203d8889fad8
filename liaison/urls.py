"""Public addresses of deputies and stations that are no pages of the tree."""

from django.urls import include, path

app_name = "liaison"
urlpatterns = [
    path("", include("liaison.deputies.urls")),
    path("", include("liaison.stations.urls")),
]
