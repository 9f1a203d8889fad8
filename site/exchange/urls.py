"""Addresses of a person's exports, mounted inside the admin."""

from django.urls import path

from exchange.views import JobFile, JobList, JobView

app_name = "exchange"
urlpatterns = [
    path("", JobList.as_view(), name="list"),
    path("<uuid:job>/", JobView.as_view(), name="job"),
    path("<uuid:job>/file/", JobFile.as_view(), name="file"),
]
