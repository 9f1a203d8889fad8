"""Notices and plain pages."""

from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page

from home.notices.models import NoticeIndexPage, NoticeKind, NoticePage
from organizations.models import Congress
from tests.factories.liaison import list_page

_numbers = count(1)


def make_notice(congress: Congress, title: str = "", *, live: bool = True, **fields: Any) -> NoticePage:
    """Make a notice; published unless told otherwise."""
    number = next(_numbers)
    values = {"kind": NoticeKind.NEWS, "body": "<p>正文</p>"}
    notice = NoticePage(
        title=title or f"第{number}号公告", slug=f"notice-{number}", live=live, **(values | fields)
    )
    list_page(congress, NoticeIndexPage).add_child(instance=notice)
    return notice


def read(client: Client, page: Page | str, /, **params: str) -> str:
    """Return what a visitor reads at a page or address."""
    response: HttpResponse = client.get(page if isinstance(page, str) else page.get_url(), params)
    assert response.status_code == 200, response.status_code
    return response.content.decode()
