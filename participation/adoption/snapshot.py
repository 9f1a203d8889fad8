"""What is published of a result, made once from the rows and frozen (``domain.md`` §3.6, §10.3 N8).

Numbers of articles and of the whole are public while opinions come in; here they are told apart by channel, by deputies
and by group, and small ones are hidden with what would give them away (docs/decisions/0021, 0030). Numbers of opinions
and of people by channel hide the same cells: one never helps to reckon the other. No name, no place, no opinion's own
words are in it.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from participation.adoption.models import Decision, GroupMember, OpinionGroup
from participation.adoption.queries.scopes import Line, lines_of
from participation.consultations.models import ConsultationPage, DraftVersion, VersionArticle
from participation.submissions.models import Channel
from participation.submissions.suppression import Hidden, Shown, shown_number, shown_table

SCHEMA = 1
SMALL, HIDDEN = "<5", "hidden"
CHUNK = 5000
# Three ways, not nine channels: with so many cells nearly all would be small, and hide the rest with them.
WAYS: dict[str, Any] = {
    "web": gettext_lazy("网页提交"),
    "qr": gettext_lazy("扫码提交"),
    "office": gettext_lazy("当面、来电、来信，由工作人员登记"),
}
_WAY_OF = {Channel.WEB: "web", Channel.QR_STATION: "qr", Channel.QR_DEPUTY: "qr"}
# Hidden besides the small ones, first what tells a reader least; the same whatever the numbers are.
WAYS_HIDDEN_FIRST = list(reversed(WAYS))


def group_key(pk: int) -> str:
    """Return under which key a group stands; with a letter, since a database takes digits for a place in a list."""
    return f"g{pk}"


def frozen_number(value: Shown) -> int | str:
    """Return a number as it is kept in the snapshot."""
    if isinstance(value, Hidden):
        return SMALL if value is Hidden.SMALL else HIDDEN
    return value


def snapshot(page: ConsultationPage) -> dict[str, Any]:
    """Return all that the result says."""
    groups = list(OpinionGroup.objects.filter(consultation=page).order_by("id"))
    roots = roots_of(groups)
    standing = [group for group in groups if group.merged_into_id is None and group.opinions]
    by_scope: dict[str, list[OpinionGroup]] = {}
    for group in standing:
        by_scope.setdefault(group.scope, []).append(group)
    lines = [line for line in lines_of(page) if line.scope in by_scope]
    version = discussed_version(page)
    rows = version.rows.defer("text") if version is not None else ()
    names = {row.key.hex: row for row in rows}
    numbers = {group.pk: shown for line in lines for group, shown in _shown(by_scope[line.scope])}
    return {
        "schema": SCHEMA,
        "version": version.number if version is not None else None,
        "counts": counts(page, roots),
        "decisions": dict(Counter(group.decision for group in standing)),
        "articles": [_article(line, by_scope[line.scope], names.get(line.scope)) for line in lines],
        "groups": {group_key(group.pk): _group(group, numbers[group.pk]) for group in standing},
    }


def discussed_version(page: ConsultationPage) -> DraftVersion | None:
    """Return the text that was out when the consultation closed: what most opinions were about."""
    versions = page.versions.order_by("-number")
    return versions.filter(published_at__lte=page.closes_at).first() or versions.last()


def roots_of(groups: list[OpinionGroup]) -> dict[int, int]:
    """Return for every group the one that stands for it."""
    into = {group.pk: group.merged_into_id for group in groups}
    roots = {}
    for pk in into:
        root, seen = pk, {pk}
        while (following := into[root]) is not None and following not in seen:
            seen.add(following)
            root = following
        roots[pk] = root
    return roots


def _shown(groups: list[OpinionGroup]) -> list[tuple[OpinionGroup, Shown]]:
    """Return the groups of one article with their numbers as they may be shown beside the article's own."""
    if len(groups) == 1:
        return [(groups[0], shown_number(groups[0].opinions))]
    cells = {str(group.pk): group.opinions for group in groups}
    shown = shown_table(cells, [str(group.pk) for group in reversed(groups)])
    if shown is None:
        is_small = sum(cells.values()) < 5
        shown = dict.fromkeys(cells, Hidden.SMALL if is_small else Hidden.COMPLEMENT)
    return [(group, shown[str(group.pk)]) for group in groups]


def _article(line: Line, groups: list[OpinionGroup], row: VersionArticle | None) -> dict[str, Any]:
    """Return an article under the number it had when people wrote on it."""
    row = row or line.row
    return {
        "scope": line.scope,
        "label": row.label if row is not None else line.name,
        "heading": row.heading if row is not None else "",
        "is_gone": line.is_gone,
        "opinions": sum(group.opinions for group in groups),
        "groups": [group_key(group.pk) for group in groups],
    }


def _group(group: OpinionGroup, number: Shown) -> dict[str, Any]:
    return {
        "summary": group.summary,
        "decision": group.decision,
        "decision_label": str(Decision(group.decision).label) if group.decision else "",
        "reason": group.reason,
        "wording": group.wording,
        "opinions": frozen_number(number),
    }


def counts(page: ConsultationPage, roots: Mapping[int, int]) -> dict[str, Any]:
    """Return how many opinions and people there were, by channel, and how many opinions of invited deputies."""
    opinions: Counter[str] = Counter()
    people: dict[str, set[str]] = {}
    deputies = 0
    rows = GroupMember.objects.filter(group__consultation=page).order_by("pk")
    columns = ("part__submission", "part__submission__channel", "part__submission__contact_digest",
               "part__submission__from_deputy")  # fmt: skip
    for submission, channel, digest, from_deputy in rows.values_list(*columns).iterator(CHUNK):
        way = _WAY_OF.get(channel, "office")
        opinions[way] += 1
        people.setdefault(way, set()).add(digest or f"#{submission}")
        deputies += from_deputy
    everybody = set().union(*people.values())
    total = opinions.total()
    return {
        "opinions": total,
        "people": len(everybody),
        "channels": _channels(opinions, {name: len(who) for name, who in people.items()}),
        "deputies": _deputies(total, deputies),
    }


def _channels(opinions: Mapping[str, int], people: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return opinions and people by channel; a cell is hidden in both when it is small in people."""
    cells = {name: people.get(name, 0) for name in WAYS}
    shown = shown_table(cells, WAYS_HIDDEN_FIRST)
    if shown is None or all(isinstance(value, Hidden) for value in shown.values()):
        return []
    return [
        {
            "channel": name,
            "label": str(WAYS[name]),
            "opinions": HIDDEN if isinstance(value, Hidden) else opinions.get(name, 0),
            "people": frozen_number(value),
        }
        for name, value in shown.items()
    ]


def _deputies(total: int, deputies: int) -> int | str | None:
    """Return how many opinions were by invited deputies; None where it cannot be told, or there were none."""
    if not deputies:
        return None
    shown = shown_table({"public": total - deputies, "deputies": deputies}, ["public", "deputies"])
    return None if shown is None else frozen_number(shown["deputies"])
