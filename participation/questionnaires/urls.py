"""Addresses of questionnaires: the form, the thanks, and after the close the results as pictures and files."""

from django.urls import path

from participation.questionnaires.views import answering, results

urlpatterns = [
    path("questionnaires/<int:page_id>/answer/", answering.AnswerView.as_view(), name="questionnaire"),
    path("questionnaires/<int:page_id>/thanks/", answering.thanks, name="questionnaire_thanks"),
    path(
        "questionnaires/<int:page_id>/chart/<int:position>/", results.result_chart, name="questionnaire_chart"
    ),
    path("questionnaires/<int:page_id>/csv/", results.results_csv, name="questionnaire_csv"),
    path("questionnaires/<int:page_id>/json/", results.results_json, name="questionnaire_json"),
]
