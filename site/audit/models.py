"""One row for every step taken, and for every reading of personal data (``domain.md`` §2.3, S29).

Rows are written unsealed, in the transaction of the deed, and never wait for each other. The sealer gives them
their place in the chain afterwards (``audit.actions.seal``); from then on nothing about them can change.
"""

from typing import Any, Never

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(TypeError):
    """Raised when code tries to change or remove an audit entry."""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries can be read and added; the ORM refuses the rest."""

    def update(self, **kwargs: Any) -> Never:
        """Refuse."""
        raise AppendOnlyError("audit entries cannot be changed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> Never:
        """Refuse."""
        raise AppendOnlyError("audit entries cannot be changed")

    def delete(self) -> Never:
        """Refuse."""
        raise AppendOnlyError("audit entries cannot be removed")

    def sealed(self) -> "EntryQuerySet":
        """Return the entries that have their place in the chain."""
        return self.filter(position__isnull=False)

    def unsealed(self) -> "EntryQuerySet":
        """Return the entries that wait for the sealer."""
        return self.filter(position__isnull=True)


class Entry(models.Model):
    """Who did what to which record, when, and for which congress. Holds no personal data of citizens."""

    at = models.DateTimeField(_("时间"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
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
        db_index=False,
    )
    data = models.JSONField(_("细节"), default=dict)
    position = models.BigIntegerField(
        _("链上位置"), null=True, editable=False, help_text=_("空表示还没有封存")
    )
    digest = models.CharField(_("封存值"), max_length=64, default="", editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        ordering = ["-id"]
        constraints = [
            # Partial: a row that is only added touches neither of the two.
            models.UniqueConstraint(
                fields=["position"], condition=Q(position__isnull=False), name="audit_position_once"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(position__isnull=True), name="audit_unsealed"),
            # In the order of the screen, one for each way to look.
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
            models.Index(fields=["congress", "-at", "-id"], name="audit_by_congress"),
            models.Index(fields=["action", "-at", "-id"], name="audit_by_action"),
            models.Index(
                fields=["actor", "-at", "-id"], condition=Q(actor__isnull=False), name="audit_by_actor"
            ),
            models.Index(fields=["object_id"], name="audit_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry, unsealed; refuse to change one that is already kept."""
        if not self._state.adding:
            raise AppendOnlyError("audit entries cannot be changed")
        if self.position is not None or self.digest:
            raise AppendOnlyError("only the sealer gives an entry its place")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Refuse."""
        raise AppendOnlyError("audit entries cannot be removed")


class Head(models.Model):
    """The end of the chain: one row, locked by whoever seals, so that the chain cannot fork."""

    position = models.BigIntegerField(_("链上位置"), default=0)
    digest = models.CharField(_("封存值"), max_length=64)
    sealed_at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = _("审计链首")
        verbose_name_plural = _("审计链首")

    def __str__(self) -> str:
        return f"{self.position} {self.digest}"
