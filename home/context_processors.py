"""What every public page shows around its content: names, navigation, foot, the reader's settings.

Everything that needs the database is lazy: the admin, which shows none of it, pays nothing, and an error page
is rendered also when the database is down.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from wagtail.models import Site

from home.models import FooterSettings
from organizations.models import Congress
from organizations.tenancy import Tenants, tenants_of

logger = logging.getLogger(__name__)
Items = list[dict[str, Any]]


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of the page; at most two queries, made when the frame is shown."""
    frame = Frame(request)
    return {
        "large_type": request.COOKIES.get("large_type") == "1",
        "product_name": _("数字人大"),
        "site_name": SimpleLazyObject(lambda: frame.safely(frame.site_name, str(settings.WAGTAIL_SITE_NAME))),
        "nav_items": SimpleLazyObject(lambda: frame.safely(frame.nav_items, [])),
        "section_nav": SimpleLazyObject(lambda: frame.safely(frame.section_nav, {})),
        "footer": SimpleLazyObject(lambda: frame.safely(frame.footer, {})),
    }


class Frame:
    """The frame of one answer."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def safely(self, part: Callable[[], Any], otherwise: Any) -> Any:
        """Return a part of the frame, or something plain when the database does not answer."""
        try:
            return part()
        except DatabaseError:
            logger.exception("The frame of the page could not be read")
            return otherwise

    @property
    def tenants(self) -> Tenants:
        """Return the tenants."""
        return tenants_of(self.request)

    def site_name(self) -> str:
        """Return whose site this is."""
        county = self.tenants.county
        return county.short_office_name if county is not None else str(settings.WAGTAIL_SITE_NAME)

    def nav_items(self) -> Items:
        """Return the few ways in, with the one the reader is on marked."""
        county = self.tenants.county
        items = [{"title": _("首页"), "url": "/"}]
        if county is not None:
            items += [
                {"title": title, "url": self.list_url(county, slug)}
                for slug, title in (
                    ("consultations", _("征求意见")),
                    ("stations", _("代表联络站")),
                    ("notices", _("通知公告")),
                )
            ]
        items += [
            {"title": _("已答复的意见"), "url": address("participation:answers")},
            {"title": _("查询我的意见"), "url": address("participation:opinion_query")},
        ]
        return self.marked([item for item in items if item["url"]])

    def section_nav(self) -> dict[str, Any]:
        """Return the lists of the section the page stands in; nothing outside a section."""
        page = getattr(self.request, "current_page", None)
        congress = self.tenants.owner(page) if page is not None else None
        # The county's lists stand in the main navigation already.
        if page is None or congress is None or congress.section_page is None or congress.is_county:
            return {}
        if not page.path.startswith(congress.section_page.path):
            return {}
        lists = [
            ("notices", _("通知公告")),
            ("stations", _("代表联络站")),
            ("deputies", _("代表名录")),
            ("consultations", _("征求意见")),
        ]
        items: Items = [
            {"title": congress.short_office_name, "url": congress.section_page.get_url(self.request)}
        ]
        items += [
            {"title": title, "url": self.list_url(congress, slug)}
            for slug, title in lists
            if not (slug == "deputies" and congress.is_street)
        ]
        return {"title": _("%(name)s栏目") % {"name": congress.name}, "lists": self.marked(items)}

    def footer(self) -> dict[str, Any]:
        """Return the foot of the page as its component wants it."""
        site = Site.find_for_request(self.request)
        found = (
            FooterSettings.objects.select_related("privacy_page", "accessibility_page")
            .filter(site=site)
            .first()
        )
        if found is None:
            return {}
        pages = (found.privacy_page, found.accessibility_page)
        links = [
            {"title": page.title, "url": page.get_url(self.request)} for page in pages if page and page.live
        ]
        return {
            "organizer": found.organizer,
            "address": found.address,
            "phone": found.phone,
            "complaint_phone": found.complaint_phone,
            "icp": found.icp_number,
            "police": found.police_number,
            "site_code": found.site_code,
            "links": links,
        }

    def list_url(self, congress: Congress, slug: str) -> str:
        """Return the address of a list of a section; the lists' names are fixed when it is made."""
        section = congress.section_page
        return f"{section.get_url(self.request)}{slug}/" if section is not None else ""

    def marked(self, items: Items) -> Items:
        """Mark the item the reader stands on or below."""
        path = self.request.path
        for position, item in enumerate(items):
            # The first leads to the page above all others: only the page itself is "here".
            item["is_current"] = path == item["url"] if position == 0 else path.startswith(item["url"])
        return items


def address(name: str) -> str:
    """Return an address of the site, empty when that part of it is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
