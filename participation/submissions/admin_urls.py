"""Addresses of the office's door, mounted inside the admin."""

from django.urls import path

from participation.submissions.views.intake import IntakeView
from participation.submissions.views.slip import SlipView
from participation.submissions.views.together import TogetherView

app_name = "intake"
urlpatterns = [
    path("", IntakeView.as_view(), name="new"),
    path("slip/<str:key>/", SlipView.as_view(), name="slip"),
    path("together/<str:number>/", TogetherView.as_view(), name="together"),
]
