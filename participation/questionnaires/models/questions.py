"""The questions of a questionnaire, and which of them is asked only after a certain answer.

Options, rows and steps of a scale are known to the answers by their place (the first option is 0; a step of a
scale is its own number). So once somebody has answered, they stand: see ``participation.questionnaires.structure``.
"""

import uuid
from collections.abc import Sequence

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from participation.questionnaires.structure import lines_of

LONGEST_TEXT, USUAL_TEXT = 2000, 500


class Kind(models.TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("单选")
    MULTIPLE = "multiple", _("多选")
    SCALE = "scale", _("打分")
    MATRIX = "matrix", _("矩阵（逐项选一个）")
    TEXT = "text", _("文字")


# The answers a later question can depend on.
CONDITIONAL_ON = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE})
WITH_OPTIONS = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX})


class Question(Orderable):
    """One question. ``key`` is its lasting identity: answers hold it, whatever its number and wording become."""

    page = ParentalKey("questionnaires.QuestionnairePage", on_delete=models.CASCADE, related_name="questions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("题型"), max_length=10, choices=Kind.choices, default=Kind.SINGLE)
    text = models.CharField(_("题目"), max_length=200)
    note = models.CharField(_("说明"), max_length=200, blank=True, help_text=_("显示在题目下面，可不填"))
    is_required = models.BooleanField(
        _("必答"), default=True, help_text=_("能不必答就不必答；有条件的题只对符合条件的人必答")
    )
    options = models.TextField(_("选项"), blank=True, help_text=_("单选、多选填选项，矩阵填各列；每行一个"))
    rows = models.TextField(_("矩阵的各行"), blank=True, help_text=_("只有矩阵填；每行一项"))
    min_choices = models.PositiveSmallIntegerField(
        _("至少选几项"), null=True, blank=True, help_text=_("只有多选填")
    )
    max_choices = models.PositiveSmallIntegerField(
        _("最多选几项"), null=True, blank=True, help_text=_("只有多选填")
    )
    scale_from = models.PositiveSmallIntegerField(
        _("打分从"), default=1, validators=[MaxValueValidator(100)], help_text=_("只有打分填")
    )
    scale_to = models.PositiveSmallIntegerField(
        _("打分到"), default=5, validators=[MaxValueValidator(100)], help_text=_("最多11档")
    )
    low_label = models.CharField(_("低端的意思"), max_length=20, blank=True, help_text=_("例：很不满意"))
    high_label = models.CharField(_("高端的意思"), max_length=20, blank=True, help_text=_("例：很满意"))
    max_length = models.PositiveSmallIntegerField(
        _("最多多少字"),
        default=USUAL_TEXT,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_TEXT)],
        help_text=_("只有文字题填"),
    )
    condition_number = models.PositiveSmallIntegerField(
        _("只在第几题之后问"),
        null=True,
        blank=True,
        help_text=_("不填就问所有人；填前面一道单选、多选或打分题的题号"),
    )
    condition_answers = models.TextField(
        _("那一题答了什么才问"), blank=True, help_text=_("照抄那一题的选项或分数；每行一个，选了其中一个就问")
    )
    condition_key = models.UUIDField(null=True, blank=True, editable=False)

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required")]),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("options"), FieldPanel("rows")]),
        FieldRowPanel([FieldPanel("min_choices"), FieldPanel("max_choices"), FieldPanel("max_length")]),
        FieldRowPanel(
            [
                FieldPanel("scale_from"),
                FieldPanel("low_label"),
                FieldPanel("scale_to"),
                FieldPanel("high_label"),
            ]
        ),
        FieldRowPanel([FieldPanel("condition_number"), FieldPanel("condition_answers")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("题目")
        verbose_name_plural = _("题目")

    def __str__(self) -> str:
        return self.text

    @property
    def option_list(self) -> list[str]:
        """Return the options, or the columns of a matrix."""
        return lines_of(self.options) if self.kind in WITH_OPTIONS else []

    @property
    def row_list(self) -> list[str]:
        """Return the rows of a matrix."""
        return lines_of(self.rows) if self.kind == Kind.MATRIX else []

    @property
    def choices(self) -> list[tuple[int, str]]:
        """Return what can be chosen, each with the number under which it is kept."""
        if self.kind == Kind.SCALE:
            return [(step, str(step)) for step in range(self.scale_from, self.scale_to + 1)]
        return list(enumerate(self.option_list))

    @property
    def ends(self) -> str:
        """Return what the ends of a scale mean, in a sentence."""
        if self.kind != Kind.SCALE or not (self.low_label or self.high_label):
            return ""
        said = [(self.scale_from, self.low_label), (self.scale_to, self.high_label)]
        return "，".join(
            now_("%(step)d 分表示%(label)s") % {"step": s, "label": label} for s, label in said if label
        )

    @property
    def how_many(self) -> str:
        """Return how many may be chosen, in words; empty when it does not matter."""
        if self.kind != Kind.MULTIPLE:
            return ""
        least, most = self.min_choices or 0, self.max_choices or len(self.option_list)
        if least and least == most:
            return now_("可选多项，请选 %(n)d 项") % {"n": least}
        if least > 1:
            return now_("可选多项，请选 %(least)d 到 %(most)d 项") % {"least": least, "most": most}
        if most < len(self.option_list):
            return now_("可选多项，最多选 %(n)d 项") % {"n": most}
        return now_("可选多项")

    def trigger_values(self, asked: "Question") -> frozenset[int]:
        """Return the answers to ``asked`` (the question this one depends on) after which this one is asked."""
        wanted = set(lines_of(self.condition_answers))
        return frozenset(value for value, label in asked.choices if label in wanted)


def condition_sentence(number: int, asked: Question, values: frozenset[int]) -> str:
    """Return when a question is asked: 「仅当第3题选“是”时回答」."""
    labels = [label for value, label in asked.choices if value in values]
    if asked.kind == Kind.SCALE:
        return now_("仅当第%(number)d题打 %(labels)s 分时回答") % {
            "number": number,
            "labels": now_("、").join(labels),
        }
    quoted = now_("或").join(f"“{label}”" for label in labels)
    return now_("仅当第%(number)d题选%(labels)s时回答") % {"number": number, "labels": quoted}


def numbered(questions: Sequence[Question]) -> list[tuple[int, Question]]:
    """Return the questions with their numbers as printed."""
    return list(enumerate(questions, start=1))
