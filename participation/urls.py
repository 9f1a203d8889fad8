"""Addresses of what citizens say, all under the name ``participation``."""

from django.urls import include, path

app_name = "participation"
urlpatterns = [
    path("", include("participation.submissions.urls")),
    path("", include("participation.consultations.urls")),
    path("", include("participation.adoption.urls")),
    path("", include("participation.questionnaires.urls")),
]
