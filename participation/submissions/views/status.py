"""The status page and what the sender may do there. Each form is answered with a redirect back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_words
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.workflow import StepClosed
from core.http import no_store
from core.text import clean_text
from library.models import PrivateFile
from participation.submissions import actions
from participation.submissions.forms.notify import form_for
from participation.submissions.forms.query import NoteForm, QueryForm, RatingForm
from participation.submissions.models import Submission
from participation.submissions.projection import public_status
from participation.submissions.queries import own_photos, shared_files
from participation.submissions.views.access import SeeOther, admitted

OwnView = Callable[..., HttpResponseBase]
MOVED_ON = lazy_words("情况有了变化，这一步现在不能进行。请看下面的最新进度。")


def for_sender(view: OwnView) -> OwnView:
    """Hand the view the opinion this browser may read; without one, ask for number and code again."""

    @wraps(view)
    @sensitive_post_parameters()
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        submission = admitted(request)
        if submission is None:
            return no_store(_ask_again(request))
        return no_store(view(request, submission, *args, **kwargs))

    return wrapped


@require_safe
@for_sender
def opinion_status(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show where the opinion stands."""
    return _page(request, submission)


@require_safe
@for_sender
def opinion_photo(request: HttpRequest, submission: Submission, position: int) -> HttpResponseBase:
    """Send one of the sender's own photos."""
    return _send(own_photos(submission), position)


@require_safe
@for_sender
def opinion_file(request: HttpRequest, submission: Submission, position: int) -> HttpResponseBase:
    """Send a file that the office shares with the sender."""
    return _send(shared_files(submission), position)


def _send(files: list[PrivateFile], position: int) -> HttpResponseBase:
    """Send one of ``files``, counted from 1, never as something a browser would run."""
    if not 1 <= position <= len(files) or not files[position - 1].may_be_opened:
        raise Http404
    row = files[position - 1]
    try:
        stream = row.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        stream, content_type=row.content_type, filename=row.name, as_attachment=not row.is_picture
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
@for_sender
def opinion_note(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Add something to the opinion."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, note_form=form)
    try:
        actions.add_supplement(submission=submission, text=form.cleaned_data["text"])
    except StepClosed:
        messages.warning(request, MOVED_ON)
        submission.case.refresh_from_db()
        return _page(request, submission, kept_text=form.cleaned_data["text"])
    messages.success(request, _("补充的内容已经收到，会转给经办人员。"))
    return back()


@require_POST
@for_sender
def opinion_rate(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Judge the answer; "not satisfied" reopens the matter once."""
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, rating_form=form)
    rating, redone = form.cleaned_data["rating"], submission.redo_count
    try:
        actions.rate(submission=submission, rating=rating, comment=form.cleaned_data["comment"])
    except StepClosed:
        messages.warning(request, MOVED_ON)
        return back()
    if submission.redo_count > redone:
        messages.success(request, _("已经记下您不满意，这件意见将重新办理一次。"))
    else:
        messages.success(request, _("谢谢您的评价。"))
    return back()


@require_http_methods(["GET", "HEAD", "POST"])
@for_sender
def opinion_withdraw(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Take the opinion back, after asking once more."""
    done = _("意见已经撤回，不再办理。")
    return _confirmed(request, submission, "withdraw", actions.withdraw, done)


@require_http_methods(["GET", "HEAD", "POST"])
@for_sender
def opinion_consent(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Take back the consent to publication, after asking once more."""
    done = _("已经撤回公开同意，网站上不再显示这件意见。")
    return _confirmed(request, submission, "revoke_consent", actions.revoke_consent, done)


def _confirmed(
    request: HttpRequest, submission: Submission, step: str, action: Callable[..., None], done: str
) -> HttpResponse:
    """Show what the step means, then take it; a second press finds it taken and does no harm."""
    status = public_status(submission)
    if step not in status.can:
        messages.warning(request, MOVED_ON)
        return back()
    if request.method != "POST":
        return render(request, f"participation/opinion_{step}.html", {"status": status})
    try:
        action(submission=submission)
    except StepClosed:
        messages.warning(request, MOVED_ON)
    else:
        messages.success(request, done)
    return back()


def _page(
    request: HttpRequest,
    submission: Submission,
    *,
    note_form: Form | None = None,
    rating_form: Form | None = None,
    kept_text: str = "",
) -> HttpResponse:
    """Render the status page from the projection alone."""
    status = public_status(submission)
    if note_form is not None and not status.can_add:
        kept_text = clean_text(str(note_form.data.get("text", "")))
    context = {
        "status": status,
        "photos": [
            {
                "url": reverse("participation:opinion_photo", args=[number]),
                "full_url": reverse("participation:opinion_photo", args=[number]),
                "alt": _("您提交的照片%d") % number,
            }
            for number in range(1, status.photo_count + 1)
        ],
        "note_form": note_form or NoteForm(),
        "rating_form": rating_form or RatingForm(),
        "notify_form": form_for(submission.notify_by, submission.contact),
        "wrong_form": note_form or rating_form,
        "kept_text": kept_text,
    }
    return render(request, "participation/opinion_status.html", context)


def _ask_again(request: HttpRequest) -> HttpResponse:
    """Lead to the query page; what was being written comes along, since half an hour passes quickly."""
    if request.method != "POST":
        messages.info(request, _("请填写编号和查询码。为保护您的信息，查询结果只保留30分钟。"))
        return SeeOther(reverse("participation:opinion_query"))
    text = clean_text(request.POST.get("text", "") or request.POST.get("comment", ""))
    context = {"form": QueryForm(), "kept_text": text, "has_run_out": True}
    return render(request, "participation/opinion_query.html", context, status=403)


def back() -> HttpResponse:
    """Lead to the status page: the answer to every form of the sender."""
    return SeeOther(reverse("participation:opinion_status"))
