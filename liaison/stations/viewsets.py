"""Reception days and the naming of officers in the admin."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, Form, Select
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from accounts.models import User
from accounts.roles import Permission
from liaison.stations import actions
from liaison.stations.forms import CancelForm, MoveForm, OfficersForm, ReceptionFilters, ReceptionForm
from liaison.stations.models import Reception, ReceptionStatus, StationPage
from liaison.stations.queries import kept_station_ids, stations_seen_by, stations_to_staff
from organizations.models import Congress
from organizations.policies import RolePolicy
from organizations.viewsets import ScopedModelViewSet
from organizations.viewsets.views import ScopedInspectView


class ReceptionPolicy(RolePolicy):
    """A clerk keeps the receptions of all stations of the congress, an officer those of its own stations."""

    def rows(self, user: Any, action: str) -> QuerySet[Any]:
        """Return the rows with which ``user`` may do ``action``."""
        if not self.user_has_permission(user, action):
            return Reception.objects.none()
        if action != "view":
            return Reception.objects.filter(station__in=kept_station_ids(user))
        return Reception.objects.filter(station__in=stations_seen_by(user, self.view[1:]))

    def allows(self, user: Any, action: str, instance: Reception) -> bool:
        """Return whether ``user`` may do ``action`` with this row."""
        if instance.station_id in kept_station_ids(user):
            return True
        return action == "view" and self.rows(user, action).filter(pk=instance.pk).exists()


class ReceptionScreen(ScopedInspectView):
    """One reception day: what it says, and the steps that are possible now."""

    template_name = "liaison/admin/reception.html"
    page_title = _("接待日")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the step whose button was pressed."""
        if not self.policy.allows(request.user, "change", self.object):
            raise Http404
        form: Form | None = None
        step = request.POST.get("step", "")
        try:
            if step in {"move", "cancel"}:
                form = {"move": MoveForm, "cancel": CancelForm}[step](request.POST, prefix=step)
                if not form.is_valid():
                    return self.again(step, form)
            self.take(step, form.cleaned_data if form else {})
        except ValidationError as refusal:
            if form is not None and hasattr(refusal, "error_dict"):
                form.add_error(None, refusal)
                return self.again(step, form)
            messages.error(request, "；".join(refusal.messages))
        return redirect(request.path)

    def take(self, step: str, data: dict[str, Any]) -> None:
        """Call the action and say what was done."""
        user = self.request.user
        if step == "announce":
            self.say(
                actions.announce(reception=self.object, by=user).warning, _("已公告，网站上已经可以看到。")
            )
        elif step == "hold":
            actions.hold(reception=self.object, by=user)
            self.say("", _("已登记为已举行。"))
        elif step == "move":
            self.say(
                actions.move(reception=self.object, by=user, **data).warning, _("已改期，新的接待日已公告。")
            )
        elif step == "cancel":
            actions.cancel(reception=self.object, by=user, **data)
            self.say("", _("已取消，网站上会显示原因。"))

    def say(self, warning: str, done: str | Promise) -> None:
        """Leave a message, and a warning where there is one."""
        messages.success(self.request, str(done))
        if warning:
            messages.warning(self.request, warning)

    def again(self, step: str, form: Form) -> HttpResponse:
        """Show the screen with the refused form."""
        return self.render_to_response(self.get_context_data(**{f"{step}_form": form}), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the steps, the forms and the warning for a late announcement."""
        row: Reception = self.object
        may = self.policy.allows(self.request.user, "change", row)
        planned, announced = row.status == ReceptionStatus.PLANNED, row.status == ReceptionStatus.ANNOUNCED
        move = MoveForm(prefix="move", initial={"starts": row.starts, "ends": row.ends})
        extra = {
            "reception": row,
            "may_announce": may and planned,
            "may_settle": may and announced,
            "warning": actions.notice_warning(row.date) if may and planned else "",
            "move_form": move,
            "cancel_form": CancelForm(prefix="cancel"),
        }
        return super().get_context_data(**{**extra, **kwargs})


def screen_of(reception: Reception) -> str:
    """Return the address of a reception's screen."""
    return reverse("receptions:inspect", args=[reception.pk])


class ReceptionViewSet(ScopedModelViewSet):
    """接待日."""

    model = Reception
    name = "receptions"
    icon = "date"
    menu_label = _("接待日")
    menu_hook = "register_liaison_menu_item"
    menu_order = 20
    edit_permission = Permission.EDIT_RECEPTION
    view_permissions = (Permission.EDIT_PAGE,)
    policy_class = ReceptionPolicy
    form_class = ReceptionForm
    filter_class = ReceptionFilters
    inspect_view_class = ReceptionScreen
    list_related = ("station",)
    list_prefetch = ("deputies",)
    list_display = [
        TitleColumn("when", label=_("时间"), sort_key="date", get_url=screen_of),
        Column("station", label=_("联络站")),
        Column("deputy_names", label=_("接待代表")),
        Column("topic", label=_("主题")),
        Column("get_status_display", label=_("状态"), sort_key="status"),
    ]  # fmt: skip
    list_filter = ["station", "status", "date"]
    list_export = ["station", "date", "starts", "ends", "where", "topic", "deputy_names", "get_status_display",
                   "announced_at", "change_reason", "moved_to"]  # fmt: skip
    export_headings = {"where": _("地点"), "deputy_names": _("接待代表"), "get_status_display": _("状态")}
    export_filename = "receptions"
    search_fields = ["topic", "place", "station__title", "deputies__name"]
    ordering = ["-date", "-starts", "-id"]
    panels = [
        FieldPanel("station", widget=Select),
        FieldRowPanel([FieldPanel("date"), FieldPanel("starts"), FieldPanel("ends")]),
        FieldPanel("place"),
        FieldPanel("topic"),
        FieldPanel("deputies", widget=CheckboxSelectMultiple),
    ]

    def congress_of(self, instance: Reception) -> Congress | None:
        """Return the congress of the station."""
        return instance.station.congress

    def reason_to_keep(self, instance: Reception) -> str | Promise | None:
        """Keep what visitors have read: it is moved or cancelled, with a reason."""
        if instance.status != ReceptionStatus.PLANNED:
            return _("已公告的接待日不能删除，请办理改期或取消，并写明原因。")
        return None


class OfficersView(WagtailAdminTemplateMixin, View):
    """Who keeps which station: the list, or one station with its accounts."""

    template_name = "liaison/admin/officers.html"
    page_title = _("联络员分工")
    header_icon = "user"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to everybody but clerks."""
        if not isinstance(request.user, User) or not stations_to_staff(request.user).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("officers:index"), "label": self.page_title},
        ]

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Show the list, or the form of one station."""
        if pk is None:
            stations = stations_to_staff(request.user).prefetch_related("officers")  # type: ignore[arg-type]
            return self.render_to_response(self.get_context_data(stations=stations))
        station = self.station(pk)
        return self.render_to_response(
            self.get_context_data(station=station, form=OfficersForm(station=station))
        )

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
        """Name the officers, or say beside the field why not."""
        if pk is None:
            return redirect("officers:index")
        station = self.station(pk)
        form = OfficersForm(request.POST, station=station)
        if form.is_valid():
            try:
                actions.name_officers(
                    station=station,
                    officers=list(form.cleaned_data["officers"]),
                    by=request.user,  # type: ignore[arg-type]
                )
            except (ValidationError, PermissionDenied) as refusal:
                form.add_error("officers", getattr(refusal, "messages", None) or str(refusal))
            else:
                messages.success(request, _("联络员分工已保存。"))
                return redirect("officers:index")
        return self.render_to_response(self.get_context_data(station=station, form=form), status=422)

    def station(self, pk: int) -> StationPage:
        """Return the station if the user is its clerk."""
        return get_object_or_404(stations_to_staff(self.request.user), id=pk)  # type: ignore[arg-type]


class OfficersViewSet(ViewSet):
    """联络员分工."""

    name = "officers"
    icon = "user"
    menu_label = _("联络员分工")
    menu_hook = "register_liaison_menu_item"
    menu_order = 40

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the list and the form."""
        view = self.construct_view(OfficersView)
        return [path("", view, name="index"), path("<int:pk>/", view, name="edit")]
