"""Where questionnaires appear on other pages: lists of consultations, a consultation, front pages.

One query each, and a fixed number of cards. The pages themselves know nothing of questionnaires.
"""

from typing import Any

from django import template
from django.utils import timezone
from wagtail.models import Page

from organizations.models import Congress
from organizations.tenancy import tenants_of
from participation.questionnaires import queries
from participation.questionnaires.charts import sentence
from participation.questionnaires.models import QuestionnairePage
from participation.questionnaires.presentation import Card
from participation.questionnaires.results import Result

MOST_OPEN, MOST_LISTED, MOST_BESIDE = 3, 12, 5
register = template.Library()


def _cards(context: Any, pages: list[QuestionnairePage]) -> list[Card]:
    request = context.get("request")
    if request is None:
        return []
    tenants, now = tenants_of(request), timezone.now()
    return [Card.of(page, tenants, request, now) for page in pages]


@register.simple_tag(takes_context=True)
def open_questionnaires(context: Any, congress: Congress | None = None) -> list[Card]:
    """Return the cards of what can be answered now: in a congress's section, or anywhere."""
    section = congress.section_page if congress is not None else None
    path = section.path if section is not None else ""
    return _cards(context, queries.open_below(path, timezone.now(), MOST_OPEN))


@register.simple_tag(takes_context=True)
def questionnaires_in(context: Any, page: Page) -> list[Card]:
    """Return the cards of the questionnaires below a list; the county's list holds those of its towns too."""
    return _cards(context, queries.below(getattr(page, "section_path", page.path), MOST_LISTED))


@register.simple_tag(takes_context=True)
def questionnaires_beside(context: Any, page: Page) -> list[Card]:
    """Return the cards of the questionnaires that belong to a consultation."""
    return _cards(context, queries.of_consultation(page.pk, MOST_BESIDE) if page.pk else [])


@register.filter
def chart_sentence(result: Result) -> str:
    """Return what the chart of a result shows."""
    return sentence(result)
