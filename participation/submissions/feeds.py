"""Feeds of published answers, for the county and each congress, all topics or one (``domain.md`` §3.6, W06).

They carry the masked copy and nothing else. A reader's program asks again and again: the answer may be kept for
ten minutes, and one that has not changed is not sent a second time.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from core.text import clean_text, one_line
from participation.submissions.forms.answers import read_filter
from participation.submissions.models import PublishedCopy
from participation.submissions.queries_answers import AnswerFilter, feed_entries
from participation.submissions.targets import congresses

KEPT_SECONDS = 600


class AnswersFeed(Feed[PublishedCopy, AnswerFilter]):
    """The latest answers as Atom."""

    feed_type: Any = Atom1Feed
    language = "zh-hans"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> AnswerFilter:
        """Return what is asked for; what cannot be read is left aside, as in the list."""
        return _asked(request)

    def title(self, wanted: AnswerFilter) -> str:
        """Name the town and the topic."""
        parts = [wanted.town.short_office_name if wanted.town else "", topic(wanted)]
        return "－".join(["已答复的意见", *filter(None, parts)])

    def link(self, wanted: AnswerFilter) -> str:
        """Lead to the list."""
        return reverse("participation:answers")

    def description(self, wanted: AnswerFilter) -> str:
        """Say what this is."""
        return _("提意见的人同意、隐去个人信息后公开的意见和答复。")

    subtitle = description

    def items(self, wanted: AnswerFilter) -> list[PublishedCopy]:
        """Return what was published last."""
        return feed_entries(wanted.town, wanted.category)

    def item_title(self, item: PublishedCopy) -> str:
        """Return the title; a character that no XML may hold would end the whole feed."""
        return one_line(item.title)

    def item_description(self, item: PublishedCopy) -> str:
        """Return opinion and answer as plain text."""
        days = _("收到：%(received)s；答复：%(answered)s；答复单位：%(body)s") % {
            "received": item.received_on.isoformat(),
            "answered": item.answered_on.isoformat(),
            "body": item.body_name,
        }
        asked, told = _("意见：%(text)s") % {"text": item.text}, _("答复：%(text)s") % {"text": item.reply}
        return clean_text(f"{days}\n\n{asked}\n\n{told}")

    def item_link(self, item: PublishedCopy) -> str:
        """Return the page of the answer; made absolute it is also its lasting name."""
        return reverse("participation:answer", args=[item.number])

    item_guid_is_permalink = True

    def item_pubdate(self, item: PublishedCopy) -> datetime | None:
        """Return when it appeared."""
        return item.published_at

    item_updateddate = item_pubdate

    def item_author_name(self, item: PublishedCopy) -> str:
        """Return the body that answered; no person is named."""
        return one_line(item.body_name)

    def item_categories(self, item: PublishedCopy) -> list[str]:
        """Return the topic and the town."""
        return [str(item.get_category_display()), item.congress.short_office_name]


class AnswersRssFeed(AnswersFeed):
    """The same for programs that know only RSS."""

    feed_type = Rss201rev2Feed


def topic(wanted: AnswerFilter) -> str:
    """Return the label of the topic asked for."""
    labels = dict(PublishedCopy._meta.get_field("category").flatchoices)
    return str(labels[wanted.category]) if wanted.category else ""


def _asked(request: HttpRequest) -> AnswerFilter:
    """Return the filter of a request, read once: the tag and the feed itself both ask."""
    known: AnswerFilter | None = getattr(request, "_answers_asked", None)
    if known is None:
        known = read_filter({k: request.GET.get(k, "") for k in ("town", "category")}, congresses(), ())
        request._answers_asked = known  # type: ignore[attr-defined]
    return known


def _tag(request: HttpRequest, feed: Feed[Any, Any]) -> str:
    """Return what changes with the entries shown: one withdrawn changes it like one added."""
    wanted = _asked(request)
    rows = [
        (c.pk, c.published_at, c.rating, c.title, c.text, c.reply)
        for c in feed_entries(wanted.town, wanted.category)
    ]
    seen = repr((type(feed).__name__, request.get_host(), wanted.town and wanted.town.pk, rows))
    return f'"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"'


def _served(feed: AnswersFeed) -> Any:
    @require_safe
    @condition(etag_func=lambda request: _tag(request, feed))
    def view(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = feed(request)
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        return response

    return view


atom = _served(AnswersFeed())
rss = _served(AnswersRssFeed())
