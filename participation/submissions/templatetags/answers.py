"""Published answers on pages of other apps, which know nothing of opinions (``architecture.md`` §3)."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from participation.submissions.forms.answers import name_of
from participation.submissions.queries_answers import Addressed, latest_for

register = template.Library()


@register.inclusion_tag("participation/answer_latest.html")
def latest_answers(target: Addressed) -> dict[str, Any]:
    """Show the last answers to opinions addressed to a station or deputy: one query."""
    whole_list = f"{reverse('participation:answers')}?{urlencode({name_of(target): target.pk})}"
    return {"copies": latest_for(target), "more_url": whole_list}
