"""Taking over a draft: choose it, look at what was recognized and where each article comes from, confirm, take back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.consultations import actions, lineage
from participation.consultations.actions.importing import CHANGED, old_rows, refresh_import
from participation.consultations.forms import OriginForm, OriginsForm, SourceForm, TextForm
from participation.consultations.forms.imports import MOST_ASKED
from participation.consultations.import_review import Review
from participation.consultations.models import DraftImport
from participation.consultations.queries import import_state
from participation.consultations.views.base import DraftScreen, add_errors


class ImportView(DraftScreen):
    """``/admin/consultations/<page>/import/``: a file or pasted text."""

    template_name = "participation/draft_import.html"
    page_title = gettext_lazy("导入草案")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for it."""
        return self._show(SourceForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Read it, and lead to what was recognized. The draft stays as it is."""
        form = SourceForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                imported = actions.read_import(
                    page=self.consultation, source=form.source, name=form.name, by=self.user
                )
                return redirect(self.address("check", imported.pk))
            except ValidationError as error:
                add_errors(form, error)
        return self._show(form)

    def _show(self, form: SourceForm) -> HttpResponse:
        status = 422 if form.is_bound else 200
        return self.page(
            status, form=form, count=len(self.rows), imports=import_state(self.consultation, self.user)
        )


class ImportScreen(DraftScreen):
    """A screen about one reading of one's own that waits; 404 for any other."""

    @cached_property
    def imported(self) -> DraftImport:
        """Return the reading."""
        mine = DraftImport.objects.filter(page=self.consultation, user=self.user)
        found = mine.filter(pk=self.kwargs["import_id"]).first()
        if found is None:
            raise Http404
        return found

    def way(self) -> list[tuple[str, str]]:
        """Stand below the choice of a text."""
        return [*super().way(), (self.address("import"), _("导入草案"))]

    @property
    def old(self) -> list[Any]:
        """Return what the text is compared with."""
        return old_rows(self.draft)


class CheckView(ImportScreen):
    """``…/import/<reading>/``: the dry run. What is sent: confirm, try again with a corrected text, or throw away."""

    template_name = "participation/draft_check.html"
    page_title = gettext_lazy("核对后收入")

    def get(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Show what was recognized; compare anew when the draft was changed meanwhile."""
        if not self.imported.is_waiting:
            messages.info(request, _("这次导入已经收入草稿。"))
            return redirect(self.address("tree"))
        if not self.locked and refresh_import(imported=self.imported, by=self.user):
            messages.warning(request, CHANGED)
        return self._show(TextForm(initial={"text": self.imported.text}))

    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Do what the button says."""
        try:
            if "discard" in request.POST:
                actions.discard_import(imported=self.imported, by=self.user)
                messages.success(request, _("已放弃这次导入，草案没有改动。"))
                return redirect(self.address("tree"))
            if "again" in request.POST:
                return self._read_again(request)
            return self._confirm(request)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.address("check", import_id))

    def _read_again(self, request: HttpRequest) -> HttpResponse:
        form = TextForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        actions.read_import_again(imported=self.imported, text=form.cleaned_data["text"], by=self.user)
        messages.success(request, _("已按改过的文字重新识别。"))
        return redirect(self.address("check", self.imported.pk))

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        asked = Review(self.imported, self.old).asked[:MOST_ASKED]
        choices = OriginsForm(request.POST, asked).choices(self.imported.origins)
        actions.decide_origins(imported=self.imported, choices=choices, by=self.user)
        if "keep" in request.POST:
            messages.success(request, _("已记下您的选择。"))
            return redirect(self.address("check", self.imported.pk))
        counts = actions.apply_import(imported=self.imported, by=self.user)
        total = sum(number for name, number in counts.items() if name != "deleted")
        text = _("已收入 %(total)d 行到草稿，送审并签发以后公开。收错了的，可以恢复到导入前。")
        messages.success(request, text % {"total": total})
        return redirect(self.address("tree"))

    def _show(self, form: TextForm, http_status: int = 200) -> HttpResponse:
        review = Review(self.imported, self.old)
        return self.page(http_status, imported=self.imported, review=review, form=form)


class OriginView(ImportScreen):
    """``…/import/<reading>/<position>/``: where one row comes from, chosen among all old rows."""

    template_name = "participation/draft_origin.html"
    page_title = gettext_lazy("它是原来的哪一条")

    def way(self) -> list[tuple[str, str]]:
        """Stand below the dry run."""
        return [*super().way(), (self.address("check", self.imported.pk), _("核对后收入"))]

    def get(self, request: HttpRequest, import_id: int, position: int) -> HttpResponse:
        """Show both wordings and the choice."""
        origin = self._origin(position)
        return self._show(position, OriginForm(initial=origin, old_rows=self.old))

    def post(self, request: HttpRequest, import_id: int, position: int) -> HttpResponse:
        """Keep the choice."""
        self._origin(position)
        form = OriginForm(request.POST, old_rows=self.old)
        if form.is_valid():
            try:
                choices = {position: form.choice()}
                actions.decide_origins(imported=self.imported, choices=choices, by=self.user)
                return redirect(f"{self.address('check', import_id)}#r-{position}")
            except ValidationError as error:
                add_errors(form, error)
        return self._show(position, form)

    def _origin(self, position: int) -> dict[str, Any]:
        if not self.imported.is_waiting or position >= len(self.imported.origins):
            raise Http404
        origin: dict[str, Any] = self.imported.origins[position]
        return origin

    def _show(self, position: int, form: OriginForm) -> HttpResponse:
        line = Review(self.imported, self.old).lines[position]
        relations = lineage.RELATIONS
        return self.page(
            422 if form.is_bound else 200, form=form, line=line, relations=relations, imported=self.imported
        )


class UndoView(DraftScreen):
    """``…/import/undo/``: back to the text before the last import."""

    template_name = "participation/draft_undo.html"
    page_title = gettext_lazy("恢复到导入前")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        state = import_state(self.consultation, self.user)
        if not state.can_undo:
            raise Http404
        return self.page(last=state.last, count=len(self.rows))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it."""
        try:
            count = actions.undo_import(page=self.consultation, by=self.user)
            messages.success(request, _("已恢复到导入前的草案（%(count)d 行）。") % {"count": count})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.address("tree"))
