"""The list of rules, one rule with its history and its form, and the profile that the county follows."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import actions, queries
from deadlines.forms import ProfileForm, ReturnForm, ValueForm
from deadlines.memory import current, version_of
from deadlines.models import Override
from deadlines.rules import RULES
from deadlines.views.base import DeadlinesView
from organizations.models import Congress


class IndexView(DeadlinesView):
    """All rules with the values in force for one congress."""

    template_name = "deadlines/index.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list; whoever has several congresses chooses one."""
        self.page_title = _("期限规则")
        mine = list(queries.manageable(self.user))
        wanted = request.GET.get("congress", "")
        congress = next((c for c in mine if str(c.pk) == wanted), mine[0])
        county = congress.get_root()
        return self.show(
            congress=congress,
            congresses=mine,
            groups=queries.rule_groups(congress),
            profile=queries.profile_label(current().profile(county, timezone.localdate())),
        )


class RuleView(DeadlinesView):
    """One rule of one congress."""

    template_name = "deadlines/rule.html"
    congress: Congress
    rule_id: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Note which rule is asked for."""
        super().setup(request, *args, **kwargs)
        self.rule_id = kwargs["rule_id"]

    def prepare(self, congress_id: int) -> None:
        """Find congress and rule, or nothing."""
        self.congress = self.get_congress(congress_id)
        rule = RULES.get(self.rule_id)
        if rule is None or (rule.county_only and not self.congress.is_root()):
            raise Http404
        self.page_title = str(rule.label)
        self.effective = current().value(self.rule_id, self.congress, timezone.localdate())

    def get(self, request: HttpRequest, congress_id: int, rule_id: str) -> HttpResponse:
        """Show the rule."""
        self.prepare(congress_id)
        return self.show_rule()

    def post(self, request: HttpRequest, congress_id: int, rule_id: str) -> HttpResponseBase:
        """Set a value, or give the rule back to the level above."""
        self.prepare(congress_id)
        is_return = request.POST.get("form") == "return"
        form = ReturnForm(request.POST) if is_return else ValueForm(request.POST, rule=self.effective.rule)
        name = "return_form" if is_return else "form"
        return self.decide(
            form,
            look=lambda proposal: proposal.preview(self.rule_id, self.congress),
            do=lambda proposal: actions.set_rule(
                congress=self.congress, rule_id=self.rule_id, proposal=proposal, by=self.user
            ),
            again=lambda form, **more: self.show_rule(**{name: form}, **more),
            back=reverse("deadlines:rule", args=[self.congress.pk, self.rule_id]),
        )

    def show_rule(self, **context: Any) -> HttpResponse:
        """Render the rule with its forms; with ``outcome``, ask for the last word."""
        law = current().law(self.rule_id, self.congress, timezone.localdate())
        asked = context.get("return_form") or context.get("form")
        context.setdefault("form", ValueForm(rule=self.effective.rule))
        context.setdefault("return_form", ReturnForm())
        versions = list(queries.versions(self.congress, self.rule_id))
        return self.show(
            congress=self.congress,
            row=queries.RuleRow(self.effective, True),
            law=law,
            versions=[(version, version_text(version)) for version in versions],
            is_own=bool(versions) and not versions[0].is_inherited,
            asked=asked,
            **context,
        )


def version_text(version: Override) -> str:
    """Return the value of a row in words."""
    value = version_of(version).value
    return _("沿用上一级") if value is None else value.value_text


class ProfileView(DeadlinesView):
    """The province's or city's values that the county follows."""

    template_name = "deadlines/profile.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the choice."""
        county = self.get_county()
        return self.show_profile(county, ProfileForm(chosen=self.chosen(county)))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Choose a profile."""
        county = self.get_county()
        return self.decide(
            ProfileForm(request.POST, chosen=self.chosen(county)),
            look=lambda proposal: proposal.preview(county),
            do=lambda proposal: actions.choose_profile(county=county, proposal=proposal, by=self.user),
            again=partial(self.show_profile, county),
            back=reverse("deadlines:index"),
        )

    def chosen(self, county: Congress) -> str:
        """Return the profile in force."""
        return current().profile(county, timezone.localdate())

    def show_profile(self, county: Congress, form: ProfileForm, **context: Any) -> HttpResponse:
        """Render the screen."""
        self.page_title = _("省市标准")
        history = [(row, queries.profile_label(row.profile)) for row in queries.profile_choices(county)]
        chosen = queries.profile_label(self.chosen(county))
        return self.show(county=county, form=form, asked=form, chosen=chosen, history=history, **context)
