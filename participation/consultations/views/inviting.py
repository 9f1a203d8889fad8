"""Asking deputies: the screen with the two numbers, the reminder, and slips to print for those without an address."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http import no_store
from core.qr import qr_code
from participation.consultations.actions import inviting
from participation.consultations.forms.inviting import InviteForm
from participation.consultations.invited import (
    asked_on,
    invitations_of,
    may_be_asked,
    personal_path,
    without_way,
)
from participation.consultations.models import Invitation
from participation.consultations.period import closing_words
from participation.consultations.views.base import DraftScreen, add_errors

SLIPS_AT_MOST = 600


class InvitationsView(DraftScreen):
    """``/admin/consultations/<page>/invitations/``: how many were asked and have answered, and whom to ask now."""

    template_name = "participation/invitations.html"
    page_title = gettext_lazy("邀请代表提意见")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the numbers and the form."""
        return self._show(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask those who were chosen."""
        form = self._form(request.POST)
        if form.is_valid():
            try:
                asked, written = inviting.invite(
                    page=self.consultation,
                    deputies=form.chosen(),
                    how=form.cleaned_data["how"],
                    by=self.user,
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _told(asked, written))
                return redirect(self.address("invitations"))
        return self._show(form)

    def _form(self, data: Any = None) -> InviteForm:
        if self.consultation.congress is None:
            raise Http404
        return InviteForm(data, congress=self.consultation.congress)

    def _show(self, form: InviteForm) -> HttpResponse:
        invitations = invitations_of(self.consultation)
        return self.page(
            422 if form.is_bound else 200,
            form=form,
            asked=asked_on(self.consultation),
            without_way=len(without_way(invitations)),
            can_ask=may_be_asked(self.consultation),
        )


class RemindView(DraftScreen):
    """``…/invitations/remind/``: one button."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write to those who have not answered; say how many, never who."""
        try:
            written = inviting.remind(page=self.consultation, by=self.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            words = _("已给 %(count)d 位还没有答复的代表写好提醒，由系统发送。同一天重复点不会重复发。")
            messages.success(request, words % {"count": written})
        return redirect(self.address("invitations"))


class SlipsView(DraftScreen):
    """``…/invitations/slips/``: a slip with a personal code for each deputy, or for those without an address only."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Print; the ledger remembers who did."""
        rows = invitations_of(self.consultation)
        if "all" not in request.GET:
            rows = without_way(rows)
        inviting.print_slips(page=self.consultation, by=self.user)
        context = {
            "page": self.consultation,
            "closing": closing_words(self.consultation),
            "slips": [_slip(row) for row in rows[:SLIPS_AT_MOST]],
            "back_url": self.address("invitations"),
        }
        return no_store(render(request, "participation/invitation_slips.html", context))


def _slip(invitation: Invitation) -> dict[str, Any]:
    deputy = invitation.deputy
    return {
        "name": deputy.name,
        "constituency": deputy.constituency,
        "qr": qr_code(personal_path(invitation)),
    }


def _told(asked: int, written: int) -> str:
    """Say what was done."""
    if not asked:
        return _("选中的代表以前都邀请过，没有新增。")
    words = _("新邀请 %(asked)d 位代表，其中 %(written)d 位由系统发信。")
    rest = _("其余的没有登记邮箱，请打印个人链接交给本人。") if written < asked else ""
    return words % {"asked": asked, "written": written} + rest
