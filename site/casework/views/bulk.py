"""Many cases at once: choose the step, look at what would happen, confirm, read the result. No script needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.bulk import MOST, attempt_all, bulk_steps, common_form, picked
from casework.kinds import kinds
from casework.views.base import OfficeView
from casework.views.worklist import back_to

FORM, CHECK, CONFIRM = "", "check", "confirm"


class BulkView(OfficeView):
    """POST only: the ticked numbers travel in the form from screen to screen."""

    template_name = "casework/bulk.html"
    page_title = gettext_lazy("批量办理")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > worklist > bulk."""
        return self.crumbs(("", str(self.page_title)))

    def get(self, request: HttpRequest) -> HttpResponse:
        """Go back to the list: nothing is ticked here."""
        return redirect("casework:worklist")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the form, try, or do."""
        ticked = request.POST.getlist("number")
        query = request.POST.get("back", "")[:2000]
        back = back_to(query)
        cases = picked(self.user, ticked)
        if not cases:
            messages.error(request, _("请先勾选办件。"))
            return redirect(back)
        if len(set(ticked)) > MOST:
            messages.error(request, _("一次最多办理%(most)s件。") % {"most": MOST})
            return redirect(back)
        offered = bulk_steps(cases)
        name = request.POST.get("step", "")
        if name not in offered:
            return self.page(stage="choose", cases=cases, offered=offered, back=back, back_query=query)
        stage = request.POST.get("stage", FORM)
        # The form is that of the first case that knows the step; each case is checked with a form of its own.
        first = next(case for case in cases if name in kinds.of(case).bulk_steps)
        step = kinds.of(first).steps[name]
        context: dict[str, Any] = {
            "cases": cases,
            "name": name,
            "label": offered[name],
            "back": back,
            "back_query": query,
        }
        if stage not in {CHECK, CONFIRM}:
            form = common_form(step, first, self.user, None)
            return self.page(stage="form", form=form, **context)
        outcomes = attempt_all(cases, name, self.user, request.POST, for_real=stage == CONFIRM)
        done = [outcome for outcome in outcomes if outcome.is_done]
        refused = [outcome for outcome in outcomes if not outcome.is_done]
        form = common_form(step, first, self.user, request.POST)
        return self.page(stage=stage, form=form, done=done, refused=refused, again=self._again(), **context)

    def _again(self) -> list[tuple[str, str]]:
        """Return what was filled in, to send it once more with the confirmation."""
        leave = {"csrfmiddlewaretoken", "stage", "number", "step", "back"}
        return [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in leave
            for value in values
        ]
