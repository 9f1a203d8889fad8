"""The draft as a list of all its rows, and what is done to one of them."""

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import one_line
from participation.consultations import actions, outline
from participation.consultations.forms import RowForm
from participation.consultations.kinds import rules_of
from participation.consultations.models import Article
from participation.consultations.queries import import_state, opinions_by_key
from participation.consultations.views.base import DraftScreen, add_errors

OPENING = 40


@dataclass(frozen=True)
class TreeRow:
    """A row of the draft in the list, with all that its line shows: there may be 1,300 of them."""

    key: str
    anchor: str
    kind: str
    level: int
    name: str
    opening: str
    has_note: bool
    opinions: int
    url: str

    @classmethod
    def of(cls, row: Article, opinions: dict[str, int], tree_url: str) -> Self:
        """Return the line of a row."""
        return cls(
            key=row.key.hex,
            anchor=row.anchor,
            kind=row.kind,
            level=row.level,
            name=str(row) or row.get_kind_display(),
            opening=one_line(row.text[: OPENING * 2], OPENING),
            has_note=bool(row.plain_note),
            opinions=opinions.get(row.key.hex, 0),
            url=f"{tree_url}{row.key}/",
        )


class TreeView(DraftScreen):
    """``/admin/consultations/<page>/draft/``: read, move, and the way to everything else."""

    template_name = "participation/draft_tree.html"
    page_title = gettext_lazy("草案条文")

    def way(self) -> list[tuple[str, str]]:
        """Stand directly below the page editor."""
        return []

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show all rows. No form for each: one form around the list has the buttons that move."""
        opinions = opinions_by_key(self.draft)
        tree_url = self.address("tree")
        return self.page(
            draft=self.draft,
            rows=[TreeRow.of(row, opinions, tree_url) for row in self.rows],
            insert_url=self.address("insert"),
            row_name=rules_of(self.draft.kind).rows,
            articles=sum(row.is_answerable for row in self.rows),
            headings=sum(row.is_heading for row in self.rows),
            doubts=outline.doubts(self.rows),
            imports=import_state(self.consultation, self.user),
            version=self.consultation.versions.order_by("-number").first(),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Move one row: ``up`` or ``down`` names its key."""
        direction = "up" if "up" in request.POST else "down"
        try:
            key = UUID(request.POST.get(direction, ""))
        except ValueError as error:
            raise Http404 from error
        try:
            if not actions.move_row(
                page=self.consultation, key=key, direction="up" if direction == "up" else "down", by=self.user
            ):
                messages.info(request, _("已经在最前或者最后，没有移动。"))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(f"{self.address('tree')}#a-{key.hex[:12]}")


class BeginView(DraftScreen):
    """``…/draft/begin/``: start with the text of the consultation this one follows."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take over the rows."""
        try:
            count = actions.begin_with_former(page=self.consultation, by=self.user)
            messages.success(request, _("已收入上一次的 %(count)d 行，意见会跟着条文走。") % {"count": count})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.address("tree"))


class RowScreen(DraftScreen):
    """A screen about one row, named by its key; 404 when the draft has none of it."""

    @cached_property
    def row(self) -> Article:
        """Return the row."""
        position = outline.position_of(self.rows, self.kwargs["article"])
        if position is None:
            raise Http404
        return self.rows[position]

    def back(self, key: UUID) -> HttpResponse:
        """Return to the list, at the row."""
        return redirect(f"{self.address('tree')}#a-{key.hex[:12]}")


class RowView(RowScreen):
    """``…/draft/<key>/``: edit one row."""

    template_name = "participation/draft_row.html"

    def get_page_title(self) -> str:
        """Name the row."""
        return _("修改%(row)s") % {"row": self.row}

    def get(self, request: HttpRequest, article: UUID) -> HttpResponse:
        """Show the row."""
        initial = RowForm.initial_of(self.row) | {"shown": outline.fingerprint(self.row)}
        return self._show(RowForm(initial=initial))

    def post(self, request: HttpRequest, article: UUID) -> HttpResponse:
        """Save it."""
        form = RowForm(request.POST)
        if form.is_valid():
            shown = form.cleaned_data["shown"]
            try:
                actions.change_row(
                    page=self.consultation, key=article, values=form.values(), shown=shown, by=self.user
                )
                messages.success(request, _("已保存到草稿，送审并签发以后公开。"))
                return self.back(article)
            except ValidationError as error:
                add_errors(form, error)
        return self._show(form)

    def _show(self, form: RowForm) -> HttpResponse:
        opinions = opinions_by_key(self.draft).get(self.row.key.hex, 0)
        return self.page(422 if form.is_bound else 200, form=form, row=self.row, opinions=opinions)


class InsertView(DraftScreen):
    """``…/draft/new/?after=<key>``: a new row behind another, or the first."""

    template_name = "participation/draft_row.html"
    page_title = gettext_lazy("增加一行")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show an empty form of the same sort as the row before."""
        before = self._before()
        sort = "project" if self.draft.kind == "projects" else "article"
        if before is not None and not before.is_heading:
            sort = str(RowForm.initial_of(before)["sort"])
        return self._show(RowForm(initial={"sort": sort}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Insert it."""
        form, before = RowForm(request.POST), self._before()
        if form.is_valid():
            try:
                after = before.key if before is not None else None
                row = actions.insert_row(
                    page=self.consultation, after=after, values=form.values(), by=self.user
                )
                messages.success(request, _("已加入草稿，送审并签发以后公开。"))
                if "next" in request.POST:
                    return redirect(f"{self.address('insert')}?after={row.key}")
                return redirect(f"{self.address('tree')}#{row.anchor}")
            except ValidationError as error:
                add_errors(form, error)
        return self._show(form)

    def _before(self) -> Article | None:
        asked = self.request.GET.get("after", "")
        if not asked:
            return None
        try:
            position = outline.position_of(self.rows, UUID(asked))
        except ValueError:
            position = None
        if position is None:
            raise Http404
        return self.rows[position]

    def _show(self, form: RowForm) -> HttpResponse:
        return self.page(422 if form.is_bound else 200, form=form, row=None, before=self._before())


class DeleteView(RowScreen):
    """``…/draft/<key>/delete/``: delete one row, after saying what hangs on it."""

    template_name = "participation/draft_delete.html"

    def get_page_title(self) -> str:
        """Name the row."""
        return _("删除%(row)s") % {"row": self.row}

    def get(self, request: HttpRequest, article: UUID) -> HttpResponse:
        """Ask."""
        return self._show()

    def post(self, request: HttpRequest, article: UUID) -> HttpResponse:
        """Delete it."""
        shown = request.POST.get("shown", "")
        position = outline.position_of(self.rows, article) or 1
        neighbor: Any = self.rows[position - 1] if self.rows else None
        try:
            actions.delete_row(page=self.consultation, key=article, shown=shown, by=self.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self._show(409)
        messages.success(request, _("已从草稿里删除，送审并签发以后公开。"))
        return self.back(neighbor.key)

    def _show(self, http_status: int = 200) -> HttpResponse:
        opinions = opinions_by_key(self.draft).get(self.row.key.hex, 0)
        shown = outline.fingerprint(self.row)
        return self.page(http_status, row=self.row, shown=shown, opinions=opinions)
