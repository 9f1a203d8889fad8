"""The kinds of case that the worklist and the case screen serve; each domain registers its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise

from accounts.models import User
from audit.labels import name_actions
from casework.forms import StepForm
from casework.models import Case
from casework.workflow import Workflow


@dataclass(frozen=True)
class Step:
    """How a step is taken on the case screen: a form, and the action its cleaned data goes to."""

    form: type[StepForm]
    action: Callable[..., None]
    help: str | Promise = ""
    is_main: bool = False
    is_rare: bool = False
    template: str = "casework/step.html"


@dataclass(frozen=True)
class CaseDetails:
    """What lists and files show of a case beyond the case itself. Never who sent it."""

    category: str = ""
    channel: str = ""
    place: str = ""
    text: str = ""
    rating: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the printed case file: facts, and texts with a line above each saying whose and when."""

    title: str | Promise
    facts: tuple[tuple[str | Promise, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    with_photos: bool = False


@dataclass(frozen=True)
class Flag:
    """A special circumstance one can filter by."""

    label: str | Promise
    condition: Callable[[], Q]


def no_details(keys: Sequence[int]) -> dict[int, CaseDetails]:
    """Return nothing: the kind has no more to show."""
    return {}


@dataclass(frozen=True)
class CaseKind:
    """All that the generic screens need to know of one kind of case.

    ``mine`` is the condition for "waiting for me"; ``search`` the condition for words typed into the
    worklist; ``context`` what the kind's own panel of the case screen shows.

    ``filter_fields`` are the kind's own fields in the worklist's filter, ``filters`` the condition for what was
    chosen in them, ``flags`` its special circumstances. ``details`` and ``words`` read many cases at once, for
    exports and for the index of words. ``dossier`` and ``sender`` are the kind's parts of the printed file; the
    latter is asked only when a person may and has said why.
    """

    kind: str
    label: str | Promise
    workflow: Workflow
    steps: dict[str, Step]
    tones: dict[str, str]
    mine: Callable[[User], Q]
    search: Callable[[str], Q]
    template: str
    context: Callable[[Case, User], dict[str, Any]]
    filter_fields: Callable[[], dict[str, forms.Field]] = dict
    filters: Callable[[dict[str, Any]], Q] = lambda values: Q()
    flags: Mapping[str, Flag] = field(default_factory=dict)
    details: Callable[[Sequence[int]], dict[int, CaseDetails]] = no_details
    words: Callable[[Sequence[int]], dict[int, str]] = lambda keys: {}
    dossier: Callable[[Case], tuple[Section, ...]] = lambda case: ()
    sender: Callable[[Case], tuple[tuple[str, str], ...]] = lambda case: ()
    bulk_steps: tuple[str, ...] = ()


@dataclass
class Kinds:
    """The registered kinds by name."""

    by_name: dict[str, CaseKind] = field(default_factory=dict)

    def register(self, kind: CaseKind) -> None:
        """Add a kind; its steps must be those of its transition table that an account can take."""
        office_steps = {row.name for row in kind.workflow.transitions if row.permission is not None}
        if office_steps != set(kind.steps):
            raise ValueError(f"{kind.kind}: steps and transitions differ: {office_steps ^ set(kind.steps)}")
        self.by_name[kind.kind] = kind
        name_actions({f"{kind.kind}.{row.name}": row.label for row in kind.workflow.transitions})

    def of(self, case: Case) -> CaseKind:
        """Return the kind of ``case``."""
        return self.by_name[case.kind]

    def statuses(self) -> dict[str, str | Promise]:
        """Return every status of every kind with its label."""
        return {
            name: label for kind in self.by_name.values() for name, label in kind.workflow.statuses.items()
        }


kinds = Kinds()
