"""A year of the working-day calendar: twelve months to look at, a day or a few to change, the year to complete."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from deadlines import actions, queries
from deadlines.forms import DaysForm, YearForm
from deadlines.memory import current
from deadlines.proposals import FIRST_YEAR, LAST_YEAR, DayKind
from deadlines.views.base import DeadlinesView


class CalendarView(DeadlinesView):
    """The year view."""

    template_name = "deadlines/calendar.html"
    year: int

    def prepare(self, year: int | None) -> None:
        """Find the year, for those who keep the calendar."""
        self.county = self.get_county()
        self.year = year or timezone.localdate().year
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Http404
        self.page_title = _("工作日历 %(year)d年") % {"year": self.year}
        self.address = reverse("deadlines:year", args=[self.year])

    def get(self, request: HttpRequest, year: int | None = None) -> HttpResponse:
        """Show the year; a day that was clicked stands in the form."""
        self.prepare(year)
        return self.show_year(DaysForm(initial=self.clicked()))

    def post(self, request: HttpRequest, year: int | None = None) -> HttpResponseBase:
        """Change days, or say that the year is complete."""
        self.prepare(year)
        if request.POST.get("form") == "year":
            return self.announce(YearForm(request.POST))
        return self.decide(
            DaysForm(request.POST),
            look=lambda proposal: proposal.preview(),
            do=lambda proposal: actions.set_days(county=self.county, proposal=proposal, by=self.user),
            again=self.show_year,
            back=self.address,
        )

    def announce(self, form: YearForm) -> HttpResponseBase:
        """Note that the year's days off stand in the calendar."""
        if not form.is_valid():
            return self.show_year(DaysForm(), year_form=form, status=422)
        source = form.cleaned_data["source"]
        actions.announce_year(county=self.county, year=self.year, source=source, by=self.user)
        messages.success(self.request, _("已登记：%(year)d年放假安排已录入完毕。") % {"year": self.year})
        return redirect(self.address)

    def clicked(self) -> dict[str, Any]:
        """Return what the form starts with: the day of the address, made the opposite of what it is."""
        try:
            day = parse_date(self.request.GET.get("day", ""))
        except ValueError:
            day = None
        if day is None or day.year != self.year:
            return {}
        kind = DayKind.REST if current().works(day) else DayKind.WORK
        return {"first": day, "last": day, "kind": kind.value}

    def show_year(self, form: DaysForm, **context: Any) -> HttpResponse:
        """Render the year."""
        context.setdefault("year_form", YearForm())
        return self.show(
            year=self.year,
            address=self.address,
            earlier=self.year - 1 if self.year > FIRST_YEAR else None,
            later=self.year + 1 if self.year < LAST_YEAR else None,
            months=list(queries.month_grids(self.year)),
            days=list(queries.named_days(self.year)),
            is_announced=current().is_announced(self.year),
            recalculations=list(queries.recalculations()),
            form=form,
            asked=form,
            **context,
        )
