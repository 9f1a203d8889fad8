"""One article of the coding table: the opinions in no group, the groups, what was said on earlier texts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.paging import with_cursor
from participation.adoption import actions
from participation.adoption.forms import ShortSummaryForm, ticked
from participation.adoption.queries.likeness import clusters, nearest
from participation.adoption.queries.parts import earlier_opinions, groups_of, waiting_page
from participation.adoption.queries.scopes import Line, Numbers, gone_names, is_scope, last_version, lines_of
from participation.adoption.views.base import ConsultationScreen


class Article(ConsultationScreen):
    """``/admin/adoption/<id>/<scope>/``."""

    template_name = "participation/adoption_article.html"
    line: Line

    def get_page_title(self) -> str:
        """Return the title."""
        return self.line.name

    def trail(self) -> list[tuple[str, str]]:
        """Return the way to this article."""
        return [*super().trail(), ("", self.line.name)]

    def get(self, request: HttpRequest, scope: str) -> HttpResponse:
        """Show the opinions and the groups."""
        return self._show(scope)

    def post(self, request: HttpRequest, scope: str) -> HttpResponse:
        """Group what was ticked."""
        lines = self._find(scope)
        form = ShortSummaryForm(request.POST)
        name = request.POST.get("action", "")
        parts = ticked(request.POST.getlist("parts"))
        problems = self.attempt(lambda: self._group(scope, name, form, parts))
        if (form.is_bound and form.errors) or problems:
            return self._show(scope, form=form, problems=problems, chosen=parts, lines=lines, status=422)
        return redirect(request.get_full_path())

    def _group(self, scope: str, name: str, form: ShortSummaryForm, parts: list[int]) -> str:
        """Do what the button says; return what was done."""
        values: dict[str, Any] = {"page": self.consultation, "by": self.user}
        if name == "add":
            form.is_bound = False
            group = self.get_group(self.request.POST.get("group", ""))
            number = actions.add_to_group(group=group, parts=parts, by=self.user)
            return _("已把%(count)d条归入“%(group)s”。") % {"count": number, "group": group.summary}
        if not form.is_valid():
            return ""
        values |= {"scope": scope, "label": self.line.name, "summary": form.cleaned_data["summary"]}
        group = actions.group_all(**values) if name == "all" else actions.create_group(parts=parts, **values)
        return _("已归为一组：%(count)d条。") % {"count": group.opinions}

    def _find(self, scope: str) -> list[Line]:
        """Return the table, and keep the line of this article; 404 for what never was one."""
        if not is_scope(scope):
            raise Http404
        lines = lines_of(self.consultation)
        found = next((line for line in lines if line.scope == scope), None)
        if found is None:
            names = gone_names(self.consultation, {scope}) if len(scope) == 32 else {scope: _("重点问题")}
            if scope not in names:
                raise Http404
            found = Line(scope, names[scope], Numbers(), is_gone=len(scope) == 32)
        self.line = found
        return lines

    def _show(
        self,
        scope: str,
        *,
        form: ShortSummaryForm | None = None,
        problems: list[str] | None = None,
        chosen: list[int] | None = None,
        lines: list[Line] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        lines = self._find(scope) if lines is None else lines
        request = self.request
        groups = groups_of(self.consultation, scope)
        found = waiting_page(self.consultation, scope, request.GET.get("cursor"))
        version = last_version(self.consultation)
        near = nearest(found.items, groups)
        places = {group.pk: place for place, group in enumerate(groups, start=1)}
        open_groups = [(places[group.pk], group) for group in groups if group.is_open]
        rows = [
            {
                "part": part,
                "near": near.get(part.pk),
                "place": places[near[part.pk].pk] if part.pk in near else 0,
                "is_old": version is not None and part.version_id not in {None, version.pk},
            }
            for part in found.items
        ]
        by_likeness = request.GET.get("view") == "near"
        around = [line for line in lines if not line.is_heading]
        here = next((index for index, line in enumerate(around) if line.scope == scope), None)
        return self.page(
            status,
            line=self.line,
            row=self._text(),
            lines=lines,
            table_url=reverse("adoption:table", args=[self.consultation.pk]),
            rows=rows,
            groups=list(enumerate(groups, start=1)),
            open_groups=open_groups,
            clusters=clusters(self.consultation, scope) if by_likeness else [],
            by_likeness=by_likeness,
            earlier=earlier_opinions(self.consultation, scope),
            form=form or ShortSummaryForm(),
            problems=problems or [],
            chosen=set(chosen or ()),
            next_url=with_cursor(request.GET, found.next_cursor) if found.next_cursor else "",
            previous_url=with_cursor(request.GET, found.previous_cursor) if found.previous_cursor else "",
            before=around[here - 1] if here else None,
            after=around[here + 1] if here is not None and here + 1 < len(around) else None,
        )

    def _text(self) -> Any:
        """Return the article with its text."""
        row = self.line.row
        if row is not None:
            row.refresh_from_db(fields=["text"])
        return row
