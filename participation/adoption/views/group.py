"""One group: its opinions, what becomes of them, and the second person's word."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.paging import with_cursor
from participation.adoption import actions
from participation.adoption.actions.checks import result_stands
from participation.adoption.forms import DecisionForm, ReasonForm, ShortSummaryForm, ticked
from participation.adoption.models import OpinionGroup
from participation.adoption.queries.parts import groups_of, members_page
from participation.adoption.queries.scopes import last_version
from participation.adoption.views.base import ConsultationScreen
from participation.consultations.comparing.diffing import diff, paragraphs
from participation.consultations.models import QUESTIONS, WHOLE, VersionArticle


class Group(ConsultationScreen):
    """``/admin/adoption/<id>/group/<group>/``."""

    template_name = "participation/adoption_group.html"
    group: OpinionGroup

    def get_page_title(self) -> str:
        """Return the title."""
        return _("意见归类")

    def trail(self) -> list[tuple[str, str]]:
        """Return the way to this group."""
        article = reverse("adoption:article", args=[self.consultation.pk, self.group.scope])
        return [*super().trail(), (article, self.group.label or _("条文")), ("", _("这一组"))]

    def get(self, request: HttpRequest, group_id: int) -> HttpResponse:
        """Show the group."""
        self.group = self.get_group(group_id)
        return self._show()

    def post(self, request: HttpRequest, group_id: int) -> HttpResponse:
        """Do what the button says, and go on where the group then is."""
        self.group = self.get_group(group_id)
        name = request.POST.get("action", "")
        deed = DEEDS.get(name)
        if deed is None:
            raise PermissionDenied
        problems = self.attempt(lambda: deed(self))
        if problems:
            self.group = self.get_group(group_id)
            return self._show(problems, name, 422)
        target = self.get_group(group_id)
        pk = target.merged_into_id or target.pk
        if name == "approve":
            return redirect("adoption:article", page_id=self.consultation.pk, scope=target.scope)
        return redirect("adoption:group", page_id=self.consultation.pk, group_id=pk)

    def decide(self) -> str:
        """Save, or send for approval."""
        form = DecisionForm(self.request.POST)
        if not form.is_valid():
            raise_form(form)
        submits = "submits" in self.request.POST
        actions.decide(group=self.group, by=self.user, submits=submits, **form.cleaned_data)
        return _("已送审，由另一人批准。") if submits else _("已保存。")

    def take_back(self) -> str:
        """Take back."""
        actions.take_back(group=self.group, by=self.user)
        return _("已取回，可以修改。")

    def approve(self) -> str:
        """Approve."""
        actions.approve(group=self.group, by=self.user)
        return _("已批准。")

    def send_back(self) -> str:
        """Send back."""
        actions.send_back(group=self.group, reason=self.request.POST.get("reason", ""), by=self.user)
        return _("已退回修改。")

    def reopen(self) -> str:
        """Reopen."""
        actions.reopen(group=self.group, reason=self.request.POST.get("reason", ""), by=self.user)
        return _("已退回重新研究。")

    def move(self) -> str:
        """Move what is ticked."""
        into = self.get_group(self.request.POST.get("into", ""))
        number = actions.move(group=self.group, parts=self._ticked(), into=into, by=self.user)
        return _("已移动%(count)d条。") % {"count": number}

    def split(self) -> str:
        """Split off what is ticked."""
        form = ShortSummaryForm(self.request.POST)
        if not form.is_valid():
            raise_form(form)
        summary = form.cleaned_data["summary"]
        new = actions.split_off(group=self.group, parts=self._ticked(), summary=summary, by=self.user)
        return _("已另立一组：%(summary)s") % {"summary": new.summary}

    def ungroup(self) -> str:
        """Take what is ticked out."""
        number = actions.ungroup(group=self.group, parts=self._ticked(), by=self.user)
        return _("已退回未归类：%(count)d条。") % {"count": number}

    def merge(self) -> str:
        """Merge into another group."""
        into = self.get_group(self.request.POST.get("into", ""))
        actions.merge_groups(group=self.group, into=into, by=self.user)
        return _("已并入，条数已经相加；合并错了可以撤销。")

    def unmerge(self) -> str:
        """Undo the merging of one that went into this group."""
        actions.unmerge_groups(group=self.get_group(self.request.POST.get("merged", "")), by=self.user)
        return _("已撤销合并。")

    def _ticked(self) -> list[int]:
        return ticked(self.request.POST.getlist("parts"))

    def _show(self, problems: list[str] | None = None, name: str = "", status: int = 200) -> HttpResponse:
        group = self.group
        found = members_page(group, self.request.GET.get("cursor"))
        others = [
            one for one in groups_of(self.consultation, group.scope) if one.pk != group.pk and one.is_open
        ]
        initial = {key: getattr(group, key) for key in ("summary", "decision", "reason", "wording")}
        article = self._article()
        if self.request.GET.get("start") == "text" and article is not None and not group.wording:
            initial["wording"] = article.text
        posted = self.request.POST if name == "decide" else None
        stands = result_stands(self.consultation)
        own = group.drafted_by_id == self.user.pk
        return self.page(
            status,
            group=group,
            members=found.items,
            version=last_version(self.consultation),
            others=others,
            merged=list(OpinionGroup.objects.filter(merged_into=group)),
            article=article,
            change=_change(article, group.wording),
            form=DecisionForm(posted, initial=initial),
            reason_form=ReasonForm(auto_id="reason_%s"),
            split_form=ShortSummaryForm(auto_id="split_%s"),
            problems=problems or [],
            can_edit=self.may_code and group.is_open and group.merged_into_id is None,
            can_approve=self.may_approve and group.is_submitted and not own,
            is_own=own and group.is_submitted,
            can_reopen=(self.may_code or self.may_approve) and group.is_approved and not stands,
            next_url=with_cursor(self.request.GET, found.next_cursor) if found.next_cursor else "",
            previous_url=with_cursor(self.request.GET, found.previous_cursor)
            if found.previous_cursor
            else "",
        )

    def _article(self) -> VersionArticle | None:
        """Return the article as last published."""
        version = last_version(self.consultation)
        if version is None or self.group.scope in {WHOLE, QUESTIONS}:
            return None
        return version.rows.filter(key=self.group.scope).first()


def _change(article: VersionArticle | None, wording: str) -> list[Any]:
    """Return the proposed wording held against the text."""
    if article is None or not wording or wording == article.text:
        return []
    return paragraphs(diff(article.text, wording))


def raise_form(form: Any) -> None:
    """Raise what is wrong with a form as the actions would."""
    raise ValidationError({name: errors.as_data() for name, errors in form.errors.items()})


DEEDS: dict[str, Callable[[Group], str]] = {
    name: getattr(Group, name)
    for name in (
        "decide",
        "take_back",
        "approve",
        "send_back",
        "reopen",
        "move",
        "split",
        "ungroup",
        "merge",
        "unmerge",
    )
}
