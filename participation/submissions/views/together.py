"""Near opinions side by side with the case in hand, and the button that answers them together."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Permission
from casework.models import Case
from casework.views.base import CaseScreen
from core.forms import CleanCharField
from core.paging import bounded_count, with_cursor
from organizations.scope import has_permission
from participation.submissions.models import Submission
from participation.submissions.similarity import queries
from participation.submissions.similarity.actions import MOST_AT_ONCE, Together, answer_together
from participation.submissions.similarity.models import Cluster


class TogetherForm(forms.Form):
    """The reason; which opinions are meant is read from the check boxes."""

    reason = CleanCharField(
        label=_("为什么合并"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("写给同事看，例：同一路段路灯，内容一致。各提交人会在查询页看到共同的答复。"),
    )


class TogetherView(CaseScreen):
    """``/admin/intake/together/NUMBER/``."""

    template_name = "participation/intake_together.html"

    def get_page_title(self) -> str:
        """Return the title."""
        return _("相近意见")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > worklist > number > near opinions."""
        number = self.kwargs["number"]
        return self.crumbs((reverse("casework:case", args=[number]), number), ("", self.get_page_title()))

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show them with what each says more and less."""
        case, cluster = self._find(number)
        return self._show(case, cluster, TogetherForm(label_suffix=""))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Merge the ones that were ticked, and say what became of each."""
        case, cluster = self._find(number)
        if not has_permission(self.user, Permission.TRIAGE, case.congress):
            raise PermissionDenied
        form = TogetherForm(request.POST, label_suffix="")
        if not form.is_valid():
            return self._show(case, cluster, form, 422)
        numbers = request.POST.getlist("numbers")[: MOST_AT_ONCE + 1]
        try:
            result = answer_together(
                case=case, by=self.user, numbers=numbers, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            for text in error.messages:
                form.add_error(None, text)
            return self._show(case, cluster, form, 422)
        self._tell(result)
        return redirect("casework:case", number=case.number)

    def _tell(self, result: Together) -> None:
        """Report."""
        if result.merged:
            words = _("已把%(count)d件并入本件：%(numbers)s。可以逐件“撤销合并”。")
            messages.success(
                self.request, words % {"count": len(result.merged), "numbers": "、".join(result.merged)}
            )
        for number, why in result.left:
            messages.warning(self.request, _("%(number)s 没有合并：%(why)s") % {"number": number, "why": why})

    def _find(self, number: str) -> tuple[Case, Cluster]:
        """Return the case and its cluster, 404 when there is nothing near that this person may see."""
        case = self.get_case(number)
        case.submission = Submission.objects.get(case=case)
        cluster = queries.cluster_of(case, self.user)
        if cluster is None:
            raise Http404
        return case, cluster

    def _show(self, case: Case, cluster: Cluster, form: TogetherForm, status: int = 200) -> HttpResponse:
        rows = queries.mergeable(cluster, case, self.user)
        page = queries.page_of(rows, self.request.GET.get("cursor"))
        next_url, previous_url = (
            with_cursor(self.request.GET, cursor) if cursor else ""
            for cursor in (page.next_cursor, page.previous_cursor)
        )
        context = {
            "case": case,
            "cluster": cluster,
            "form": form,
            "rows": queries.beside(case, page.items),
            "waiting": bounded_count(rows),
            "ticked": set(self.request.POST.getlist("numbers")),
            "may_merge": has_permission(self.user, Permission.TRIAGE, case.congress),
            "next_url": next_url,
            "previous_url": previous_url,
        }
        return self.page(status, **context)
