"""What the sender of an opinion may read about it, as one value made for that and nothing else.

It holds states, dates, signed answers and the sender's own words. It holds no name and no contact, not even
the sender's own, no person of the office, no inner note and no draft, so that the public side can later run
on another machine than the office (``architecture.md`` §4).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from casework.models import AnswerClass, Event, Promise, Reply
from participation.submissions.models import Category, Rating, Route, Submission
from participation.submissions.outcomes import NO_OUTCOME, Fate, Outcome, outcome_of
from participation.submissions.queries import merged_into, own_photos, shared_files
from participation.submissions.workflow import (
    ACCEPTED,
    ASKED,
    ASSIGNED,
    CLOSED,
    DECLINED,
    DRAFTED,
    IN_HAND,
    MERGED,
    MORE,
    POOLED,
    PUBLIC_STATUSES,
    RECEIVED,
    REGISTERED,
    REPLIED,
    RETURNED,
    SET_ASIDE,
    WAITING_FOR_SENDER,
    WITHDRAWN,
    workflow,
)

TONES = {
    RECEIVED: "upcoming", REGISTERED: "upcoming", MORE: "warning", ACCEPTED: "active", ASSIGNED: "active",
    RETURNED: "active", DRAFTED: "active", REPLIED: "done", CLOSED: "done", DECLINED: "closed",
    MERGED: "closed", WITHDRAWN: "closed", ASKED: "warning", SET_ASIDE: "active",
    POOLED: "active",
}  # fmt: skip


# 办理结果 in words for citizens: no letters of a filing system.
CLASS_LABELS: dict[str, Any] = {
    AnswerClass.SOLVED: _lazy("已经解决或采纳"),
    AnswerClass.PLANNED: _lazy("正在解决，有完成日期"),
    AnswerClass.LATER: _lazy("暂时不能解决"),
    AnswerClass.NOTED: _lazy("说明解释"),
}


@dataclass(frozen=True)
class PublicStep:
    """One line of the timeline."""

    title: str
    at: datetime | None
    text: str = ""
    is_current: bool = False
    is_ahead: bool = False


@dataclass(frozen=True)
class PublicPromise:
    """What an answer promises, and what became of it."""

    what: str
    due_on: date
    kept_at: datetime | None = None
    kept_text: str = ""
    is_broken: bool = False
    is_replaced: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether it still has to be kept."""
        return self.kept_at is None and not self.is_broken and not self.is_replaced


@dataclass(frozen=True)
class PublicReply:
    """A signed answer. ``is_shared``: it was given to the opinion this one was merged into."""

    body_name: str
    text: str
    at: datetime
    round: int
    is_shared: bool = False
    class_label: str = ""
    done_on: date | None = None
    reason: str = ""
    promise: PublicPromise | None = None


@dataclass(frozen=True)
class OwnWords:
    """Something the sender wrote."""

    text: str
    at: datetime


@dataclass(frozen=True)
class PublicPart:
    """What the sender said on one article or question, with the wording it was said on."""

    label: str
    wording: str
    text: str
    fate: Fate | None = None

    @property
    def about(self) -> str:
        """Return what it is about, in a few words."""
        return self.label or (_("重点问题") if self.wording else _("整份草案"))


@dataclass(frozen=True)
class PublicStatus:
    """All that the status page shows."""

    number: str
    state: str
    state_label: str
    tone: str
    received_at: datetime
    target_name: str
    parts: tuple[PublicPart, ...]
    text: str
    place: str
    category: str
    photo_count: int
    files: tuple[str, ...]
    supplements: tuple[OwnWords, ...]
    steps: tuple[PublicStep, ...]
    replies: tuple[PublicReply, ...]
    due_on: date | None
    due_explanation: str
    days_over: int
    awaits_decision: bool
    asked: str
    declined_because: str
    declined_route: str
    petition_route: str
    rating_label: str
    consents_to_publication: bool
    is_published: bool
    office_name: str
    office_phone: str
    outcome: Outcome
    can: frozenset[str]

    @property
    def is_declined(self) -> bool:
        """Return whether it was not taken in."""
        return self.state == DECLINED

    @property
    def is_passed_on(self) -> bool:
        """Return whether it went to the organs that look into accusations."""
        return self.is_declined and self.declined_route == str(Route.DISCIPLINE.label)

    @property
    def more_routes(self) -> str:
        """Return the congress's note on where matters belong, when the reason does not say it already."""
        return "" if self.petition_route in self.declined_because else self.petition_route

    @property
    def is_merged(self) -> bool:
        """Return whether it is answered together with another."""
        return self.state == MERGED

    @property
    def can_add(self) -> bool:
        """Return whether the sender may add something now."""
        return bool(self.can & {"supplement", "answer_more", "answer_asked"})

    @property
    def can_rate(self) -> bool:
        """Return whether the sender may judge the answer now."""
        return "rate" in self.can

    @property
    def would_reopen(self) -> bool:
        """Return whether "not satisfied" would have the matter worked on once more."""
        return "reopen" in self.can

    @property
    def can_withdraw(self) -> bool:
        """Return whether the sender may take the opinion back."""
        return "withdraw" in self.can

    @property
    def can_revoke_consent(self) -> bool:
        """Return whether the sender may take back the consent to publication."""
        return "revoke_consent" in self.can


