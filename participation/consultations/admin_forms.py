"""The edit form of a consultation: a box to paste the draft into, and articles that keep their identity.

Opinions point to an article by its ``key``. Wagtail makes articles anew from the form when they have not been
saved to their table yet, so each row of the form carries its key along.
"""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel

from organizations.scope import congress_for_page
from participation.consultations.parsing import MAX_LENGTH, Draft, NoArticles, Row, parse_draft

DEFAULT_PERIOD = timedelta(days=30)


class ArticleForm(WagtailAdminModelForm):
    """A row of the draft with its lasting key; an empty key means a new article."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        known = kwargs.get("instance")
        super().__init__(*args, **kwargs)
        if known is not None:
            self.fields["key"].initial = str(known.key)

    def clean_key(self) -> uuid.UUID | None:
        """Return the key, None for a new row and for anything that is no key."""
        try:
            return uuid.UUID(self.cleaned_data.get("key") or "")
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        """Let the row keep its key."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        key = cleaned.get("key")
        if key is not None:
            self.instance.key = key
        return cleaned


class ArticlesPanel(InlinePanel):
    """The rows of the draft, with :class:`ArticleForm`."""

    def get_form_options(self) -> dict[str, Any]:
        """Use our form for the rows."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = ArticleForm
        return options


class ConsultationForm(WagtailAdminPageForm):
    """Fills in issuer, contact and a usual period; turns a pasted draft into articles."""

    pasted_text = forms.CharField(
        label=_("粘贴草案全文"),
        required=False,
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "保存时按“第一条”“第二条”（或“一、”“二、”）自动拆成条文，章、节成为标题，并替换下面已有的条文；"
            "序号相同的条文保留已收到的意见。不粘贴就不改动条文。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft: Draft | None = None
        # What was there before the form is read: pasted articles take over the keys of those they replace.
        self.known = list(self.instance.articles.all())
        if self.instance.pk is None and self.parent_page is not None:
            self._begin()

    def _begin(self) -> None:
        congress = congress_for_page(self.parent_page)
        opens_on = timezone.localdate() + timedelta(days=1)
        opens_at = timezone.make_aware(datetime.combine(opens_on, time(8)))
        closes_at = timezone.make_aware(datetime.combine(opens_on + DEFAULT_PERIOD, time(17)))
        self.initial["opens_at"] = self.initial.get("opens_at") or opens_at
        self.initial["closes_at"] = self.initial.get("closes_at") or closes_at
        if congress is not None:
            self.initial["issuer"] = self.initial.get("issuer") or congress.office_name
            self.initial["contact"] = self.initial.get("contact") or congress.contact_phone

    def clean_pasted_text(self) -> str:
        """Read the draft; refuse a text without articles, which then stays in the box."""
        text: str = self.cleaned_data.get("pasted_text") or ""
        # A save by itself every half second must not cut up a text that is still being pasted together.
        if not text.strip() or getattr(self.instance, "is_autosave", False):
            return ""
        try:
            self.draft = parse_draft(text)
        except NoArticles as problem:
            raise ValidationError(str(problem), code="no_articles") from problem
        return text

    def save(self, commit: bool = True) -> Any:
        """Save the page, with the pasted articles in place of the old ones."""
        page = super().save(commit=False)
        if self.draft is not None:
            page.articles = self._pasted(page, self.draft)
            page.recognized = self.draft
        self._make_keys_distinct(page)
        if commit:
            page.save()
            self.save_m2m()
        return page

    def _pasted(self, page: Any, draft: Draft) -> list[Any]:
        """Return the pasted rows; a row whose label was there before keeps key and plain note."""
        before = {(article.kind, article.label): article for article in reversed(self.known) if article.label}
        return [self._article(page, row, before, position) for position, row in enumerate(draft.rows)]

    def _article(self, page: Any, row: Row, before: dict[tuple[str, str], Any], position: int) -> Any:
        kind = "heading" if row.is_heading else "article"
        article = page.articles.model(
            kind=kind, label=row.label[:30], heading=row.heading[:80], text=row.text, sort_order=position
        )
        old = before.pop((kind, row.label), None)
        if old is not None:
            article.key, article.plain_note = old.key, old.plain_note
        return article

    def _make_keys_distinct(self, page: Any) -> None:
        """A row copied in the form is a new article; so is one with the key of another row."""
        seen: set[uuid.UUID] = set()
        for article in page.articles.all():
            if article.key in seen:
                article.key = uuid.uuid4()
            seen.add(article.key)
