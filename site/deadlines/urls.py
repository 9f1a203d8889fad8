"""Addresses of 期限 below the admin."""

from django.urls import path

from deadlines.views.calendar import CalendarView
from deadlines.views.rules import IndexView, ProfileView, RuleView

app_name = "deadlines"
urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("profile/", ProfileView.as_view(), name="profile"),
    path("calendar/", CalendarView.as_view(), name="calendar"),
    path("calendar/<int:year>/", CalendarView.as_view(), name="year"),
    path("rules/<int:congress_id>/<str:rule_id>/", RuleView.as_view(), name="rule"),
]
