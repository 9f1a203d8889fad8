"""Which old heading became which new one: by its title, and by the articles that stayed with it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import Indel

from participation.consultations.comparing.assigning import assign
from participation.consultations.comparing.texts import TextRow, essence, parents

LEAST = 0.5


def match_headings(
    old: Sequence[TextRow], new: Sequence[TextRow], pairs: Mapping[int, int]
) -> dict[int, tuple[int, float]]:
    """Return new -> (old, likeness from 0 to 1) for headings; ``pairs`` are the articles' (new -> old)."""
    members = _members(old, new, pairs)
    old_sizes, new_sizes = _sizes(old), _sizes(new)
    weights: dict[tuple[int, int], float] = {}
    olds = [place for place, row in enumerate(old) if row.is_heading]
    for position, row in enumerate(new):
        if not row.is_heading:
            continue
        for place in olds:
            if old[place].level != row.level:
                continue
            most = max(old_sizes[place], new_sizes[position])
            shared = members[position, place] / most if most else None
            weight = _weight(old[place], row, shared)
            if weight >= LEAST:
                nearness = 0.01 / (1 + abs(position - place))  # of two alike the nearer
                weights[position, place] = weight * 0.98 + nearness
    found = assign({edge: weight**3 for edge, weight in weights.items()})
    old_titles, new_titles = _titles(old), _titles(new)
    matched = {}
    for position, place in found.items():
        title = essence(new[position].heading)
        is_only = title == essence(old[place].heading) and old_titles[title] == new_titles[title] == 1
        matched[position] = place, 1.0 if is_only else min(1.0, weights[position, place] / 0.98)
    return matched


def _titles(rows: Sequence[TextRow]) -> Counter[str]:
    """Return how often each title stands."""
    return Counter(essence(row.heading) for row in rows if row.is_heading and row.heading)


def _weight(old: TextRow, new: TextRow, shared: float | None) -> float:
    """Return how near two headings are. What is missing on both sides says nothing."""
    parts = [(0.1, 1.0 if old.label == new.label else 0.0)]
    if old.heading and new.heading:
        parts.append((0.55, Indel.normalized_similarity(essence(old.heading), essence(new.heading))))
    if shared is not None:
        parts.append((0.35, shared))
    weight = sum(weight * value for weight, value in parts) / sum(weight for weight, _value in parts)
    return max(weight, 0.8 * (shared or 0.0))  # a chapter may get another title and keep its articles


def _members(
    old: Sequence[TextRow], new: Sequence[TextRow], pairs: Mapping[int, int]
) -> Counter[tuple[int, int]]:
    """Return how many articles a new and an old heading have in common, at every level."""
    old_paths, new_paths = _paths(old), _paths(new)
    return Counter(
        (above, was_above)
        for position, place in pairs.items()
        for above in new_paths[position]
        for was_above in old_paths[place]
    )


def _sizes(rows: Sequence[TextRow]) -> Counter[int]:
    """Return how many articles stand under each heading."""
    paths = _paths(rows)
    return Counter(
        above for row, path in zip(rows, paths, strict=True) if not row.is_heading for above in path
    )


def _paths(rows: Sequence[TextRow]) -> list[list[int]]:
    """Return for each row the positions of all headings above it."""
    above = parents(rows)
    paths: list[list[int]] = []
    for parent in above:
        paths.append([*paths[parent], parent] if parent is not None else [])
    return paths
