"""Addresses of the office's screens, mounted inside the admin."""

from django.urls import path

from casework.views.bulk import BulkView
from casework.views.case import CaseView, ContactView, FileView, StepView
from casework.views.exports import ExportCases, PrintCase
from casework.views.worklist import ChangeFilter, KeepFilter, Worklist

app_name = "casework"
urlpatterns = [
    path("", Worklist.as_view(), name="worklist"),
    path("bulk/", BulkView.as_view(), name="bulk"),
    path("export/", ExportCases.as_view(), name="export"),
    path("filters/", KeepFilter.as_view(), name="keep_filter"),
    path("filters/<int:saved>/", ChangeFilter.as_view(), name="change_filter"),
    path("<str:number>/", CaseView.as_view(), name="case"),
    path("<str:number>/contact/", ContactView.as_view(), name="contact"),
    path("<str:number>/files/<uuid:file_id>/", FileView.as_view(), name="file"),
    path("<str:number>/case-file/", PrintCase.as_view(), name="print"),
    path("<str:number>/<slug:name>/", StepView.as_view(), name="step"),
]
