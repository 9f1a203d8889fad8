"""Answering a questionnaire. Whatever goes wrong, what was chosen and written comes back."""

import logging
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.generic import View

from core.botcheck import Refused
from core.http import no_store, private_page
from core.rehearsal import is_rehearsal
from participation.questionnaires import actions, queries
from participation.questionnaires.forms import AnswerForm
from participation.questionnaires.models import QuestionnairePage
from participation.questionnaires.presentation import GRACE_MINUTES, minutes_for

MOST_KEPT = 3000  # values that are given back when nothing could be stored
NOT_KEPT = {"csrfmiddlewaretoken"}
CLOSED = _("这份问卷已经截止，没有提交。您选的、写的都还在下面，需要的话可以复制下来。")
CHANGED = _("您打开问卷以后，题目有改动，还没有提交。请看一下有没有新的题，再提交一次。")
logger = logging.getLogger(__name__)


class SeeOther(HttpResponseRedirect):
    """The answer to a form: go and read the result, whatever the method was."""

    status_code = 303


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AnswerView(View):
    """``/questionnaires/<page>/answer/``."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Show the form; before the opening and after the close, the questionnaire's own page."""
        page = _page_or_404(page_id)
        if not page.takes_answers():
            return redirect(page.get_url(request))
        form = AnswerForm(request=request, questions=queries.questions_of(page))
        return self._show(page, form)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Store the answers and lead to the thanks; or show the form again, or say that nothing was stored."""
        is_rehearsal(request)  # refused before anything else when it only says so
        try:
            return self._send(_page_or_404(page_id))
        except (DatabaseTrouble, OSError) as error:
            logger.error("Answers could not be stored: %s", type(error.__cause__ or error).__name__)
            return self._unsaved_page()

    def _send(self, page: QuestionnairePage) -> HttpResponse:
        form = self._form(page)
        valid = form.is_valid()
        thanks = SeeOther(reverse("participation:questionnaire_thanks", args=[page.pk]))
        if form.sent_token and actions.was_sent(form.sent_token):
            return thanks
        if not page.takes_answers(opened_at=form.opened_at):
            return self._show(page, form, problem=CLOSED, is_closed=True)
        if not valid:
            return self._again(page, form)
        try:
            actions.store_response(
                page=page,
                questions=form.questions,
                answers=form.answers,
                token=form.token,
                opened_at=form.opened_at,
            )
        except actions.ClosedError:  # while the form was on its way
            return self._show(page, form, problem=CLOSED, is_closed=True)
        except actions.OtherQuestionsError:
            return self._show(page, self._form(_page_or_404(page.pk)), problem=CHANGED)
        return thanks

    def _form(self, page: QuestionnairePage) -> AnswerForm:
        return AnswerForm(self.request.POST, request=self.request, questions=queries.questions_of(page))

    def _again(self, page: QuestionnairePage, form: AnswerForm) -> HttpResponse:
        if isinstance(form.verdict, Refused):
            response = self._show(page, form, status=429)
            response.headers["Retry-After"] = str(form.verdict.retry_after)
            return response
        return self._show(page, form)

    def _show(
        self,
        page: QuestionnairePage,
        form: AnswerForm,
        *,
        problem: Any = "",
        is_closed: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "page": page,
            "congress": page.congress,
            "form": form,
            "problem": problem,
            "is_closed": is_closed,
            "grace_minutes": GRACE_MINUTES,
            "minutes": minutes_for(len(form.questions)),
            "action": reverse("participation:questionnaire", args=[page.pk]),
            "page_url": page.get_url(self.request),
        }
        return no_store(render(self.request, "participation/questionnaire_form.html", context, status=status))

    def _unsaved_page(self) -> HttpResponse:
        """Give everything back without the database: neither the menus nor the questions are read for this page."""
        request = self.request
        fields = [
            (name, value) for name, values in request.POST.lists() for value in values if name not in NOT_KEPT
        ]
        context: dict[str, Any] = {
            "fields": fields[:MOST_KEPT],
            "action": request.path,
            "csrf_token": get_token(request),
            "site_name": settings.WAGTAIL_SITE_NAME,
        }
        body = loader.render_to_string("participation/questionnaire_unsaved.html", context)
        response = HttpResponse(body, status=503)
        response.headers["Retry-After"] = "120"
        return no_store(response)


def _page_or_404(page_id: int) -> QuestionnairePage:
    page = queries.public_questionnaire(page_id)
    if page is None:
        raise Http404
    return page


@require_safe
@private_page
def thanks(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that the answers have arrived. There is no number: nothing leads from a person to the answers."""
    page = _page_or_404(page_id)
    context = {
        "page": page,
        "congress": page.congress,
        "page_url": page.get_url(request),
        "grace_minutes": GRACE_MINUTES,
    }
    return render(request, "participation/questionnaire_thanks.html", context)
