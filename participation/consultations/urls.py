"""Public addresses of consultations beside their pages: the comparison of two versions."""

from django.urls import path

from participation.consultations.views import comparing

urlpatterns = [
    path("consultations/<int:page_id>/compare/", comparing.comparison, name="comparison"),
    path("consultations/<int:page_id>/compare/docx/", comparing.comparison_docx, name="comparison_docx"),
]
