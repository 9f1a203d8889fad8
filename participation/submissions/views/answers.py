"""Published answers: the masked copies, newest first. Nothing here reads a case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.paging import keyset_page, with_cursor
from participation.submissions.forms.query import AnswerFilterForm
from participation.submissions.models import Category
from participation.submissions.queries import published_answer, published_answers
from participation.submissions.targets import congresses

ORDER = ("-published_at", "-id")
PAGE_SIZE = 10


@require_safe
def answer_list(request: HttpRequest) -> HttpResponse:
    """``/answers/?town=&category=&cursor=``: whatever cannot be read is left aside."""
    form = AnswerFilterForm(request.GET, congresses=congresses())
    town = form.congresses.get(request.GET.get("town", ""))
    asked = request.GET.get("category", "")
    category = asked if asked in Category.values else ""
    page = keyset_page(published_answers(town, category), ORDER, request.GET.get("cursor"), PAGE_SIZE)
    shown = AnswerFilterForm(
        initial={"town": town.slug if town else "", "category": category},
        congresses=form.congresses.values(),
    )
    context = {
        "form": shown,
        "copies": page.items,
        "is_filtered": bool(town or category),
        "town": town,
        "previous_url": with_cursor(request.GET, page.previous_cursor) if page.previous_cursor else "",
        "next_url": with_cursor(request.GET, page.next_cursor) if page.next_cursor else "",
        "reset_url": reverse("participation:answers"),
    }
    return render(request, "participation/answer_list.html", context)


@require_safe
def answer_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one answer."""
    is_number = len(number) <= 24 and number.isascii() and number.isprintable()
    copy = published_answer(number) if is_number else None
    if copy is None:
        raise Http404
    return render(request, "participation/answer_detail.html", {"copy": copy})
