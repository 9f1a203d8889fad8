"""Screens of drafts in the admin, their buttons on a page, and what the clerk is told after saving a consultation."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, Page

from accounts.models import User
from participation.consultations import actions, admin_urls
from participation.consultations.actions.changing import LOG_CHANGE
from participation.consultations.actions.drafts import LOG_TEXT, may_edit
from participation.consultations.drafting.rows import ParsedDraft
from participation.consultations.models import ConsultationPage
from participation.consultations.panels import invitations_panel

SHOWN_REMARKS = 8


@hooks.register("register_admin_urls")
def draft_urls() -> list[URLPattern | URLResolver]:
    """Mount the screens."""
    return [path("consultations/<int:page_id>/", include(admin_urls))]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def draft_buttons(
    page: Page, user: User, next_url: str | None = None, view_name: str = ""
) -> Iterator[Button]:
    """Offer the screens of a draft, and what can be done with a consultation that stands on the site."""
    if page.specific_class is not ConsultationPage or not may_edit(page, user):
        return
    consultation = page.specific
    names = [("tree", _("草案条文"), "list-ul"), ("versions", _("各稿和变更"), "history")]
    if page.live and consultation.is_withdrawn:
        names.append(("resume", _("恢复征求意见"), "rotate"))
    elif page.live:
        names.append(("invitations", _("邀请代表"), "group"))
        names += [("extend", _("延长期限"), "date"), ("import", _("更正文本"), "edit")]
        names.append(("withdraw", _("撤回征求意见"), "cross"))
    for place, (name, label, icon) in enumerate(names):
        url = reverse(f"drafts:{name}", args=[page.pk])
        yield Button(label, url, icon_name=icon, priority=100 + place)


@hooks.register("construct_homepage_panels")
def ask_deputies(request: HttpRequest, panels: list[Component]) -> None:
    """Tell a deputy on which drafts an opinion is asked."""
    panel = invitations_panel(request)
    if panel is not None:
        panels.append(panel)


@hooks.register("register_log_actions")
def name_log_entries(registry: LogActionRegistry) -> None:
    """Let the page's history say what was changed in the draft."""
    for action in (LOG_TEXT, LOG_CHANGE):
        registry.register_action(action)(DraftFormatter)


class DraftFormatter(LogFormatter):
    """A change of the draft in the page's history."""

    label = gettext_lazy("修改草案")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """Return what was done."""
        return str(log_entry.data.get("what", self.label))


@hooks.register("before_create_page")
def mark_new(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """Tell the form which kind was asked for, and when the browser saves by itself."""
    if page_class is ConsultationPage:
        parent.wanted_kind = request.GET.get("kind", "")
        parent.is_autosave = is_autosave(request)


@hooks.register("before_edit_page")
def mark_autosave(request: HttpRequest, page: Page) -> None:
    """Tell the form when the browser saves by itself."""
    if isinstance(page, ConsultationPage):
        page.is_autosave = is_autosave(request)


def is_autosave(request: HttpRequest) -> bool:
    """Return whether this is a save every half second, not a person's."""
    return "application/json" in request.headers.get("Accept", "")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_what_was_recognized(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say what was read from the pasted text, warn of a short period; lead on to what a person has to look at."""
    if not isinstance(page, ConsultationPage) or is_autosave(request):
        return None
    draft = getattr(page, "recognized", None)
    if draft is not None:
        messages.success(request, _("粘贴的文字：%(summary)s请核对。") % {"summary": draft.summary})
        for text in doubts(draft):
            messages.warning(request, text)
    if page.opens_at and page.closes_at and page.is_short and not page.short_period_reason.strip():
        messages.warning(request, page.short_period_message)
    text = getattr(page, "to_compare", "")
    return _to_check(request, page, text) if text else None


def _to_check(request: HttpRequest, page: ConsultationPage, text: str) -> HttpResponse | None:
    if not isinstance(request.user, User):
        return None
    try:
        imported = actions.read_import(page=page, source=text, name=_("粘贴的文字"), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    messages.warning(request, _("其他内容已保存。粘贴的条文里有拿不准的，请核对以后收入。"))
    return redirect("drafts:check", page.pk, imported.pk)


def doubts(draft: ParsedDraft) -> list[str]:
    """Return what the clerk should compare with the original."""
    found = []
    if draft.ignored:
        line, start = draft.ignored[0]
        values = {"count": len(draft.ignored), "line": line, "start": start[:30]}
        found.append(_("有 %(count)d 行文字没有收入条文，例如第%(line)d行：%(start)s") % values)
    if draft.doubts:
        remarks = "；".join(str(remark) for remark in draft.doubts[:SHOWN_REMARKS])
        found.append(_("请对照原文检查：%(remarks)s") % {"remarks": remarks})
    return found
