"""Templates of answers: they fill in facts and leave the substance to be written (``domain.md`` §8.3)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import AnswerClass
from organizations.models import Congress
from participation.submissions.replies.gaps import FACTS, MIN_GAPS, gaps_in, unknown_facts

MAX_TEMPLATE = 3000


class ReplyTemplate(models.Model):
    """A frame for an answer: facts in braces are filled in, gaps in 【】 are for the person who writes."""

    congress = models.ForeignKey(
        Congress, verbose_name=_("人大"), on_delete=models.CASCADE, related_name="reply_templates"
    )
    name = models.CharField(_("名称"), max_length=40, help_text=_("例：已经修好、列入计划、暂时办不了"))
    answer_class = models.CharField(_("办理结果"), max_length=1, choices=AnswerClass.choices)
    text = models.TextField(
        _("内容"),
        max_length=MAX_TEMPLATE,
        help_text=_(
            "花括号里的事实由系统填写，可以用：%(facts)s。要由起草人写的地方用【】留空，至少两处，例：【查到了什么】。"
        )
        % {"facts": " ".join(f"{{{name}}}" for name in FACTS)},
    )
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("答复模板")
        verbose_name_plural = _("答复模板")
        ordering = ["answer_class", "name"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "name"], name="one_reply_template_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A template may never be a whole answer, and names only facts that the site knows."""
        super().clean()
        if len(set(gaps_in(self.text))) < MIN_GAPS:
            raise ValidationError({"text": _("至少用【】留出两处不同的空，由起草人写：模板不能代替答复。")})
        unknown = unknown_facts(self.text)
        if unknown:
            raise ValidationError({"text": _("系统不认识：%(names)s") % {"names": "、".join(unknown)}})
