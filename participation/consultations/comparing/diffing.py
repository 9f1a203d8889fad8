"""What changed inside one article, sign by sign, as a list of runs that a template can mark.

Chinese has no blanks between words, so a difference of characters easily falls into confetti. Numbers and Latin
words are compared as wholes, signs that belong together are never parted, a few equal characters between two changes
are taken into them, and a change begins, where there is a choice, behind a stop or a line break. Clean-up is our own:
the library's asks the server's locale what a letter is. No clock decides either: work is measured before it is done,
and what would be too much is compared line by line, so that the same two texts always give the same answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fast_diff_match_patch import diff as raw_diff
from rapidfuzz.distance import Indel

from participation.consultations.comparing.cleaning import Edit, clean
from participation.consultations.comparing.tokens import Code

MOST_SIGNS = 200_000  # of one text
MOST_CELLS = 400_000_000  # measuring two texts costs a 64th of it
MOST_STEPS = 6_000_000  # of one pair of texts
UNLIKE = 0.3  # below this two texts are two texts: one goes out, the other comes in
CONTAINED = 0.8  # ... unless nearly all of the shorter one is found in the longer


class Mark(StrEnum):
    """What became of a piece of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True)
class Run:
    """A piece of text with one mark."""

    mark: Mark
    text: str

    @property
    def is_inserted(self) -> bool:
        """Return whether only the new text has it."""
        return self.mark is Mark.INSERT

    @property
    def is_deleted(self) -> bool:
        """Return whether only the old text had it."""
        return self.mark is Mark.DELETE


@dataclass
class Budget:
    """How much work a whole comparison may do; what is beyond is compared by lines."""

    steps: int = 40_000_000

    def take(self, steps: int) -> bool:
        """Return whether so much work may be done, and count it."""
        if steps > min(self.steps, MOST_STEPS):
            return False
        self.steps -= steps
        return True


def diff(old: str, new: str, budget: Budget | None = None) -> list[Run]:
    """Return the runs that lead from ``old`` to ``new``: with all but the inserted ones it reads ``old``."""
    if old == new:
        return [Run(Mark.EQUAL, old)] if old else []
    if max(len(old), len(new)) > MOST_SIGNS:
        return [run for run in (Run(Mark.DELETE, old), Run(Mark.INSERT, new)) if run.text]
    budget = budget or Budget()
    code = Code(old, new)
    edits = _edits(code, budget)
    if edits is None:
        edits = _by_lines(old, new, budget)
        code = Code("", "")
    return _runs(edits, code)


def old_side(runs: Iterable[Run]) -> list[Run]:
    """Return the runs as the old text has them."""
    return [run for run in runs if not run.is_inserted]


def new_side(runs: Iterable[Run]) -> list[Run]:
    """Return the runs as the new text has them."""
    return [run for run in runs if not run.is_deleted]


def joined(runs: Iterable[Run]) -> str:
    """Return the text of the runs."""
    return "".join(run.text for run in runs)


def paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the runs of one side, line by line. Empty lines are left out."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split("\n")
        if first:
            lines[-1].append(Run(run.mark, first))
        for line in rest:
            lines.append([Run(run.mark, line)] if line else [])
    return [line for line in lines if any(run.text.strip() for run in line)]


def _edits(code: Code, budget: Budget) -> list[Edit] | None:
    """Return the edits between two written texts; None when finding them would be too much work."""
    old, new = code.old, code.new
    if not old or not new:
        return clean([Edit("", old, new)], code)
    if len(old) * len(new) > MOST_CELLS:
        return None
    distance = Indel.distance(old, new)
    total = len(old) + len(new)
    common = (total - distance) // 2
    if 2 * common < UNLIKE * total and common < CONTAINED * min(len(old), len(new)):
        return clean([Edit("", old, new)], code)
    if not budget.take(total * (distance + 1) // 2):
        return None
    return clean(_raw(old, new), code)


def _raw(old: str, new: str) -> list[Edit]:
    """Return the least edits of characters. Without a time limit the library's answer is exact."""
    edits: list[Edit] = [Edit("", "", "")]
    for mark, text in raw_diff(old, new, checklines=False, cleanup="No", counts_only=False):
        if mark == "=":
            edits.append(Edit(text, "", ""))
        elif mark == "-":
            edits[-1].old += text
        else:
            edits[-1].new += text
    return edits


def _by_lines(old: str, new: str, budget: Budget) -> list[Edit]:
    """Compare whole lines, and the characters of replaced lines where that is little work."""
    code = Code.of_lines(old, new)
    before, after = code.old, code.new
    found = [Edit("", before, after)]
    if len(before) * len(after) <= MOST_CELLS:
        steps = (len(before) + len(after)) * (Indel.distance(before, after) + 1) // 2
        found = _raw(before, after) if budget.take(steps) else found
    edits: list[Edit] = []
    for edit in found:
        gone, come = code.read(edit.old), code.read(edit.new)
        edits.append(Edit(code.read(edit.equal), "", ""))
        inner = Code(gone, come)
        finer = _edits(inner, budget)
        if finer is None:
            edits[-1].old, edits[-1].new = gone, come
        else:
            edits += [Edit(inner.read(one.equal), inner.read(one.old), inner.read(one.new)) for one in finer]
    return edits


def _runs(edits: Iterable[Edit], code: Code) -> list[Run]:
    """Return edits as runs, each text as it was written."""
    runs: list[Run] = []
    for edit in edits:
        for mark, text in ((Mark.EQUAL, edit.equal), (Mark.DELETE, edit.old), (Mark.INSERT, edit.new)):
            if text and runs and runs[-1].mark is mark:
                runs[-1] = Run(mark, runs[-1].text + code.read(text))
            elif text:
                runs.append(Run(mark, code.read(text)))
    return runs
