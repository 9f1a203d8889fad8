"""A text on its way to being read: lines and tables in the order of the document."""

from dataclasses import dataclass, field

from participation.consultations.drafting.lines import Line
from participation.consultations.drafting.rows import Remark


@dataclass(frozen=True)
class Table:
    """A table; ``number`` is the line of its first row, each row counts as one line."""

    number: int
    rows: list[list[str]]


@dataclass
class SourceText:
    """What a file holds. ``aside`` is text outside of the run of the document: footnotes, text boxes, page headers."""

    blocks: list[Line | Table] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)
    name: str = ""

    @property
    def text(self) -> str:
        """Return the whole as one text whose line numbers are those of the blocks, cells parted by tabs."""
        lines: dict[int, str] = {}
        for block in self.blocks:
            if isinstance(block, Line):
                lines[block.number] = block.text
                continue
            for offset, cells in enumerate(block.rows):
                lines[block.number + offset] = "\t".join(" ".join(cell.split("\n")) for cell in cells)
        return "\n".join(lines.get(number, "") for number in range(1, max(lines, default=0) + 1))