def public_status(submission: Submission) -> PublicStatus:
    """Return the projection of an opinion as it stands now."""
    case = submission.case
    events = list(case.events.only("name", "at", "public_note", "case_id").order_by("id"))
    replies = _replies(submission)
    waits = case.status in IN_HAND
    copy = getattr(submission, "published_copy", None)
    outcome = outcome_of(submission) if submission.consultation_id is not None else NO_OUTCOME
    return PublicStatus(
        number=case.number,
        state=case.status,
        state_label=str(PUBLIC_STATUSES[case.status]),
        tone=TONES[case.status],
        received_at=case.received_at,
        target_name=submission.target_name,
        parts=_parts(submission, outcome),
        text=submission.text,
        place=submission.place,
        category=str(Category(submission.category).label) if submission.category else "",
        photo_count=len(own_photos(submission)),
        files=tuple(row.name for row in shared_files(submission)),
        supplements=tuple(OwnWords(row.text, row.at) for row in submission.supplements.all()),
        steps=_steps(events, waits),
        replies=replies,
        due_on=case.due_on if waits else None,
        due_explanation=case.due_explanation if waits else "",
        days_over=_days_over(case.due_on) if waits else 0,
        awaits_decision=case.status in {RECEIVED, REGISTERED},
        asked=_last_note(events, "need_more", "ask_sender") if case.status in WAITING_FOR_SENDER else "",
        declined_because=_last_note(events, "decline", "pass_on") if case.status == DECLINED else "",
        declined_route=str(Route(submission.declined_route).label) if submission.declined_route else "",
        petition_route=case.congress.petition_route if case.status == DECLINED else "",
        rating_label=str(Rating(submission.rating).label) if submission.rating else "",
        consents_to_publication=submission.consents_to_publication,
        is_published=copy is not None and copy.published_at is not None and copy.withdrawn_at is None,
        office_name=case.congress.short_office_name,
        office_phone=case.congress.contact_phone,
        outcome=outcome,
        can=frozenset(row.name for row in workflow.available(case, None) if not row.is_automatic),
    )


def _parts(submission: Submission, outcome: Outcome) -> tuple[PublicPart, ...]:
    """Return what was said on which article; nothing for an opinion that is about no draft."""
    if submission.consultation_id is None:
        return ()
    return tuple(
        PublicPart(row.label, row.wording, row.text, outcome.fates.get(row.pk))
        for row in submission.parts.all()
    )


def _replies(submission: Submission) -> tuple[PublicReply, ...]:
    """Return the signed answers to this opinion and to those it was merged into."""
    cases = {submission.case_id: False} | {other.case_id: True for other in merged_into(submission)}
    signed = Reply.objects.filter(case__in=cases, signed_at__isnull=False).order_by("signed_at", "id")
    return tuple(
        PublicReply(
            body_name=row.body_name,
            text=row.text,
            at=row.signed_at,
            round=row.round,
            is_shared=cases[row.case_id],
            class_label=str(CLASS_LABELS.get(row.answer_class, "")),
            done_on=row.done_on,
            reason=row.reason,
            promise=_promise(row),
        )
        for row in signed.select_related("given_promise").defer("checks")
        if row.signed_at is not None
    )


def _promise(reply: Reply) -> PublicPromise | None:
    """Return the promise of an answer with what became of it, and nobody's name."""
    row: Promise | None = getattr(reply, "given_promise", None)
    if row is None:
        return None
    return PublicPromise(
        what=row.what,
        due_on=row.due_on,
        kept_at=row.kept_at,
        kept_text=row.kept_text,
        is_broken=row.broken_at is not None,
        is_replaced=row.replaced_at is not None,
    )


def _steps(events: list[Event], waits: bool) -> tuple[PublicStep, ...]:
    """Return what happened, in words for citizens; steps without such words stay inside."""
    told = []
    for event in events:
        row = workflow.by_name.get(event.name)
        title = _("已收到") if event.name == "submit" else str(row.public_label) if row is not None else ""
        if title or event.public_note:
            told.append((title or _("办理情况"), event.at, event.public_note))
    last = len(told) - 1
    steps = [
        PublicStep(title, at, note, is_current=index == last) for index, (title, at, note) in enumerate(told)
    ]
    if waits:
        steps.append(PublicStep(_("答复"), None, is_ahead=True))
    return tuple(steps)


def _last_note(events: list[Event], *names: str) -> str:
    """Return what the sender was told with the last step of these names."""
    return next((event.public_note for event in reversed(events) if event.name in names), "")


def _days_over(due_on: date | None) -> int:
    """Return by how many days a date has passed, 0 when it has not."""
    return max((timezone.localdate() - due_on).days, 0) if due_on is not None else 0
