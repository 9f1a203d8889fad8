"""Feeds of consultations: a new one, a changed one, a published result. Made like those of answered opinions."""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from core.text import clean_text, one_line
from deadlines.due import chinese_date
from organizations.models import Congress
from organizations.tenancy import tenants_of
from participation.adoption.agenda import pages_for
from participation.adoption.opendata import absolute
from participation.adoption.promise import sentence

LISTED, KEPT_SECONDS = 50, 600


def asked_congress(request: HttpRequest) -> Congress | None:
    """Return the congress of ``?congress=``, None for all of them."""
    return tenants_of(request).by_slug(request.GET.get("congress", ""))


class ConsultationsFeed(Feed[Any, Any]):
    """The latest consultations as Atom."""

    feed_type: Any = Atom1Feed
    language = "zh-hans"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Return whose consultations, and who stands where."""
        return asked_congress(request), _pages(request), tenants_of(request)

    def title(self, asked: Any) -> str:
        """Name the town."""
        return "－".join(filter(None, [_("征求意见"), asked[0].short_office_name if asked[0] else ""]))

    def link(self, asked: Any) -> str:
        """Lead to the documented data."""
        return reverse("participation:data")

    def description(self, asked: Any) -> str:
        """Say what this is."""
        return _("正在征求意见的草案、截止时间，以及公布的意见采纳情况。")

    subtitle = description

    def items(self, asked: Any) -> list[Any]:
        """Return the consultations."""
        for page in asked[1]:
            page.congress = asked[2].owner(page)
        return list(asked[1])

    def item_title(self, item: Any) -> str:
        """Return the title, with the result when there is one."""
        title = one_line(item.title)
        return _("意见采纳情况：%(title)s") % {"title": title} if item.published_results else title

    def item_description(self, item: Any) -> str:
        """Return the plain summary and the dates."""
        local = timezone.localtime(item.closes_at)
        closes = _("截止：%(day)s %(time)s") % {"day": chinese_date(local.date()), "time": f"{local:%H:%M}"}
        told = _("意见采纳情况已经公布。") if item.published_results else sentence(item)
        return clean_text("\n\n".join([item.plain_summary, closes, told]))

    def item_link(self, item: Any) -> str:
        """Return the page, or the result."""
        if item.published_results:
            return reverse("participation:result", args=[item.pk])
        path = item.get_url() or "/"
        return path if path.startswith("http") else absolute(path)

    def item_guid(self, item: Any) -> str:
        """Return the lasting name: a result is news of its own."""
        edition = item.published_results[0].edition if item.published_results else 0
        return absolute(f"/consultations/{item.pk}/#{edition}")

    item_guid_is_permalink = False

    def item_pubdate(self, item: Any) -> datetime | None:
        """Return when it appeared."""
        if item.published_results:
            return item.published_results[0].published_at
        return item.first_published_at or item.opens_at

    def item_updateddate(self, item: Any) -> datetime | None:
        """Return when it last changed."""
        return max(filter(None, [self.item_pubdate(item), item.last_published_at]), default=None)

    def item_categories(self, item: Any) -> list[str]:
        """Return the kind and the town."""
        owner = item.congress
        return list(filter(None, [str(item.get_kind_display()), owner.short_office_name if owner else ""]))


class ConsultationsRssFeed(ConsultationsFeed):
    """The same for programs that know only RSS."""

    feed_type = Rss201rev2Feed


def _pages(request: HttpRequest) -> list[Any]:
    """Return what is asked for, read once: the tag and the feed itself both ask."""
    known: list[Any] | None = getattr(request, "_consultations_asked", None)
    if known is None:
        known = pages_for(asked_congress(request), timezone.now(), LISTED)
        request._consultations_asked = known  # type: ignore[attr-defined]
    return known


def _tag(request: HttpRequest, feed: Feed[Any, Any]) -> str:
    rows = [
        (page.pk, page.title, page.last_published_at, [one.edition for one in page.published_results])
        for page in _pages(request)
    ]
    seen = repr((type(feed).__name__, request.get_host(), timezone.localdate(), rows))
    return f'"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"'


def _served(feed: ConsultationsFeed) -> Any:
    @require_safe
    @condition(etag_func=lambda request: _tag(request, feed))
    def view(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = feed(request)
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        return response

    return view


atom = _served(ConsultationsFeed())
rss = _served(ConsultationsRssFeed())
