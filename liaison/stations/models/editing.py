"""Who may change a station, and what its editing form offers (officers keep only their own stations)."""

from typing import Any

from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm

from accounts.models import User
from accounts.roles import Permission
from library.models import CustomImage
from organizations.choices import within_scope
from organizations.forms import keep_within
from organizations.models import Area
from organizations.pages import TwoPersonTester
from organizations.scope import congress_for_page, has_permission


class StationTester(TwoPersonTester):
    """An officer changes the stations of which it is an officer; the list and other stations are the clerk's.

    Wagtail gives the officers' group the right to change everything below the list of stations, because it
    knows only branches of the tree; here that right is narrowed to the stations named.
    """

    def _is_editor(self) -> bool:
        congress = congress_for_page(self.page)
        return congress is not None and has_permission(self.user, Permission.EDIT_PAGE, congress)

    def _is_own_station(self) -> bool:
        officers = getattr(self.page, "officers", None)
        congress = congress_for_page(self.page)
        return (
            officers is not None
            and congress is not None
            and has_permission(self.user, Permission.EDIT_STATION, congress)
            and officers.filter(pk=self.user.pk).exists()
        )

    def can_edit(self) -> bool:
        """Return whether the user may change this page."""
        if not super().can_edit():
            return False
        return self.user.is_superuser or self._is_editor() or self._is_own_station()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether the user may delete or move this page: never an officer."""
        return super().can_delete(ignore_bulk) and (self.user.is_superuser or self._is_editor())


class StationForm(WagtailAdminPageForm):
    """The editing form: villages of the page's own congress, pictures of the editor's own folders.

    The accounts of the officers are not in it: they decide who may edit, and are named on a screen of their own.
    """

    for_user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance if self.instance.path else self.parent_page
        congress = congress_for_page(page) if page is not None else None
        if "areas" in self.fields and congress is not None:
            within = Area.objects.filter(congress__path__startswith=congress.path)
            keep_within(self.fields["areas"], within.order_by("congress__path", "name"))
        if "photo" in self.fields and self.for_user is not None and not self.for_user.is_superuser:
            usable = within_scope(CustomImage.objects.all(), self.for_user, ())
            mine = Q(pk__in=usable.values("pk")) | Q(pk=self.instance.photo_id)
            keep_within(self.fields["photo"], CustomImage.objects.filter(mine))
