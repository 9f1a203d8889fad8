"""Requests that only rehearse: our own probe sends a public form to see whether it still works.

Such a request goes the whole way and is undone at its end. It carries a header signed with the installation's
key for one address, good for a minute and a half. A header that does not hold is refused outright: a rehearsal
must never be taken for a citizen's opinion, and a stranger gains nothing by sending one.
"""

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

HEADER = "X-Form-Rehearsal"
DONE_HEADER = "X-Form-Rehearsed"
GOOD_FOR = 90  # seconds
_SALT = "core.rehearsal"


def sign(path: str) -> str:
    """Return the header's value for one address (path and query)."""
    return signing.TimestampSigner(salt=_SALT).sign_object({"to": path})


def is_rehearsal(request: HttpRequest) -> bool:
    """Return whether the request is a rehearsal of ours; PermissionDenied when it only says so."""
    value = request.headers.get(HEADER)
    if value is None:
        return False
    if len(value) > 2000:
        raise PermissionDenied
    try:
        data = signing.TimestampSigner(salt=_SALT).unsign_object(value, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        raise PermissionDenied from None
    if data != {"to": request.get_full_path()}:
        raise PermissionDenied
    return True


def budget_key(request: HttpRequest) -> str | None:
    """Return what the counters of tries count for a rehearsal, in place of the address; None for all others.

    A county has more forms than one address may send without being asked a question.
    """
    return f"rehearsal:{request.get_full_path()}" if is_rehearsal(request) else None
