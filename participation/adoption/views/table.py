"""The list of consultations with what they owe, and the coding table of one."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.paging import keyset_page, with_cursor
from organizations.tenancy import tenants_of
from participation.adoption import actions
from participation.adoption.promise import Promise, promise_of
from participation.adoption.queries.access import consultations_of, owing, published
from participation.adoption.queries.results import being_prepared, latest, missing
from participation.adoption.queries.scopes import lines_of, total_of
from participation.adoption.views.base import AdoptionScreen, ConsultationScreen
from participation.consultations.models import TOTAL, ConsultationPage, OpinionCount

PAGE_SIZE = 20
STATES: dict[str, str | Words] = {
    "owed": gettext_lazy("应公布结果"),
    "open": gettext_lazy("正在征求意见"),
    "done": gettext_lazy("结果已公布"),
}


@dataclass(frozen=True)
class Row:
    """A consultation in the list."""

    page: ConsultationPage
    congress: str
    opinions: int
    promise: Promise


class Index(AdoptionScreen):
    """``/admin/adoption/?state=``: what owes a result comes first, the longest due at the top."""

    template_name = "participation/adoption_index.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of a list."""
        state = request.GET.get("state", "")
        state = state if state in STATES else "owed"
        now = timezone.now()
        pages = consultations_of(self.user)
        order: tuple[str, ...] = ("-closes_at", "-id")
        if state == "owed":
            pages, order = owing(pages, now), ("closes_at", "id")
        elif state == "open":
            pages = pages.filter(closes_at__gt=now, is_withdrawn=False)
        else:
            pages = pages.filter(Exists(published().filter(consultation=OuterRef("pk"))))
        found = keyset_page(pages, order, request.GET.get("cursor"), PAGE_SIZE)
        counts = OpinionCount.objects.filter(consultation__in=found.items, scope=TOTAL)
        opinions = dict(counts.values_list("consultation", "opinions"))
        tenants = tenants_of(request)
        rows = []
        for page in found.items:
            page.congress = owner = tenants.owner(page)
            rows.append(
                Row(page, owner.name if owner else "", opinions.get(page.pk, 0), promise_of(page, now))
            )
        return self.page(
            rows=rows,
            state=state,
            states=STATES,
            next_url=with_cursor(request.GET, found.next_cursor) if found.next_cursor else "",
            previous_url=with_cursor(request.GET, found.previous_cursor) if found.previous_cursor else "",
        )


class Table(ConsultationScreen):
    """``/admin/adoption/<id>/``: every article with its numbers, and what is still to be done."""

    template_name = "participation/adoption_table.html"

    def get_page_title(self) -> str:
        """Return the title."""
        return _("意见采纳：%(title)s") % {"title": self.consultation.title}

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the table."""
        lines = lines_of(self.consultation)
        total = total_of(lines)
        only_open = request.GET.get("open") == "1"
        shown = [
            line for line in lines if not only_open or (line.numbers.countable and not line.numbers.is_done)
        ]
        result = latest(self.consultation.pk)
        return self.page(
            lines=shown,
            total=total,
            base=self.request.path,
            only_open=only_open,
            missing=missing(self.consultation, total),
            result=result,
            draft=being_prepared(self.consultation),
            promise=promise_of(self.consultation),
            can_pool=self.may_code and total.grouped > 0,  # looking for one would grow with the opinions
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """已归类的列入研究."""
        if request.POST.get("action") != "pool":
            raise PermissionDenied
        done, left = actions.pool_grouped(page=self.consultation, by=self.user)
        if done:
            messages.success(request, _("已把%(count)d件列入研究，结果公布后一并答复。") % {"count": done})
        if left:
            messages.warning(
                request, _("有%(count)d件现在不能列入研究，请到办件列表里看。") % {"count": left}
            )
        if not done and not left:
            messages.info(request, _("没有可以列入研究的意见。"))
        return redirect("adoption:table", page_id=self.consultation.pk)
