"""What a clerk does with the edit form of a questionnaire, as requests."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from participation.consultations.models import ConsultationIndexPage
from participation.questionnaires.models import Question, QuestionnairePage
from tests.factories.liaison import list_page

ROW = {
    "id": "", "key": "", "condition_key": "", "kind": "single", "text": "您满意吗？", "note": "", "is_required": "on",
    "options": "是\n否", "rows": "", "min_choices": "", "max_choices": "", "scale_from": "1", "scale_to": "5",
    "low_label": "", "high_label": "", "max_length": "500", "condition_number": "", "condition_answers": "",
}  # fmt: skip


def form_data(rows: list[dict[str, Any]], initial: int = 0, **fields: Any) -> dict[str, Any]:
    values = {
        "title": "公交站怎么改",
        "slug": "",
        "intro": "为了定方案",
        "opens_at": "2026-12-01 08:00",
        "closes_at": "2026-12-31 17:00",
        "consultation": "",
        "contact": "办公室 0000-1234567",
        "results_note": "",
        "search_description": "",
        "go_live_at": "",
        "questions": inline_formset([ROW | row for row in rows], initial=initial),
        "comments": inline_formset([]),
    }
    return nested_form_data(values | fields)


def create(office, town, rows: list[dict[str, Any]], **fields: Any):
    index = list_page(town, ConsultationIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["questionnaires", "questionnairepage", index.pk])
    return office.post(url, form_data(rows, **fields), follow=True)


def sent_back(page: QuestionnairePage) -> list[dict[str, Any]]:
    """Return the rows as the edit form would send them back."""
    rows = []
    for order, question in enumerate(latest(page), start=1):
        row = {name: getattr(question, name) for name in ROW if name not in {"id", "key", "condition_key"}}
        row = {name: "" if value is None else value for name, value in row.items()}
        keys = {"key": str(question.key), "condition_key": str(question.condition_key or "")}
        rows.append(
            row
            | keys
            | {"id": question.pk or "", "is_required": "on" if question.is_required else "", "ORDER": order}
        )
    return rows


def edit(office, page: Page, rows: list[dict[str, Any]], **fields: Any):
    data = form_data(rows, initial=sum(1 for row in rows if row.get("key")), **fields)
    return office.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)


def errors_of(response) -> dict[tuple[int, str], list[str]]:
    """Return what is said beside which field of which row."""
    formset = response.context["form"].formsets["questions"]
    return {
        (number, name): list(errors)
        for number, form in enumerate(formset.forms, start=1)
        for name, errors in form.errors.items()
    }


def latest(page: QuestionnairePage) -> list[Question]:
    fresh = QuestionnairePage.objects.get(pk=page.pk)
    return list(fresh.get_latest_revision_as_object().questions.all())
