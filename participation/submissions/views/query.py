"""Number and query code lead to the opinion; a wrong number and a wrong code are answered alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core.client import client_key
from core.http import private_page
from core.throttle import Throttle
from participation.submissions import codes
from participation.submissions.forms.query import QueryForm
from participation.submissions.queries import code_of
from participation.submissions.views.access import SeeOther, admit, dismiss

# A code has 40 bits: at these rates guessing one takes thousands of years. Many people may share one address.
PER_ADDRESS = Throttle("opinion-query:address", 60, 15 * 60)
PER_NUMBER = Throttle("opinion-query:number", 10, 15 * 60)
# Stands in for the stored hash of a number that does not exist, so that the same work is done.
NO_HASH = "0" * 64


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def opinion_query(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, and let the holder in."""
    form = QueryForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "participation/opinion_query.html", {"form": form})
    number = form.cleaned_data["number"]
    minutes = _minutes_to_wait(request, number)
    if minutes:
        form.add_error(None, _("查询得太频繁了，请%d分钟后再试。") % minutes)
        response = render(request, "participation/opinion_query.html", {"form": form}, status=429)
        response.headers["Retry-After"] = str(minutes * 60)
        return response
    pk = _holder(number, form.cleaned_data["code"])
    if pk is None:
        form.add_error(None, _("编号或查询码不对，请对照回执再看一遍。编号和查询码要写同一张回执上的。"))
        return render(request, "participation/opinion_query.html", {"form": form})
    PER_NUMBER.clear(number)
    response = SeeOther(reverse("participation:opinion_status"))
    admit(request, response, pk)
    return response


@require_POST
@private_page
def opinion_leave(request: HttpRequest) -> HttpResponse:
    """Forget the opinion on this browser."""
    response = SeeOther(reverse("participation:opinion_query"))
    dismiss(response)
    return response


def _holder(number: str, code: str) -> int | None:
    """Return the row when the code fits. For an unknown number the same reckoning is done, in vain."""
    found = code_of(number)
    pk, stored = found or (None, NO_HASH)
    return pk if codes.matches(number, code, stored) else None


def _minutes_to_wait(request: HttpRequest, number: str) -> int:
    """Count the try; return for how long no more are taken, 0 when this one is."""
    answers = [PER_ADDRESS.hit(client_key(request)), PER_NUMBER.hit(number)]
    seconds = max((getattr(answer, "retry_after", 0) for answer in answers), default=0)
    return -(-seconds // 60)
