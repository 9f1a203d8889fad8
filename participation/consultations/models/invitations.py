"""Deputies who were asked for their opinion on a draft. Who answered is only ever shown as a number."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liaison.deputies.models import Deputy


class Invitation(models.Model):
    """One deputy asked once. No row leads from it to the opinion, which says only that a deputy wrote it."""

    consultation = models.ForeignKey(
        "consultations.ConsultationPage", on_delete=models.PROTECT, related_name="invitations"
    )
    deputy = models.ForeignKey(Deputy, on_delete=models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("征求代表意见")
        verbose_name_plural = _("征求代表意见")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "deputy"], name="a_deputy_is_invited_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
