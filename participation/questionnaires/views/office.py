"""What the office sees of its questionnaires: exact numbers at any time, texts, the table to take away."""

from tempfile import TemporaryFile
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.views.base import OfficeView
from core.paging import bounded_count, keyset_page, with_cursor
from exchange.actions import record_direct, request_export
from exchange.spreadsheets import FORMATS, WRITERS
from exchange.views import file_response
from organizations.scope import has_permission
from organizations.tenancy import tenants_of
from participation.questionnaires import exports, queries
from participation.questionnaires.figures import figures_of
from participation.questionnaires.models import Kind, Question, QuestionnairePage
from participation.questionnaires.presentation import phase_label
from participation.questionnaires.results import results_of

LIST_SIZE, TEXTS_SIZE, RESPONSES_SIZE = 30, 30, 10
AT_ONCE = 1000  # lines; more are made in the background
NEWEST_FIRST = ("-closes_at", "-id")


class QuestionnaireScreen(OfficeView):
    """A screen for people who may read what citizens send to their congress."""

    header_icon = "form"
    page_title = gettext_lazy("问卷")

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user.holds(queries.READ):
            raise PermissionDenied
        return super()._dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > questionnaires."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("问卷")}]

    def find(self, page_id: int) -> QuestionnairePage:
        """Return a questionnaire of the user's congresses; 404 for every other number."""
        page = queries.one_of(queries.visible_to(self.user), page_id)
        if page is None:
            raise Http404
        return page

    def under(self, page: QuestionnairePage, label: str = "") -> list[dict[str, Any]]:
        """Return home > questionnaires > this one > a screen of it."""
        ours = [
            {"url": reverse("questionnaires:list"), "label": _("问卷")},
            {"url": reverse("questionnaires:results", args=[page.pk]) if label else "", "label": page.title},
        ]
        return [*self.breadcrumbs_items, *ours, *([{"url": "", "label": label}] if label else [])]

    def common(self, page: QuestionnairePage) -> dict[str, Any]:
        """Return what the head of every screen of a questionnaire shows."""
        return {
            "questionnaire": page,
            "phase": page.phase_at().value,
            "phase_label": phase_label(page.phase_at().value),
            "may_export": page.congress is not None
            and has_permission(self.user, queries.TAKE_AWAY, page.congress),
        }


class QuestionnaireList(QuestionnaireScreen):
    """``/admin/questionnaires/``: the latest first."""

    template_name = "participation/questionnaire_office_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of the list."""
        pages = queries.visible_to(self.user).select_related("turnout")
        found = keyset_page(pages, NEWEST_FIRST, request.GET.get("cursor"), LIST_SIZE)
        tenants, now = tenants_of(request), timezone.now()
        rows = [
            {
                "page": page,
                "congress": tenants.owner(page),
                "phase": page.phase_at(now).value if page.live else "draft",
                "label": phase_label(page.phase_at(now).value) if page.live else _("没有公开"),
                "responses": page.turnout.responses if hasattr(page, "turnout") else 0,
            }
            for page in found.items
        ]
        return self.page(
            rows=rows,
            next_url=with_cursor(request.GET, found.next_cursor) if found.next_cursor else "",
            previous_url=with_cursor(request.GET, found.previous_cursor) if found.previous_cursor else "",
        )


class QuestionnaireResults(QuestionnaireScreen):
    """``/admin/questionnaires/<page>/``: every number as it is now."""

    template_name = "participation/questionnaire_office_results.html"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Show the tables."""
        page = self.found = self.find(page_id)
        figures = figures_of(page)
        results = results_of(queries.questions_of(page), figures, exact=True)
        return self.page(**self.common(page), results=results, participants=figures.participants)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > questionnaires > this one."""
        return self.under(self.found)


class QuestionnaireTexts(QuestionnaireScreen):
    """``/admin/questionnaires/<page>/texts/?question=3``: what was written to one question, in no order of time."""

    template_name = "participation/questionnaire_office_texts.html"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Show one page of what was written."""
        page = self.found = self.find(page_id)
        asked = [(n, q) for n, q in enumerate(queries.questions_of(page), start=1) if q.kind == Kind.TEXT]
        chosen = _chosen(asked, request.GET.get("question", ""))
        context: dict[str, Any] = self.common(page) | {"asked": asked, "chosen": chosen}
        if chosen is not None:
            texts = queries.texts_of(page, chosen[1])
            found = keyset_page(texts, ("id",), request.GET.get("cursor"), TEXTS_SIZE)
            context |= {
                "texts": found.items,
                "total": bounded_count(texts),
                "next_url": with_cursor(request.GET, found.next_cursor) if found.next_cursor else "",
                "previous_url": with_cursor(request.GET, found.previous_cursor)
                if found.previous_cursor
                else "",
            }
        return self.page(**context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > questionnaires > this one > texts."""
        return self.under(self.found, _("文字回答"))


class QuestionnaireResponses(QuestionnaireScreen):
    """``/admin/questionnaires/<page>/responses/``: sheet by sheet, in no order of time."""

    template_name = "participation/questionnaire_office_responses.html"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Show some sheets."""
        page = self.found = self.find(page_id)
        questions = queries.questions_of(page)
        found = keyset_page(queries.responses_of(page), ("id",), request.GET.get("cursor"), RESPONSES_SIZE)
        numbers = {question.key: number for number, question in enumerate(questions, start=1)}
        sheets = [
            (
                response,
                [
                    (numbers[question.key], question.text, label, answer)
                    for question, _row, label, answer in queries.said_in(response, questions)
                    if answer is not None
                ],
            )
            for response in found.items
        ]
        return self.page(
            **self.common(page),
            sheets=sheets,
            next_url=with_cursor(request.GET, found.next_cursor) if found.next_cursor else "",
            previous_url=with_cursor(request.GET, found.previous_cursor) if found.previous_cursor else "",
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > questionnaires > this one > sheets."""
        return self.under(self.found, _("逐份查看"))


class QuestionnaireExport(QuestionnaireScreen):
    """The filled-in questionnaires as a file."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Go back: an export is a deed, not an address."""
        return redirect("questionnaires:results", page_id=self.find(page_id).pk)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """Answer a short list at once, queue a long one."""
        page = self.find(page_id)
        if page.congress is None or not has_permission(self.user, queries.TAKE_AWAY, page.congress):
            raise PermissionDenied
        export_format = request.POST.get("format", "")
        if export_format not in FORMATS:
            messages.error(request, _("请选择 Excel 或 CSV。"))
            return redirect("questionnaires:results", page_id=page.pk)
        query = exports.query_of(page)
        if queries.responses_of(page).order_by()[: AT_ONCE + 1].count() <= AT_ONCE:
            return self._at_once(query, export_format)
        try:
            job = request_export(kind=exports.NAME, query=query, export_format=export_format, by=self.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("exchange:list")
        return redirect("exchange:job", job=job.pk)

    def _at_once(self, query: str, export_format: str) -> HttpResponseBase:
        made = TemporaryFile()  # noqa: SIM115 -- the response closes it
        rows = list(exports.chunks(self.user, query))
        WRITERS[export_format](cast(Any, made), exports.columns(self.user, query), rows)
        made.seek(0)
        record_direct(
            kind=exports.NAME,
            query=query,
            export_format=export_format,
            rows=sum(map(len, rows)),
            by=self.user,
        )
        return file_response(made, exports.NAME, export_format)


def _chosen(asked: list[tuple[int, Question]], number: str) -> tuple[int, Question] | None:
    """Return the question that is asked for, else the first."""
    return next((one for one in asked if str(one[0]) == number), asked[0] if asked else None)
