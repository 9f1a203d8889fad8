"""Public addresses of results and of the open data of consultations."""

from django.urls import path

from participation.adoption import feeds
from participation.adoption.views import data, public

urlpatterns = [
    path("consultations/data/", data.documentation, name="data"),
    path("consultations/data/schema.json", data.schema_json, name="data_schema"),
    path("consultations/data/consultations.json", data.list_json, name="consultations_json"),
    path("consultations/data/consultations.csv", data.list_csv, name="consultations_csv"),
    path("consultations/calendar.ics", data.calendar, name="consultations_calendar"),
    path("consultations/feed/", feeds.atom, name="consultations_feed"),
    path("consultations/rss/", feeds.rss, name="consultations_rss"),
    path("consultations/<int:page_id>/data.json", data.consultation_json, name="consultation_json"),
    path("consultations/<int:page_id>/data.csv", data.consultation_csv, name="consultation_csv"),
    path("consultations/<int:page_id>/result/", public.result, name="result"),
]
