"""Addresses of the coding tables, mounted inside the admin."""

from django.urls import path

from participation.adoption.views.article import Article
from participation.adoption.views.export import Export
from participation.adoption.views.group import Group
from participation.adoption.views.result import Preview, Result
from participation.adoption.views.table import Index, Table

app_name = "adoption"
urlpatterns = [
    path("", Index.as_view(), name="index"),
    path("<int:page_id>/", Table.as_view(), name="table"),
    path("<int:page_id>/export/", Export.as_view(), name="export"),
    path("<int:page_id>/result/", Result.as_view(), name="result"),
    path("<int:page_id>/result/preview/", Preview.as_view(), name="preview"),
    path("<int:page_id>/group/<int:group_id>/", Group.as_view(), name="group"),
    path("<int:page_id>/<str:scope>/", Article.as_view(), name="article"),
]
