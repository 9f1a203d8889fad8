"""Marked text of a comparison as HTML: what is new and what is gone is said, drawn and struck, never by color alone."""

from collections.abc import Mapping

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from participation.consultations.comparing.changes import Change, Kind
from participation.consultations.comparing.diffing import Run
from participation.consultations.comparing.texts import TextRow
from participation.consultations.wording import kind_label, opening

register = template.Library()
TONES = {
    Kind.CHANGED: "active",
    Kind.NEW: "open",
    Kind.DELETED: "problem",
    Kind.SPLIT: "upcoming",
    Kind.MERGED: "upcoming",
    Kind.MOVED: "upcoming",
    Kind.RENUMBERED: "closed",
}


@register.filter
def marked(runs: list[Run]) -> SafeString:
    """Return a line with <ins> and <del>; a reader of screens hears where each begins and ends."""
    return mark_safe("".join(map(_html, runs)))  # noqa: S308 (each text is escaped below)


def _html(run: Run) -> str:
    text = escape(run.text)
    if run.is_inserted:
        return f'<ins><span class="visually-hidden">{_("［新增：")}</span>{text}{_END}</ins>'
    if run.is_deleted:
        return f'<del><span class="visually-hidden">{_("［删去：")}</span>{text}{_END}</del>'
    return text


_END = '<span class="visually-hidden">］</span>'


@register.filter
def tags(change: Change) -> list[tuple[str, str]]:
    """Return what happened as words with the tone of their tag."""
    return [(str(kind_label(kind)), TONES[kind]) for kind in change.kinds if kind in TONES]


@register.filter
def names(rows: tuple[TextRow, ...]) -> str:
    """Return what the rows are called; without number and topic, how they begin."""
    return _("、").join(opening(row) for row in rows) if rows else "—"


@register.filter
def told(numbers: Mapping[Kind, int]) -> list[tuple[str, int]]:
    """Return the kinds of change that touch more than a number, with how many articles each met."""
    counted = (kind for kind in Kind if kind not in {Kind.UNCHANGED, Kind.RENUMBERED})
    return [(str(kind_label(kind)), numbers[kind]) for kind in counted if numbers.get(kind)]


@register.filter
def place(change: Change) -> str:
    """Return the chapter and section a change stands in."""
    return (change.new or change.old)[0].place.replace("/", " ")
