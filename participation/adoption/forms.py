"""What the coding table and the result ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from participation.adoption.models import REASON_LENGTH, SUMMARY_LENGTH, WORDING_LENGTH, Decision

MOST_TICKED = 500


class Form(forms.Form):
    """A form without colons behind its labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the colon to nobody."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class SummaryForm(Form):
    """What the opinions of a group say."""

    summary = CleanCharField(
        label=_("意见概括"),
        max_length=SUMMARY_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("用一句话说这一组意见要什么，会公开；不要写姓名、门牌、电话"),
    )


class ShortSummaryForm(Form):
    """The same in one line, below a list."""

    summary = CleanCharField(
        label=_("意见概括"),
        max_length=SUMMARY_LENGTH,
        help_text=_("说这一组意见要什么，会公开；不要写姓名、门牌、电话"),
    )


class DecisionForm(SummaryForm):
    """What becomes of a group."""

    decision = forms.ChoiceField(
        label=_("采纳情况"), required=False, choices=[("", _("还没有定")), *Decision.choices]
    )
    reason = CleanCharField(
        label=_("理由"),
        required=False,
        max_length=REASON_LENGTH,
        multiline=True,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("已体现、未采纳、转其他渠道、与本次征集无关的必须写，会公开"),
    )
    wording = CleanCharField(
        label=_("修改后的条文"),
        required=False,
        max_length=WORDING_LENGTH,
        multiline=True,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("采纳、部分采纳的，写建议的条文；保存后与现在的条文对照"),
    )


class ReasonForm(Form):
    """Why something goes back."""

    reason = CleanCharField(
        label=_("理由"), max_length=REASON_LENGTH, multiline=True, widget=forms.Textarea({"rows": 2})
    )


class ResultForm(Form):
    """The words around the numbers."""

    intro = CleanCharField(
        label=_("说明"),
        max_length=3000,
        multiline=True,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("什么时候、怎样征求的，收到的意见怎样研究的。人数、条数和逐条情况会自动列在下面"),
    )
    next_steps = CleanCharField(
        label=_("下一步"),
        required=False,
        max_length=2000,
        multiline=True,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("例：草案修改稿将提请某次会议审议"),
    )
    correction_note = CleanCharField(
        label=_("更正说明"), required=False, max_length=300, help_text=_("更正已经公布的结果时必填，会公开")
    )


def ticked(values: list[str]) -> list[int]:
    """Return the opinions that were ticked, or named in one hidden field; whatever is no number is passed over."""
    numbers = [one for value in values for one in value.split(",")]
    return [int(one) for one in numbers if one.isascii() and one.isdecimal() and len(one) < 19][:MOST_TICKED]
