"""From the work on an opinion to its answer: asking, noting, drafting, signing, closing, taking up again."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework import clocks
from casework.models import AssignmentRole, Case, ContactNote, Reply
from casework.queries import is_mine
from participation.submissions.actions import drafting, promises
from participation.submissions.actions.handing_back import assign_again
from participation.submissions.models import Submission
from participation.submissions.replies.findings import Draft
from participation.submissions.replies.lint import check, codes_of
from participation.submissions.replies.reading import background, body_of
from participation.submissions.workflow import workflow


def ask_sender(*, case: Case, by: User, question: str, note: str = "") -> None:
    """请提交人补充: the handler needs to know more; the clocks stand still until the sender answers."""
    with workflow.step(case, "ask_sender", by=by, note=note, public_note=question) as locked:
        clocks.suspend(locked)


def go_on(*, case: Case, by: User, reason: str) -> None:
    """不再等待补充: work goes on with what is known; the clocks run again."""
    with workflow.step(case, "go_on", by=by, note=reason) as locked:
        clocks.resume(locked)


def log_contact(*, case: Case, by: User, on: date, way: str, summary: str) -> None:
    """联系记录: that somebody spoke with the sender, and what came of it; stays inside."""
    with workflow.step(case, "log_contact", by=by, data={"way": way}) as locked:
        ContactNote.objects.create(case=locked, by=by, on=on, way=way, summary=summary)


def give_opinion(*, case: Case, by: User, opinion: str) -> None:
    """会办意见: what an assisting body tells the lead; its part is done with it."""
    with workflow.step(case, "give_opinion", by=by) as locked:
        rows = locked.assignments.active().filter(is_mine(by), role=AssignmentRole.ASSISTING)
        mine = list(rows.values_list("pk", flat=True).distinct())
        locked.assignments.filter(pk__in=mine).update(done_at=timezone.now(), opinion=opinion)
        clocks.stop_assignment_clocks(locked, mine)


def draft_reply(
    *,
    case: Case,
    by: User,
    text: str,
    answer_class: str,
    done_on: date | None = None,
    promised_on: date | None = None,
    promise: str = "",
    reason: str = "",
    accepted: Collection[str] = (),
    override_reason: str = "",
    note: str = "",
) -> None:
    """起草答复: write or rewrite the answer of this round; whoever wrote last is its author.

    What the lint finds has to be mended, or shown to the author (``accepted``: the codes that were) and kept
    with the author's reason for the signer (``domain.md`` §8.3). Nothing passes in silence.
    """
    draft = drafting.of_class(Draft(text, answer_class, done_on, promised_on, promise, reason))
    data: dict[str, Any] = {"class": answer_class}
    said = drafting.reason_line(override_reason)
    with workflow.step(
        case, "draft_reply", by=by, note="\n".join(filter(None, (note, said))), data=data
    ) as locked:
        found = check(draft, background(locked, author=by))
        checks = drafting.admit(found, accepted, override_reason)
        data["weaknesses"] = codes_of(found)
        Reply.objects.update_or_create(
            case=locked,
            round=current_round(locked),
            defaults={
                **asdict(draft),
                "checks": checks,
                "author": by,
                "body_name": body_of(locked),
                "drafted_at": timezone.now(),
            },
        )


def current_round(case: Case) -> int:
    """Return the number of the answer being worked on: one more than those signed."""
    return case.replies.filter(signed_at__isnull=False).count() + 1


def revise_reply(*, case: Case, by: User, reason: str) -> None:
    """退改答复: the signer sends the draft back with the reason."""
    with workflow.step(case, "revise_reply", by=by, note=reason):
        pass


def sign_reply(*, case: Case, by: User, note: str = "") -> None:
    """签发答复: a second person signs; the sender can read it from this moment, also for merged opinions.

    A promise that the answer makes is kept on record from here on, in place of one that still stood open.
    """
    data: dict[str, Any] = {}
    told = _("已答复，请看答复内容。")
    with workflow.step(case, "sign_reply", by=by, note=note, public_note=told, data=data) as locked:
        now = timezone.now()
        for draft in locked.replies.filter(signed_at__isnull=True):
            draft.signed_by, draft.signed_at = by, now
            draft.save(update_fields=["signed_by", "signed_at"])
            promises.make(locked, draft)
            data.update({"class": draft.answer_class, "weaknesses": drafting.kept_codes(draft.checks)})
        locked.assignments.active().update(done_at=now)
        locked.answered_at = now
        clocks.drop_requests(locked)
        clocks.stop_all(locked)


def close(*, case: Case, by: User, note: str = "") -> None:
    """办结: nothing is left to do."""
    with workflow.step(case, "close", by=by, note=note):
        pass


def redo(*, case: Case, by: User, reason: str, told: str) -> None:
    """重新办理: the office itself takes an answered matter up again, and tells the sender why."""
    with workflow.step(case, "redo", by=by, note=reason, public_note=told) as locked:
        assign_again(locked, instruction=reason)
        Submission.objects.filter(case=locked).update(rating="", rated_at=None)
