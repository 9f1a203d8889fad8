"""Registrations of this package in the admin: registers, people, and what each role's menu leaves out."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from library.models import CustomDocument
from organizations.choices import pages_within
from organizations.documents import may_open
from organizations.pages import stands_under_records
from organizations.people.queries import MANAGE
from organizations.viewsets.registers import RegistersGroup

# Menus that are about the whole installation, or about Wagtail itself.
TECHNICAL_MENUS = frozenset({"reports", "help", "settings", "snippets"})
TECHNICAL_PANELS = frozenset({"upgrade_notification", "whats_new_in_wagtail_version"})


KEPT = _(
    "这个页面上已经有记录（意见、答卷或者邀请），不能删除；不再需要的，可以不送签，或者请签发人从网站撤下。"
)


class PeopleMenuItem(MenuItem):
    """Shown to account managers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user keeps accounts somewhere."""
        return bool(request.user.holds(MANAGE))  # type: ignore[union-attr]


@hooks.register("register_admin_viewset")
def register_registers() -> RegistersGroup:
    """Register offices, villages and terms."""
    return RegistersGroup()


@hooks.register("register_admin_urls")
def register_people_urls() -> list[URLResolver]:
    """Mount 人员与角色."""
    return [path("people/", include("organizations.people.urls"))]


@hooks.register("register_admin_menu_item")
def register_people_menu() -> MenuItem:
    """Put 人员与角色 into the menu."""
    return PeopleMenuItem(
        _("人员与角色"), reverse("people:index"), name="people", icon_name="user", order=700
    )


@hooks.register("construct_main_menu")
def leave_out_technical_menus(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take away what only a technical account can use; those addresses answer 404 to the others."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in TECHNICAL_MENUS]


@hooks.register("construct_homepage_panels")
def leave_out_technical_panels(request: HttpRequest, panels: list[Any]) -> None:
    """No word about Wagtail's versions on the office's front page."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in TECHNICAL_PANELS]


@hooks.register("construct_page_chooser_queryset")
def offer_public_and_own_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """In the page chooser, other towns' pages appear once they are public; their drafts never."""
    if request.user.is_superuser:
        return pages
    return pages.filter(Q(live=True) | pages_within(request.user))  # type: ignore[arg-type]


@hooks.register("before_serve_document")
def keep_unpublished_documents(document: CustomDocument, request: HttpRequest) -> None:
    """Answer 404 for a document that no published page shows, to all but its own office."""
    if not may_open(document, request.user):
        raise Http404


@hooks.register("before_delete_page")
def keep_what_others_stand_on(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse in words to delete a draft on which records stand: answers, invitations, opinions."""
    if not stands_under_records([page]):
        return None
    messages.error(request, KEPT)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_what_others_stand_on_in_bulk(
    request: HttpRequest, action: str, pages: Sequence[Page], _view: object
) -> HttpResponse | None:
    """The same for several at once."""
    if action != "delete" or not all(isinstance(page, Page) for page in pages):
        return None
    if not stands_under_records(pages):
        return None
    messages.error(request, KEPT)
    return redirect("wagtailadmin_home")
