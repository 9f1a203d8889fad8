"""What happened to a case, and the files that belong to it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.cases import Case
from library.models import PrivateFile


class Event(models.Model):
    """One step of a case. ``public_note`` is what the citizen reads; ``note`` stays inside."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(_("步骤"), max_length=30)
    from_status = models.CharField(_("原状态"), max_length=20, blank=True)
    to_status = models.CharField(_("新状态"), max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("办理人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"), default=timezone.now)
    note = models.TextField(_("内部说明"), blank=True)
    public_note = models.TextField(_("告知群众"), blank=True)

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="event_by_case")]

    def __str__(self) -> str:
        return f"{self.case} {self.name}"


class FileOrigin(models.TextChoices):
    """Who put a file to the case."""

    SENDER = "sender", _("提交人")
    OFFICE = "office", _("办理人员")


class CaseFile(models.Model):
    """A private file that belongs to a case; whoever may see the case may open it.

    The sender opens the own files, and those of the office that are ``for_sender``.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(PrivateFile, on_delete=models.PROTECT, related_name="case_file")
    added_at = models.DateTimeField(_("加入时间"), default=timezone.now)
    origin = models.CharField(
        _("来源"), max_length=6, choices=FileOrigin.choices, default=FileOrigin.SENDER, db_default="sender"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    for_sender = models.BooleanField(_("提交人可以看"), default=False, db_default=False)
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.file_id}"
