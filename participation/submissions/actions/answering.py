"""From the work on an opinion to its answer: asking, noting, drafting, signing, closing, taking up again."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework import clocks
from casework.models import Assignment, AssignmentRole, Case, ContactNote, Reply
from casework.queries import is_mine
from participation.submissions.models import Submission
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


def draft_reply(*, case: Case, by: User, text: str, note: str = "") -> None:
    """起草答复: write or rewrite the answer of this round; whoever wrote last is its author."""
    with workflow.step(case, "draft_reply", by=by, note=note) as locked:
        lead = locked.assignments.active().filter(role=AssignmentRole.LEAD).first()
        body_name = lead.handler_name if lead is not None else locked.congress.short_office_name
        Reply.objects.update_or_create(
            case=locked,
            round=current_round(locked),
            defaults={"text": text, "author": by, "body_name": body_name, "drafted_at": timezone.now()},
        )


def current_round(case: Case) -> int:
    """Return the number of the answer being worked on: one more than those signed."""
    return case.replies.filter(signed_at__isnull=False).count() + 1


def revise_reply(*, case: Case, by: User, reason: str) -> None:
    """退改答复: the signer sends the draft back with the reason."""
    with workflow.step(case, "revise_reply", by=by, note=reason):
        pass


def sign_reply(*, case: Case, by: User, note: str = "") -> None:
    """签发答复: a second person signs; the sender can read it from this moment, also for merged opinions."""
    told = _("已答复，请看答复内容。")
    with workflow.step(case, "sign_reply", by=by, note=note, public_note=told) as locked:
        now = timezone.now()
        locked.replies.filter(signed_at__isnull=True).update(signed_by=by, signed_at=now)
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


def assign_again(case: Case, *, instruction: str) -> Assignment:
    """Give the case back to whoever answered, with the clock of a redo."""
    last = case.assignments.filter(role=AssignmentRole.LEAD).order_by("-id").first()
    if last is None:
        raise ValueError("an answered case has had a lead handler")
    today = timezone.localdate()
    due = clocks.reckon(case, "opinion.redo", today)
    again = Assignment.objects.create(
        case=case,
        role=AssignmentRole.LEAD,
        office=last.office,
        deputy=last.deputy,
        station=last.station,
        instruction=instruction,
        assigned_by=last.assigned_by,
        due_on=due.on,
        due_explanation=due.explanation,
    )
    case.answered_at = None
    clocks.start_case_clock(case, "opinion.redo", today)
    clocks.start_assignment_clock(again, "opinion.redo", today)
    return again
