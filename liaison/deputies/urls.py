"""The public page of a deputy; part of ``liaison.urls``."""

from django.urls import path

from liaison.deputies import views

urlpatterns = [path("deputies/<int:pk>/", views.deputy, name="deputy")]
