"""Forms and filters of the registers: every choice they offer, and accept, lies in the user's scope."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import QuerySetRequestMixin
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import BaseChooser

from accounts.models import User
from accounts.roles import Permission
from organizations.choices import within_scope

OUTSIDE_SCOPE = _("请从列表中选择。该项不存在，或不在您的管理范围内。")


def refuse_impossible_numbers(field: forms.Field) -> None:
    """Have the field answer a number too large for the database as it answers any other wrong choice."""
    clean = field.clean

    def cleaned(value: Any) -> Any:
        try:
            return clean(value)
        except OverflowError:
            raise forms.ValidationError(OUTSIDE_SCOPE, code="invalid_choice") from None

    field.clean = cleaned  # type: ignore[method-assign]


def keep_within(field: forms.ModelChoiceField[Any], queryset: QuerySet[Any]) -> None:
    """Let the field offer, accept, and name in an answer, only rows of ``queryset``.

    A refused form shows again what was sent, and Wagtail's choosers look up its title among all rows.
    """
    field.queryset = queryset
    for code in ("invalid_choice", "invalid_pk_value"):
        field.error_messages[code] = OUTSIDE_SCOPE
    refuse_impossible_numbers(field)
    if not isinstance(field.widget, BaseChooser):
        return
    find = field.widget.get_instance

    def found(value: Any) -> Any:
        try:
            instance = find(value)
        except (ValueError, TypeError, OverflowError):
            return None
        known = instance is not None and queryset.filter(pk=instance.pk).exists()
        return instance if known else None

    field.widget.get_instance = found


class ScopedModelForm(WagtailAdminModelForm):
    """A form of a register. The viewset names the permissions; a foreign number in a POST is refused in place."""

    scope_permissions: ClassVar[tuple[Permission, ...]] = ()
    for_user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._limit(name, field)

    def choices_for(self, name: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that the field ``name`` may take; a form refines it for fields with rules of their own."""
        return within_scope(queryset, self.for_user, self.scope_permissions)

    def _limit(self, name: str, field: forms.ModelChoiceField[Any]) -> None:
        """Offer what lies in scope; with a single possible owner choose it at once."""
        choices = self.choices_for(name, field.queryset)  # type: ignore[arg-type]
        keep_within(field, choices)
        if name == "congress" and not self.instance.pk:
            possible = list(choices[:2])
            if len(possible) == 1:
                field.initial = possible[0].pk
        if name == "congress" and self.instance.pk:
            field.disabled = True
            field.help_text = _("登记后不能改到别的人大")


class ScopedFilterSet(WagtailFilterSet):
    """Filters of a register's list, offering only what lies in the user's scope."""

    scope_permissions: ClassVar[tuple[Permission, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, one in self.filters.items():
            if isinstance(one, QuerySetRequestMixin):
                every = one.queryset if one.queryset is not None else one.extra["queryset"]
                if callable(every):
                    every = every(self.request)
                one.queryset = self.choices_for(name, every.all())
                refuse_impossible_numbers(one.field)

    def choices_for(self, name: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that the filter ``name`` may offer; a register refines it for rules of its own."""
        return within_scope(queryset, self.request.user, self.scope_permissions)
