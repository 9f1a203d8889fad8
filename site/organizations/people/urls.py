"""Addresses of 人员与角色 below the admin."""

from django.urls import path

from organizations.people import views

app_name = "people"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("new/", views.AddView.as_view(), name="add"),
    path("<int:pk>/", views.DetailView.as_view(), name="detail"),
]
