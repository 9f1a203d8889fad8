"""The form of a deputy in the register."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.forms import ScopedModelForm
from organizations.models import Congress


class DeputyForm(ScopedModelForm):
    """A deputy: term and account of the own congress, a station in the same county part."""

    def choices_for(self, name: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Offer congresses that elect deputies; keep what is already chosen."""
        offered = super().choices_for(name, queryset)
        if name == "congress":
            return offered.exclude(kind="street")
        if name == "photo":
            return queryset.filter(Q(pk__in=offered.values("pk")) | Q(pk=self.instance.photo_id))
        if name == "user":
            taken = Q(deputy__isnull=False) & ~Q(deputy=self.instance.pk)
            return offered.exclude(taken)
        return offered

    def clean(self) -> dict[str, Any]:
        """Keep villages, station and account inside the deputy's congress and what lies below it."""
        data: dict[str, Any] = super().clean() or {}
        congress: Congress | None = data.get("congress") or getattr(self.instance, "congress", None)
        if congress is None:
            return data
        below = Congress.objects.filter(path__startswith=congress.path).values_list("pk", flat=True)
        if any(area.congress_id not in set(below) for area in data.get("areas") or []):
            self.add_error("areas", _("联系的村（社区）不属于所选人大。"))
        station, user = data.get("station"), data.get("user")
        if station is not None and not _inside(station.congress, congress):
            self.add_error("station", _("这个联络站不在所选人大的范围内。"))
        if (
            user is not None
            and not user.memberships.filter(is_active=True, congress__in=below, role="deputy").exists()
        ):
            self.add_error("user", _("该账号在所选人大没有“人大代表”角色，请先由系统管理员授予。"))
        return data


class DeputyGroupForm(ScopedModelForm):
    """A group: its members are deputies in office of its own congress."""

    def choices_for(self, name: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Offer deputies in office and those who are members already; congresses that elect deputies."""
        offered = super().choices_for(name, queryset)
        if name == "congress":
            return offered.exclude(kind="street")
        if name == "members":
            members = Q(pk__in=self.instance.members.values("pk")) if self.instance.pk else Q(pk__in=[])
            found = offered.filter(Q(status="in_office") | members).select_related("congress")
            return found.order_by("congress__path", "pinyin", "id")
        return offered

    def clean(self) -> dict[str, Any]:
        """Keep the members inside the congress."""
        data: dict[str, Any] = super().clean() or {}
        congress: Congress | None = data.get("congress") or getattr(self.instance, "congress", None)
        strangers = [
            one for one in data.get("members") or [] if one.congress_id != getattr(congress, "pk", None)
        ]
        if congress is not None and strangers:
            names = "、".join(one.name for one in strangers[:5])
            self.add_error(
                "members",
                _("不是%(congress)s的代表：%(names)s。") % {"congress": congress.name, "names": names},
            )
        return data


def _inside(inner: Congress | None, outer: Congress) -> bool:
    return inner is not None and inner.path.startswith(outer.path)
