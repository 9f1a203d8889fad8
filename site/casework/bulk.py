"""One step for many cases: first tried on each without a trace, then taken on each in its own transaction.

Nothing here knows a step: its form, its action, its guards and its right decide for every single case, exactly
as they do on the case screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from casework.forms import StepForm
from casework.kinds import CaseKind, Step, kinds
from casework.models import Case
from casework.queries import visible_to
from casework.workflow import StepClosed

MOST = 100


@dataclass(frozen=True)
class Outcome:
    """What became, or would become, of one case; ``reason`` says why not."""

    case: Case
    reason: str = ""

    @property
    def is_done(self) -> bool:
        """Return whether it went through."""
        return not self.reason


class Undo(Exception):
    """Ends a trial."""


def picked(user: User, numbers: Sequence[str]) -> list[Case]:
    """Return the cases ticked that the person may see, in the order of their numbers; others do not exist."""
    wanted = list(dict.fromkeys(numbers))[:MOST]
    cases = visible_to(user).filter(number__in=wanted)
    return list(cases.select_related("congress", "lead_office").order_by("number"))


def bulk_steps(cases: Sequence[Case]) -> dict[str, Any]:
    """Return the steps that may be offered for these cases, with their labels."""
    offered: dict[str, Any] = {}
    for kind in {case.kind: kinds.of(case) for case in cases}.values():
        offered |= {name: kind.workflow.by_name[name].label for name in kind.bulk_steps}
    return offered


def common_form(step: Step, case: Case, user: User, data: QueryDict | None) -> StepForm:
    """Return the step's form as it is shown once for all cases.

    It starts empty: what it would propose is reckoned for one case, and left empty it is reckoned for each.
    """
    form = step.form(data, case=case, user=user)
    form.initial = {}
    for field in form.fields.values():
        field.initial = None
        if not field.required and field.help_text:
            field.help_text = _("留空则每件各按规定或各按原来的内容")
    return form


def own_form(step: Step, case: Case, user: User, data: QueryDict) -> StepForm:
    """Return the form bound for one case: what was left empty is what the form proposes for this very case."""
    proposal = step.form(case=case, user=user)
    own = data.copy()
    for name in proposal.fields:
        initial = proposal.get_initial_for_field(proposal.fields[name], name)
        if not own.get(name) and initial not in {None, ""}:
            own[name] = str(initial)
    return step.form(own, case=case, user=user)


def attempt(case: Case, name: str, user: User, data: QueryDict, *, for_real: bool) -> Outcome:
    """Take the step on one case, or try it and leave no trace."""
    kind: CaseKind = kinds.of(case)
    if name not in kind.bulk_steps:
        return Outcome(case, _("这种办件不能批量进行这一步。"))
    refusal = kind.workflow.by_name[name].refusal(case, user)
    if refusal:
        return Outcome(case, refusal)
    step = kind.steps[name]
    form = own_form(step, case, user, data)
    if not form.is_valid():
        return Outcome(case, _first_error(form))
    try:
        with transaction.atomic():
            step.action(case=case, by=user, **form.cleaned_data)
            if not for_real:
                raise Undo
    except Undo:
        return Outcome(case)
    except ValidationError as error:
        return Outcome(case, "；".join(error.messages))
    except (StepClosed, PermissionDenied) as error:
        return Outcome(case, str(error) or _("您没有权限。"))
    return Outcome(case)


def attempt_all(
    cases: Sequence[Case], name: str, user: User, data: QueryDict, *, for_real: bool
) -> list[Outcome]:
    """Take the step on each case; one that is refused does not hold up the others."""
    return [attempt(case, name, user, data, for_real=for_real) for case in cases]


def _first_error(form: StepForm) -> str:
    """Return the first thing that is wrong, with the field it is about."""
    name, texts = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}：{texts[0]}" if label else str(texts[0])
