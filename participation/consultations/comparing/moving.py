"""Which rows stand elsewhere than before, whatever their numbers say."""

from collections.abc import Mapping, Sequence

from participation.consultations.comparing.texts import TextRow, in_order, parents, wording


def moved(old: Sequence[TextRow], new: Sequence[TextRow], origin: Mapping[int, int]) -> set[int]:
    """Return the new positions that went to another chapter, or, of articles, out of the old order.

    ``origin`` leads from new to old. A heading set above articles that stay where they stood moves none of them.
    """
    positions = sorted(position for position in origin if not new[position].is_heading)
    kept = in_order([origin[position] for position in positions])
    found = {position for index, position in enumerate(positions) if index not in kept}
    stays = set(origin.values())
    old_parents, new_parents = parents(old), parents(new)
    for position, place in origin.items():
        above, was_above = new_parents[position], old_parents[place]
        if above is None or was_above is None or was_above not in stays or above not in origin:
            continue
        if origin[above] != was_above and wording(old[was_above].heading) != wording(new[above].heading):
            found.add(position)
    return found
