"""A draft that was read but is not taken over yet, and the record of those that were.

A person looks at what was recognized and at which old article became which new one before anything of the page
changes. What was read waits here, so that an error, a pause or a second look loses nothing.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

KEPT_FOR = timedelta(days=7)


class DraftImport(models.Model):
    """A reading of a text. ``rows`` and ``origins`` run side by side; both are emptied when it is over.

    A row is a dict of kind, level, label, heading, text and line. An origin says what a row comes from: ``old`` (key
    or ""), ``sources`` (keys), ``relation``, ``score``, ``is_sure``, and ``seen`` once a person has decided it.
    """

    page = models.ForeignKey(
        "consultations.ConsultationPage", on_delete=models.CASCADE, related_name="imports"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("来源"), max_length=120)
    text = models.TextField(_("读出的文字"), blank=True)
    title = models.CharField(_("读出的标题"), max_length=300, blank=True)
    rows: Any = models.JSONField(default=list)
    origins: Any = models.JSONField(default=list)
    remarks: Any = models.JSONField(default=list)
    ignored: Any = models.JSONField(default=list)
    problem = models.TextField(_("不能收入的原因"), blank=True)
    compared_with = models.CharField(max_length=64, blank=True, help_text="digest of the old rows")
    created_at = models.DateTimeField(_("读入时间"), default=timezone.now)
    applied_at = models.DateTimeField(_("收入时间"), null=True, blank=True)
    undone_at = models.DateTimeField(_("恢复时间"), null=True, blank=True)
    revision_before = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    counts: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("草案导入")
        verbose_name_plural = _("草案导入")
        ordering = ["-id"]
        indexes = [models.Index(fields=["page", "-id"], name="import_latest")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Return whether it can still be taken over."""
        return self.applied_at is None
