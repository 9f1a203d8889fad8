"""Promises of signed answers: made, reported as kept, or broken when their day has passed (class B answers).

docs/decisions/0020 says why a report needs no second signature and a changed promise does.
"""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.models import AnswerClass, Case, Promise, Reply
from deadlines.due import chinese_date, due_date
from participation.submissions.actions import drafting
from participation.submissions.actions.handing_back import assign_again
from participation.submissions.models import PublishedCopy, Submission
from participation.submissions.replies.findings import Draft
from participation.submissions.replies.lint import check_report, codes_of
from participation.submissions.replies.reading import background
from participation.submissions.workflow import workflow


def make(case: Case, reply: Reply) -> Promise | None:
    """Keep the promise of an answer just signed; one of an earlier answer is replaced by it."""
    case.promises.open().update(replaced_at=timezone.now())
    if reply.answer_class != AnswerClass.PLANNED or reply.promised_on is None:
        return None
    today = timezone.localdate()
    if reply.promised_on < today:
        raise ValidationError(
            _("承诺日期%(day)s已过，请退改，另写一个日期。") % {"day": chinese_date(reply.promised_on)}
        )
    return Promise.objects.create(
        case=case,
        reply=reply,
        what=reply.promise,
        due_on=reply.promised_on,
        remind_on=max(today, _remind_on(case, reply.promised_on)),
    )


def _remind_on(case: Case, due_on: date) -> date:
    return due_date("opinion.promise_reminder", due_on, case.congress).on


def keep_promise(
    *,
    case: Case,
    by: User,
    text: str,
    accepted: Collection[str] = (),
    override_reason: str = "",
    note: str = "",
) -> None:
    """报告落实情况: what was promised is done; the sender reads the report as it is written here."""
    said = drafting.reason_line(override_reason)
    data: dict[str, object] = {}
    with workflow.step(
        case,
        "keep_promise",
        by=by,
        note="\n".join(filter(None, (note, said))),
        public_note=text,
        data=data,
    ) as locked:
        found = check_report(Draft(text), background(locked, author=by))
        drafting.admit(found, accepted, override_reason)
        data["weaknesses"] = codes_of(found)
        promise = locked.promises.open().get()
        promise.kept_at, promise.kept_by, promise.kept_text = timezone.now(), by, text
        promise.save(update_fields=["kept_at", "kept_by", "kept_text"])
        PublishedCopy.objects.filter(submission__case=locked, promised_on=promise.due_on).update(
            promise_kept_on=timezone.localdate()
        )


def break_promise(*, case: Case) -> None:
    """到期未落实: the day has passed without a report; the case is taken up again, and the sender is told so.

    A step of the clock (``check_promises``): no account can take it, and none can keep it from being taken.
    """

    def told(case: Case) -> str:
        due = chinese_date(case.due_on) if case.due_on else ""
        return _("答复里承诺的“%(what)s”到期没有落实。现在重新办理，最迟%(due)s前答复您。") % {
            "what": promise.what,
            "due": due,
        }

    with workflow.step(case, "break_promise", by=None, public_note=told) as locked:
        promise = locked.promises.open().get()
        promise.broken_at = timezone.now()
        promise.save(update_fields=["broken_at"])
        assign_again(
            locked,
            instruction=_("承诺%(day)s前完成的“%(what)s”到期没有报告落实，请办好后重新答复。")
            % {"day": chinese_date(promise.due_on), "what": promise.what},
        )
        Submission.objects.filter(case=locked).update(rating="", rated_at=None)
