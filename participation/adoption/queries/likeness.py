"""Which opinions resemble each other: proposals only, a person decides (``docs/decisions/0018``).

An opinion is held against what each group began with and against its summary; those that are in no group are held
against each other, in a bounded handful at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from participation.adoption.models import OpinionGroup
from participation.adoption.queries.parts import waiting
from participation.consultations.models import ConsultationPage
from participation.submissions.models import OpinionPart
from participation.submissions.similarity import texts
from participation.submissions.similarity.clustering import Batch, Wording

MOST_GROUPS, MOST_PARTS, MOST_CLUSTERS = 60, 500, 12
LIKE_THE_SUMMARY = 60.0


@dataclass(frozen=True)
class Cluster:
    """Opinions in no group that say nearly the same."""

    text: str
    keys: list[int]
    is_equal: bool


def cores_of(groups: Sequence[OpinionGroup]) -> dict[int, tuple[str, ...]]:
    """Return, for each group, the texts by which it is recognized; one query."""
    wanted = {group.core_id: group.pk for group in groups[:MOST_GROUPS] if group.core_id is not None}
    rows = OpinionPart.objects.filter(pk__in=list(wanted)).values_list("pk", "text")
    cores = {wanted[pk]: texts.essence(text) for pk, text in rows}
    return {
        group.pk: (cores.get(group.pk, ""), texts.essence(group.summary)) for group in groups[:MOST_GROUPS]
    }


def nearest(parts: Sequence[OpinionPart], groups: Sequence[OpinionGroup]) -> dict[int, OpinionGroup]:
    """Return for each opinion the group it resembles most, where it resembles one at all."""
    cores, found = cores_of(groups), {}
    for part in parts:
        words = texts.essence(part.text)
        best, score = None, 0.0
        for group in groups[:MOST_GROUPS]:
            core, summary = cores[group.pk]
            near = texts.nearness(words, core, texts.needed(words, core)) if core else 0.0
            near = max(near, texts.nearness(words, summary, LIKE_THE_SUMMARY))
            if near > score:
                best, score = group, near
        if best is not None:
            found[part.pk] = best
    return found


def clusters(page: ConsultationPage, scope: str) -> list[Cluster]:
    """Return the largest handfuls of like opinions among the first that are in no group."""
    rows = list(waiting(page, scope).order_by("pk").values_list("pk", "text")[:MOST_PARTS])
    words = [texts.essence(text) for _pk, text in rows]
    bands = texts.bands_of([scope] * len(rows), words)
    batch = Batch([], {})
    for (pk, _text), essence, found in zip(rows, words, bands, strict=True):
        batch.add(pk, Wording(texts.exact(scope, essence), scope, 0, essence, pk, bands=found))
    by_group: dict[int, list[Wording]] = {}
    for wording in batch.by_exact.values():
        if wording.group is not None:
            by_group.setdefault(id(wording.group.final()), []).append(wording)
    by_key = dict(rows)
    made = []
    for wordings in by_group.values():
        keys = sorted(pk for wording in wordings for pk in wording.opinions)
        if len(keys) > 1:
            made.append(Cluster(by_key[keys[0]], keys, len(wordings) == 1))
    return sorted(made, key=lambda one: -len(one.keys))[:MOST_CLUSTERS]
