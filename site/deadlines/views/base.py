"""What the screens of 期限 share: who may enter, and the two steps of every change (look first, then confirm)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import ChoiceField, Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from core.http import no_store
from deadlines.models import Recalculation
from deadlines.queries import MANAGE, manageable
from deadlines.recalculation import Outcome
from deadlines.words import chinese_date
from organizations.models import Congress

CONFIRMED = "confirmed"


class DeadlinesView(WagtailAdminTemplateMixin, View):
    """Only those who may set rules enter; everybody else finds nothing here."""

    header_icon = "calendar-alt"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 without the right."""
        if not isinstance(request.user, User) or not request.user.holds(MANAGE):
            raise Http404
        return no_store(super().dispatch(request, *args, **kwargs))

    @property
    def user(self) -> User:
        """Return the user, whom dispatch() has made sure of."""
        assert isinstance(self.request.user, User)  # noqa: S101
        return self.request.user

    def get_congress(self, pk: int) -> Congress:
        """Return a congress of the user's scope."""
        return get_object_or_404(manageable(self.user), pk=pk)

    def get_county(self) -> Congress:
        """Return the county when the user may set what counts for all of it."""
        return get_object_or_404(manageable(self.user), depth=1)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        items = [
            *super().get_breadcrumbs_items(),
            {"url": reverse("deadlines:index"), "label": _("期限规则")},
        ]
        if self.page_title == _("期限规则"):
            return items
        return [*items, {"url": "", "label": self.page_title}]

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Render the screen."""
        may_manage_county = manageable(self.user).filter(depth=1).exists()
        context["may_manage_county"] = may_manage_county
        return self.render_to_response(self.get_context_data(**context), status=status)

    def decide(
        self,
        form: Form,
        *,
        look: Callable[[Any], Outcome],
        do: Callable[[Any], Recalculation],
        again: Callable[..., HttpResponse],
        back: str,
    ) -> HttpResponseBase:
        """Show what a change would do; carry it out when that was confirmed; say beside the field why not."""
        if not form.is_valid():
            return again(form, status=422)
        proposal = form.proposal()  # type: ignore[attr-defined]
        try:
            if self.request.POST.get("step") != CONFIRMED:
                return again(form, outcome=look(proposal), facts=shown(form))
            done = do(proposal)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return again(form, status=422)
        messages.success(self.request, told(done))
        return redirect(back)


def shown(form: Form) -> list[tuple[Any, Any]]:
    """Return labels and values of a form as a reader sees them: the words of a choice, a date in Chinese."""
    facts = []
    for field in form:
        value = form.cleaned_data[field.name]
        if isinstance(value, date):
            value = chinese_date(value)
        elif isinstance(field.field, ChoiceField):
            value = dict(field.field.choices).get(value, value)  # type: ignore[arg-type]
        facts.append((field.label, value))
    return facts


def told(done: Recalculation) -> str:
    """Return what a change did, in a sentence."""
    text = _("已保存。%(moved)d个正在计算的期限调整了日期，%(kept)d个因已承诺而保留原日期。") % {
        "moved": done.moved,
        "kept": done.kept,
    }
    if done.pk and done.finished_at is None:
        text += _("其余的正在后台继续调整。")
    return text


def add_refusal(form: Form, refusal: ValidationError) -> None:
    """Put what was refused beside the field it is about."""
    if hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, refusal.messages)
