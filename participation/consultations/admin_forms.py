"""The edit form of a consultation: a box to paste the draft into, and what must be there before it is signed.

The rows of the draft are no fields of this form: three hundred of them would be (``docs/decisions/0028``). They stay
with the page's draft, and the box replaces them by what was pasted, articles keeping their identity.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from organizations.scope import congress_for_page
from participation.consultations import descent, lineage, readiness
from participation.consultations.drafting.parsing import NoArticles, ParsedDraft, parse_draft
from participation.consultations.kinds import all_rules, rules_of

DEFAULT_PERIOD = timedelta(days=30)
MOST_PASTED = 300_000  # a form takes three megabytes; longer texts come as a file
PRESETS = ("why", "plain_summary", "key_questions")


class ConsultationForm(WagtailAdminPageForm):
    """Fills in issuer, contact and a usual period; turns a pasted draft into rows; checks what signing needs."""

    pasted_text = forms.CharField(
        label=_("粘贴草案全文"),
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "保存时按“第一条”“第二条”（或“一、”“二、”）自动拆成条文，章、节成为标题。已经有条文的，会和新粘贴的"
            "逐条比对：还是同一条的，意见跟着走；拿不准的，请您核对以后再收入。不粘贴就不改动条文。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft: ParsedDraft | None = None
        self.is_unsure = False
        self.known = list(self.instance.articles.all())
        if self.instance.pk is None and self.parent_page is not None:
            self._begin()
        if "follows" in self.fields:
            self._offer_former()
        if "change_note" in self.fields and not self.is_bound:
            self._begin_note()

    def _begin(self) -> None:
        congress = congress_for_page(self.parent_page)
        self.instance.__dict__["congress"] = (
            congress  # a page without a place cannot tell; its rules are the town's
        )
        opens_on = timezone.localdate() + timedelta(days=1)
        opens_at = timezone.make_aware(datetime.combine(opens_on, time(8)))
        closes_at = timezone.make_aware(datetime.combine(opens_on + DEFAULT_PERIOD, time(17)))
        values: dict[str, Any] = {"opens_at": opens_at, "closes_at": closes_at}
        if congress is not None:
            values |= {"issuer": congress.office_name, "contact": congress.contact_phone}
        kind = getattr(self.parent_page, "wanted_kind", "")
        if kind in all_rules():
            rules = rules_of(kind)
            values |= {"kind": kind} | {name: str(getattr(rules, name)) for name in PRESETS}
            self.initial.pop("kind", None)
        for name, value in values.items():
            self.initial[name] = self.initial.get(name) or value

    def _offer_former(self) -> None:
        field = self.fields["follows"]
        field.queryset = descent.possible_former(self.instance)
        field.label_from_instance = lambda page: (
            f"{page.title}（{timezone.localdate(page.opens_at):%Y-%m-%d}）"
        )
        field.empty_label = _("没有，这是第一次征求意见")

    def _begin_note(self) -> None:
        """A change begins without a note: the last one was that of an earlier change."""
        page = self.instance
        standing = descent.standing(page) if page.pk and page.live else None
        if standing is not None and standing.change_note == page.change_note:
            self.initial["change_note"] = ""

    def clean_pasted_text(self) -> str:
        """Read the draft; refuse a text without articles, which then stays in the box."""
        text: str = self.cleaned_data.get("pasted_text") or ""
        # A save by itself every half second must not cut up a text that is still being pasted together.
        if not text.strip() or self._is_autosave:
            return ""
        try:
            self.draft = parse_draft(text)
        except NoArticles as problem:
            raise ValidationError(str(problem), code="no_articles") from problem
        return text

    @property
    def _is_autosave(self) -> bool:
        return any(getattr(page, "is_autosave", False) for page in (self.instance, self.parent_page))

    def _post_clean(self) -> None:
        """With all fields on the page: compare what was pasted, and check what signing needs."""
        super()._post_clean()
        self.rows = self._pasted()
        if self.is_deferred_validation or self.data.get("action-cancel-workflow"):
            return
        if self.is_unsure:
            self.add_error(
                "pasted_text", _("有些条文拿不准是不是原来的那一条。请先保存草稿，核对以后再送审。")
            )
        for name, text in self._lacking():
            self.add_error(name if name in self.fields else None, text)

    def _lacking(self) -> list[tuple[str, str]]:
        """Return what keeps the page from being sent to be signed. A pasted text counts as if it stood there."""
        page, rows = self.instance, self.rows if self.rows is not None else self.known
        if self.errors:
            return []
        found = [
            (one.field, one.text)
            for one in readiness.missing(page, row_count=sum(row.is_answerable for row in rows))
        ]
        page.articles = rows
        problem = readiness.note_problem(page, descent.standing(page))
        page.articles = self.known
        return [*found, ("change_note", problem)] if problem else found

    def _pasted(self) -> list[Any] | None:
        """Return the pasted rows with the keys of what they carry on; None when nothing is to be taken over yet."""
        if self.draft is None:
            return None
        old = self.known or descent.former_rows(self.instance)
        rows = [lineage.as_dict(row) for row in self.draft.rows]
        origins = lineage.propose(old, rows)
        self.is_unsure = any(not origin["is_sure"] for origin in origins)
        return None if self.is_unsure else lineage.built(old, rows, origins)

    def save(self, commit: bool = True) -> Any:
        """Save the page, with the pasted rows in place of the old ones; unsure ones wait for a person's word."""
        page = super().save(commit=False)
        if self.rows is not None:
            for order, row in enumerate(self.rows):
                row.sort_order = order
            page.articles = self.rows
            page.recognized = self.draft
        elif self.is_unsure:
            page.to_compare = self.cleaned_data["pasted_text"]
        if commit:
            page.save()
            self.save_m2m()
        return page
