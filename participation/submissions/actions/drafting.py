"""What a draft must hold by its class, and how it gets past what the lint found (``domain.md`` §8.3)."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import AnswerClass
from participation.submissions.replies.findings import Draft, Weakness
from participation.submissions.replies.lint import blocking, codes_of, needs_reason

MIN_REASON = 5
REASON_LIMIT = 500


def of_class(draft: Draft) -> Draft:
    """Check what the class asks for, and drop what belongs to another class."""
    if draft.answer_class not in AnswerClass.values:
        raise ValidationError({"answer_class": _("请选择办理结果。")})
    errors = _missing(draft)
    if errors:
        raise ValidationError(errors)
    kind = draft.answer_class
    return replace(
        draft,
        done_on=draft.done_on if kind == AnswerClass.SOLVED else None,
        promised_on=draft.promised_on if kind == AnswerClass.PLANNED else None,
        promise=draft.promise.strip() if kind == AnswerClass.PLANNED else "",
        reason=draft.reason.strip() if kind == AnswerClass.LATER else "",
    )


def _missing(draft: Draft) -> dict[str, str]:
    """Return what the class asks for and does not get, by field."""
    today, errors = timezone.localdate(), {}
    if draft.answer_class == AnswerClass.SOLVED:
        if draft.done_on is None:
            errors["done_on"] = _("A类要填写哪一天解决或采纳的。")
        elif draft.done_on > today:
            errors["done_on"] = _("日期不能晚于今天；还没有办好的，请选B类。")
    elif draft.answer_class == AnswerClass.PLANNED:
        if draft.promised_on is None:
            errors["promised_on"] = _("B类要填写承诺完成的日期。")
        elif draft.promised_on < today:
            errors["promised_on"] = _("承诺日期不能早于今天；已经办好的，请选A类。")
        if not draft.promise.strip():
            errors["promise"] = _("B类要写明承诺做什么。")
    elif draft.answer_class == AnswerClass.LATER and not draft.reason.strip():
        errors["reason"] = _("C类要写明暂时不能解决的原因。")
    return errors


def admit(found: Collection[Weakness], accepted: Collection[str], reason: str) -> dict[str, Any]:
    """Return what to keep of a text's weaknesses, once each was shown to its author and has its reason."""
    blocks = blocking(found)
    if blocks:
        raise ValidationError({"text": [str(weakness.explanation) for weakness in blocks]})
    unseen = set(codes_of(found)) - set(accepted)
    if needs_reason(found) and len(reason.strip()) < MIN_REASON:
        raise ValidationError(
            {"override_reason": _("请按提示修改；确实要这样提交的，写明理由（不少于%d个字）。") % MIN_REASON}
        )
    if unseen:
        raise ValidationError(_("请先看一看下面的提示：可以修改，也可以仍然提交。"))
    if not found:
        return {}
    kept = [
        {
            "code": weakness.code,
            "severity": weakness.severity.value,
            "explanation": str(weakness.explanation),
            "excerpt": weakness.excerpt,
        }
        for weakness in found
    ]
    return {"found": kept, "reason": reason.strip()[:REASON_LIMIT]}


def reason_line(reason: str) -> str:
    """Return the reason as it stands in the case's record."""
    return _("仍然提交的理由：%(reason)s") % {"reason": reason.strip()} if reason.strip() else ""


def kept_codes(checks: dict[str, Any]) -> list[str]:
    """Return the codes kept with an answer, each once."""
    return list(dict.fromkeys(row["code"] for row in checks.get("found", ())))
