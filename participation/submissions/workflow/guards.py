"""Further conditions of the steps: each returns why the step is closed to this person now, or None."""

from django.utils import timezone
from django.utils.translation import gettext as _now

from accounts.models import User
from accounts.roles import Permission
from casework.models import AssignmentRole, Case, Extension, FileOrigin
from casework.queries import is_assisting_handler, is_lead_handler, is_mine
from organizations.scope import has_permission


def drafter(case: Case, user: User | None) -> str | None:
    """Open to the lead handler, and to those who assign: a clerk may write for a deputy without a computer."""
    if user is not None and (
        is_lead_handler(case, user) or has_permission(user, Permission.ASSIGN, case.congress)
    ):
        return None
    return _now("只有主办单位（人）或交办的干事可以进行。")


def lead_handler(case: Case, user: User | None) -> str | None:
    """Open only to whoever has the case in hand."""
    return None if user is not None and is_lead_handler(case, user) else _now("只有主办单位（人）可以进行。")


def assisting_handler(case: Case, user: User | None) -> str | None:
    """Open only to those who assist and owe their opinion."""
    if user is not None and is_assisting_handler(case, user):
        return None
    return _now("只有会办单位（人）可以提出会办意见。")


def participant(case: Case, user: User | None) -> str | None:
    """Open to all who work on the case: those who assign, the lead and those who assist."""
    if user is not None and (
        has_permission(user, Permission.ASSIGN, case.congress)
        or is_lead_handler(case, user)
        or is_assisting_handler(case, user)
    ):
        return None
    return _now("只有办理这件的人可以进行。")


def has_office_files(case: Case, user: User | None) -> str | None:
    """Only what the office put there can be removed; what the sender sent stays."""
    theirs = case.files.filter(origin=FileOrigin.OFFICE, removed_at__isnull=True).exists()
    return None if theirs else _now("没有办理人员上传的附件。")


def arrived_by_handover(case: Case, user: User | None) -> str | None:
    """Only what another congress handed over, and was not taken in yet, can go back to it."""
    last = case.handovers.order_by("-id").first()
    stands = last is not None and last.returned_at is None and last.to_congress_id == case.congress_id
    return None if stands else _now("这件不是由其他人大移送来的。")


def _open_request(case: Case) -> Extension | None:
    return Extension.objects.filter(clock__case=case, decided_at__isnull=True).first()


def can_ask_for_time(case: Case, user: User | None) -> str | None:
    """One request at a time, and one extension for each handler's clock."""
    if _open_request(case) is not None:
        return _now("已有一份延期申请待审批。")
    leads = case.clocks.running().filter(assignment__role=AssignmentRole.LEAD)
    extended = leads.filter(extended_until__isnull=False).exists()
    return _now("已经延期过一次。") if extended else None


def decides_on_time(case: Case, user: User | None) -> str | None:
    """Whoever asks for more time does not grant it."""
    request = _open_request(case)
    if request is None:
        return _now("没有待审批的延期申请。")
    own = user is not None and request.requested_by_id == user.pk
    return _now("申请人不能审批自己的延期申请。") if own else None


def supervision_is_open(case: Case, user: User | None) -> str | None:
    """Only a demand that was made can be answered."""
    owed = case.supervisions.filter(answered_at__isnull=True).exists()
    return None if owed else _now("没有待反馈的督办。")


def has_had_a_lead(case: Case, user: User | None) -> str | None:
    """What is taken up again goes back to whoever answered."""
    known = case.assignments.filter(role=AssignmentRole.LEAD).exists()
    return None if known else _now("这件没有交办过。")


def is_about_a_draft(case: Case, user: User | None) -> str | None:
    """Only what was said on a draft can wait for the result of its consultation."""
    return None if case.submission.consultation_id is not None else _now("这件不是对征求意见的草案提的。")


