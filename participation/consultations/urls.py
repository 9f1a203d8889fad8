"""Public addresses of consultations beside their pages: short address, poster, the comparison of two versions."""

from django.urls import path

from participation.consultations.views import comparing, sharing

urlpatterns = [
    path("consultations/<int:page_id>/", sharing.short_address, name="consultation_short"),
    path("consultations/<int:page_id>/poster/", sharing.poster, name="consultation_poster"),
    path("consultations/<int:page_id>/compare/", comparing.comparison, name="comparison"),
    path("consultations/<int:page_id>/compare/docx/", comparing.comparison_docx, name="comparison_docx"),
]
