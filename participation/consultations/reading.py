"""The reading page of a draft: its rows with what belongs to them, and the contents to find one's way.

Everything is read from the page in a fixed number of queries; what a row needs is made here and not in the template, so
that three hundred rows cost three hundred short loops and nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.text import one_line
from participation.consultations.finding import find_row, hits, range_words, words_of
from participation.consultations.models.articles import ArticleKind
from participation.consultations.models.counts import QUESTIONS, TOTAL, WHOLE
from participation.consultations.rows_html import Words, article_html, chapter_html, text_html

if TYPE_CHECKING:
    from participation.consultations.models import Article, ConsultationPage

FIRST_HEADING, LAST_HEADING = 3, 6
OPENING_LENGTH = 14
# Without chapters, a list of contents is folded by so many articles.
FOLD_FROM, FOLD = 30, 20


@dataclass(frozen=True)
class Counts:
    """How many opinions came in, from how many people, how many of deputies: on each article, on the whole, in all."""

    rows: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def _of(self, scope: str) -> tuple[int, int, int]:
        return self.rows.get(scope, (0, 0, 0))

    def on(self, key: UUID) -> tuple[int, int]:
        """Return opinions and people on one article."""
        return self._of(key.hex)[:2]

    @property
    def opinions(self) -> int:
        """Return all opinions: each thing that was said, so that one letter on three articles counts three."""
        return self._of(TOTAL)[0]

    @property
    def people(self) -> int:
        """Return from how many people they came."""
        return self._of(TOTAL)[1]

    @property
    def deputies(self) -> int:
        """Return how many of them are by invited deputies."""
        return self._of(TOTAL)[2]

    @property
    def whole(self) -> int:
        """Return how many are about the whole draft."""
        return self._of(WHOLE)[0]

    @property
    def questions(self) -> int:
        """Return how many answer a key question."""
        return self._of(QUESTIONS)[0]


@dataclass
class Line:
    """A row of the draft as it is shown. ``level`` is that of its heading; ``pick`` the value of its tick box."""

    article: "Article"
    anchor: str
    level: int
    html: SafeString
    opinions: int = 0
    people: int = 0
    opinion_url: str = ""
    pick: str = ""
    previous: str = ""
    next: str = ""
    cells: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Block:
    """Rows that are shown together: candidate projects make a table with columns, everything else is HTML already."""

    html: str = ""
    lines: list[Line] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


@dataclass
class Group:
    """A part of the contents: a chapter with its articles, or some articles without one."""

    title: str = ""
    url: str = ""
    step: int = 0
    entries: list[tuple[str, str]] = field(default_factory=list)


def read_counts(page: "ConsultationPage") -> Counts:
    """Return the kept numbers of a page, in one query."""
    if page.pk is None:
        return Counts()
    rows = page.opinion_counts.values_list("scope", "opinions", "people", "deputies")
    return Counts({scope: (opinions, people, deputies) for scope, opinions, people, deputies in rows})


def form_address(page: "ConsultationPage") -> str:
    """Return the address of the opinion form for the whole draft; more may be added to it."""
    return f"{reverse('participation:opinion_new')}?consultation={page.pk}"


def draft_context(page: "ConsultationPage", request: HttpRequest, *, takes_opinions: bool) -> dict[str, Any]:
    """Return the draft, its contents, what was looked for in it, and the counts."""
    rows = list(page.articles.all())
    counts = read_counts(page)
    address = form_address(page) if takes_opinions and page.pk is not None else ""
    lines = read_lines(rows, counts, address)
    words = words_of(request.GET.get("q", ""))
    return {
        "blocks": blocks(lines),
        "contents": contents(rows),
        "counts": counts,
        "opinion_url": address,
        "form_url": reverse("participation:opinion_new") if address else "",
        "words": " ".join(words),
        "hits": hits(rows, words),
        "asked": request.GET.get("to", "")[:30].strip(),
        "range_words": range_words(rows),
    }


def jump(page: "ConsultationPage", request: HttpRequest) -> str:
    """Return the anchor of the article somebody asked for in ``?to=``, empty when there is none of that number."""
    asked = request.GET.get("to", "")
    row = find_row(list(page.articles.all()), asked) if asked.strip() else None
    return row.anchor if row is not None else ""


def read_lines(rows: Sequence["Article"], counts: Counts, address: str) -> list[Line]:
    """Return the rows as they are shown; without an address none of them takes an opinion."""
    steps = heading_steps(rows)
    lines: list[Line] = []
    level = FIRST_HEADING
    last: Line | None = None
    for row in rows:
        if row.is_heading:
            own = min(FIRST_HEADING + steps[row.level], LAST_HEADING)
            level = min(own + 1, LAST_HEADING)
            lines.append(Line(row, row.anchor, own, text_html(row.anchor, row.text)))
            continue
        if row.kind in {ArticleKind.INTRO, ArticleKind.ANNEX}:
            level = FIRST_HEADING
        line = Line(row, row.anchor, level, SafeString(""))
        line.opinions, line.people = counts.on(row.key)
        if row.kind != ArticleKind.PROJECT:
            line.html = text_html(line.anchor, row.text)
        if address:
            line.opinion_url, line.pick = f"{address}&article={row.key}", row.key.hex[:12]
        if last is not None:
            last.next, line.previous = line.anchor, last.anchor
        lines.append(line)
        last = line
    return lines


def heading_steps(rows: Iterable["Article"]) -> dict[int, int]:
    """Return how far in each level of headings stands: 0 for the highest that this draft has."""
    levels = sorted({row.level for row in rows if row.is_heading})
    return {level: step for step, level in enumerate(levels)}


def blocks(lines: Sequence[Line]) -> list[Block]:
    """Return the rows with neighboring candidate projects put together as a table."""
    found: list[Block] = []
    words = Words.read()
    for is_table, group in groupby(lines, key=lambda line: line.article.kind == ArticleKind.PROJECT):
        members = list(group)
        if is_table:
            found.append(_table(members))
        else:
            html = [
                chapter_html(line) if line.article.is_heading else article_html(line, words)
                for line in members
            ]
            found.append(Block(mark_safe("".join(html))))  # noqa: S308 -- every value in it was escaped
    return found


def _table(lines: list[Line]) -> Block:
    """Return candidate projects with one column for each name that any of them has."""
    cells = [dict(line.article.cells) for line in lines]
    columns = list(dict.fromkeys(name for row in cells for name in row)) or [""]
    for line, row in zip(lines, cells, strict=True):
        line.cells = [(name or _("内容"), row.get(name, "")) for name in columns]
    return Block(lines=lines, columns=[name or _("内容") for name in columns])


def contents(rows: Sequence["Article"]) -> list[Group]:
    """Return the contents: chapters with their articles, or articles in handy portions."""
    steps = heading_steps(rows)
    groups: list[Group] = []
    for row in rows:
        if row.is_heading:
            groups.append(Group(str(row), f"#{row.anchor}", steps[row.level]))
            continue
        if not groups or (row.kind == ArticleKind.ANNEX and groups[-1].title):
            groups.append(Group())
        groups[-1].entries.append((_entry(row), f"#{row.anchor}"))
    if not steps and sum(len(group.entries) for group in groups) > FOLD_FROM:
        return _portions([entry for group in groups for entry in group.entries])
    return groups


def _portions(entries: list[tuple[str, str]]) -> list[Group]:
    """Fold a long list without chapters into portions."""
    found = []
    for start in range(0, len(entries), FOLD):
        part = entries[start : start + FOLD]
        first, last = (title.split("　")[0] for title, _url in (part[0], part[-1]))
        found.append(Group(f"{first}—{last}", "", 0, part))
    return found


def _entry(row: "Article") -> str:
    """Return how a row is called in the contents: its number with its topic, or with its first words."""
    if row.heading:
        return f"{row.label}　{row.heading}".strip("　")
    opening = one_line(row.text, OPENING_LENGTH)
    return f"{row.label}　{opening}" if row.label else opening or str(row.get_kind_display())
