"""Questionnaires in the admin: addresses and menu item."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.models import User
from participation.questionnaires import admin_urls
from participation.questionnaires.queries import READ


class QuestionnairesMenuItem(MenuItem):
    """Shown to those who may read what citizens send."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide the item from those whom the screens would refuse."""
        return isinstance(request.user, User) and request.user.holds(READ)


@hooks.register("register_admin_urls")
def questionnaire_urls() -> list[URLPattern | URLResolver]:
    """Mount the screens."""
    return [path("questionnaires/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def questionnaires_menu_item() -> MenuItem:
    """Put the questionnaires beside the worklist."""
    return QuestionnairesMenuItem(_("问卷"), reverse("questionnaires:list"), icon_name="form", order=13)
