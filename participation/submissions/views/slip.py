"""The slip of an opinion just entered, for the visitor to take along.

The query code is reckoned from the form's one-time token and stored nowhere (``docs/decisions/0003``), so the
slip can be printed only while its signed address holds: half an hour, for the person who entered it.
"""

from datetime import timedelta
from typing import Any

import segno
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.queries import visible_to
from casework.views.base import OfficeView
from core.http import no_store
from deadlines.due import chinese_date
from participation.submissions import codes
from participation.submissions.actions.storing import receipt_for
from participation.submissions.queries import sent_with

SALT = "submissions.slip"
GOOD_FOR = timedelta(minutes=30)


def slip_address(token: str, user: User) -> str:
    """Return the address of the slip of what ``user`` just entered with ``token``."""
    return reverse("intake:slip", args=[signing.dumps([user.pk, token], salt=SALT)])


def slip_token(key: str, user: User) -> str:
    """Return the token behind the key of an address; empty when it is not this person's or too old."""
    try:
        user_pk, token = signing.loads(key, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return ""
    return str(token) if user_pk == user.pk else ""


class SlipView(OfficeView):
    """``/admin/intake/slip/KEY/``: number and query code on a small sheet."""

    template_name = "participation/intake_slip_gone.html"
    page_title = _("回执")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > worklist > slip."""
        return self.crumbs(("", str(self.page_title)))

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the slip, or say why there is none any more."""
        token = slip_token(key, self.user)
        receipt = receipt_for(token) if token else None
        submission = sent_with(receipt.number) if receipt is not None else None
        if receipt is None or submission is None:
            return self.page(404)
        case = submission.case
        address = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('participation:opinion_query')}"
        context = {
            "receipt": receipt,
            "code": codes.display(receipt.code),
            "target_name": submission.target_name,
            "channel": submission.get_channel_display(),
            "due_on": chinese_date(case.due_on) if case.due_on else "",
            "query_address": address,
            "qr_svg": segno.make(address, error="m").svg_inline(
                omitsize=True, border=4, dark="#000", light="#fff"
            ),
            "congress": case.congress,
            "case_number": case.number if visible_to(self.user).filter(pk=case.pk).exists() else "",
        }
        return no_store(render(request, "participation/intake_slip.html", context))
