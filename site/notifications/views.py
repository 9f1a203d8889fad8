"""The outbox on screen: what waits, what failed, and the two things to do about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as notices
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from core.paging import with_cursor
from notifications.actions import MessageMovedOn, give_up, retry
from notifications.addresses import masked
from notifications.forms import OutboxForm
from notifications.kinds import hides_recipient, label_of
from notifications.models import Message, State
from notifications.queries import OFFICE, page_of, tabs, visible_to


def may_see_outbox(user: User | AnonymousUser) -> bool:
    """Return whether the person keeps cases somewhere, and so the messages about them."""
    return isinstance(user, User) and user.holds(OFFICE)


class OutboxScreen(WagtailAdminTemplateMixin, View):
    """What the screens share: sign-in, the right to see the outbox, nothing kept by browsers."""

    page_title = _("通知发送")
    header_icon = "mail"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for sign-in, then for the right."""
        return require_admin_access(self._dispatch)(request, *args, **kwargs)

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_outbox(request.user):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    @property
    def user(self) -> User:
        """Return the person signed in."""
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > outbox."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class Outbox(OutboxScreen):
    """Failed messages first; then those that wait; then all."""

    template_name = "notifications/outbox.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of one list."""
        state = request.GET.get("state", State.DEAD)
        form = OutboxForm(request.GET)
        kind = form.chosen()
        page = page_of(self.user, state, kind, request.GET.get("cursor"))
        context = self.get_context_data(
            tabs=tabs(self.user),
            state=state if state in State.values else "",
            form=form,
            is_filtered=bool(kind),
            rows=[row(message) for message in page.items],
            here=request.GET.urlencode(),
            next_url=with_cursor(request.GET, page.next_cursor) if page.next_cursor else "",
            previous_url=with_cursor(request.GET, page.previous_cursor) if page.previous_cursor else "",
        )
        return self.render_to_response(context)


class MessageStep(OutboxScreen):
    """Try again, or give up."""

    http_method_names = ["post", "options"]
    action: Callable[..., None]
    done: Any = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the step and go back to the list as it was filtered."""
        message = get_object_or_404(visible_to(self.user), pk=pk)
        try:
            type(self).action(message=message, by=self.user)
        except MessageMovedOn as moved:
            notices.warning(request, str(moved))
        else:
            notices.success(request, self.done)
        here = request.POST.get("here", "")[:600]
        back = reverse("notifications:outbox")
        return HttpResponseRedirect(f"{back}?{here}" if here.isascii() and here.isprintable() else back)


class Retry(MessageStep):
    """Put a dead letter back into the queue."""

    action = retry
    done = _("已放回发送队列，一分钟内会再试。")


class GiveUp(MessageStep):
    """Send it no more."""

    action = give_up
    done = _("这条通知不再发送。需要的话，请用电话等其他方式告知。")


def row(message: Message) -> dict[str, Any]:
    """Return what a line of the list shows; the recipient only masked, or not at all."""
    shown = masked(message.recipient) if message.recipient else ""
    return {
        "message": message,
        "kind": label_of(message.kind),
        "recipient": _("（不显示）") if hides_recipient(message.kind) else shown,
        "can_retry": message.state == State.DEAD,
        "can_give_up": message.state in {State.DEAD, State.QUEUED},
    }
