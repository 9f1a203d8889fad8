"""What the worklist keeps of its own: a person's saved filters, and the words by which cases are found."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.cases import Case


class SavedFilter(models.Model):
    """A filter a person has given a name. Private to that person; what it finds is reckoned anew each time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(_("条件"), max_length=1000)
    is_default = models.BooleanField(_("打开办件时先用"), default=False)
    created_at = models.DateTimeField(_("保存时间"), default=timezone.now)

    class Meta:
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="one_filter_per_name"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(is_default=True), name="one_default_filter"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CaseWords(models.Model):
    """The words of a case as the index keeps them: pairs of characters (``search.tokens``), space between.

    The migration adds a full-text index, of its own kind on each database. A case's row is written a moment
    after the case (``casework.words``), so that sending an opinion does not wait for it.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="words")
    words = models.TextField()

    class Meta:
        verbose_name = _("检索词")
        verbose_name_plural = _("检索词")

    def __str__(self) -> str:
        return str(self.case_id)
