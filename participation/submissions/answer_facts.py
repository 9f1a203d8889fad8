"""What a published copy tells of its answer beyond the words: the class, and a promise with its day.

The promise's own words stay in the answer's text, where they were masked; here are only dates.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import AnswerClass


class AnswerFacts(models.Model):
    """Columns that the public list and its statistics read."""

    answer_class = models.CharField(_("办理结果"), max_length=1, choices=AnswerClass.choices, blank=True)
    promised_on = models.DateField(_("承诺完成日期"), null=True, blank=True)
    promise_kept_on = models.DateField(_("落实日期"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_promise_late(self) -> bool:
        """Return whether the promised day has passed and nothing was reported."""
        return (
            self.promised_on is not None
            and self.promise_kept_on is None
            and self.promised_on < timezone.localdate()
        )
