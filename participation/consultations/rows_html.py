"""The rows of a draft as HTML, made without a template: a draft has three hundred of them, and a page is read often.

Everything that came from a person is escaped here; the words of the interface are asked for once for a whole draft.
The template of the page around the rows is ``templates/participation/consultation_draft.html``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from participation.consultations.drafting.clauses import Clause, clauses

if TYPE_CHECKING:
    from participation.consultations.reading import Line

_CHAPTER = (
    '<div class="chapter" id="{anchor}"><h{level} class="chapter__title">{name}</h{level}>{text}</div>\n'
)
_ARTICLE = (
    '<article class="article" id="{anchor}"><h{level} class="article__number"><a href="#{anchor}">{name}</a>'
    '{topic}</h{level}>\n<div class="article__text">{text}</div>{note}\n<div class="article__actions">{say}{counted}'
    '<span class="article__ways">{before}{after}<a href="#toc-title">{up}</a></span></div></article>\n'
)
_NOTE = '\n<p class="article__plain"><strong>{plain}</strong>{note}</p>'
_SAY = (
    '<a href="{url}">{say}<span class="visually-hidden">（{name}）</span></a><label class="pick">'
    '<input type="checkbox" name="article" value="{pick}" form="pick"> {choose}'
    '<span class="visually-hidden">（{name}）</span></label>'
)
_WAY = '<a href="#{anchor}">{words}</a>'


@dataclass(frozen=True)
class Words:
    """The words of the interface in a row."""

    say: str
    choose: str
    plain: str
    before: str
    after: str
    up: str
    counted: str

    @classmethod
    def read(cls) -> Self:
        """Ask for them, once for a draft."""
        return cls(
            say=escape(_("对这一条提意见")),
            choose=escape(_("选上这一条")),
            plain=escape(_("这一条说的是：")),
            before=escape(_("上一条")),
            after=escape(_("下一条")),
            up=escape(_("回目录")),
            counted=escape(_("已收到 %(n)d 条意见（%(people)d 人）")),
        )


def chapter_html(line: "Line") -> str:
    """Return the heading of a part, chapter or section."""
    row = line.article
    name = "　".join(escape(words) for words in (row.label, row.heading) if words)
    return _CHAPTER.format(anchor=line.anchor, level=line.level, name=name, text=line.html)


def article_html(line: "Line", words: Words) -> str:
    """Return an article with what can be done about it, and the ways on from it."""
    row = line.article
    name = escape(row.label or row.heading or row.get_kind_display())
    counted = words.counted % {"n": line.opinions, "people": line.people}
    return _ARTICLE.format(
        anchor=line.anchor,
        level=line.level,
        name=name,
        topic=f"　{escape(row.heading)}" if row.label and row.heading else "",
        text=line.html,
        note=_NOTE.format(plain=words.plain, note=escape(row.plain_note)) if row.plain_note else "",
        say=_say(line, name, words) if line.opinion_url else "",
        counted=f"<span>{counted}</span>" if line.opinions else "",
        before=_WAY.format(anchor=line.previous, words=words.before) if line.previous else "",
        after=_WAY.format(anchor=line.next, words=words.after) if line.next else "",
        up=words.up,
    )


def _say(line: "Line", name: str, words: Words) -> str:
    """Return the link to the form and the tick box."""
    return _SAY.format(
        url=escape(line.opinion_url), say=words.say, name=name, pick=line.pick, choose=words.choose
    )


def text_html(anchor: str, text: str) -> SafeString:
    """Return the text as paragraphs and lists with an anchor for each 款, 项 and 目; everything is escaped."""
    if not text:
        return SafeString("")
    found = clauses(text, with_paths=False)
    alone = len(found) == 1 and not found[0].children
    return mark_safe("".join(_clause(clause, "" if alone else anchor) for clause in found))  # noqa: S308


def _clause(clause: Clause, anchor: str) -> str:
    """Return one paragraph with what hangs below it."""
    place = f' id="{anchor}-{clause.anchor_suffix}"' if anchor else ""
    words = f"<p{place}>{escape(clause.text)}</p>" if clause.text else ""
    return words + _items(clause.children, anchor)


def _items(children: Sequence[Clause], anchor: str) -> str:
    """Return numbered pieces as a list; their numbers are part of the text and stay as they were written."""
    if not children:
        return ""
    rows = "".join(
        f'<li id="{anchor}-{child.anchor_suffix}">{escape(child.label)}{escape(child.text)}'
        f"{_items(child.children, anchor)}</li>"
        for child in children
    )
    return f'<ul class="clauses" role="list">{rows}</ul>'
