"""What became of an opinion on a draft, as the sender may read it: told by whoever works on the drafts.

Opinions do not know how they are coded (:mod:`participation.adoption` stands on them); it registers its reader here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from participation.submissions.models import Submission


@dataclass(frozen=True)
class Fate:
    """What the published result says of one part of an opinion."""

    decision: str
    label: str
    summary: str
    reason: str
    wording: str
    tone: str = "closed"


@dataclass(frozen=True)
class Outcome:
    """When the result is to be public, or since when it is, and what it says of each part (by its key)."""

    promise: str = ""
    is_late: bool = False
    url: str = ""
    published_at: datetime | None = None
    fates: Mapping[int, Fate] = field(default_factory=dict)


NO_OUTCOME = Outcome()
Reader = Callable[[Submission], Outcome]
readers: list[Reader] = []


def outcome_of(submission: Submission) -> Outcome:
    """Return what became of an opinion on a draft."""
    for reader in readers:
        return reader(submission)
    return NO_OUTCOME
