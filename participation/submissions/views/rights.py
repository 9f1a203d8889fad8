"""The rights desk, with the receipt: take away what is held, put it right, have it erased (个保法 44-47).

Nobody signs in: number and query code are the proof, as for everything else about an opinion.
"""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.client import client_key
from core.throttle import Refused, Throttle
from participation.submissions import actions
from participation.submissions.forms.identity import IdentityForm
from participation.submissions.models import Submission
from participation.submissions.own_data import as_text, own_data
from participation.submissions.views.status import back, for_sender

PER_OPINION = Throttle("opinion-data:opinion", 10, 15 * 60)
PER_ADDRESS = Throttle("opinion-data:address", 60, 15 * 60)


@require_POST
@for_sender
def opinion_data(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Send all that is held about the opinion, as text or for a program to read."""
    tries = (PER_OPINION.hit(str(submission.pk)), PER_ADDRESS.hit(client_key(request)))
    if any(isinstance(one, Refused) for one in tries):
        messages.warning(request, _("下载得太频繁了，请15分钟后再试。"))
        return back()
    actions.take_own_data(submission=submission)
    data = own_data(submission)
    if request.POST.get("format") == "json":
        content, kind, ending = json.dumps(data, ensure_ascii=False, indent=2), "application/json", "json"
    else:
        # The mark lets old telephones and Windows read the characters right.
        content, kind, ending = "\ufeff" + as_text(data), "text/plain; charset=utf-8", "txt"
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{submission.case.number}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_sender
def opinion_identity(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Put name and contact right, or erase them; the opinion goes on either way."""
    if submission.identity_erased_at is not None:
        messages.info(request, _("您的称呼和联系方式已经删除。"))
        return back()
    if request.method != "POST":
        form = IdentityForm(initial={"name": submission.name, "contact": submission.contact})
    elif "erase" in request.POST:
        actions.erase_own_identity(submission=submission)
        messages.success(request, _("称呼和联系方式已经删除。意见继续办理，凭编号和查询码仍然可以看到结果。"))
        return back()
    else:
        form = IdentityForm(request.POST)
        if form.is_valid():
            actions.correct_own_identity(submission=submission, **form.cleaned_data)
            messages.success(request, _("称呼和联系方式已经更正。"))
            return back()
    context = {"form": form, "number": submission.case.number}
    return render(request, "participation/opinion_identity.html", context)
