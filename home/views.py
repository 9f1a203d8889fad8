"""Find my town, the site map for search engines, and the screen on which a page is signed."""

from typing import Any

from django.contrib import messages
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, TaskState

from accounts.models import User
from core.text import one_line
from home import queries
from home.forms import DecisionForm
from organizations.models import SignOffTask
from organizations.tenancy import tenants_of

MAX_NAME = 40
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /opinions/\nDisallow: /search/\n\nSitemap: {sitemap}\n"


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show whose village it is: the town, its stations and deputies; or the list to choose from."""
    name = one_line(request.GET.get("q", "")[:MAX_NAME])
    asked = request.GET.get("area", "")
    tenants = tenants_of(request)
    groups = queries.area_groups(tenants)
    area = queries.chosen_area(groups, asked, name)
    context: dict[str, Any] = {
        "area_groups": groups,
        "area": area,
        "name": name,
        "matches": queries.areas_named(groups, name) if area is None else [],
        "is_unknown": bool(asked) and area is None,
    }
    if area is not None:
        town = area.congress
        context |= {
            "town": town,
            "town_url": town.section_page.get_url(request) if town.section_page is not None else "",
            "stations": queries.stations_for(area),
            "deputies": queries.deputies_for(area),
        }
    return render(request, "home/find.html", context)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """List the published pages."""
    return django_sitemap(request, {"pages": Sitemap(request)})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines out of the office and away from receipts and queries."""
    address = request.build_absolute_uri(reverse("home:sitemap"))
    return HttpResponse(ROBOTS.format(sitemap=address), content_type="text/plain; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, page_id: int) -> HttpResponse:
    """Let the second person read what would appear, then sign it or send it back with a reason."""
    page = get_object_or_404(Page, pk=page_id).specific
    user = request.user
    state: TaskState | None = page.current_workflow_task_state
    task = page.current_workflow_task
    if state is None or not isinstance(task, SignOffTask):
        messages.info(request, _("这个页面现在不在等待签发。"))
        return redirect("wagtailadmin_home")
    if not isinstance(user, User) or not task.may_sign(page, user):
        raise PermissionDenied(_("起草、修改过本稿的人不能签发，请由另一位有签发权的人审核。"))
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = form.cleaned_data["decision"]
        task.on_action(state, user, decision, comment=form.cleaned_data["comment"])
        done = _("已签发《%(title)s》。") if decision == "approve" else _("已退回《%(title)s》。")
        messages.success(request, done % {"title": page.get_admin_display_title()})
        return redirect("wagtailadmin_home")
    context = {"page_to_sign": page, "state": state, "revision": state.revision, "form": form}
    return render(request, "home/sign_off.html", context)
