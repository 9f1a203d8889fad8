"""The poster of a station; part of ``liaison.urls``."""

from django.urls import path

from liaison.stations import views

urlpatterns = [path("stations/<int:pk>/poster/", views.poster, name="station_poster")]