def result_is_public(case: Case, user: User | None) -> str | None:
    """The fate of a pooled opinion is known when all that it says stands in the published result."""
    consultation = case.submission.consultation
    if consultation is None or not consultation.result_reports.filter(published_at__isnull=False).exists():
        return _now("征求意见的结果还没有公布。")
    waiting = case.submission.parts.exclude(coding="out").filter(fate__isnull=True).exists()
    return _now("这件还没有归入公布的结果。") if waiting else None


def has_an_answer_of_its_own(case: Case, user: User | None) -> str | None:
    """What the result of a consultation answers is public there, without anybody's words."""
    by_result = case.events.filter(name="answer_by_result").exists()
    answered = case.replies.filter(signed_at__isnull=False).exists()
    return _now("这件由征求意见的结果答复，采纳情况已在结果页公开。") if by_result and not answered else None


def answered_it(case: Case, user: User | None) -> str | None:
    """Open to whoever gave the answer, though its work is done, and to those who assign."""
    last = case.assignments.filter(role=AssignmentRole.LEAD, returned_at__isnull=True).order_by("-id").first()
    if user is not None and (
        has_permission(user, Permission.ASSIGN, case.congress)
        or (last is not None and case.assignments.filter(is_mine(user), pk=last.pk).exists())
    ):
        return None
    return _now("只有答复的单位（人）或交办的干事可以进行。")


def has_open_promise(case: Case, user: User | None) -> str | None:
    """Only a promise that still stands can be reported as kept."""
    return None if case.promises.open().exists() else _now("没有待落实的承诺。")


def promise_is_late(case: Case, user: User | None) -> str | None:
    """A promise is broken when its day has passed, and not on that day."""
    late = case.promises.open().filter(due_on__lt=timezone.localdate()).exists()
    return None if late else _now("没有到期未落实的承诺。")


def not_the_author(case: Case, user: User | None) -> str | None:
    """The signer is another person than the author (``domain.md`` §4)."""
    draft = case.replies.filter(signed_at__isnull=True).first()
    if draft is None:
        return _now("没有待签发的答复。")
    return _now("起草人不能签发自己写的答复。") if user is not None and draft.author_id == user.pk else None


def consented(case: Case, user: User | None) -> str | None:
    """Nothing is published that its author did not agree to (个保法 25)."""
    return None if case.submission.consents_to_publication else _now("提交人没有同意公开。")


def copy_can_be_prepared(case: Case, user: User | None) -> str | None:
    """A copy that stands on the site is first taken down, or overtaken by a newer answer."""
    copy = getattr(case.submission, "published_copy", None)
    if copy is None or copy.published_at is None or copy.withdrawn_at is not None:
        return None
    newer = case.replies.filter(signed_at__gt=copy.prepared_at).exists()
    return None if newer else _now("公开稿已经在网站上。")


def copy_checked_by_another(case: Case, user: User | None) -> str | None:
    """The checker of the masked copy is not its maker."""
    copy = getattr(case.submission, "published_copy", None)
    if copy is None or copy.withdrawn_at is not None or copy.published_at is not None:
        return _now("没有待审核的公开稿。")
    own = user is not None and copy.prepared_by_id == user.pk
    return _now("整理人不能审核自己整理的公开稿。") if own else None


def copy_is_public(case: Case, user: User | None) -> str | None:
    """Only what stands on the site can be taken off it."""
    copy = getattr(case.submission, "published_copy", None)
    stands = copy is not None and copy.published_at is not None and copy.withdrawn_at is None
    return None if stands else _now("网站上没有这件的公开稿。")


def not_redone_yet(case: Case, user: User | None) -> str | None:
    """ "Not satisfied" reopens once (``domain.md`` §3.6)."""
    return None if case.submission.redo_count == 0 else _now("已经重新办理过一次。")


def not_rated_yet(case: Case, user: User | None) -> str | None:
    """A rating is given once per answer."""
    return _now("已经评价过。") if case.submission.rating else None


def has_consent_to_withdraw(case: Case, user: User | None) -> str | None:
    """Consent that was never given cannot be taken back."""
    return None if case.submission.consents_to_publication else _now("您没有同意过公开。")
