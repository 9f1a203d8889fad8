"""What drafting, asking and publishing ask for."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import NoteForm, StepForm
from casework.models import ContactWay
from core.forms import CleanCharField
from core.masking import propose_masked
from core.text import one_line
from participation.submissions.office_forms.fields import MAX_ANSWER, TITLE_LENGTH, day, long_text


class AskSenderForm(NoteForm):
    """请提交人补充."""

    question = long_text(
        _("请提交人补充什么"), help_text=_("会原样显示给提交人；从今天起到补充为止，办理期限暂停。")
    )
    field_order = ("question", "note")


class ContactNoteForm(StepForm):
    """联系记录."""

    on = day(_("日期"))
    way = forms.ChoiceField(label=_("方式"), choices=ContactWay.choices)
    summary = long_text(_("要点"), rows=3, help_text=_("不写对方的号码"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start from today."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> Any:
        """Refuse days that have not come yet."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("日期不能晚于今天。"))
        return on


class OpinionForm(StepForm):
    """会办意见."""

    opinion = long_text(_("会办意见"), help_text=_("写给主办单位：查了什么、能做什么、依据是什么"))


class RedoForm(StepForm):
    """重新办理."""

    reason = long_text(_("重新办理的理由"), rows=3)
    told = long_text(_("告知群众"), rows=3, help_text=_("会显示给提交人"))


class PrepareCopyForm(NoteForm):
    """整理公开稿: starts from a proposal in which numbers and addresses are masked."""

    title = CleanCharField(label=_("标题"), max_length=TITLE_LENGTH, help_text=_("一句话说明事项，不写人名"))
    text = long_text(
        _("意见（公开稿）"),
        rows=8,
        limit=MAX_ANSWER,
        help_text=_("系统已替换识别到的号码和门牌，请再读一遍：人名、病情、能认出人的细节都要隐去。"),
    )
    reply = long_text(_("答复（公开稿）"), rows=8, limit=MAX_ANSWER)
    field_order = ("title", "text", "reply", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the masked texts."""
        super().__init__(*args, **kwargs)
        submission = self.case.submission
        answer = self.case.replies.filter(signed_at__isnull=False).last()
        self.initial.setdefault("title", one_line(propose_masked(self.case.summary).text, 40))
        self.initial.setdefault("text", propose_masked(submission.text).text)
        if answer is not None:
            self.initial.setdefault("reply", propose_masked(answer.text).text)


class PublishCopyForm(NoteForm):
    """审核并公开: the checker confirms having read the copy shown beside the form."""

    confirmed = forms.BooleanField(label=_("我已通读公开稿，没有发现个人信息"))
    field_order = ("confirmed", "note")

    def clean(self) -> dict[str, Any]:
        """The confirmation is for the screen; the action needs no such argument."""
        data = super().clean() or self.cleaned_data
        data.pop("confirmed", None)
        return data
