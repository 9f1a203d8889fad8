"""What a clerk and a signer do in the admin, as requests."""

from datetime import datetime

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from accounts.models import User
from home.notices.models import NoticeKind, NoticePage

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=timezone.get_default_timezone())


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form_data(title: str = "接待日公告", **fields: object) -> dict[str, object]:
    values = {
        "title": title,
        "slug": "",
        "kind": NoticeKind.RECEPTION,
        "issuer": "",
        "number_prefix": "柳人主",
        "number_year": 2026,
        "number_serial": "",
        "issued_on": "2026-11-10",
        "body": rich_text("<p>请到站里来。</p>"),
        "about": "",
        "search_description": "",
        "go_live_at": "",
        "attachments": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(values | fields)


def create(user: User, index: Page, title: str = "接待日公告", **extra: object) -> NoticePage:
    url = reverse("wagtailadmin_pages:add", args=["notices", "noticepage", index.pk])
    response = as_user(user).post(url, form_data(title) | extra)
    assert response.status_code == 302, response.context["form"].errors
    return NoticePage.objects.get(draft_title=title)


def edit(user: User, page: Page, **extra: object):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return as_user(user).post(url, form_data(str(extra.pop("title", "改过的标题"))) | extra)


def sign(user: User, page: Page, decision: str = "approve", comment: str = ""):
    data = {"decision": decision, "comment": comment}
    return as_user(user).post(reverse("home_sign_off", args=[page.pk]), data)


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live
