"""What reading a draft yields: rows, remarks for the clerk, and the lines that were not taken.

Nothing is dropped in silence: each line of the source is in a row, in the title, in the note below the title (题注)
or in ``ignored``.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

PART, SUBPART, CHAPTER, SECTION, ARTICLE = 1, 2, 3, 4, 5


class RowKind(StrEnum):
    """What a row is; the values are those of ``participation.consultations.models.ArticleKind``."""

    HEADING = "heading"
    ARTICLE = "article"
    PROJECT = "project"
    INTRO = "intro"
    ANNEX = "annex"


class Severity(StrEnum):
    """How much a remark matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class NoArticles(ValueError):
    """Nothing can be taken over; the message tells the clerk why, with the line."""


@dataclass
class Row:
    """A heading, an article or point, a candidate project, the words before or behind the articles.

    ``level``: 1 编, 2 分编, 3 章, 4 节, 5 条; introduction and annexes stand on 1. ``number`` is the label by value:
    (12, 1) for 第十二条之一, empty where there is none. ``line`` is where the row begins in the source, from 1.
    """

    kind: RowKind
    level: int
    label: str = ""
    heading: str = ""
    text: str = ""
    number: tuple[int, ...] = ()
    line: int = 1

    @property
    def is_heading(self) -> bool:
        """Return whether this is the heading of a part, chapter or section."""
        return self.kind is RowKind.HEADING


@dataclass(frozen=True)
class Remark:
    """Something a person should look at. ``line`` 0 speaks of the whole."""

    line: int
    text: str
    severity: Severity = Severity.WARNING

    def __str__(self) -> str:
        if not self.line:
            return self.text
        return _("第%(line)d行：%(text)s") % {"line": self.line, "text": self.text}


@dataclass
class ParsedDraft:
    """What was recognized, and what was not. ``note`` is the 题注: when and by whom it was passed."""

    title: str = ""
    note: str = ""
    rows: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)

    @property
    def articles(self) -> list[Row]:
        """Return what is numbered and can be spoken of: articles, points, candidate projects."""
        return [row for row in self.rows if row.kind in (RowKind.ARTICLE, RowKind.PROJECT)]

    @property
    def headings(self) -> list[Row]:
        """Return the headings."""
        return [row for row in self.rows if row.is_heading]

    @property
    def doubts(self) -> list[Remark]:
        """Return the remarks that ask for a look, without those that only inform."""
        return [remark for remark in self.remarks if remark.severity is not Severity.INFO]

    @property
    def summary(self) -> str:
        """Return in one sentence what was recognized, with the first and last label to check against the original."""
        articles = self.articles
        if not articles:
            return _("没有认出条文。")
        if all(row.kind is RowKind.PROJECT for row in articles):
            return _("认出 %(count)d 个项目。") % {"count": len(articles)}
        return _("认出 %(articles)d 条条文（%(first)s至%(last)s）、%(headings)d 个章节标题。") % {
            "articles": len(articles),
            "first": articles[0].label.rstrip("、"),
            "last": articles[-1].label.rstrip("、"),
            "headings": len(self.headings),
        }
