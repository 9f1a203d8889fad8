"""One row for every step taken, and for every reading of personal data (``domain.md`` §2.3, S29)."""

from typing import Any, Never

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(TypeError):
    """Raised when code tries to change or remove an audit entry."""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries can be read and added; the ORM refuses the rest."""

    def update(self, **kwargs: Any) -> Never:
        """Refuse."""
        raise AppendOnlyError("audit entries cannot be changed")

    def delete(self) -> Never:
        """Refuse."""
        raise AppendOnlyError("audit entries cannot be removed")


class Entry(models.Model):
    """Who did what to which record, when, and for which congress. Holds no personal data of citizens."""

    at = models.DateTimeField(_("时间"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("空表示群众本人或系统"),
    )
    action = models.CharField(_("动作"), max_length=60)
    object_type = models.CharField(_("对象类型"), max_length=60)
    object_id = models.CharField(_("对象编号"), max_length=60)
    congress = models.ForeignKey(
        "organizations.Congress",
        verbose_name=_("人大"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    data = models.JSONField(_("细节"), default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["congress", "-id"], name="audit_by_congress"),
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; refuse to change one that is already kept."""
        if not self._state.adding:
            raise AppendOnlyError("audit entries cannot be changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Refuse."""
        raise AppendOnlyError("audit entries cannot be removed")
