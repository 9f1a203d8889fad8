"""What becomes of an opinion before it is handed to anybody: taken in, asked about, declined, merged, sent on."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework import clocks
from casework.models import Case, Handover
from casework.queries import visible_to
from deadlines.due import chinese_date, due_date
from organizations.models import Congress
from participation.submissions.models import Route, Submission
from participation.submissions.workflow import DECLINED, MERGED, SET_ASIDE, WITHDRAWN, workflow


def register(*, case: Case, by: User, category: str, place: str | None = None, note: str = "") -> None:
    """登记: the clerk has read the opinion and filed it under a category; without ``place`` the sender's stays."""
    filed = {"category": category} | ({} if place is None else {"place": place})
    with workflow.step(case, "register", by=by, note=note, data={"category": category}):
        Submission.objects.filter(case=case).update(**filed)


def accept(*, case: Case, by: User, note: str = "") -> None:
    """受理: from here the clock of the answer runs, reckoned from the day of receipt."""

    def told(case: Case) -> str:
        due = chinese_date(case.due_on) if case.due_on else ""
        return _("您的意见已受理，最迟%(due)s前答复。") % {"due": due}

    with workflow.step(case, "accept", by=by, note=note, public_note=told) as locked:
        clocks.resume(locked)
        clocks.start_case_clock(locked, "opinion.reply_limit", timezone.localdate(locked.received_at))


def need_more(*, case: Case, by: User, question: str, note: str = "") -> None:
    """要求补充: ask the sender, who reads the question on the query page; the clocks stand still."""
    with workflow.step(case, "need_more", by=by, note=note, public_note=question) as locked:
        clocks.suspend(locked)


def decline(*, case: Case, by: User, route: str, reason: str, where_to_go: str, note: str = "") -> None:
    """不予接收: say why, and where the matter belongs (信访工作条例 23; ``domain.md`` §8.2)."""
    if route not in Route.values:
        raise ValidationError({"route": _("请选择去向。")})
    if route == Route.DISCIPLINE:
        # 信访工作条例 30 (R43): an accusation first leaves the ordinary lists.
        raise ValidationError({"route": _("检举控告请用“单独处理”，再由有权的人转纪检监察。")})
    told = _("%(reason)s\n可以到这里反映：%(where)s") % {"reason": reason, "where": where_to_go}
    with workflow.step(case, "decline", by=by, note=note, public_note=told, data={"route": route}):
        Submission.objects.filter(case=case).update(declined_route=route)


def merge(*, case: Case, by: User, into: str, note: str = "") -> None:
    """合并: the same matter is already in hand under number ``into``, in the same congress."""
    target = (
        Submission.objects.filter(case__in=visible_to(by), case__number=into, case__congress=case.congress)
        .exclude(case=case)
        .select_related("case")
        .first()
    )
    if target is None:
        raise ValidationError({"into": _("没有找到这个编号的意见。")})
    if target.case.status in {MERGED, DECLINED, WITHDRAWN, SET_ASIDE}:
        raise ValidationError({"into": _("这件意见已经不在办理，不能并入。")})
    told = _("您的意见与已在办理的同一事项合并办理，办理结果会在这里告诉您。")
    with workflow.step(case, "merge", by=by, note=note, public_note=told, data={"into": into}):
        Submission.objects.filter(case=case).update(merged_into=target)


def unmerge(*, case: Case, by: User, reason: str) -> None:
    """撤销合并: it was another matter after all; its own clock runs again from the day of receipt."""
    told = _("您的意见改为单独办理。")
    with workflow.step(case, "unmerge", by=by, note=reason, public_note=told) as locked:
        Submission.objects.filter(case=case).update(merged_into=None)
        clocks.start_case_clock(locked, "opinion.ack", timezone.localdate(locked.received_at))


def transfer(*, case: Case, by: User, to: Congress, reason: str, note: str = "") -> None:
    """移送: hand the matter to the congress it belongs to, above, below or beside; the number stays.

    The sender is told where it went (信访工作条例 23); the receiver may give it back within the time of rule
    ``opinion.transfer_objection``.
    """
    if to == case.congress:
        raise ValidationError({"to": _("已经在这里，请选择别的人大。")})
    told = _("您的意见已移送%(office)s办理。%(reason)s") % {"office": to.short_office_name, "reason": reason}
    data = {"from_congress": case.congress_id, "to_congress": to.pk}
    with workflow.step(case, "transfer", by=by, note=note, public_note=told, data=data) as locked:
        objection = due_date("opinion.transfer_objection", timezone.localdate(), to)
        Handover.objects.create(
            case=locked,
            from_congress=locked.congress,
            to_congress=to,
            by=by,
            reason=reason,
            objection_until=objection.on,
        )
        locked.congress = to
        locked.lead_office = None


def return_transfer(*, case: Case, by: User, reason: str) -> None:
    """退回移送: the receiver says why the matter is not its own; it goes back where it came from."""
    with workflow.step(case, "return_transfer", by=by, note=reason) as locked:
        last = locked.handovers.select_related("from_congress").latest("id")
        if last.objection_until < timezone.localdate():
            raise ValidationError(
                _("退回期限%(day)s已过，请受理或者移送有权办理的人大。")
                % {"day": chinese_date(last.objection_until)}
            )
        last.returned_at, last.return_reason = timezone.now(), reason
        last.save(update_fields=["returned_at", "return_reason"])
        locked.congress = last.from_congress
