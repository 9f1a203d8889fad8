"""One case: what came in, what was done, and just the steps this person can take now."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Permission
from casework.access import AccessForm, record_reading
from casework.kinds import CaseKind, Step, kinds
from casework.models import Case, Extension
from casework.queries import visible_to
from casework.views.base import CaseScreen
from casework.workflow import StepClosed, Transition
from organizations.scope import has_permission


def case_context(case: Case, kind: CaseKind, user: Any) -> dict[str, Any]:
    """Return what every screen about a case shows."""
    rows = kind.workflow.by_name
    timeline = [
        {
            "event": event,
            "label": rows[event.name].label if event.name in rows else _("收到意见"),
            "is_automatic": event.name in rows and rows[event.name].is_automatic,
            "is_last": False,
        }
        for event in case.events.select_related("actor")
    ]
    if timeline:
        timeline[-1]["is_last"] = True
    return {
        "case": case,
        "kind": kind,
        "status": kind.workflow.statuses[case.status],
        "tone": kind.tones.get(case.status, "open"),
        "timeline": timeline,
        "assignments": case.assignments.select_related("office", "deputy", "station", "assigned_by"),
        "replies": case.replies.select_related("author", "signed_by", "given_promise"),
        "files": case.files.filter(removed_at__isnull=True).select_related("file", "added_by"),
        **oversight_context(case),
        "may_see_contact": has_permission(user, Permission.VIEW_PERSONAL_DATA, case.congress),
        **kind.context(case, user),
    }


def oversight_context(case: Case) -> dict[str, Any]:
    """Return the clocks of a case, who watches over it, and what was noted on the way."""
    clocks = case.clocks.select_related(
        "assignment__office", "assignment__deputy", "assignment__station"
    ).prefetch_related(Prefetch("extensions", Extension.objects.select_related("requested_by", "decided_by")))
    return {
        "clocks": clocks,
        "suspensions": case.suspensions.all(),
        "supervisions": case.supervisions.select_related("by", "answered_by"),
        "handovers": case.handovers.select_related("from_congress", "to_congress", "by"),
        "contact_notes": case.contact_notes.select_related("by"),
    }


class CaseView(CaseScreen):
    """The case screen."""

    template_name = "casework/case.html"

    def get_page_title(self) -> str:
        """Return the number."""
        return str(self.kwargs["number"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > worklist > number."""
        return self.crumbs(("", self.kwargs["number"]))

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show the case with its buttons."""
        case = self.get_case(number)
        kind = kinds.of(case)
        offered = [
            {
                "transition": transition,
                "url": reverse("casework:step", args=[case.number, transition.name]),
                "help": kind.steps[transition.name].help,
                "is_main": kind.steps[transition.name].is_main,
                "is_rare": kind.steps[transition.name].is_rare,
            }
            for transition in kind.workflow.available(case, self.user)
        ]
        steps = sorted(
            (step for step in offered if not step["is_rare"]), key=lambda step: not step["is_main"]
        )
        rare = [step for step in offered if step["is_rare"]]
        return self.page(steps=steps, rare_steps=rare, **case_context(case, kind, self.user))


class StepView(CaseScreen):
    """One step: the form beside the case, then the action."""

    template_name = "casework/step.html"

    def get_page_title(self) -> str:
        """Return the step's name and the number."""
        return f"{self.transition.label} {self.kwargs['number']}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > worklist > number > step."""
        number = self.kwargs["number"]
        return self.crumbs(
            (reverse("casework:case", args=[number]), number), ("", str(self.transition.label))
        )

    def _open(self, number: str, name: str) -> tuple[Case, CaseKind, Step, str | None]:
        """Return the case, its kind, the step and why the step is closed, if it is."""
        case = self.get_case(number)
        kind = kinds.of(case)
        if name not in kind.steps:
            raise Http404
        self.transition: Transition = kind.workflow.by_name[name]
        return case, kind, kind.steps[name], self.transition.refusal(case, self.user)

    def _closed(self, case: Case, reason: str) -> HttpResponse:
        """Go back to the case with the reason; somebody else may have been quicker."""
        messages.error(self.request, reason)
        return redirect("casework:case", number=case.number)

    def get(self, request: HttpRequest, number: str, name: str) -> HttpResponse:
        """Show the form of the step."""
        case, kind, step, refusal = self._open(number, name)
        if refusal:
            return self._closed(case, refusal)
        return self._show(step.form(case=case, user=self.user), case, kind, step)

    def post(self, request: HttpRequest, number: str, name: str) -> HttpResponse:
        """Take the step, or show the form again with what is wrong beside the field."""
        case, kind, step, refusal = self._open(number, name)
        form = step.form(request.POST, request.FILES, case=case, user=self.user)
        again = form.again()
        if again is not None:
            return self._closed(case, refusal) if refusal else self._show(again, case, kind, step)
        if not form.is_valid():
            return self._closed(case, refusal) if refusal else self._show(form, case, kind, step)
        try:
            step.action(case=case, by=self.user, **form.cleaned_data)
        except ValidationError as error:
            _add_errors(form, error)
            return self._show(form, case, kind, step)
        except (StepClosed, PermissionDenied) as error:
            if refusal or not form.has_changed():
                return self._closed(case, str(error))
            form.add_error(None, str(error))
            return self._show(form, case, kind, step)
        messages.success(request, _("已完成：%(step)s。") % {"step": self.transition.label})
        if not visible_to(self.user).filter(pk=case.pk).exists():  # given away: 单独处理, 退回
            return redirect("casework:worklist")
        return redirect("casework:case", number=case.number)

    def _show(self, form: Any, case: Case, kind: CaseKind, step: Step) -> HttpResponse:
        status = 422 if form.is_bound else 200
        self.template_name = step.template
        context = case_context(case, kind, self.user)
        return self.page(status, form=form, step=step, transition=self.transition, **context)


