"""The worklist and a person's saved filters."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.bulk import MOST, bulk_steps
from casework.exports import is_permitted
from casework.kinds import kinds
from casework.models import Case
from casework.saved_filters import delete_filter, keep_filter, make_default, without_page
from casework.views.base import OfficeView
from casework.worklist import BY_KEY, FOUND_LIMIT, TABS, chosen, counts, order_of, page_in
from casework.worklist_form import WorklistForm
from core.paging import bounded_count, with_cursor


def back_to(query: str) -> str:
    """Return the worklist under a filter; whatever else ``query`` is, it stays in the query string."""
    kept = urlencode(list(QueryDict(query[:2000]).items()))
    return f"{reverse('casework:worklist')}?{kept}" if kept else reverse("casework:worklist")


class Worklist(OfficeView):
    """Cases by what is to be done, newest or most urgent first."""

    template_name = "casework/worklist.html"
    page_title = gettext_lazy("办件")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > worklist."""
        return self.crumbs()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one list, filtered and paged; without any wish, the person's own default filter."""
        saved = list(self.user.saved_filters.all())
        default = next((row for row in saved if row.is_default), None)
        if not request.GET and default is not None:
            return redirect(back_to(default.query))
        tab = BY_KEY.get(request.GET.get("tab", ""), TABS[0])
        form = WorklistForm(request.GET, user=self.user)
        values = form.values()
        cases, query = chosen(tab, self.user, values), without_page(request.GET)
        page = page_in(cases, order_of(tab, values), request.GET.get("cursor"))
        is_filtered = bool(values.keys() - {"sort"})
        return self.page(
            tab=tab,
            tabs=counts(self.user, tab.key),
            form=form,
            is_filtered=is_filtered,
            found=bounded_count(cases, FOUND_LIMIT) if is_filtered else None,
            saved=[(row, row.query == query) for row in saved],
            query=query,
            rows=[row(case) for case in page.items],
            steps=bulk_steps(page.items),
            most=MOST,
            may_export=is_permitted(self.user),
            next_url=with_cursor(request.GET, page.next_cursor) if page.next_cursor else "",
            previous_url=with_cursor(request.GET, page.previous_cursor) if page.previous_cursor else "",
        )


def row(case: Case) -> dict[str, Any]:
    """Return what a line of the list shows."""
    kind = kinds.of(case)
    leads = getattr(case, "leads", [])
    return {
        "case": case,
        "url": reverse("casework:case", args=[case.number]),
        "status": kind.workflow.statuses[case.status],
        "tone": kind.tones.get(case.status, "open"),
        "handler": leads[0].handler_name if leads else "",
    }


class KeepFilter(OfficeView):
    """Keep the filter one is looking at."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Go back to the list."""
        return redirect("casework:worklist")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it under a name."""
        query = without_page(QueryDict(request.POST.get("query", "")[:2000]))
        try:
            keep_filter(
                name=request.POST.get("name", ""),
                query=query,
                is_default="is_default" in request.POST,
                by=self.user,
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("已保存，在列表上方一点就到。"))
        return redirect(back_to(query))


class ChangeFilter(OfficeView):
    """Delete a filter of one's own, or open the worklist with it from now on."""

    def get(self, request: HttpRequest, saved: int) -> HttpResponse:
        """Go back to the list."""
        return redirect("casework:worklist")

    def post(self, request: HttpRequest, saved: int) -> HttpResponse:
        """Do what the button says; somebody else's filter does not exist."""
        found = self.user.saved_filters.filter(pk=saved).first()
        if found is None:
            raise Http404
        if request.POST.get("do") == "delete":
            delete_filter(saved=found, by=self.user)
            messages.success(request, _("已删除筛选“%(name)s”。") % {"name": found.name})
            return redirect(f"{reverse('casework:worklist')}?tab={TABS[0].key}")
        if request.POST.get("do") in {"default", "no_default"}:
            make_default(saved=found, by=self.user, is_default=request.POST["do"] == "default")
        return redirect(back_to(found.query))
