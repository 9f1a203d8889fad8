"""Making the edits between two texts readable, without changing what they lead from and to."""

from dataclasses import dataclass

from participation.consultations.comparing.tokens import Code

_STOPS, _COMMAS = frozenset("。；：！？;:!?"), frozenset("，、,")
_OPENERS, _CLOSERS = frozenset("（《〈“‘〔【(["), frozenset("）》〉”’〕】)]")
_FARTHEST = 100
_EDGE, _LINE_BREAK, _BEFORE_BREAK = 6, 5, 4


@dataclass
class Edit:
    """Text that stayed, and behind it what went out and what came in."""

    equal: str
    old: str
    new: str

    @property
    def size(self) -> int:
        """Return how large the change is."""
        return max(len(self.old), len(self.new))

    @property
    def is_plain(self) -> bool:
        """Return whether something only came in or only went out."""
        return not (self.old and self.new)


def clean(edits: list[Edit], code: Code) -> list[Edit]:
    """Return the edits with crumbs taken in and borders moved to where a reader expects them."""
    return _trim(_slide(_take_in_crumbs(edits, code), code))


def _take_in_crumbs(edits: list[Edit], code: Code) -> list[Edit]:
    """Take what stayed between two changes into them when it is no longer than either. Line breaks stay."""
    kept: list[Edit] = []
    for edit in edits:
        kept.append(Edit(edit.equal, edit.old, edit.new))
        while len(kept) > 1 and _is_crumb(kept[-2], kept[-1], code):
            last, before = kept.pop(), kept.pop()
            kept.append(
                Edit(before.equal, before.old + last.equal + last.old, before.new + last.equal + last.new)
            )
    return kept


def _is_crumb(before: Edit, edit: Edit, code: Code) -> bool:
    if not edit.equal:
        return True
    if not (before.size and edit.size):
        return False  # the beginning or the end of the text
    if "\n" in code.read(edit.equal):
        return False
    is_plain = before.is_plain and edit.is_plain  # two additions around a word: the word is worth seeing
    return len(edit.equal) <= (1 if is_plain else min(before.size, edit.size))


def _slide(edits: list[Edit], code: Code) -> list[Edit]:
    """Move each pure insertion or deletion to the best of the places that read the same."""
    for position, edit in enumerate(edits):
        moved = edit.new if not edit.old else edit.old if not edit.new else ""
        if not moved:
            continue
        follower = edits[position + 1] if position + 1 < len(edits) else None
        after = follower.equal if follower is not None else ""
        before, moved, after = _best(edit.equal, moved, after, code)
        edit.equal = before
        edit.old, edit.new = (moved, "") if edit.old else ("", moved)
        if follower is not None:
            follower.equal = after
    return edits


def _best(before: str, moved: str, after: str, code: Code) -> tuple[str, str, str]:
    """Return the place of ``moved`` between its neighbors that begins and ends best; the first of equals."""
    room = 0
    while (
        room < min(len(before), _FARTHEST) and before[len(before) - 1 - room] == moved[-1 - room % len(moved)]
    ):
        room += 1
    whole = before[len(before) - room :] + moved
    more = 0
    while more < min(len(after), _FARTHEST) and after[more] == whole[room + more]:
        whole += after[more]
        more += 1
    size = len(moved)
    head, tail = before[: len(before) - room], after[more:]
    places = range(room + more + 1)
    text = head[-1:] + whole + tail[:1]
    first = len(head[-1:])

    def worth(place: int) -> int:
        begin = first + place
        return _border(text[begin - 1 : begin] if begin else "", text[begin : begin + 1], code) + _border(
            text[begin + size - 1 : begin + size], text[begin + size : begin + size + 1], code
        )

    place = max(places, key=lambda place: (worth(place), -place))
    return head + whole[:place], whole[place : place + size], whole[place + size :] + tail


def _border(left: str, right: str, code: Code) -> int:
    """Return how good a place to begin or end a change is between two signs."""
    if not left or not right:
        return _EDGE
    left, right = code.read(left)[-1], code.read(right)[0]
    if left == "\n":
        return _LINE_BREAK
    if right == "\n":
        return _BEFORE_BREAK
    if left in _STOPS:
        return 4
    if left in _COMMAS:
        return 3
    if right in _STOPS or right in _COMMAS or right in _OPENERS or left in _CLOSERS:
        return 2
    return 0


def _trim(edits: list[Edit]) -> list[Edit]:
    """Join what sliding has brought together, and leave out what is empty."""
    kept: list[Edit] = []
    for edit in edits:
        if kept and not (kept[-1].old or kept[-1].new):
            edit = Edit(kept.pop().equal + edit.equal, edit.old, edit.new)
        elif kept and not edit.equal:
            before = kept.pop()
            edit = Edit(before.equal, before.old + edit.old, before.new + edit.new)
        if edit.equal or edit.old or edit.new:
            kept.append(edit)
    return kept
