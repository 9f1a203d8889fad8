"""Addresses of the screens of a draft, mounted inside the admin at ``consultations/<page>/``."""

from django.urls import path

from participation.consultations.views.changes import ExtendView, ResumeView, VersionsView, WithdrawView
from participation.consultations.views.imports import CheckView, ImportView, OriginView, UndoView
from participation.consultations.views.inviting import InvitationsView, RemindView, SlipsView
from participation.consultations.views.tree import BeginView, DeleteView, InsertView, RowView, TreeView

app_name = "drafts"
urlpatterns = [
    path("draft/", TreeView.as_view(), name="tree"),
    path("draft/begin/", BeginView.as_view(), name="begin"),
    path("draft/new/", InsertView.as_view(), name="insert"),
    path("draft/<uuid:article>/", RowView.as_view(), name="row"),
    path("draft/<uuid:article>/delete/", DeleteView.as_view(), name="delete"),
    path("import/", ImportView.as_view(), name="import"),
    path("import/undo/", UndoView.as_view(), name="undo"),
    path("import/<int:import_id>/", CheckView.as_view(), name="check"),
    path("import/<int:import_id>/<int:position>/", OriginView.as_view(), name="origin"),
    path("extend/", ExtendView.as_view(), name="extend"),
    path("withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("resume/", ResumeView.as_view(), name="resume"),
    path("invitations/", InvitationsView.as_view(), name="invitations"),
    path("invitations/remind/", RemindView.as_view(), name="remind"),
    path("invitations/slips/", SlipsView.as_view(), name="slips"),
    path("versions/", VersionsView.as_view(), name="versions"),
]
