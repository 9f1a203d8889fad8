"""The screens of 人员与角色: the list, a new account, one account with its roles."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import Membership, User
from core.http import no_store, parse_page
from organizations.people import actions, queries
from organizations.people.forms import AccountForm, GrantForm, SearchForm
from organizations.scope import congress_ids

PER_PAGE = 50


class PeopleView(WagtailAdminTemplateMixin, View):
    """What the screens share: only account managers enter, everybody else finds nothing here."""

    header_icon = "group"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 without the right; what actions refuse is said on the screen."""
        if not isinstance(request.user, User) or not request.user.holds(queries.MANAGE):
            raise Http404
        return no_store(super().dispatch(request, *args, **kwargs))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        items = [*super().get_breadcrumbs_items(), {"url": reverse("people:index"), "label": _("人员与角色")}]
        return (
            items if self.page_title == _("人员与角色") else [*items, {"url": "", "label": self.page_title}]
        )

    def get_account(self, pk: int) -> User:
        """Return the account if it is one of this administrator's."""
        return get_object_or_404(queries.accounts_for(self.user), pk=pk)

    @property
    def user(self) -> User:
        """Return the administrator, whom dispatch() has made sure of."""
        assert isinstance(self.request.user, User)  # noqa: S101
        return self.request.user

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Render the screen."""
        return self.render_to_response(self.get_context_data(**context), status=status)


class IndexView(PeopleView):
    """The accounts of the administrator's scope."""

    template_name = "accounts/people/index.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of the list."""
        self.page_title = _("人员与角色")
        form = SearchForm(request.GET)
        found = queries.accounts_for(self.user)
        if form.is_valid() and form.cleaned_data["q"]:
            found = queries.matching(found, form.cleaned_data["q"])
        page = Paginator(found, PER_PAGE).get_page(parse_page(request.GET.get("page")))
        return self.show(page=page, search=form)


class AddView(PeopleView):
    """A new account; its first password is shown once, on the answer to the form."""

    template_name = "accounts/people/add.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty form."""
        self.page_title = _("新增账号")
        return self.show(form=AccountForm(for_user=self.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the account, or say beside the field why not."""
        self.page_title = _("新增账号")
        form = AccountForm(request.POST, for_user=self.user)
        if form.is_valid():
            try:
                account, password = actions.open_account(**form.cleaned_data, by=self.user)
            except (ValidationError, PermissionDenied) as refusal:
                add_refusal(form, refusal)
            else:
                self.template_name = "accounts/people/password.html"
                return self.show(account=account, password=password)
        return self.show(form=form, status=422)


class DetailView(PeopleView):
    """One account: its roles here, a further role, and locking."""

    template_name = "accounts/people/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the account."""
        return self.show_account(self.get_account(pk), GrantForm(for_user=self.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Do what the pressed button says."""
        account = self.get_account(pk)
        step = {
            "grant": self.grant, "revoke": self.revoke, "lock": self.lock, "unlock": self.unlock,
            "password": self.password,
        }.get(request.POST.get("step", ""))  # fmt: skip
        if step is None:
            return redirect("people:detail", pk=pk)
        try:
            return step(account)
        except PermissionDenied as refusal:
            messages.error(request, str(refusal))
            return redirect("people:detail", pk=pk)

    def show_account(self, account: User, form: Form, status: int = 200) -> HttpResponse:
        """Render the account with a form for a further role."""
        self.page_title = str(account)
        may_lock = queries.is_wholly_within(account, self.user)
        return self.show(
            account=account, form=form, may_lock=may_lock, is_self=account == self.user, status=status
        )

    def grant(self, account: User) -> HttpResponseBase:
        """Add a role, or say beside the field why not."""
        form = GrantForm(self.request.POST, for_user=self.user)
        if form.is_valid():
            try:
                actions.grant(account=account, **form.cleaned_data, by=self.user)
            except (ValidationError, PermissionDenied) as refusal:
                add_refusal(form, refusal)
            else:
                return self.done(account, _("已授予角色。"))
        return self.show_account(account, form, status=422)

    def revoke(self, account: User) -> HttpResponseBase:
        """End one of the roles shown on the screen."""
        number = self.request.POST.get("membership", "")
        mine = Membership.objects.filter(
            user=account, is_active=True, congress__in=congress_ids(self.user, queries.MANAGE)
        )
        if not number.isdecimal() or len(number) > 18:
            raise Http404
        actions.revoke(membership=get_object_or_404(mine, pk=int(number)), by=self.user)
        return self.done(account, _("已收回角色。"))

    def lock(self, account: User) -> HttpResponseBase:
        """Lock the account."""
        actions.set_active(account=account, active=False, by=self.user)
        return self.done(account, _("账号已停用，不能再登录。"))

    def unlock(self, account: User) -> HttpResponseBase:
        """Unlock the account."""
        actions.set_active(account=account, active=True, by=self.user)
        return self.done(account, _("账号已恢复。"))

    def password(self, account: User) -> HttpResponseBase:
        """Set a new password and show it once."""
        password = actions.reset_password(account=account, by=self.user)
        self.page_title = str(account)
        self.template_name = "accounts/people/password.html"
        return self.show(account=account, password=password)

    def done(self, account: User, message: str) -> HttpResponseBase:
        """Go back to the account with a word on what was done."""
        messages.success(self.request, message)
        return redirect("people:detail", pk=account.pk)


def add_refusal(form: Form, refusal: ValidationError | PermissionDenied) -> None:
    """Put what an action refused beside the field it is about; what has no field of its own is about the role."""
    if isinstance(refusal, ValidationError) and hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else "role", errors)
    else:
        form.add_error("role", refusal.messages if isinstance(refusal, ValidationError) else str(refusal))
