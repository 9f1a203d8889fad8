"""The base of every register in the admin: Wagtail's ModelViewSet, closed to the user's scope on every address.

A register sets ``model``, ``edit_permission`` (and ``view_permissions``), ``scope_field`` and ``panels``. All
views that ``ModelViewSet`` can register are replaced; reordering, which works on all rows at once, is off.
"""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise, cached_property
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry, register_permission_policy

from accounts.models import User
from accounts.roles import Permission
from organizations import recording
from organizations.forms import ScopedFilterSet, ScopedModelForm
from organizations.models import Congress
from organizations.policies import RolePolicy
from organizations.viewsets import views


class ScopedModelViewSet(ModelViewSet):
    """A register whose rows belong to congresses."""

    edit_permission: ClassVar[Permission]
    view_permissions: ClassVar[tuple[Permission, ...]] = ()
    scope_field = "congress"
    policy_class: ClassVar[type[RolePolicy]] = RolePolicy
    form_class: ClassVar[type[ScopedModelForm]] = ScopedModelForm
    filter_class: ClassVar[type[ScopedFilterSet]] = ScopedFilterSet
    # Relations that the list and its export read; fetched at once.
    list_related: ClassVar[tuple[str, ...]] = ()
    list_prefetch: ClassVar[tuple[str, ...]] = ()

    index_view_class = views.ScopedIndexView
    add_view_class = views.ScopedCreateView
    edit_view_class = views.ScopedEditView
    delete_view_class = views.ScopedDeleteView
    history_view_class = views.ScopedHistoryView
    usage_view_class = views.ScopedUsageView
    copy_view_class = views.ScopedCopyView
    inspect_view_class = views.ScopedInspectView
    reorder_view_enabled = False
    sort_order_field = None
    inspect_view_enabled = True
    copy_view_enabled = False
    # Plain "contains" on named columns: exact in Chinese, and never asks an index of all tenants.
    search_backend_name = None
    delete_template_name = "organizations/confirm_delete.html"
    list_per_page = 30

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.policy = self.policy_class(
            self.model, edit=self.edit_permission, view=self.view_permissions, field=self.scope_field
        )
        if policy_registry.get_by_type(self.model, fallback=False) is None:
            register_permission_policy(self.model, self.policy)

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """Return the register's own policy."""
        return self.policy

    def prepare(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Fetch with the rows what the list shows of their neighbors."""
        return queryset.select_related(*self.list_related).prefetch_related(*self.list_prefetch)

    def congress_of(self, instance: Any) -> Congress | None:
        """Return the congress to which a row belongs."""
        found = instance
        for name in self.scope_field.split("__"):
            found = getattr(found, name)
        return found if isinstance(found, Congress) else None

    def reason_to_keep(self, instance: Any) -> str | Promise | None:
        """Return why a row may not be deleted, in words for the clerk; None when it may."""
        return None

    def record_change(self, *, verb: str, instance: Model, by: User, fields: list[str]) -> None:
        """Tell the ledger what happened; called inside the transaction that did it."""
        recording.tell(
            verb=verb, instance=instance, congress=self.congress_of(instance), by=by, fields=fields
        )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Hand every view its viewset."""
        return super().get_common_view_kwargs(**{"viewset": self, **kwargs})

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Have filters offer what the user may see."""
        permissions = {"scope_permissions": self.policy.view}
        base = type(f"{self.model.__name__}FilterSet", (self.filter_class,), permissions)
        return super().get_index_view_kwargs(**{"base_filterset_class": base, **kwargs})

    def get_edit_handler(self) -> Any:
        """Build the form from the panels, on the scoped form class."""
        form = type(
            f"{self.model.__name__}Form", (self.form_class,), {"scope_permissions": (self.edit_permission,)}
        )
        return ObjectList(self.panels, base_form_class=form).bind_to_model(self.model)

    def get_permissions_to_register(self) -> Any:
        """Offer no Django permissions to groups: they would mean nothing here."""
        return super().get_permissions_to_register().none()
