"""交办: to whom an opinion is handed, with which date, and how it comes back."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework import clocks
from casework.models import Assignment, AssignmentRole, Case
from deadlines.due import chinese_date
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from organizations.models import Office
from participation.routing.queries import Facts, Proposal, propose
from participation.submissions.workflow import workflow


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


def hand_over(
    case: Case, handler: Handler, role: str, by: User, due_on: date | None, instruction: str
) -> Assignment:
    """Write an assignment and start its clock, after checking that the handler belongs here.

    Without ``due_on`` the date is the rule's target, inside the limit promised to the sender.
    """
    _check_handler(case, handler)
    today = timezone.localdate()
    target = clocks.reckon(case, "opinion.reply_target", today)
    limit = case.clocks.running().filter(assignment__isnull=True).first()
    last = max(limit.due_on, today) if limit is not None else target.on
    chosen = due_on is not None and due_on != min(target.on, last)
    due_on = due_on or min(target.on, last)
    if due_on < today:
        raise ValidationError({"due_on": _("办理期限不能早于今天。")})
    if due_on > last:
        raise ValidationError(
            {"due_on": _("办理期限不能晚于答复期限%(limit)s。") % {"limit": chinese_date(last)}}
        )
    explanation = target.explanation
    if due_on != target.on:
        explanation = _("由交办人指定（答复期限%(limit)s）") % {"limit": chinese_date(last)}
    assignment = Assignment.objects.create(
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
    is_chosen = chosen or due_on != target.on
    clocks.start_assignment_clock(assignment, "opinion.reply_target", today, is_chosen=is_chosen)
    return assignment


def assign(
    *,
    case: Case,
    by: User,
    handler: Handler,
    due_on: date | None = None,
    instruction: str = "",
    override_reason: str = "",
    note: str = "",
) -> None:
    """交办: hand the case to its lead handler, with a due date inside the limit of the answer.

    Which routing rule fired, and whether it was followed, is written down; another handler than the
    proposed one needs ``override_reason``.
    """
    told = _("您的意见已交由%(handler)s办理。") % {"handler": handler}
    data = {"handler": str(handler)} | _routed(case, handler, override_reason)
    inner = "\n".join(filter(None, [note or instruction, override_reason]))
    with workflow.step(case, "assign", by=by, note=inner, public_note=told, data=data) as locked:
        hand_over(locked, handler, AssignmentRole.LEAD, by, due_on, instruction)
        locked.lead_office = handler.office


def proposal_for(case: Case) -> Proposal | None:
    """Return what the routing rules propose; nothing that was given back already."""
    submission = case.submission
    facts = Facts(submission.category, submission.text, submission.place, submission.station_id)
    proposal = propose(case.congress, facts)
    if proposal is None:
        return None
    rule = proposal.rule
    returned = case.assignments.filter(
        returned_at__isnull=False, office=rule.office, deputy=rule.deputy, station=rule.station
    )
    return None if returned.exists() else proposal


def _routed(case: Case, handler: Handler, override_reason: str) -> dict[str, object]:
    """Return what the ledger keeps about the rule that fired; refuse a silent override."""
    proposal = proposal_for(case)
    if proposal is None:
        return {}
    rule = proposal.rule
    is_followed = handler == Handler(rule.office, rule.deputy, rule.station)
    if not is_followed and not override_reason.strip():
        raise ValidationError(
            {
                "override_reason": _("%(proposal)s。改交其他单位（人）请写明理由。")
                % {"proposal": proposal.explanation}
            }
        )
    return {"rule": rule.pk, "rule_name": rule.name, "followed": is_followed}


def reassign(
    *,
    case: Case,
    by: User,
    handler: Handler,
    reason: str,
    due_on: date | None = None,
    instruction: str = "",
) -> None:
    """改派: take the case from its lead and give it to another, with the reason; those who assist stay."""
    told = _("您的意见改由%(handler)s办理。") % {"handler": handler}
    data = {"handler": str(handler)}
    with workflow.step(case, "reassign", by=by, note=reason, public_note=told, data=data) as locked:
        clocks.resume(locked)
        take_back(locked, _("改派：%(reason)s") % {"reason": reason})
        hand_over(locked, handler, AssignmentRole.LEAD, by, due_on, instruction)
        locked.lead_office = handler.office


def take_back(case: Case, reason: str) -> None:
    """End the lead's assignment and its clock; a request for more time goes with it."""
    leads = list(case.assignments.active().filter(role=AssignmentRole.LEAD).values_list("pk", flat=True))
    case.assignments.filter(pk__in=leads).update(returned_at=timezone.now(), return_reason=reason)
    clocks.stop_assignment_clocks(case, leads)
    clocks.drop_requests(case)


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
        hand_over(locked, handler, AssignmentRole.ASSISTING, by, due_on, instruction)


def return_to_sender(*, case: Case, by: User, reason: str) -> None:
    """退回: the lead handler says why the matter is not its own (信访工作条例 23: within five working days)."""
    with workflow.step(case, "return_to_sender", by=by, note=reason) as locked:
        lead = locked.assignments.active().filter(role=AssignmentRole.LEAD).first()
        if lead is not None:
            since = timezone.localdate(lead.assigned_at)
            objection = clocks.reckon(locked, "opinion.transfer_objection", since)
            if objection.on < timezone.localdate():
                raise ValidationError(
                    {
                        "reason": _("退回期限已过（%(why)s），请与交办人商量改派。")
                        % {"why": objection.explanation}
                    }
                )
        take_back(locked, reason)
        locked.lead_office = None
