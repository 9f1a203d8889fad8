"""What the clerk is told after saving a consultation."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from participation.consultations.models import ConsultationPage
from participation.consultations.parsing import Draft


@hooks.register("before_edit_page")
def mark_autosave(request: HttpRequest, page: Page) -> None:
    """Tell the form when the browser saves by itself."""
    if isinstance(page, ConsultationPage):
        page.is_autosave = "application/json" in request.headers.get("Accept", "")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_what_was_recognized(request: HttpRequest, page: Page) -> None:
    """Say what was read from the pasted text, and warn of a short period."""
    if not isinstance(page, ConsultationPage) or getattr(page, "is_autosave", False):
        return
    draft = getattr(page, "recognized", None)
    if draft is not None:
        messages.success(request, summary(draft))
        for text in doubts(draft):
            messages.warning(request, text)
    if page.opens_at and page.closes_at and page.is_short and not page.short_period_reason.strip():
        messages.warning(request, page.short_period_message)


def summary(draft: Draft) -> str:
    """Return what was recognized, with the first and last label to check against the original."""
    articles = draft.articles
    return _(
        "已从粘贴的文字认出 %(articles)d 条条文（%(first)s至%(last)s）、%(headings)d 个章节标题，请核对。"
    ) % {
        "articles": len(articles),
        "first": articles[0].label.rstrip("、"),
        "last": articles[-1].label.rstrip("、"),
        "headings": len(draft.headings),
    }


def doubts(draft: Draft) -> list[str]:
    """Return what the clerk should compare with the original."""
    found = []
    if draft.preamble:
        found.append(
            _("第一条（章）前面的 %(count)d 行文字没有收入条文：%(start)s……")
            % {"count": len(draft.preamble), "start": draft.preamble[0][:30]}
        )
    if draft.remarks:
        found.append(_("请对照原文检查：%(remarks)s。") % {"remarks": "；".join(draft.remarks)})
    return found
