"""Changing one's mind about messages, with number and query code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.submissions.actions.notify import choose_notification
from participation.submissions.forms.notify import NotifyForm, offers
from participation.submissions.models import Submission
from participation.submissions.views.access import SeeOther
from participation.submissions.views.status import for_sender


@require_POST
@for_sender
def opinion_notify(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Keep the choice; what was not offered is not taken."""
    form = NotifyForm(request.POST, choices=offers(submission.contact) if submission.contact else [])
    if not form.is_valid():
        messages.warning(request, _("没有改成：请从列出的方式里选择一种。"))
    else:
        choose_notification(submission=submission, way=form.cleaned_data["notify_by"])
        chosen = bool(form.cleaned_data["notify_by"])
        told = _("已经记下，有进展时会通知您。") if chosen else _("已经关掉通知，您可以随时凭查询码查看。")
        messages.success(request, told)
    return SeeOther(reverse("participation:opinion_status"))
