"""When consultations open, close and owe their result, as a calendar and as a feed to subscribe to."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from organizations.models import Congress
from participation.adoption.opendata import absolute, pages_with_numbers

ZONE = "Asia/Shanghai"
BACK = timedelta(days=370)
MOST = 300
HOUR = timedelta(hours=1)


def pages_for(congress: Congress | None, now: datetime, limit: int = MOST) -> list[Any]:
    """Return the public consultations of a congress and those below it, of the last year, latest to close first."""
    pages = pages_with_numbers().filter(closes_at__gte=now - BACK)
    if congress is not None and congress.section_page is not None:
        pages = pages.filter(path__startswith=congress.section_page.path)
    return list(pages.order_by("-closes_at", "-id")[:limit])


def calendar_of(pages: Iterable[Any], name: str) -> bytes:
    """Return the calendar. An event keeps its identifier whatever its date: it is moved, not doubled."""
    calendar = Calendar()
    calendar.add("prodid", "-//digital-congress//consultations//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    for page in pages:
        for event in events_of(page):
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def events_of(page: Any) -> list[Event]:
    """Return the days of one consultation: it opens, it closes, its result is due or has appeared."""
    opens = _at(page, "opens", _("开始征求意见：%(title)s"), page.opens_at)
    closes = _at(page, "closes", _("征求意见截止：%(title)s"), page.closes_at - HOUR, page.closes_at)
    if page.is_withdrawn:
        return [opens, closes]
    report = page.published_results[0] if page.published_results else None
    if report is not None:
        on = timezone.localdate(report.published_at)
        return [opens, closes, _on(page, "result", _("意见采纳情况已公布：%(title)s"), on)]
    return [opens, closes, _on(page, "result", _("应公布意见采纳情况：%(title)s"), page.result_due.on)]


def _event(page: Any, what: str, title: str) -> Event:
    event = Event()
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    event.add("uid", f"consultation-{page.pk}-{what}@{host}")
    event.add("summary", title % {"title": page.title})
    stamp = page.last_published_at or page.first_published_at or page.opens_at
    if what == "result" and page.published_results:
        stamp = max(stamp, page.published_results[0].published_at)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    path = reverse("participation:result", args=[page.pk]) if what == "result" else page.get_url() or "/"
    event.add("url", path if path.startswith("http") else absolute(path))
    if page.is_withdrawn:
        event.add("status", "CANCELLED")
    return event


def _at(page: Any, what: str, title: str, start: datetime, end: datetime | None = None) -> Event:
    event = _event(page, what, title)
    event.add("dtstart", timezone.localtime(start))
    event.add("dtend", timezone.localtime(end or start + HOUR))
    return event


def _on(page: Any, what: str, title: str, day: date) -> Event:
    event = _event(page, what, title)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event
