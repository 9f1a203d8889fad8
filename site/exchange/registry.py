"""What can be exported. Each domain registers its lists in ``AppConfig.ready()``."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.functional import Promise

from accounts.models import User


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and what kind of values it holds."""

    label: str | Promise
    width: int = 12
    kind: str = "text"  # text, date, datetime, number


@dataclass(frozen=True)
class ExportKind:
    """A list that can be taken away.

    ``query`` is the query string of the list's screen. ``rows`` yields chunks (lists of rows), newest reading of
    the database for each, so that memory does not grow with the list. Rows and counts are those of the person
    who asks, with the rights the person has at that moment.
    """

    name: str
    label: str | Promise
    columns: tuple[Column, ...]
    is_permitted: Callable[[User], bool]
    count: Callable[[User, str], int]
    chunks: Callable[[User, str], Iterator[list[Sequence[Any]]]]
    describe: Callable[[User, str], str]
    # For a list whose columns depend on what is asked for (a questionnaire's questions); in place of ``columns``.
    columns_for: Callable[[User, str], tuple[Column, ...]] | None = None
    # Forms of its own besides the tables, by the ending of the file (a Word table in the office's own shape).
    writers: Mapping[str, "Writer"] = field(default_factory=dict)

    def columns_of(self, user: User, query: str) -> tuple[Column, ...]:
        """Return the columns of what ``query`` asks for."""
        return self.columns_for(user, query) if self.columns_for is not None else self.columns


Writer = Callable[[BinaryIO, User, str, Iterable[list[Sequence[Any]]]], None]


@dataclass
class ExportKinds:
    """The registered lists by name."""

    by_name: dict[str, ExportKind] = field(default_factory=dict)

    def register(self, kind: ExportKind) -> None:
        """Add a list."""
        self.by_name[kind.name] = kind


exports = ExportKinds()
