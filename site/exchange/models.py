"""An export that is made in the background: what was asked, how far it is, and where the file lies."""

import uuid
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """Return the storage for files that no web server may serve."""
    return storages["private"]


def private_name(instance: "ExportJob", filename: str) -> str:
    """Return a name that tells nothing."""
    return f"exports/{instance.pk.hex}"


class JobState(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", _("等待开始")
    RUNNING = "running", _("正在生成")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")
    CANCELED = "canceled", _("已取消")


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


class ExportJob(models.Model):
    """One export of one person. ``query`` is the list's own filter, read again with that person's rights."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("内容"), max_length=30)
    format = models.CharField(_("格式"), max_length=4)
    query = models.CharField(_("条件"), max_length=1000, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    rows_done = models.PositiveIntegerField(_("已写行数"), default=0)
    rows_total = models.PositiveIntegerField(_("总行数"), default=0)
    attempts = models.PositiveSmallIntegerField(_("第几次生成"), default=0)
    file = models.FileField(_("文件"), storage=private_storage, upload_to=private_name, blank=True)
    size = models.PositiveBigIntegerField(_("字节数"), default=0)
    created_at = models.DateTimeField(_("提出时间"), default=timezone.now)
    beat_at = models.DateTimeField(_("最近进展"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("保留至"), null=True, blank=True)
    error = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("导出任务")
        verbose_name_plural = _("导出任务")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["maker", "-created_at"], name="export_by_maker"),
            models.Index(
                fields=["created_at"],
                name="export_unfinished",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_unfinished(self) -> bool:
        """Return whether somebody still waits for it."""
        return self.state in UNFINISHED

    @property
    def percent(self) -> int:
        """Return how much is written, 0 to 100."""
        return min(100 * self.rows_done // self.rows_total, 100) if self.rows_total else 0

    def options(self) -> dict[str, Any]:
        """Return what the ledger notes of it."""
        return {"kind": self.kind, "format": self.format, "query": self.query, "rows": self.rows_done}
