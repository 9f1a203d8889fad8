"""Wagtail's generic views, each answering only inside the user's scope and 404 outside.

Wagtail takes the object of a screen from all rows of the model: with a correct policy registered, edit,
inspect, history, usage, copy and delete still open another tenant's row (tried, ``wagtail-notes.md`` 1). Here
every look-up and every list starts from :meth:`organizations.policies.RolePolicy.rows`.
"""

from typing import Any

from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage

from organizations.exports import SafeSpreadsheetMixin
from organizations.forms import ScopedFilterSet

ANY_ACTION = ("view",)
NEEDED_ELSEWHERE = _("还有其他记录用到它，不能删除。")


class ScopedViewMixin:
    """What all screens share: the viewset, the right to be here at all, the rows there are for this user."""

    viewset: Any = None
    scope_action = "view"
    # The policy is asked in dispatch() below, which answers 404 where Wagtail would explain who may.
    permission_required = None
    any_permission_required = ANY_ACTION

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to people whose roles have nothing to do here."""
        if not self.policy.user_has_permission(request.user, self.scope_action):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def policy(self) -> Any:
        """Return the role policy of the register."""
        return self.viewset.policy

    def scoped_rows(self) -> models.QuerySet[Any]:
        """Return the rows that exist for this user on this screen."""
        return self.viewset.prepare(self.policy.rows(self.request.user, self.scope_action))  # type: ignore[attr-defined]


class ButtonsMixin:
    """Buttons and links only for what the user may do with this very row."""

    def get_edit_url(self, *instance: Any) -> str | None:
        """Return the edit screen's address, or None."""
        return self._if_allowed("change", instance, super().get_edit_url)  # type: ignore[misc]

    def get_delete_url(self, *instance: Any) -> str | None:
        """Return the delete screen's address, or None."""
        return self._if_allowed("delete", instance, super().get_delete_url)  # type: ignore[misc]

    def _if_allowed(self, action: str, instance: tuple[Any, ...], ask: Any) -> str | None:
        row = instance[0] if instance else self.object  # type: ignore[attr-defined]
        return ask(*instance) if self.policy.allows(self.request.user, action, row) else None  # type: ignore[attr-defined]


class ScopedIndexView(ScopedViewMixin, ButtonsMixin, SafeSpreadsheetMixin, generic.IndexView):
    """The list, its search, its filters and its export."""

    base_filterset_class = ScopedFilterSet

    def get_base_queryset(self) -> models.QuerySet[Any]:
        """Start from the user's rows: search, filter, order, paging and export all follow from here."""
        return self.scoped_rows()

    @property
    def show_export_buttons(self) -> bool:
        """Offer the export where the viewset names its columns."""
        return bool(self.list_export)


class RecordMixin:
    """Saving together with its entry in the ledger."""

    verb = "edit"

    def save_instance(self) -> models.Model:
        """Save and tell, in one transaction."""
        with transaction.atomic():
            instance: models.Model = super().save_instance()  # type: ignore[misc]
            self.viewset.record_change(  # type: ignore[attr-defined]
                verb=self.verb,
                instance=instance,
                by=self.request.user,  # type: ignore[attr-defined]
                fields=self.form.changed_data,  # type: ignore[attr-defined]
            )
        return instance


class ScopedCreateView(ScopedViewMixin, RecordMixin, generic.CreateView):
    """Adding a row."""

    scope_action = "add"
    verb = "create"


class ScopedCopyView(ScopedViewMixin, generic.CopyView):
    """A form filled from a row of the user's. It is sent to the add screen; nothing is saved from here."""

    scope_action = "add"

    def get_object(self, queryset: Any = None) -> models.Model:
        """Return the row to copy from."""
        return get_object_or_404(self.scoped_rows(), pk=unquote(str(self.kwargs[self.pk_url_kwarg])))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse a POST: Wagtail's would overwrite the original."""
        if request.method not in {"GET", "HEAD"}:
            self.get_object()
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return super().dispatch(request, *args, **kwargs)


class ScopedEditView(ScopedViewMixin, ButtonsMixin, RecordMixin, generic.EditView):
    """Changing a row."""

    scope_action = "change"

    def get_queryset(self) -> models.QuerySet[Any]:
        """Look the row up among the user's."""
        return self.scoped_rows()

    def get_edit_url(self, *instance: Any) -> str | None:
        """Return the address of this screen, which the user has reached."""
        return generic.EditView.get_edit_url(self)


class ScopedDeleteView(ScopedViewMixin, generic.DeleteView):
    """Deleting a row, unless something depends on it: then a plain sentence says what to do instead."""

    scope_action = "delete"

    def get_queryset(self) -> models.QuerySet[Any]:
        """Look the row up among the user's."""
        return self.scoped_rows()

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Delete and tell, in one transaction; a row that is still needed stays."""
        reason = self.viewset.reason_to_keep(self.object)
        if reason is None and self.usage and self.usage.is_protected:
            reason = NEEDED_ELSEWHERE
        if reason is None:
            try:
                with transaction.atomic():
                    return super().form_valid(form)
            except models.ProtectedError:
                reason = NEEDED_ELSEWHERE
        messages.error(self.request, reason)
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def delete_action(self) -> None:
        """Tell the ledger first, while the row still has its number."""
        self.viewset.record_change(verb="delete", instance=self.object, by=self.request.user, fields=[])
        super().delete_action()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say before the button is pressed that the row must stay."""
        reason = self.viewset.reason_to_keep(self.object)
        return super().get_context_data(**kwargs) | {"reason_to_keep": reason}


class ScopedObjectMixin(ScopedViewMixin):
    """For Wagtail's screens around one row that find it by a base queryset."""

    def get_base_object_queryset(self) -> models.QuerySet[Any]:
        """Look the row up among the user's."""
        return self.scoped_rows()


class ScopedHistoryView(ScopedObjectMixin, history.HistoryView):
    """Who changed a row, and when."""

    scope_action = "change"


class ScopedUsageView(ScopedObjectMixin, usage.UsageView):
    """Where a row is used; Wagtail shows what the reader may not open only as 'private'."""

    scope_action = "change"


class ScopedInspectView(ScopedViewMixin, ButtonsMixin, generic.InspectView):
    """A row to read."""

    def get_object(self, queryset: Any = None) -> models.Model:
        """Look the row up among the user's."""
        return get_object_or_404(self.scoped_rows(), pk=unquote(str(self.pk)))
