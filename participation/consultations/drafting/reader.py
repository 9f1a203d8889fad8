"""Going through the marked lines once and deciding what each of them is (``domain.md`` §10.1)."""

from django.utils.translation import gettext as _

from participation.consultations.drafting.acts import part_acts
from participation.consultations.drafting.beginnings import (
    annex_row,
    ending_row,
    has_lost_number,
    point_heading_row,
)
from participation.consultations.drafting.building import Building
from participation.consultations.drafting.lines import Line, Origin, compact, tidy
from participation.consultations.drafting.opening import Opening, read_opening
from participation.consultations.drafting.patterns import (
    is_title_like,
    topic_of,
)
from participation.consultations.drafting.rows import (
    ARTICLE,
    CHAPTER,
    PART,
    NoArticles,
    ParsedDraft,
    Remark,
    Row,
    RowKind,
    Severity,
)
from participation.consultations.drafting.skipping import UNNUMBERED
from participation.consultations.drafting.splitting import follows
from participation.consultations.drafting.survey import Mark, Survey

MAX_ROWS = 3000

_INTRO = {"序言", "前言", "引言", "序"}


class Reader:
    """Builds the rows of one draft."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.by_articles = survey.by_articles
        self.draft = ParsedDraft()
        self.buildings: list[Building] = []
        self.last: tuple[int, ...] = (0,)
        self.last_headings: dict[int, int] = {}
        self.has_articles = False
        self.in_annex = self.in_ending = self.page_turned = False

    def read(self) -> list[Building]:
        """Return the rows with their lines; title, remarks and the lines not taken are in ``draft``."""
        body = next((i for i, mark in enumerate(self.survey.marks) if self._begins_body(mark)), 0)
        above = [mark.line for mark in self.survey.marks[:body] if isinstance(mark, Mark)]
        self._open(read_opening(above))
        for mark in self.survey.marks[body:]:
            if isinstance(mark, Row):
                self._begin(mark)
            else:
                self._take(mark)
        self._sign()
        return self.buildings

    def _open(self, opening: Opening) -> None:
        self.draft.title, self.draft.note = opening.title, "\n".join(opening.note)
        self.draft.ignored += opening.ignored
        intro = opening.intro_row()
        if intro is not None:
            self.buildings.append(Building(intro, [(line.number, line.text) for line in opening.intro]))

    def _begins_body(self, mark: Mark | Row) -> bool:
        if isinstance(mark, Row) or mark.is_quoted:
            return isinstance(mark, Row)
        name = compact(mark.line.text)
        if not self.by_articles:
            return mark.point is not None
        if name in UNNUMBERED:
            return name in _INTRO or mark.is_above_article
        return mark.heading is not None or mark.is_point_heading or self._is_article(mark)

    def _take(self, mark: Mark) -> None:
        """Decide what one line is."""
        if mark.follows_page:
            self.page_turned = True
        text = mark.line.text
        if len(self.draft.title) > 4 and compact(text) == compact(self.draft.title):
            self.draft.ignored.append((mark.line.number, text))
            self.page_turned = True
            return
        row = (
            self._annex(mark)
            or self._heading(mark)
            or self._article(mark)
            or self._point(mark)
            or self._ending(mark)
        )
        if row is None:
            self._continue(mark.line)
        self.page_turned = False

    def _begin(self, row: Row) -> bool:
        if len(self.buildings) >= MAX_ROWS:
            raise NoArticles(
                _("第%(line)d行：到这里已经超过 %(limit)d 条，一次收不下，请分成几份草案。")
                % {"line": row.line, "limit": MAX_ROWS}
            )
        text, row.text = row.text, ""
        self.buildings.append(Building(row))
        for part in text.split("\n") if text else ():
            self.buildings[-1].add(row.line, part)
        self.has_articles |= row.kind in (RowKind.ARTICLE, RowKind.PROJECT)
        return True

    def _continue(self, line: Line) -> None:
        """The line goes on with the row above it, or names it."""
        current = self.buildings[-1] if self.buildings else None
        if current is None:
            self.draft.ignored.append((line.number, line.text))
            return
        row = current.row
        needs_name = row.kind in (RowKind.HEADING, RowKind.ANNEX) and not row.heading and not current.lines
        if needs_name and is_title_like(line.text):
            row.heading = tidy(line.text)
        elif row.is_heading and row.heading.endswith(("、", "和", "与", "及")) and is_title_like(line.text):
            row.heading += tidy(line.text)
        elif row.kind is RowKind.ARTICLE and not current.lines and not row.heading:
            row.heading, text = topic_of(line.text)
            current.add(line.number, text)
        else:
            current.add(line.number, line.text, joins=self.page_turned or self.survey.is_wrapped)

    # What a line can begin

    def _heading(self, mark: Mark) -> Row | None:
        if not self.by_articles and mark.heading is not None and self._starts_again(mark):
            self.by_articles = True  # behind a decision stands the whole text that it changed
        if mark.is_quoted or not self.by_articles:
            return None
        row = self._heading_row(mark)
        if row is None or (self.in_annex and not self._starts_again(mark)):
            return None
        self.in_annex = False
        if row.number:
            self.last_headings[row.level] = row.number[0]
        self._begin(row)
        return row

    def _heading_row(self, mark: Mark) -> Row | None:
        found, number, text = mark.heading, mark.line.number, mark.line.text
        is_free = mark.is_finished_above or mark.is_above_article or not self.has_articles
        if found is not None and is_free:
            self.draft.ignored += [(number, found.page)] if found.page else []
            return Row(RowKind.HEADING, found.level, found.label, found.title, "", (found.number,), number)
        name = compact(text)
        if name in _INTRO and not self.has_articles:
            return Row(RowKind.INTRO, PART, heading=name, line=number)
        if name in UNNUMBERED and mark.is_above_article:
            return Row(RowKind.HEADING, CHAPTER, heading=name, line=number)
        if mark.is_point_heading:
            return point_heading_row(mark, self.last_headings)
        is_styled = mark.line.origin is Origin.HEADING and mark.article is None and mark.is_above_article
        if is_styled and is_title_like(text):
            return Row(RowKind.HEADING, CHAPTER, heading=tidy(text), line=number)
        if self.has_articles and self._is_next(mark.next_start) and has_lost_number(mark):
            self._remark(mark, _("“%(name)s”没有序号，当作标题，请核对。") % {"name": tidy(text)})
            return Row(RowKind.HEADING, CHAPTER, heading=tidy(text), line=number)
        return None

    def _article(self, mark: Mark) -> Row | None:
        if not self.by_articles and self._starts_again(mark):
            self.by_articles = True
        if not self.by_articles or not self._is_article(mark) or mark.article is None:
            self._wonder(mark)
            return None
        found = mark.article
        if found.number == (1,) and self.has_articles and self._starts_again(mark):
            self._begin_another(mark)
        heading, text = topic_of(found.rest)
        row = Row(RowKind.ARTICLE, ARTICLE, found.label, heading, text, found.number, mark.line.number)
        self._begin(row)
        self.in_annex = False
        skipped = (self.last[0] + 2,) == mark.next_article and not self._is_next(found.number)
        # A number mistyped (七、十八、九) must not carry the count away.
        self.last = (self.last[0] + 1,) if skipped else found.number
        return row

    def _is_article(self, mark: Mark) -> bool:
        found = mark.article
        if found is None or found.is_reference:
            return False
        if self._is_next(found.number):
            return mark.is_finished_above or found.is_separated or not found.may_be_reference
        if mark.is_quoted or (self.has_articles and not mark.is_finished_above):
            return False
        if self.in_annex:
            return self._starts_again(mark)
        near = abs(found.number[0] - self.last[0]) <= 3
        return found.is_separated or (self.survey.is_glued and near and not found.may_be_reference)

    def _is_next(self, number: tuple[int, ...]) -> bool:
        return bool(number) and follows(self.last, number)

    def _starts_again(self, mark: Mark) -> bool:
        """Return whether another act begins here: 第一条, and 第二条 next."""
        if mark.heading is not None or mark.article is None:
            return mark.heading is not None and mark.heading.number == 1 and mark.next_article == (1,)
        begins = mark.article.number == (1,) and mark.next_article[:1] == (2,)
        return begins and not mark.is_quoted and not mark.article.is_reference and mark.is_finished_above

    def _wonder(self, mark: Mark) -> None:
        """Say where a line with the label of an article was taken as text."""
        found = mark.article
        if found is None or found.may_be_reference or mark.is_quoted or not mark.is_finished_above:
            return
        if self.by_articles and self.has_articles:
            said = _("“%(label)s”在行首，当作前面一条的内容。") % {"label": found.label}
            self._remark(mark, said, Severity.INFO)

    def _point(self, mark: Mark) -> Row | None:
        found = mark.point
        if self.by_articles or found is None:
            return None
        is_next = found.number == self.last[0] + 1
        if not is_next and (mark.is_quoted or not mark.is_finished_above):
            return None
        if self.in_annex and not is_next:
            return None
        heading, text = topic_of(found.rest)
        row = Row(RowKind.ARTICLE, ARTICLE, found.label, heading, text, (found.number,), mark.line.number)
        self._begin(row)
        self.last, self.in_annex, self.in_ending = (found.number,), False, False
        return row

    def _annex(self, mark: Mark) -> Row | None:
        if not self.has_articles or mark.is_quoted or not mark.is_finished_above:
            return None
        goes_on = self.by_articles and self._is_next(mark.next_article)
        row = None if goes_on else annex_row(mark.line)
        if row is not None:
            self._sign()
            self.in_annex = True
            self._begin(row)
        return row

    def _ending(self, mark: Mark) -> Row | None:
        if self.by_articles or not self.has_articles or mark.next_point or mark.is_quoted:
            return None
        row = None if self.in_ending or self.in_annex else ending_row(mark.line)
        if row is not None:
            self.in_ending = True
            self._begin(row)
        return row

    # Where one act ends and another begins

    def _sign(self) -> None:
        """Take date and signature off the end of what was read so far."""
        if self.has_articles and self.buildings:
            self.draft.ignored += self.buildings[-1].take_signature()

    def _begin_another(self, mark: Mark) -> None:
        self._remark(mark, _("序号又从第一条开始，可能贴入了几份文件，请核对或者分开。"))
        self.draft.ignored += part_acts(self.buildings)

    def _remark(self, mark: Mark, text: str, severity: Severity = Severity.WARNING) -> None:
        self.draft.remarks.append(Remark(mark.line.number, text, severity))
