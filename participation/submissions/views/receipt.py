"""The receipt. Its address is signed and holds for a day; after that number and code lead to the opinion."""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import private_page
from core.qr import qr_code
from deadlines.due import chinese_date, due_date
from participation.submissions import codes
from participation.submissions.actions.citizen import receipt_for
from participation.submissions.queries import sent_with

SALT = "submissions.receipt"
GOOD_FOR = timedelta(hours=24)


def receipt_address(token: str) -> str:
    """Return the address of the receipt of what was sent with ``token``."""
    return reverse("participation:opinion_receipt", args=[signing.dumps(token, salt=SALT)])


@require_safe
@private_page
def opinion_receipt(request: HttpRequest, key: str) -> HttpResponse:
    """Show number and query code; however often it is called, the same."""
    try:
        token = signing.loads(key, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        token = ""
    receipt = receipt_for(token) if token else None
    submission = sent_with(receipt.number) if receipt is not None else None
    if receipt is None or submission is None:
        return render(request, "participation/opinion_receipt_gone.html", status=404)
    due = due_date("opinion.ack", timezone.localdate(receipt.received_at), submission.case.congress)
    query = qr_code(reverse("participation:opinion_query"))
    context = {
        "receipt": receipt,
        "code": codes.display(receipt.code),
        "target_name": submission.target_name,
        "due_on": chinese_date(due.on),
        "due_explanation": due.explanation,
        "query_address": query.address,
        "qr_svg": query.svg,
        "congress": submission.case.congress,
    }
    return render(request, "participation/opinion_receipt.html", context)
