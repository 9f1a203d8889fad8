"""How many opinions came in, kept as numbers so that a page costs the same with ten and with ten thousand.

A scope is what an opinion is about: an article (hex of its key), the whole draft, the key questions; and the total.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

TOTAL, WHOLE, QUESTIONS = "total", "whole", "questions"


class OpinionCount(models.Model):
    """Opinions and people of one scope of a consultation.

    People who left the same way to reach them count once; those who left none cannot be told apart and count
    each time. ``deputies`` are opinions by invited deputies, which are in ``opinions`` too.
    """

    consultation = models.ForeignKey(
        "consultations.ConsultationPage", on_delete=models.CASCADE, related_name="opinion_counts"
    )
    scope = models.CharField(max_length=40)
    opinions = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    deputies = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("意见数")
        verbose_name_plural = _("意见数")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "scope"], name="one_count_of_a_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.scope}"
