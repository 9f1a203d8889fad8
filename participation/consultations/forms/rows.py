"""One row of a draft, typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from participation.consultations.actions import RowValues
from participation.consultations.models import (
    ARTICLE_LEVEL,
    CHAPTER_LEVEL,
    PART_LEVEL,
    SECTION_LEVEL,
    SUBPART_LEVEL,
    Article,
    ArticleKind,
)

LONGEST = 50_000
_SORTS: dict[str, tuple[str, int, Any]] = {
    "article": (ArticleKind.ARTICLE, ARTICLE_LEVEL, _("条文（第一条，或者一、）")),
    "part": (ArticleKind.HEADING, PART_LEVEL, _("编的标题")),
    "subpart": (ArticleKind.HEADING, SUBPART_LEVEL, _("分编的标题")),
    "chapter": (ArticleKind.HEADING, CHAPTER_LEVEL, _("章的标题")),
    "section": (ArticleKind.HEADING, SECTION_LEVEL, _("节的标题")),
    "project": (ArticleKind.PROJECT, ARTICLE_LEVEL, _("候选项目")),
    "intro": (ArticleKind.INTRO, PART_LEVEL, _("序言")),
    "annex": (ArticleKind.ANNEX, PART_LEVEL, _("附件")),
}


def sort_of(row: Article) -> str:
    """Return which sort of row this is in words of the form."""
    exact = (name for name, (kind, level, _label) in _SORTS.items() if (kind, level) == (row.kind, row.level))
    same_kind = (name for name, (kind, _level, _label) in _SORTS.items() if kind == row.kind)
    return next(exact, None) or next(same_kind, "article")


class RowForm(forms.Form):
    """A row. ``shown`` tells on saving whether somebody else has changed it since."""

    sort = forms.ChoiceField(
        label=_("这一行是"), choices=[(name, label) for name, (_kind, _level, label) in _SORTS.items()]
    )
    label = CleanCharField(
        label=_("序号"), max_length=30, required=False, help_text=_("例：第九条、第十二条之一、第二章、一、")
    )
    heading = CleanCharField(
        label=_("标题"), max_length=200, required=False, help_text=_("章节的标题；条文的提示语，例：管网接户")
    )
    text = CleanCharField(
        label=_("正文"),
        max_length=LONGEST,
        required=False,
        multiline=True,
        widget=forms.Textarea({"rows": 11}),
        help_text=_("每款、每项另起一行。候选项目每行写一栏，例：建设内容：改造供水管道3公里"),
    )
    plain_note = CleanCharField(
        label=_("这一条说的是"),
        max_length=2000,
        required=False,
        multiline=True,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("用日常的话解释，可不填"),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def initial_of(cls, row: Article) -> dict[str, Any]:
        """Return what the form begins with for a row."""
        names = ("label", "heading", "text", "plain_note")
        return {"sort": sort_of(row)} | {name: getattr(row, name) for name in names}

    def values(self) -> RowValues:
        """Return what was typed."""
        kind, level, _label = _SORTS[self.cleaned_data["sort"]]
        names = ("label", "heading", "text", "plain_note")
        return RowValues(kind=kind, level=level, **{name: self.cleaned_data[name] for name in names})
