"""Where casework says which clocks run, so that a changed calendar or rule reaches them.

``deadlines`` knows no cases. A holder of clocks registers here in its ``AppConfig.ready()`` two functions: one
lists running clocks in order of their number, one gives a clock another date.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from deadlines.arithmetic import Span
from deadlines.due import DueDate
from organizations.models import Congress


@dataclass(frozen=True)
class RunningClock:
    """A clock that a holder keeps.

    ``is_promised``: somebody was told the date, so it is never made shorter. ``about`` is type and number of
    the record that the ledger names, for example ``("case", "LT-2026-000001")``.
    """

    id: int
    rule_id: str
    base: date
    due_on: date
    congress: Congress
    about: tuple[str, str]
    suspensions: Sequence[Span] = ()
    is_promised: bool = True


@dataclass(frozen=True)
class ClockQuery:
    """Which clocks are asked for: of these rules, due on ``due_from`` or later (None: whenever), of congresses

    whose path begins with ``below``, with a number above ``after``, in order of number, at most ``limit``.
    """

    rule_ids: frozenset[str]
    due_from: date | None
    below: str
    after: int
    limit: int


ListRunning = Callable[[ClockQuery], Iterable[RunningClock]]
# Gives the clock its new date; answers False when it no longer runs or has got another date meanwhile.
ApplyDate = Callable[[RunningClock, DueDate], bool]


@dataclass(frozen=True)
class Holder:
    """One keeper of clocks."""

    name: str
    list_running: ListRunning
    apply: ApplyDate


@dataclass
class ClockRegistry:
    """The registered holders, by name."""

    holders: dict[str, Holder] = field(default_factory=dict)

    def register(self, name: str, *, list_running: ListRunning, apply: ApplyDate) -> None:
        """Register a holder; the same name again replaces it."""
        self.holders[name] = Holder(name, list_running, apply)


clocks = ClockRegistry()
