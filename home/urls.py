"""Addresses of the site that are no pages of the tree."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [
    path("find/", views.find, name="find"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
