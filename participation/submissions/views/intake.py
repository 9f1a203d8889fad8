"""The office's door: typing in what visitors, callers and letters say, one after the other."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from accounts.roles import Permission
from casework.views.base import OfficeView
from core import botcheck
from deadlines.due import effective_rule
from deadlines.units import UNIT_LABELS
from organizations.models import Congress
from participation.submissions import queries_intake, targets
from participation.submissions.actions.intake import enter_submission, may_enter
from participation.submissions.actions.storing import Receipt, receipt_for
from participation.submissions.intake_forms import CARRIED_ON, IntakeForm
from participation.submissions.views.slip import slip_address, slip_token

SCOPE = "intake"


@method_decorator(sensitive_post_parameters(), name="dispatch")
class IntakeView(OfficeView):
    """``/admin/intake/?congress=``: the form, with the slip of the last visitor at hand."""

    template_name = "participation/intake_form.html"
    page_title = gettext_lazy("登记来访来电来信")

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user.holds(Permission.ENTER_SUBMISSION):
            raise PermissionDenied
        self.congresses = queries_intake.congresses_to_enter_for(self.user)
        self.congress = self._congress(request.GET.get("congress", ""))
        return super()._dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > worklist > entry."""
        return self.crumbs(("", str(self.page_title)))

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show an empty form, or one that goes on with the same reception day."""
        initial = {name: request.GET[name] for name in CARRIED_ON if request.GET.get(name)}
        return self._show(IntakeForm(user=self.user, congress=self.congress, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store it and lead to the slip, or to the form for the next visitor."""
        form = IntakeForm(request.POST, request.FILES, user=self.user, congress=self.congress)
        token = self._token(request.POST.get("ticket", ""))
        earlier = receipt_for(token) if token else None
        valid = form.is_valid()
        if earlier is not None:
            return self._done(form if valid else None, token, earlier)
        if not token:
            form.add_error(None, _("页面打开的时间太长了，内容都还在，请再保存一次。"))
        if not valid or not token:
            return self._show(form, token)
        try:
            receipt = enter_submission(by=self.user, token=token, **form.arguments())
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                for text in texts:
                    form.add_error(name if name in form.fields else None, text)
            return self._show(form, token)
        return self._done(form, token, receipt)

    def _done(self, form: IntakeForm | None, token: str, receipt: Receipt) -> HttpResponse:
        """After storing, or after the second of two clicks: the slip, or the next visitor."""
        if "next" not in self.request.POST:
            return redirect(slip_address(token, self.user))
        messages.success(self.request, _("已登记 %(number)s。") % {"number": receipt.number})
        carried = form.carried_on() if form is not None else {}
        query = {
            "congress": self.congress.slug,
            **carried,
            "last": slip_address(token, self.user).split("/")[-2],
        }
        return redirect(f"{reverse('intake:new')}?{urlencode(query)}")

    def _show(self, form: IntakeForm, token: str = "") -> HttpResponse:
        rule = effective_rule("retention.identity", self.congress, timezone.localdate()).rule
        last = self.request.GET.get("last", "")
        good = bool(last) and slip_token(last, self.user) != ""
        context = {
            "form": form,
            "congress": self.congress,
            "congresses": self.congresses if len(self.congresses) > 1 else [],
            # A form that came back keeps its ticket, so that a late second click still meets the first.
            "ticket": self.request.POST.get("ticket") if token else botcheck.issue_ticket(self._scope),
            "last_slip": reverse("intake:slip", args=[last]) if good else "",
            "area_names": targets.area_names(self.congress),
            "retention": f"{rule.amount}{UNIT_LABELS[rule.unit]}",
            "had_files": bool(self.request.FILES),
        }
        return self.page(422 if form.is_bound else 200, **context)

    @property
    def _scope(self) -> str:
        """Return the scope of this person's tickets: nobody sends a form with another's."""
        return f"{SCOPE}:{self.user.pk}"

    def _token(self, ticket: str) -> str:
        """Return the form's one-time token, empty when the ticket is not ours or too old."""
        try:
            return botcheck.read_ticket(ticket, self._scope).token
        except botcheck.TicketError:
            return ""

    def _congress(self, slug: str) -> Congress:
        """Return the congress to enter for: the one asked for when that is allowed, else the first of the own."""
        asked = Congress.objects.filter(slug=slug[:40]).first() if slug else None
        if asked is not None and (asked in self.congresses or may_enter(self.user, asked, None)):
            return asked
        return self.congresses[0]
