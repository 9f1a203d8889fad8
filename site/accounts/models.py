"""The custom user and its memberships in congresses."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import PERMISSIONS, Permission, Role


class User(AbstractUser):
    """A person who signs in. What the person may do follows from memberships, never from this row."""

    display_name = models.CharField(
        _("姓名"), max_length=50, blank=True, help_text=_("在办理记录和签发栏中显示")
    )

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """Return the name shown beside what the person did."""
        return str(self)

    @cached_property
    def active_memberships(self) -> list["Membership"]:
        """Return the memberships in force, read once per request."""
        if not self.is_active:
            return []
        return list(self.memberships.filter(is_active=True).select_related("congress", "office"))

    def holds(self, permission: str) -> bool:
        """Return whether some membership gives ``permission`` in some congress."""
        return any(permission in membership.permissions for membership in self.active_memberships)


class Membership(models.Model):
    """A user acts in a role for a congress and all that lies below it."""

    user = models.ForeignKey(
        User, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="memberships"
    )
    congress = models.ForeignKey(
        "organizations.Congress", verbose_name=_("人大"), on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    office = models.ForeignKey(
        "organizations.Office",
        verbose_name=_("承办单位"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="memberships",
        help_text=_("仅承办单位经办人需要选择"),
    )
    is_active = models.BooleanField(_("有效"), default=True)
    granted_at = models.DateTimeField(_("授予时间"), auto_now_add=True)
    granted_by = models.ForeignKey(
        User, verbose_name=_("授予人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("收回时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, verbose_name=_("收回人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("角色授予")
        verbose_name_plural = _("角色授予")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "congress", "role"],
                condition=models.Q(office__isnull=True),
                name="one_membership_per_role",
            ),
            models.UniqueConstraint(
                fields=["user", "congress", "role", "office"],
                condition=models.Q(office__isnull=False),
                name="one_membership_per_office",
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.HANDLER, office__isnull=False)
                | (~models.Q(role=Role.HANDLER) & models.Q(office__isnull=True)),
                name="handler_membership_names_office",
                violation_error_message=_("承办单位经办人须选择承办单位，其他角色不选。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def permissions(self) -> frozenset[Permission]:
        """Return what the role permits."""
        return PERMISSIONS.get(self.role, frozenset())
