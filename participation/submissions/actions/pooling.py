"""列入研究: opinions on a draft that are not answered one by one, but together, by the published result.

While an opinion is pooled, its own clocks stand: what was promised to everybody, the day by which the result is
public, takes their place (``domain.md`` §3.6, §13.1).
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework import clocks
from casework.models import Case
from deadlines.due import chinese_date
from participation.submissions.workflow import workflow


def pool(*, case: Case, by: User, note: str = "") -> None:
    """列入研究: it is answered by the result of the consultation."""
    told = _("您的意见已列入草案修改研究。%(promise)s，采纳情况可以凭编号和查询码在这里查到。")
    promise = case.submission.consultation.feedback_line if case.submission.consultation else ""
    with workflow.step(case, "pool", by=by, note=note, public_note=told % {"promise": promise}) as locked:
        clocks.hand_over(locked, promise)


def unpool(*, case: Case, by: User, reason: str, note: str = "") -> None:
    """改为单独办理: it is a matter of its own after all; the clock of the answer begins anew today."""

    def told(case: Case) -> str:
        due = chinese_date(case.due_on) if case.due_on else ""
        return _("您的意见改为单独办理，最迟%(due)s前答复。") % {"due": due}

    note = "\n".join(filter(None, (reason, note)))
    with workflow.step(case, "unpool", by=by, note=note, public_note=told) as locked:
        clocks.start_case_clock(locked, "opinion.reply_limit", timezone.localdate())


def answer_by_result(*, case: Case) -> None:
    """The result is public and says what became of this opinion: that is its answer. A step of the clock."""
    told = _("征求意见的结果已经公布，您的意见的采纳情况见“您的意见怎么处理的”。")
    with workflow.step(case, "answer_by_result", by=None, public_note=told) as locked:
        locked.answered_at = timezone.now()
