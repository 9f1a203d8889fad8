"""Several acts pasted as one text: where one ends and the next begins, the title between them becomes a heading."""

from participation.consultations.drafting.building import Building
from participation.consultations.drafting.lines import Line
from participation.consultations.drafting.opening import (
    PROMULGATES,
    is_heading_of_act,
    is_signature,
    note_length,
    read_opening,
)
from participation.consultations.drafting.patterns import SENTENCE_ENDS
from participation.consultations.drafting.rows import PART, Row, RowKind


def part_acts(buildings: list[Building]) -> list[tuple[int, str]]:
    """Take title, note and lead of the act that begins here off the end of the one above; return lines not taken."""
    at = len(buildings)
    while at > 1 and buildings[at - 1].row.is_heading and not buildings[at - 1].lines:
        at -= 1
    above = buildings[at - 1]
    keep = len(above.lines)
    while keep > 1 and _stands_between(above.lines[keep - 1][1]):
        keep -= 1
    between = [Line(number, text) for number, text in above.lines[keep:]]
    if not any(is_heading_of_act(line.text) for line in between):
        return above.take_signature()
    above.lines = above.lines[:keep]
    opening = read_opening(between)
    first = between[0].number
    title = Row(RowKind.HEADING, PART, heading=opening.title, line=first)
    added = [Building(title, [(first, text) for text in opening.note])]
    intro = opening.intro_row()
    if intro is not None:
        added.append(Building(intro, [(line.number, line.text) for line in opening.intro]))
    buildings[at:at] = added
    return opening.ignored


def _stands_between(text: str) -> bool:
    """Return whether a line could stand above an act rather than in one."""
    if is_signature(text) or note_length([Line(1, text)]) or PROMULGATES.search(text):
        return True
    return not text.endswith(SENTENCE_ENDS)
