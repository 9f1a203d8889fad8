"""What the office does with an opinion, one function for each verb of the transition table."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.models import Assignment, AssignmentRole, Case, Reply, Visibility
from casework.queries import visible_to
from deadlines.due import chinese_date, due_date
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from organizations.models import Office
from participation.submissions.models import Route, Submission
from participation.submissions.workflow import DECLINED, MERGED, WITHDRAWN, workflow


@dataclass(frozen=True)
class Handler:
    """Whoever a case is handed to: exactly one of the three."""

    office: Office | None = None
    deputy: Deputy | None = None
    station: StationPage | None = None

    def __str__(self) -> str:
        return str(self.office or self.deputy or self.station)

    @classmethod
    def of(cls, who: Office | Deputy | StationPage) -> "Handler":
        """Return the handler that ``who`` is."""
        if isinstance(who, Office):
            return cls(office=who)
        return cls(deputy=who) if isinstance(who, Deputy) else cls(station=who)


def register(*, case: Case, by: User, category: str, place: str = "", note: str = "") -> None:
    """登记: the clerk has read the opinion and filed it under a category."""
    with workflow.step(case, "register", by=by, note=note, data={"category": category}):
        Submission.objects.filter(case=case).update(category=category, place=place)


def accept(*, case: Case, by: User, note: str = "") -> None:
    """受理: from here the clock of the answer runs, reckoned from the day of receipt."""
    due = due_date("opinion.reply_limit", timezone.localdate(case.received_at))
    told = _("您的意见已受理，最迟%(due)s前答复。") % {"due": chinese_date(due.on)}
    with workflow.step(case, "accept", by=by, note=note, public_note=told) as locked:
        locked.due_on, locked.due_explanation = due.on, due.explanation


def need_more(*, case: Case, by: User, question: str, note: str = "") -> None:
    """要求补充: ask the sender, who reads the question on the query page."""
    with workflow.step(case, "need_more", by=by, note=note, public_note=question):
        pass


def decline(*, case: Case, by: User, route: str, reason: str, where_to_go: str, note: str = "") -> None:
    """不予受理: say why, and where the matter belongs (信访工作条例 23; ``domain.md`` §8.2)."""
    if route not in Route.values:
        raise ValidationError({"route": _("请选择去向。")})
    told = _("%(reason)s\n可以到这里反映：%(where)s") % {"reason": reason, "where": where_to_go}
    with workflow.step(case, "decline", by=by, note=note, public_note=told, data={"route": route}) as locked:
        if route == Route.DISCIPLINE:
            # 信访工作条例 30 (R43): an accusation leaves the ordinary lists, so that it cannot reach the accused.
            locked.visibility = Visibility.RESTRICTED
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
    if target.case.status in {MERGED, DECLINED, WITHDRAWN}:
        raise ValidationError({"into": _("这件意见已经不在办理，不能并入。")})
    told = _("您的意见与已在办理的同一事项合并办理，办理结果会在这里告诉您。")
    with workflow.step(case, "merge", by=by, note=note, public_note=told, data={"into": into}):
        Submission.objects.filter(case=case).update(merged_into=target)


def _hand_over(
    case: Case, handler: Handler, role: str, by: User, due_on: date | None, instruction: str
) -> Assignment:
    """Write an assignment after checking that the handler belongs here and the date is in the limit."""
    _check_handler(case, handler)
    limit = due_date("opinion.reply_limit", timezone.localdate(case.received_at))
    today = timezone.localdate()
    target = due_date("opinion.reply_target", today)
    due_on = due_on or min(target.on, max(limit.on, today))
    if due_on < today:
        raise ValidationError({"due_on": _("办理期限不能早于今天。")})
    if due_on > max(limit.on, today):
        raise ValidationError(
            {"due_on": _("办理期限不能晚于答复期限%(limit)s。") % {"limit": chinese_date(limit.on)}}
        )
    explanation = target.explanation if due_on == target.on else limit.explanation
    if due_on not in {target.on, limit.on}:
        explanation = _("由交办人指定（答复期限%(limit)s）") % {"limit": chinese_date(limit.on)}
    return Assignment.objects.create(
        case=case,
        role=role,
        office=handler.office,
        deputy=handler.deputy,
        station=handler.station,
        instruction=instruction,
        assigned_by=by,
        due_on=due_on,
        due_explanation=explanation,
    )


def _check_handler(case: Case, handler: Handler) -> None:
    """Refuse a handler of another tenant, or one that no longer works."""
    if handler.office is not None and (
        handler.office.congress_id != case.congress_id or not handler.office.is_active
    ):
        raise ValidationError({"handler": _("该承办单位不属于本级人大或已停用。")})
    if handler.station is not None and handler.station.congress != case.congress:
        raise ValidationError({"handler": _("该联络站不属于本级人大。")})
    if handler.deputy is not None:
        placed_here = handler.deputy.station is not None and handler.deputy.station.congress == case.congress
        if handler.deputy.congress_id != case.congress_id and not placed_here:
            raise ValidationError({"handler": _("该代表不属于本级人大，也不在本级联络站。")})
    if sum(part is not None for part in (handler.office, handler.deputy, handler.station)) != 1:
        raise ValidationError({"handler": _("请选择一个承办单位、代表或联络站。")})


def assign(
    *,
    case: Case,
    by: User,
    handler: Handler,
    due_on: date | None = None,
    instruction: str = "",
    note: str = "",
) -> None:
    """交办: hand the case to its lead handler, with a due date inside the limit of the answer."""
    told = _("您的意见已交由%(handler)s办理。") % {"handler": handler}
    data = {"handler": str(handler)}
    with workflow.step(
        case, "assign", by=by, note=note or instruction, public_note=told, data=data
    ) as locked:
        assignment = _hand_over(locked, handler, AssignmentRole.LEAD, by, due_on, instruction)
        locked.lead_office = handler.office
        locked.due_on, locked.due_explanation = assignment.due_on, assignment.due_explanation


def add_assisting(
    *,
    case: Case,
    by: User,
    handler: Handler,
    due_on: date | None = None,
    instruction: str = "",
    note: str = "",
) -> None:
    """增加会办: a second body helps; the lead stays responsible."""
    data = {"handler": str(handler)}
    with workflow.step(case, "assign_assisting", by=by, note=note or instruction, data=data) as locked:
        _hand_over(locked, handler, AssignmentRole.ASSISTING, by, due_on, instruction)


def return_to_sender(*, case: Case, by: User, reason: str) -> None:
    """退回: the lead handler says why the matter is not its own (信访工作条例 23: within five working days)."""
    with workflow.step(case, "return_to_sender", by=by, note=reason) as locked:
        locked.assignments.active().filter(role=AssignmentRole.LEAD).update(
            returned_at=timezone.now(), return_reason=reason
        )
        locked.lead_office = None


def draft_reply(*, case: Case, by: User, text: str, note: str = "") -> None:
    """起草答复: write or rewrite the answer of this round; whoever wrote last is its author."""
    with workflow.step(case, "draft_reply", by=by, note=note) as locked:
        lead = locked.assignments.active().filter(role=AssignmentRole.LEAD).first()
        body_name = lead.handler_name if lead is not None else locked.congress.short_office_name
        current = Submission.objects.values_list("redo_count", flat=True).get(case=locked) + 1
        Reply.objects.update_or_create(
            case=locked,
            round=current,
            defaults={"text": text, "author": by, "body_name": body_name, "drafted_at": timezone.now()},
        )


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


def close(*, case: Case, by: User, note: str = "") -> None:
    """办结: nothing is left to do."""
    with workflow.step(case, "close", by=by, note=note):
        pass
