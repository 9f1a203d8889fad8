"""Who looks at an opinion: a signed cookie, given for number and query code, good for half an hour.

The addresses of the status pages name no opinion, so that neither a log line nor a forwarded link does.
"""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from participation.submissions.models import Submission
from participation.submissions.queries import own_submission

COOKIE = "opinion"
SALT = "submissions.access"
GOOD_FOR = timedelta(minutes=30)


class SeeOther(HttpResponseRedirect):
    """The answer to a form: go and read the result, whatever the method was."""

    status_code = 303


def admit(request: HttpRequest, response: HttpResponse, submission_pk: int) -> None:
    """Let this browser read and add to one opinion for a while."""
    response.set_signed_cookie(
        COOKIE,
        str(submission_pk),
        salt=SALT,
        max_age=int(GOOD_FOR.total_seconds()),
        path=_path(),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def dismiss(response: HttpResponse) -> None:
    """End it, on a machine that others use after."""
    response.delete_cookie(COOKIE, path=_path(), samesite="Lax")


def admitted(request: HttpRequest) -> Submission | None:
    """Return the opinion this browser may read, None without a good cookie."""
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=GOOD_FOR)
    return own_submission(int(value)) if value else None


def _path() -> str:
    return reverse("participation:opinion_query").removesuffix("query/")
