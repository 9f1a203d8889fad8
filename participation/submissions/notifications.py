"""What the sender of an opinion is told of, when the sender has asked for it (``domain.md`` §8.2).

Nothing here is sent: a message is written into the outbox in the transaction of the step it tells of. It names
the number, what happened and where to read it; the opinion, the answer, the query code and the sender's name
are never in it, because mail and short messages travel in the open.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework import workflow as casework_workflow
from casework.models import Case, Event
from casework.notifications import forget
from deadlines.due import chinese_date
from notifications import kinds
from notifications.actions import enqueue
from notifications.addresses import recipient_for
from notifications.channels import available
from notifications.kinds import MessageKind
from participation.submissions.models import Submission
from participation.submissions.queries import answered_by
from participation.submissions.workflow import workflow


def _kind(name: str, label: Any, subject: Any) -> MessageKind:
    return MessageKind(f"opinion.{name}", label, subject, f"notifications/opinion_{name}.txt")


REGISTERED = _kind("registered", _("已登记"), _("您的意见 %(number)s 已登记"))
ACCEPTED = _kind("accepted", _("已受理"), _("您的意见 %(number)s 已受理"))
ASKED = _kind("asked", _("请补充情况"), _("您的意见 %(number)s 需要补充情况"))
HANDED_OVER = _kind("handed_over", _("已转交办理"), _("您的意见 %(number)s 已转交办理"))
EXTENDED = _kind("extended", _("办理期限延长"), _("您的意见 %(number)s 的办理期限有变化"))
ANSWERED = _kind("answered", _("已答复"), _("您的意见 %(number)s 有了答复"))
DECLINED = _kind("declined", _("不属于受理范围"), _("您的意见 %(number)s 有了处理结果"))
POOLED = _kind("pooled", _("列入研究"), _("您的意见 %(number)s 已列入草案修改研究"))
REOPENED = _kind("reopened", _("重新办理"), _("您的意见 %(number)s 将重新办理"))
PROMISE_KEPT = _kind("promise_kept", _("承诺已落实"), _("您的意见 %(number)s 有了新进展"))

# By the name of the step. A step that is not here is not told: the query page shows everything.
TOLD = {
    "register": REGISTERED,
    "accept": ACCEPTED,
    "need_more": ASKED,
    "ask_sender": ASKED,
    "assign": HANDED_OVER,
    "transfer": HANDED_OVER,
    "grant_extension": EXTENDED,
    "pool": POOLED,
    "unpool": ACCEPTED,
    "answer_by_result": ANSWERED,
    "sign_reply": ANSWERED,
    "decline": DECLINED,
    "pass_on": DECLINED,
    "redo": REOPENED,
    "reopen": REOPENED,
    "keep_promise": PROMISE_KEPT,
}
# Of these the senders of opinions that were merged into this one hear as well: it is their answer too.
SHARED = frozenset({"sign_reply", "answer_by_result", "keep_promise"})


def on_event(event: Event, case: Case) -> None:
    """Write what is to be told of a step; end everything when the opinion is withdrawn."""
    if case.kind != workflow.kind:
        return
    if event.name == "withdraw":
        forget(case)
        return
    kind = TOLD.get(event.name)
    if kind is None or not available():
        return
    own = Submission.objects.filter(case=case).first()
    if own is None:
        return
    for submission in [own, *answered_by(own)] if event.name in SHARED else [own]:
        _tell(kind, event, submission)


def _tell(kind: MessageKind, event: Event, submission: Submission) -> None:
    """Write one message, if the sender has asked for it and can be reached so."""
    way, case = submission.notify_by, submission.case
    if not way or way not in available():
        return
    recipient = recipient_for(way, submission.contact)
    if not recipient:
        return
    enqueue(
        kind=kind.name,
        key=f"event:{event.pk}:{submission.pk}",
        congress=case.congress,
        channel=way,
        recipient=recipient,
        about=case.number,
        context={
            "link": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('participation:opinion_query')}",
            "due_on": chinese_date(case.due_on) if case.due_on is not None else "",
        },
    )


def register() -> None:
    """Tell the outbox which kinds there are, and listen to the steps of cases."""
    kinds.register(
        REGISTERED, ACCEPTED, ASKED, HANDED_OVER, EXTENDED, ANSWERED, DECLINED, POOLED, REOPENED, PROMISE_KEPT
    )
    if on_event not in casework_workflow.listeners:
        casework_workflow.listeners.append(on_event)
