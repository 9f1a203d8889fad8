"""Addresses of opinions: the form, the receipt, the query by code, and the published answers.

No address names an opinion that is not published: which one is meant stands in a signed cookie.
"""

from django.urls import path

from participation.submissions import feeds
from participation.submissions.views import (
    answers,
    deputy,
    notify,
    opinion,
    query,
    receipt,
    rights,
    statistics,
    status,
)

urlpatterns = [
    path("opinions/new/", opinion.OpinionView.as_view(), name="opinion_new"),
    path(
        "consultations/<int:page_id>/deputy/<str:token>/", deputy.DeputyView.as_view(), name="opinion_deputy"
    ),
    path("opinions/receipt/<str:key>/", receipt.opinion_receipt, name="opinion_receipt"),
    path("opinions/query/", query.opinion_query, name="opinion_query"),
    path("opinions/query/leave/", query.opinion_leave, name="opinion_leave"),
    path("opinions/status/", status.opinion_status, name="opinion_status"),
    path("opinions/status/photo/<int:position>/", status.opinion_photo, name="opinion_photo"),
    path("opinions/status/file/<int:position>/", status.opinion_file, name="opinion_file"),
    path("opinions/status/note/", status.opinion_note, name="opinion_note"),
    path("opinions/status/rate/", status.opinion_rate, name="opinion_rate"),
    path("opinions/status/notify/", notify.opinion_notify, name="opinion_notify"),
    path("opinions/status/withdraw/", status.opinion_withdraw, name="opinion_withdraw"),
    path("opinions/status/consent/", status.opinion_consent, name="opinion_consent"),
    path("opinions/status/data/", rights.opinion_data, name="opinion_data"),
    path("opinions/status/identity/", rights.opinion_identity, name="opinion_identity"),
    path("answers/", answers.answer_list, name="answers"),
    path("answers/feed/", feeds.atom, name="answers_feed"),
    path("answers/rss/", feeds.rss, name="answers_rss"),
    path("answers/statistics/", statistics.statistics, name="statistics"),
    path("answers/statistics/csv/", statistics.statistics_csv, name="statistics_csv"),
    path("answers/<str:number>/", answers.answer_detail, name="answer"),
]