def _add_errors(form: Any, error: ValidationError) -> None:
    """Put an action's refusals beside the fields they are about."""
    for name, texts in getattr(error, "message_dict", {"": error.messages}).items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


class ContactView(CaseScreen):
    """Who sent it and how to reach them: shown on request, and every reading is recorded."""

    template_name = "casework/contact.html"

    def get_page_title(self) -> str:
        """Return the title."""
        return _("提交人信息")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > worklist > number > contact."""
        number = self.kwargs["number"]
        return self.crumbs((reverse("casework:case", args=[number]), number), ("", self.get_page_title()))

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Ask for the reason."""
        return self._ask(self._readable_case(number), AccessForm())

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show the sender's details once, after writing down who looked and why."""
        case = self._readable_case(number)
        form = AccessForm(request.POST if "reason" in request.POST or "other" in request.POST else None)
        if not form.is_valid():
            return self._ask(case, form)
        context = kinds.of(case).context(case, self.user)
        minor = bool(context.get("may_be_minor"))
        record_reading(case=case, by=self.user, minor=minor, **form.cleaned_data)
        return self.page(case=case, is_shown=True, **context)

    def _readable_case(self, number: str) -> Case:
        case = self.get_case(number)
        if not has_permission(self.user, Permission.VIEW_PERSONAL_DATA, case.congress):
            raise PermissionDenied
        return case

    def _ask(self, case: Case, form: AccessForm) -> HttpResponse:
        context = kinds.of(case).context(case, self.user)
        return self.page(422 if form.is_bound else 200, case=case, form=form, is_shown=False, **context)


class FileView(CaseScreen):
    """A private file of a case."""

    def get(self, request: HttpRequest, number: str, file_id: UUID) -> FileResponse:
        """Send the file to a person who may see the case, never as something a browser would run."""
        case = self.get_case(number)
        links = case.files.filter(file_id=file_id, removed_at__isnull=True).select_related("file")
        link = links.first()
        if link is None or not link.file.may_be_opened:
            raise Http404
        response = FileResponse(
            link.file.file.open("rb"), content_type=link.file.content_type, filename=link.file.name
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
