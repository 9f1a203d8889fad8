"""The worklist."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.forms import WorklistForm
from casework.kinds import kinds
from casework.models import Case
from casework.views.base import OfficeView
from casework.worklist import BY_KEY, TABS, counts, page_of
from core.paging import with_cursor


class Worklist(OfficeView):
    """Cases by what is to be done, newest or most urgent first."""

    template_name = "casework/worklist.html"
    page_title = _("办件")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > worklist."""
        return self.crumbs()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one list, filtered and paged."""
        tab = BY_KEY.get(request.GET.get("tab", ""), TABS[0])
        form = WorklistForm(request.GET, user=self.user, statuses=kinds.statuses())
        page = page_of(tab, self.user, form.values(), request.GET.get("cursor"))
        return self.page(
            tab=tab,
            tabs=counts(self.user),
            form=form,
            is_filtered=bool(form.values()),
            rows=[row(case) for case in page.items],
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
