"""Addresses of the office's screens, mounted inside the admin."""

from django.urls import path

from casework.views.case import CaseView, ContactView, FileView, StepView
from casework.views.worklist import Worklist

app_name = "casework"
urlpatterns = [
    path("", Worklist.as_view(), name="worklist"),
    path("<str:number>/", CaseView.as_view(), name="case"),
    path("<str:number>/contact/", ContactView.as_view(), name="contact"),
    path("<str:number>/files/<uuid:file_id>/", FileView.as_view(), name="file"),
    path("<str:number>/<slug:name>/", StepView.as_view(), name="step"),
]
