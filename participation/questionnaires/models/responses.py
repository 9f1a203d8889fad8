"""What was answered: no name, no address of a network, no hour; and the counts that the results are made of.

Identities are drawn at random and only the day is kept, so that the order of the answers cannot be laid beside a
server's log. Counters are raised in the transaction that stores the answers: they are right at any instant, and
the results of 100,000 answers are read in one query (docs/decisions/0027-questionnaires.md).
"""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def random_id() -> int:
    """Return an identity that tells nothing of when it was given; of 61 bits, which a cursor can carry."""
    return secrets.randbits(61)


class Turnout(models.Model):
    """How many have answered a questionnaire, and the questions as they stand since the first did.

    Its row is the lock of the questionnaire: who answers and who publishes a changed one wait here for each other.
    """

    page = models.OneToOneField(
        "questionnaires.QuestionnairePage", on_delete=models.CASCADE, related_name="turnout"
    )
    responses = models.PositiveIntegerField(_("答卷数"), default=0)
    structure = models.JSONField(default=list)

    class Meta:
        verbose_name = _("参与人数")
        verbose_name_plural = _("参与人数")

    def __str__(self) -> str:
        return str(self.responses)


class Response(models.Model):
    """One filled-in questionnaire. ``answers``: for each question's key (hex) the numbers chosen.

    A list for single choice, multiple choice and scale; for a matrix an object from row to column. Texts stand in
    :class:`TextAnswer`.
    """

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    page = models.ForeignKey(
        "questionnaires.QuestionnairePage", on_delete=models.PROTECT, related_name="responses"
    )
    token = models.CharField(max_length=64, unique=True, editable=False)
    received_on = models.DateField(_("收到日期"), default=timezone.localdate)
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("答卷")
        verbose_name_plural = _("答卷")
        indexes = [models.Index(fields=["page", "id"], name="response_of_page")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.received_on}"


class TextAnswer(models.Model):
    """What somebody wrote to a question. Never published by itself: the office reads it and may sum it up."""

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="texts")
    page = models.ForeignKey("questionnaires.QuestionnairePage", on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    text = models.TextField(_("文字回答"))

    class Meta:
        verbose_name = _("文字回答")
        verbose_name_plural = _("文字回答")
        indexes = [models.Index(fields=["page", "key", "id"], name="text_of_question")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Tally(models.Model):
    """How often one option was chosen; option -1 counts who answered the question at all."""

    ANSWERED = -1

    page = models.ForeignKey(
        "questionnaires.QuestionnairePage", on_delete=models.CASCADE, related_name="tallies"
    )
    key = models.UUIDField()
    row = models.SmallIntegerField(default=0)
    option = models.SmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("选项计数")
        verbose_name_plural = _("选项计数")
        constraints = [
            models.UniqueConstraint(fields=["page", "key", "row", "option"], name="one_tally_per_option")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.row} {self.option}: {self.count}"
