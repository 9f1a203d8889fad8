"""What a clerk does with a consultation in the admin, as requests; shared by the tests of its screens."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.models import User
from organizations.models import Congress
from participation.consultations.models import Article, ConsultationIndexPage, ConsultationPage
from tests.factories.liaison import list_page

DRAFT = "第一章 总则\n第一条 为了养护，制定本办法。\n第二条〔责任〕 村道由村里养护。"


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form_data(**fields: Any) -> dict[str, Any]:
    values = {
        "title": "乡村道路养护办法（草案）",
        "slug": "",
        "kind": "decision",
        "stage": "draft",
        "follows": "",
        "audience": "public",
        "change_note": "",
        "issuer": "",
        "opens_at": "2026-12-01 08:00",
        "closes_at": "2026-12-31 17:00",
        "short_period_reason": "",
        "why": "养护责任不清",
        "plain_summary": "说明谁来管路",
        "key_questions": "",
        "explanation": "",
        "explanation_document": "",
        "contact": "办公室 0000-1234567",
        "other_ways": "",
        "pasted_text": "",
        "search_description": "",
        "go_live_at": "",
        "comments": inline_formset([]),
    }
    return nested_form_data(values | fields)


def create(client: Client, town: Congress, **fields: Any) -> Any:
    index = list_page(town, ConsultationIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["consultations", "consultationpage", index.pk])
    return client.post(url, form_data(**fields), follow=True)


def edit(client: Client, page: Page, **fields: Any) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_data(**fields), follow=True)


def screen(page: Page, name: str, *args: Any) -> str:
    return reverse(f"drafts:{name}", args=[page.pk, *args])


def the_page() -> ConsultationPage:
    return ConsultationPage.objects.get()


def rows(page: ConsultationPage) -> list[Article]:
    """Return the rows of the latest draft."""
    return list(ConsultationPage.objects.get(pk=page.pk).get_latest_revision_as_object().articles.all())


def labels(page: ConsultationPage) -> list[str]:
    return [row.label for row in rows(page)]


def keys(page: ConsultationPage) -> dict[str, Any]:
    return {row.label: row.key for row in rows(page)}


def publish(page: ConsultationPage) -> None:
    ConsultationPage.objects.get(pk=page.pk).get_latest_revision().publish()


def row_data(row: Article | None = None, **fields: Any) -> dict[str, Any]:
    """Return a row as the form about it would send it."""
    values: dict[str, Any] = {"sort": "article", "label": "", "heading": "", "text": "", "plain_note": ""}
    if row is not None:
        values |= {name: getattr(row, name) for name in ("label", "heading", "text", "plain_note")}
    return values | fields


def shown(client: Client, url: str) -> str:
    """Return the fingerprint that a screen about a row sends back."""
    response = client.get(url)
    context = response.context
    return context["shown"] if "shown" in context else context["form"].initial["shown"]
