"""The rows of a draft: headings of parts, chapters and sections, articles, candidate projects (``domain.md`` §10.1)."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import model_from_serializable_data
from wagtail.models import Orderable


class ArticleKind(models.TextChoices):
    """What a row of the draft is."""

    HEADING = "heading", _("编、章、节标题")
    ARTICLE = "article", _("条文")
    PROJECT = "project", _("候选项目")
    INTRO = "intro", _("序言")
    ANNEX = "annex", _("附件")


# What an opinion can be about.
ANSWERABLE = frozenset({ArticleKind.ARTICLE, ArticleKind.PROJECT, ArticleKind.INTRO, ArticleKind.ANNEX})
# Levels of rows as the reading of drafts gives them.
MAX_COLUMN = 16
PART_LEVEL, SUBPART_LEVEL, CHAPTER_LEVEL, SECTION_LEVEL, ARTICLE_LEVEL = 1, 2, 3, 4, 5


class Article(Orderable):
    """One row of a draft: a chapter heading or an article.

    ``key`` is the article's lasting identity. Rows are written anew when a page is published; opinions hold
    the key and the wording they were written on, so that none is ever orphaned.
    """

    page = ParentalKey("consultations.ConsultationPage", on_delete=models.CASCADE, related_name="articles")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    sources = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="keys (hex) of articles of the former version that went into this one besides its own key",
    )
    level = models.PositiveSmallIntegerField(_("层级"), default=ARTICLE_LEVEL)
    kind = models.CharField(
        _("类型"), max_length=10, choices=ArticleKind.choices, default=ArticleKind.ARTICLE
    )
    label = models.CharField(_("序号"), max_length=30, blank=True, help_text=_("例：第九条"))
    heading = models.CharField(
        _("标题"), max_length=200, blank=True, help_text=_("例：管网接户；章节标题写在这里")
    )
    text = models.TextField(_("条文"), blank=True)
    plain_note = models.TextField(_("这一条说的是"), blank=True, help_text=_("用日常的话解释，可不填"))

    class Meta(Orderable.Meta):
        verbose_name = _("条文")
        verbose_name_plural = _("条文")

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> "Article | None":
        """Return a row of a stored draft without asking for its page: that would be a query for each row."""
        row: Article | None = model_from_serializable_data(cls, data, check_fks=False, strict_fks=strict_fks)
        return row

    def clean(self) -> None:
        """A row says something, and an article can be named by its opinions."""
        if self.kind in {ArticleKind.ARTICLE, ArticleKind.PROJECT} and not self.label.strip():
            raise ValidationError({"label": _("请填写条文的序号，例如“第九条”。")})
        if not (self.label.strip() or self.heading.strip() or self.text.strip()):
            raise ValidationError({"heading": _("请填写标题。")})

    def __str__(self) -> str:
        return f"{self.label} {self.heading}".strip()

    @property
    def is_heading(self) -> bool:
        """Return whether this is a chapter or section heading."""
        return self.kind == ArticleKind.HEADING

    @property
    def is_answerable(self) -> bool:
        """Return whether an opinion can be about this row."""
        return self.kind in ANSWERABLE

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Return the columns of a candidate project: its text is one line “建设内容：…” for each."""
        found: list[tuple[str, str]] = []
        for line in self.text.splitlines():
            column, colon, value = line.partition("：")
            if colon and column.strip() and len(column) <= MAX_COLUMN:
                found.append((column.strip(), value.strip()))
            elif line.strip():
                before = found.pop() if found else ("", "")
                found.append((before[0], f"{before[1]}\n{line.strip()}".strip()))
        return found

    @property
    def anchor(self) -> str:
        """Return the fragment that leads to this article."""
        return f"a-{self.key.hex[:12]}"
