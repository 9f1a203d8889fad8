"""The lines of a source: cleaned, numbered from 1, without the blanks that word processors put around and between."""

import re
from dataclasses import dataclass
from enum import StrEnum

from core.text import clean_text

# Spaces of every width; all of them may stand around and inside labels and headings.
BLANK = " \t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
BLANK_BUT_TAB = BLANK.replace("\t", "")
FINISHED = tuple("。；：！？…”’」』）)】〕.;:!?")

_BLANKS = re.compile(f"[{BLANK}]+")
# Titles are spread out by hand: 总　则, 目 录. Blanks between single ideographs say nothing.
_SPREAD = re.compile(
    rf"(?:(?<=^[\u3400-\u9fff])|(?<=[{BLANK}][\u3400-\u9fff]))[{BLANK}]+(?=[\u3400-\u9fff](?:[{BLANK}]|$))"
)


class Origin(StrEnum):
    """Where a line comes from, as far as the source tells."""

    TEXT = "text"
    CONTENTS = "contents"  # the directory that a word processor made
    HEADING = "heading"  # styled as a heading
    CELL = "cell"  # of a table


@dataclass(frozen=True)
class Line:
    """A line that is not empty."""

    number: int
    text: str
    origin: Origin = Origin.TEXT

    @property
    def is_finished(self) -> bool:
        """Return whether a sentence or item ends here, so that the next line begins something."""
        return self.text.endswith(FINISHED)


def clean_line(text: str) -> str:
    """Return a line without unseen characters and outer blanks."""
    return clean_text(text).replace("\n", " ").strip(BLANK)


def numbered_lines(text: str, first: int = 1) -> list[Line]:
    """Return the lines that are not empty with their numbers in the source; tabs in front stay, a cell may be empty."""
    # The guard keeps the empty lines at the top, which would otherwise be stripped and shift all numbers.
    cleaned = clean_text(f"|\n{text}").split("\n")[1:]
    kept = ((number, line.strip(BLANK_BUT_TAB)) for number, line in enumerate(cleaned, start=first))
    return [
        Line(number, line if "\t" in line.strip(BLANK) else line.strip(BLANK))
        for number, line in kept
        if line.strip(BLANK)
    ]


def compact(text: str) -> str:
    """Return the text without any blanks.

    >>> compact(" 目　录 ")
    '目录'
    """
    return _BLANKS.sub("", text)


def tidy(text: str) -> str:
    """Return a title or heading with letters spread out by hand drawn together, other blanks kept as one space.

    >>> tidy("总　　则"), tidy("规划 与 建设"), tidy("第三届  第一次会议")
    ('总则', '规划 与 建设', '第三届 第一次会议')
    """
    return _BLANKS.sub(" ", _SPREAD.sub("", text.strip(BLANK)))
