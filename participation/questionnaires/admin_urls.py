"""Addresses of the office's screens, mounted inside the admin."""

from django.urls import path

from participation.questionnaires.views import office

app_name = "questionnaires"
urlpatterns = [
    path("", office.QuestionnaireList.as_view(), name="list"),
    path("<int:page_id>/", office.QuestionnaireResults.as_view(), name="results"),
    path("<int:page_id>/texts/", office.QuestionnaireTexts.as_view(), name="texts"),
    path("<int:page_id>/responses/", office.QuestionnaireResponses.as_view(), name="responses"),
    path("<int:page_id>/export/", office.QuestionnaireExport.as_view(), name="export"),
]
