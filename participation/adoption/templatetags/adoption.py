"""What the page of a consultation says of its result: where it is, or by when it will be."""

from typing import Any

from django import template
from django.urls import reverse

from participation.adoption.promise import sentence
from participation.adoption.queries.results import is_published_on
from participation.consultations.models import ConsultationPage, Phase

register = template.Library()


@register.inclusion_tag("participation/result_line.html")
def result_line(page: ConsultationPage) -> dict[str, Any]:
    """Return the way to the result, or the promise; one query, and none before the consultation has closed."""
    if page.pk is None:
        return {}
    is_over = page.phase_at() is Phase.CLOSED or page.is_withdrawn
    published_at = is_published_on(page.pk) if is_over else None
    return {
        "url": reverse("participation:result", args=[page.pk]) if published_at is not None else "",
        "published_at": published_at,
        "sentence": sentence(page),
    }
