"""What a person should look at in the numbering: gaps, repetitions, steps back, empty chapters; each with its line."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from participation.consultations.drafting.rows import CHAPTER, SECTION, Remark, Row, RowKind, Severity
from participation.consultations.drafting.splitting import follows


def numbering_remarks(rows: Sequence[Row]) -> Iterator[Remark]:
    """Return the remarks in the order of the text."""
    yield from _articles(
        [row for row in rows if row.number and row.kind in (RowKind.ARTICLE, RowKind.PROJECT)]
    )
    yield from _headings(rows)


def settle_levels(rows: Sequence[Row]) -> None:
    """A heading whose number was lost is a section where a section's number is missing around it, else a chapter."""
    lost: list[Row] = []
    last = 0
    for row in rows:
        if not row.is_heading:
            continue
        if not row.label and row.level == CHAPTER:
            lost.append(row)
        elif row.level == SECTION and row.number:
            if lost and row.number[0] == last + len(lost) + 1:
                for each in lost:
                    each.level = SECTION
            lost, last = [], row.number[0]
        else:
            lost, last = [], 0


def _articles(rows: Sequence[Row]) -> Iterator[Remark]:
    seen: dict[tuple[int, ...], int] = {}
    last: Row | None = None
    for row in rows:
        label = row.label.rstrip("、")
        if row.number == (1,) and last is not None and len(seen) > 1:
            seen.clear()  # another act begins; the reader has said so
        elif row.number in seen:
            said = _("%(label)s出现了不止一次（第%(line)d行已有）。") % {
                "label": label,
                "line": seen[row.number],
            }
            yield Remark(row.line, said)
        elif last is None and row.number[0] != 1:
            said = _("第一个序号是%(label)s，前面的可能没有认出来。") % {"label": label}
            yield Remark(row.line, said)
        elif last is not None and not follows(last.number, row.number):
            said = _("%(last)s之后是%(label)s，序号不连续。") % {
                "last": last.label.rstrip("、"),
                "label": label,
            }
            yield Remark(row.line, said)
        seen.setdefault(row.number, row.line)
        last = row


def _headings(rows: Sequence[Row]) -> Iterator[Remark]:
    last: dict[int, int] = {}
    nameless: dict[int, int] = {}  # headings without a number since the last one with
    for position, row in enumerate(rows):
        if not row.is_heading:
            continue
        following = rows[position + 1] if position + 1 < len(rows) else None
        is_empty = following is None or (following.is_heading and following.level <= row.level)
        name = f"{row.label} {row.heading}".strip()
        if is_empty and not row.text and row.label:
            yield Remark(row.line, _("“%(name)s”下面没有条文。") % {"name": name}, Severity.INFO)
        if not row.number:
            nameless[row.level] = nameless.get(row.level, 0) + 1
            continue
        # Chapters go on counting in the next 分编, sections begin again in the next chapter: both are usual.
        before = last.get(row.level, 0)
        if row.number[0] not in (1, before + 1, before + nameless.get(row.level, 0) + 1):
            yield Remark(row.line, _("“%(name)s”的序号不连续，前面应当还有标题。") % {"name": name})
        last[row.level], nameless[row.level] = row.number[0], 0
