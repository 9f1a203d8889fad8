"""What each row of a newly read text comes from: proposed by likeness, settled by a person (``docs/decisions/0028``).

An origin is a dict that stands beside its row in a :class:`DraftImport`. One old article is carried on by one new row
at most; further rows that name it were split off from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation.consultations.comparing.matching import Proposal, Relation, match
from participation.consultations.comparing.texts import TextRow, reads_alike, text_rows
from participation.consultations.drafting.rows import Row
from participation.consultations.models.articles import Article

LABEL, HEADING = 30, 200
RELATIONS: dict[str, str | Promise] = {
    Relation.SAME: _("没有变化"),
    Relation.CHANGED: _("有改动"),
    Relation.RENUMBERED: _("只改了序号"),
    Relation.MOVED: _("换了位置"),
    Relation.SPLIT: _("拆分"),
    Relation.MERGED: _("合并"),
    Relation.NEW: _("新增"),
}


@dataclass(frozen=True)
class Choice:
    """What a person decided for one row: the old article it carries on ("" for none), and others that went into it."""

    old: str
    sources: tuple[str, ...] = ()


def as_dict(row: Row) -> dict[str, Any]:
    """Return a read row as it is stored; a heading too long for its column goes on in the text."""
    heading, text = row.heading, row.text
    if len(heading) > HEADING:
        heading, text = heading[:HEADING], f"{heading}\n{text}".strip()
    values = {"kind": str(row.kind), "level": row.level, "label": row.label[:LABEL]}
    return values | {"heading": heading, "text": text, "line": row.line}


def article(values: Mapping[str, Any], key: UUID) -> Article:
    """Return a stored row as an article of a draft."""
    names = ("kind", "level", "label", "heading", "text")
    return Article(key=key, **{name: values[name] for name in names})


def compared(rows: Sequence[Mapping[str, Any]]) -> list[TextRow]:
    """Return stored rows as the comparison sees them; each has its position as key."""
    return text_rows(article(values, UUID(int=position + 1)) for position, values in enumerate(rows))


def propose(old: Sequence[Article], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the proposed origin of each row."""
    if not old:
        return [_origin(Proposal("")) for _row in rows]
    return [_origin(proposal) for proposal in match(text_rows(old), compared(rows))]


def _origin(proposal: Proposal) -> dict[str, Any]:
    return {
        "old": proposal.old or "",
        "sources": list(proposal.sources),
        "relation": str(proposal.relation),
        "score": proposal.score,
        "is_sure": proposal.is_sure,
        "seen": False,
    }


def settle(
    origins: Sequence[dict[str, Any]],
    choices: Mapping[int, Choice],
    old: Sequence[Article],
    rows: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return the origins with what a person chose. Keys that are none of the old text are passed over.

    Who claims an old article that a person gave to another row is a part split off from it; where only the machine
    had given it away, the person's word counts and the other row is left to be looked at.
    """
    known = {row.key.hex for row in old}
    found = [dict(origin) for origin in origins]
    wanted = {at: choice for at, choice in choices.items() if 0 <= at < len(found)}
    for at in wanted:
        found[at] |= {"old": "", "sources": [], "seen": True, "is_sure": True}
    for at, choice in sorted(wanted.items()):
        sources = [key for key in dict.fromkeys(choice.sources) if key in known and key != choice.old]
        if choice.old in known:
            holder = next((n for n, one in enumerate(found) if one["old"] == choice.old), None)
            if holder is not None and found[holder]["seen"]:
                sources.insert(0, choice.old)
            else:
                if holder is not None:
                    found[holder] |= {"old": "", "sources": [], "is_sure": False}
                found[at]["old"] = choice.old
        found[at]["sources"] = sources
    olds, news = {row.key: row for row in text_rows(old)}, compared(rows)
    for origin, row in zip(found, news, strict=True):
        origin["relation"] = str(_relation(origin, olds, row))
    return found


def _relation(origin: Mapping[str, Any], old: Mapping[str, TextRow], new: TextRow) -> Relation:
    before = old.get(origin["old"])
    if before is None:
        return Relation.SPLIT if origin["sources"] else Relation.NEW
    if origin["sources"]:
        return Relation.MERGED
    if origin["relation"] == Relation.SPLIT:
        return Relation.SPLIT
    if not reads_alike(before, new):
        return Relation.CHANGED
    return Relation.SAME if before.label == new.label else Relation.RENUMBERED


def gone(old: Sequence[Article], origins: Sequence[Mapping[str, Any]]) -> list[Article]:
    """Return the old rows that went into no new one."""
    used = {key for one in origins for key in (one["old"], *one["sources"])}
    return [row for row in old if row.key.hex not in used]


def built(
    old: Sequence[Article], rows: Sequence[Mapping[str, Any]], origins: Sequence[Mapping[str, Any]]
) -> list[Article]:
    """Return the new text: an article that is carried on keeps its key, its plain note and what went into it before."""
    known = {row.key.hex: row for row in old}
    found = []
    for values, origin in zip(rows, origins, strict=True):
        before = known.get(origin["old"])
        row = article(values, before.key if before is not None else uuid4())
        earlier = before.sources if before is not None else []
        row.sources = list(dict.fromkeys([*earlier, *origin["sources"]]))
        row.plain_note = before.plain_note if before is not None else ""
        found.append(row)
    return found


def counts(old: Sequence[Article], origins: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many rows there are of each relation, and how many were deleted."""
    found = {name: sum(one["relation"] == name for one in origins) for name in map(str, Relation)}
    return {name: number for name, number in found.items() if number} | {"deleted": len(gone(old, origins))}
