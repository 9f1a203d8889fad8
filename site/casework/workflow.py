"""Tables of transitions, and the one function that moves a case along them.

Each domain declares a :class:`Workflow`. The same rows give the buttons of the case screen, the checks of
every action, the cases of the role-matrix test and the diagram in the handbook.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from audit.actions import draft, record_all
from audit.models import Entry
from casework import clocks
from casework.models import Case, Event
from organizations.scope import has_permission

Guard = Callable[[Case, User | None], str | None]
"""Returns why the step is closed to this person now, or None when it is open."""


Listener = Callable[[Event, Case], None]
listeners: list[Listener] = []
"""Called for every event inside its transaction, so that what they write (an outbox row) stands or falls with
it. Registered in ``AppConfig.ready()`` by whoever wants to know."""


class StepClosed(Exception):
    """The step does not fit the case as it now stands; the message says why, for the person who tried."""


@dataclass(frozen=True)
class Transition:
    """One row: from which states, by which right, to which state.

    ``target`` None keeps the state. ``permission`` None means the citizen's own step, taken with the
    query code, or with ``is_automatic`` a step of the clock: no account can take either. ``guards`` are
    further conditions.
    """

    name: str
    label: str | Promise
    sources: frozenset[str]
    target: str | None
    permission: Permission | None
    guards: tuple[Guard, ...] = ()
    public_label: str | Promise = ""
    is_automatic: bool = False

    def refusal(self, case: Case, user: User | None) -> str | None:
        """Return why ``user`` cannot take this step on ``case`` now, or None."""
        if case.status not in self.sources:
            return _("办件当前状态不能进行“%(step)s”。") % {"step": self.label}
        if self.permission is None:
            if user is not None:
                return (
                    _("这一步由系统按期进行。")
                    if self.is_automatic
                    else _("这一步只能由提交人凭查询码进行。")
                )
        elif not has_permission(user, self.permission, case.congress):
            return _("您没有进行“%(step)s”的权限。") % {"step": self.label}
        for guard in self.guards:
            reason = guard(case, user)
            if reason:
                return reason
        return None


@dataclass(frozen=True)
class Workflow:
    """A kind of case and its transitions."""

    kind: str
    statuses: Mapping[str, str | Promise]
    transitions: tuple[Transition, ...]
    closed: frozenset[str]
    by_name: dict[str, Transition] = field(init=False)

    def __post_init__(self) -> None:
        """Index the rows; a name used twice or an unknown state is a mistake in the table."""
        by_name = {transition.name: transition for transition in self.transitions}
        if len(by_name) != len(self.transitions):
            raise ValueError("two transitions share a name")
        for transition in self.transitions:
            unknown = (set(transition.sources) | {transition.target or ""}) - set(self.statuses) - {""}
            if unknown:
                raise ValueError(f"{transition.name}: unknown states {sorted(unknown)}")
        object.__setattr__(self, "by_name", by_name)

    def available(self, case: Case, user: User | None) -> list[Transition]:
        """Return the steps ``user`` can take on ``case`` now: exactly the buttons to show."""
        return [row for row in self.transitions if row.refusal(case, user) is None]

    @contextmanager
    def step(
        self,
        case: Case,
        name: str,
        *,
        by: User | None,
        note: str = "",
        public_note: str | Callable[[Case], str] = "",
        data: dict[str, Any] | None = None,
    ) -> Iterator[Case]:
        """Take one step: lock, check, let the caller make its changes, then write state, event and audit.

        Yields the locked case. ``public_note`` may be made from the case as the caller leaves it. Raises
        StepClosed when the state or a guard closes the step, PermissionDenied when the person may never take
        it. All or nothing: an error in the body leaves no trace.
        """
        transition = self.by_name[name]
        with transaction.atomic():
            locked = Case.objects.select_for_update(of=("self",)).select_related("congress").get(pk=case.pk)
            _check(transition, locked, by)
            before = locked.status
            yield locked
            after = transition.target or before
            locked.status = after
            self._close_or_reopen(locked, after)
            locked.save()
            told = public_note(locked) if callable(public_note) else public_note
            write_event(locked, name, before, by=by, note=note, public_note=told, data=data)
        case.refresh_from_db()

    def _close_or_reopen(self, case: Case, status: str) -> None:
        """Stamp the closing time when the case enters a closed state, clear it when it leaves one."""
        if status in self.closed and case.closed_at is None:
            case.closed_at = timezone.now()
            clocks.stop_all(case)
        elif status not in self.closed:
            case.closed_at = None


def _check(transition: Transition, case: Case, user: User | None) -> None:
    """Raise when the step is not open to ``user``."""
    reason = transition.refusal(case, user)
    if reason is None:
        return
    allowed = transition.permission is None or has_permission(user, transition.permission, case.congress)
    if not allowed or (transition.permission is None and user is not None):
        raise PermissionDenied(reason)
    raise StepClosed(reason)


@dataclass(frozen=True)
class Step:
    """A step just taken, to be written down. ``data`` goes into the ledger beside states and event."""

    case: Case
    name: str
    from_status: str = ""
    by: User | None = None
    note: str = ""
    public_note: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def write_event(
    case: Case,
    name: str,
    from_status: str,
    *,
    by: User | None,
    note: str = "",
    public_note: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Write the event and the audit row of a step just taken, in the caller's transaction."""
    return write_events([Step(case, name, from_status, by, note, public_note, data or {})])[0]


def write_events(steps: Sequence[Step]) -> list[Event]:
    """Write events and audit rows of several steps, one INSERT for each table; then call the listeners."""
    events = Event.objects.bulk_create(
        [
            Event(
                case=step.case,
                name=step.name,
                from_status=step.from_status,
                to_status=step.case.status,
                actor=step.by,
                note=step.note,
                public_note=step.public_note,
            )
            for step in steps
        ]
    )
    record_all([_entry(step, event) for step, event in zip(steps, events, strict=True)])
    for step, event in zip(steps, events, strict=True):
        for listener in listeners:
            listener(event, step.case)
    return events


def _entry(step: Step, event: Event) -> Entry:
    case = step.case
    return draft(
        action=f"{case.kind}.{step.name}",
        object_type="case",
        object_id=case.number,
        congress=case.congress,
        by=step.by,
        data={"from": step.from_status, "to": case.status, "event": event.pk, **step.data},
    )
