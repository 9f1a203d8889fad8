"""The opinion form. Whatever goes wrong, what was typed comes back to its author."""

import logging
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from core.botcheck import Refused
from core.http import no_store
from core.rehearsal import DONE_HEADER, is_rehearsal
from deadlines.due import effective_rule
from deadlines.units import UNIT_LABELS
from organizations.models import Congress
from participation.consultations.period import closing_words
from participation.submissions import actions, targets
from participation.submissions.actions.citizen import ConsultationClosedError, receipt_for
from participation.submissions.actions.storing import rehearse_opinion
from participation.submissions.boxes import TEXT, boxes_for, is_box, rescued
from participation.submissions.forms.opinion import OpinionForm, opened_at
from participation.submissions.targets import Addressee, Asked
from participation.submissions.views.access import SeeOther
from participation.submissions.views.receipt import receipt_address

# Never sent back: a new token is made for the page.
NOT_KEPT = {"csrfmiddlewaretoken"}
MAX_KEPT_FIELDS, MAX_KEPT_BOXES = 40, 60
logger = logging.getLogger(__name__)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class OpinionView(View):
    """``/opinions/new/?station=&deputy=&consultation=&article=&article=&congress=&via=qr``: any address answers."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form with its target, or with a choice of towns."""
        addressee = self.find(Asked.of(request.GET))
        return self._page(addressee, self._form(addressee, bound=False))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store the opinion and lead to the receipt; or show the form again, or say that nothing was stored."""
        self.addressee = Addressee()
        is_rehearsal(request)  # refused before anything else when it only says so
        try:
            return self._send()
        except (DatabaseTrouble, OSError) as error:
            # The message of a database error may quote the row, hence the citizen's words: only its kind.
            cause = error.__cause__ or error
            logger.error("An opinion could not be stored: %s", type(cause).__name__)
            return self._unsaved_page()

    def _send(self) -> HttpResponse:
        # The target stands in the form's address; scripts and old forms may send it among the fields.
        asked = Asked.of(self.request.GET, self.request.POST, opened_at(self.request.POST))
        self.addressee = self.find(asked)
        form = self._form(self.addressee, bound=True)
        valid = form.is_valid()
        if self.addressee.problem or not valid:
            return self._was_sent(form) or self._again(form)
        if is_rehearsal(self.request):
            rehearse_opinion(opinion=form.opinion(), token=form.token)
            return no_store(HttpResponse(headers={DONE_HEADER: "1"}))
        try:
            self.store(form)
        except ConsultationClosedError:  # closed while the form was on its way
            self.addressee = self.find(asked)
            form = self._form(self.addressee, bound=True)
            form.is_valid()
            return self._again(form)
        form.let_go_of_photos()
        return SeeOther(receipt_address(form.token))

    def find(self, asked: Asked) -> Addressee:
        """Return to whom this goes."""
        return targets.find_addressee(asked)

    def store(self, form: OpinionForm) -> None:
        """Store what was sent."""
        actions.submit(opinion=form.opinion(), token=form.token)

    def address(self, addressee: Addressee) -> str:
        """Return where the form is sent: to its target, or to the general form when the target takes nothing."""
        address = reverse("participation:opinion_new")
        if addressee.target is None:
            return address
        query = urlencode(targets.parameters(addressee.target, addressee.channel), doseq=True)
        return f"{address}?{query}"

    def _was_sent(self, form: OpinionForm) -> HttpResponse | None:
        """Lead to the receipt when this very form was stored before, whatever is wrong with it by now."""
        token = form.sent_token
        return SeeOther(receipt_address(token)) if token and receipt_for(token) else None

    def _again(self, form: OpinionForm) -> HttpResponse:
        """Show the form with everything that was in it, photos included."""
        form.keep_photos()
        if isinstance(form.verdict, Refused):
            response = self._page(self.addressee, form, status=429)
            response.headers["Retry-After"] = str(form.verdict.retry_after)
            return response
        return self._page(self.addressee, form)

    def _form(self, addressee: Addressee, *, bound: bool) -> OpinionForm:
        """Return the form for this target; the congresses are read only when there is something to choose."""
        choices = targets.congresses() if addressee.target is None else []
        preset = addressee.fallback or (choices[0] if choices else None)
        return OpinionForm(
            *((self._fields(addressee), self.request.FILES) if bound else ()),
            request=self.request,
            target=addressee.target,
            choices=choices,
            preset=preset,
            channel=addressee.channel,
            **(self.form_options() if addressee.target is not None else {}),
        )

    def form_options(self) -> dict[str, Any]:
        """Return what a view asks of the form besides."""
        return {}

    def further(self, addressee: Addressee) -> dict[str, Any]:
        """Return what a view adds to the page."""
        return {}

    def _fields(self, addressee: Addressee) -> QueryDict:
        """Return what was sent; what was written on a draft that takes nothing more becomes one text."""
        if addressee.target is not None or not any(is_box(name) for name in self.request.POST):
            return self.request.POST
        sent: QueryDict = self.request.POST.copy()
        sent["text"] = rescued(sent, boxes_for(addressee.intended))
        return sent

    def _page(self, addressee: Addressee, form: OpinionForm, status: int = 200) -> HttpResponse:
        target = addressee.target
        root = target.congress if target else addressee.fallback or Congress.get_first_root_node()
        rule = effective_rule("retention.identity", root, timezone.localdate()).rule
        context = {
            "form": form,
            "target": target,
            "problem": addressee.problem,
            "notice": addressee.notice,
            "heading": targets.describe(target) if target else "",
            "action": self.address(addressee),
            "closing": closing_words(target.consultation) if target and target.consultation else "",
            "area_names": targets.area_names(root) if root else [],
            "controller": root.short_office_name if root else "",
            "phone": root.contact_phone if root else "",
            "retention": f"{rule.amount}{UNIT_LABELS[rule.unit]}",
        }
        context |= self.further(addressee)
        return no_store(render(self.request, "participation/opinion_form.html", context, status=status))

    def _unsaved_page(self) -> HttpResponse:
        """Give everything back without the database: neither the menus nor the visitor are read for this page."""
        request, target = self.request, self.addressee.target
        sent = [
            (name, value) for name, values in request.POST.lists() for value in values if name not in NOT_KEPT
        ]
        fields = [(name, value) for name, value in sent if not is_box(name)]
        boxes = [(name, value) for name, value in sent if is_box(name) and name != TEXT and value.strip()]
        context: dict[str, Any] = {
            "opinion_text": request.POST.get("text", ""),
            "fields": fields[:MAX_KEPT_FIELDS],
            "boxes": boxes[:MAX_KEPT_BOXES],
            "had_photos": bool(request.FILES.getlist("photos")),
            "action": request.get_full_path(),
            "congress_name": target.congress.short_office_name if target else _("当地人大"),
            "phone": target.congress.contact_phone if target else "",
            "csrf_token": get_token(request),
            "site_name": settings.WAGTAIL_SITE_NAME,
        }
        page = loader.render_to_string("participation/opinion_unsaved.html", context)
        response = HttpResponse(page, status=503)
        response.headers["Retry-After"] = "120"
        return no_store(response)
