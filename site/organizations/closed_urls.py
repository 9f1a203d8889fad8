"""Wagtail's admin with what belongs to no town's office closed: mount this in place of ``wagtail.admin.urls``.

Reports, the admin API, and the screens for users, groups, sites, collections and workflows know nothing of
tenants: site history and page types show other towns' rows to anybody who may enter the admin (tried,
``wagtail-notes.md`` 2). They answer 404 to everybody but a technical account (superuser). Screens that take
the number of a page, image or document first check that it lies in the user's scope.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.views.defaults import page_not_found
from wagtail.admin.urls import urlpatterns as wagtail_urlpatterns
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.utils.urlpatterns import decorate_urlpatterns

from accounts.models import User
from library.models import CustomDocument, CustomImage
from organizations.scope import congress_for_page, congress_ids

View = Callable[..., HttpResponseBase]

CLOSED_NAMESPACES = frozenset(
    {
        "wagtailadmin_reports", "wagtailadmin_collections", "wagtailsites", "wagtailusers_users",
        "wagtailusers_groups", "wagtailredirects", "wagtailsnippets", "wagtailembeds",
    }
)  # fmt: skip
CLOSED_NAMES = frozenset(
    {
        "wagtailadmin_error_test", "wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results",
        "wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete",
        "wagtailadmin_pages:set_privacy", "wagtailimages:url_generator", "wagtailimages:generate_url",
        "wagtailimages:preview", "wagtailadmin_block_preview",
    }
)  # fmt: skip
# The task chooser and everything else of workflows; a page's own workflow steps are under pages/.
CLOSED_PREFIXES = ("wagtailadmin_workflows:", "wagtailadmin_api:images:", "wagtailadmin_api:documents:")
PAGE_NUMBERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
# Wagtail stumbles over a form without this field (8.0.1).
NEEDED = {"wagtailadmin_choose_page_external_link": "external-link-chooser-url"}
FILE_RIGHTS = ("add", "change", "choose")


def is_closed(name: str) -> bool:
    """Return whether the address of this name is for technical accounts only."""
    return name.split(":")[0] in CLOSED_NAMESPACES or name in CLOSED_NAMES or name.startswith(CLOSED_PREFIXES)


def is_foreign(request: HttpRequest, name: str, numbers: dict[str, Any]) -> bool:
    """Return whether the address names a page, image or document outside the user's scope."""
    user = request.user
    pages = [numbers[key] for key in PAGE_NUMBERS if key in numbers]
    if name == "wagtailadmin_pages:revisions_compare":
        pages.append(numbers["pk"])
    if name == "wagtailadmin_pages:copy" and request.method == "POST":
        pages.append(request.POST.get("new_parent_page", ""))  # Wagtail looks it up before it checks it
    if name.startswith("wagtailadmin_choose_page"):
        # One walks over the whole tree to link to what is public; the list itself is narrowed by a hook.
        pages = [number for number in pages if not _is_public(str(number))]
    if pages and not _own_pages(user, pages):
        return True
    if name == "wagtailadmin_choose_page_chosen_multiple":
        drafts = [number for number in request.GET.getlist("id") if not _is_public(number)]
        if drafts and not _own_pages(user, drafts):
            return True
    for model, keys, chooser in (
        (CustomImage, ("image_id",), "wagtailimages_chooser:"),
        (CustomDocument, ("document_id", "doc_id"), "wagtaildocs_chooser:"),
    ):
        files = [numbers[key] for key in keys if key in numbers]
        if name.startswith(chooser):
            files += [numbers["pk"]] if "pk" in numbers else []
            files += request.GET.getlist("id") if name.endswith("chosen_multiple") else []
        if files and not _own_files(user, model, files):
            return True
    return False


def _own_pages(user: Any, numbers: Iterable[Any]) -> bool:
    wanted = {str(number) for number in numbers}
    if not all(number.isdecimal() and len(number) < 19 for number in wanted):
        return False
    pages = Page.objects.filter(pk__in=wanted)
    mine = congress_ids(user)
    owners = [congress_for_page(page) for page in pages if page.depth > 1]
    return len(pages) == len(wanted) and all(owner is not None and owner.pk in mine for owner in owners)


def _is_public(number: str) -> bool:
    return number.isdecimal() and len(number) < 19 and Page.objects.live().filter(pk=number).exists()


def _own_files(user: Any, model: type[Any], numbers: Iterable[Any]) -> bool:
    wanted = {str(number) for number in numbers}
    if not all(number.isdecimal() and len(number) < 19 for number in wanted):
        return False
    rows = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, FILE_RIGHTS)
    return bool(rows.filter(pk__in=wanted).distinct().count() == len(wanted))


def guard(view: View) -> View:
    """Return ``view`` behind both questions. Whoever is not signed in is Wagtail's to send to the sign-in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        match = request.resolver_match
        if isinstance(user, User) and not user.is_superuser and match is not None:
            name = match.view_name or ""
            if is_closed(name) or is_foreign(request, name, match.kwargs):
                return page_not_found(request, LookupError(), template_name="wagtailadmin/404.html")
            if request.method == "POST" and name in NEEDED and NEEDED[name] not in request.POST:
                return HttpResponseBadRequest()
        return view(request, *args, **kwargs)

    return guarded


urlpatterns = decorate_urlpatterns(list(wagtail_urlpatterns), guard)
