"""What a citizen does in a browser, as requests."""

import io
import re
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from core import botcheck
from organizations.models import Congress
from participation.submissions.forms.opinion import OpinionForm
from participation.submissions.models import Submission
from tests.factories.participation import TEXT, make_submission, shown_code

NEW = "/opinions/new/"
QUERY = "/opinions/query/"
STATUS = "/opinions/status/"


def ticket(token_seconds_ago: int = 10) -> str:
    """A ticket as the form carries it, of somebody who took the time to write."""
    return botcheck.issue_ticket(OpinionForm.bot_scope, timezone.now() - timedelta(seconds=token_seconds_ago))


def token_in(value: str) -> str:
    """The one-time token of a ticket."""
    return botcheck.read_ticket(value, OpinionForm.bot_scope).token


def filled(text: str = TEXT, **fields: Any) -> dict[str, Any]:
    """A form with the text, as a browser sends it."""
    return {"text": text, "age_statement": "14plus", "ticket": ticket()} | fields


def send(client: Client, fields: dict[str, Any], query: str = "congress=liutang") -> HttpResponse:
    """Send the form."""
    return client.post(f"{NEW}?{query}", fields)


def hidden(response: HttpResponse, name: str) -> str:
    """The value of a hidden field of the page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return found[1] if found else ""


def let_in(client: Client, token: str, number: str) -> HttpResponse:
    """Come back with number and query code."""
    return client.post(QUERY, {"number": number, "code": shown_code(token)})


def page(response: HttpResponse) -> str:
    """What is read."""
    return response.content.decode()


def jpeg(
    name: str = "路灯.jpg", color: str = "green", size: tuple[int, int] = (60, 40), **options: Any
) -> Any:
    """A photo as it is uploaded."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG", **options)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def mine(congress: Congress, token: str = "mine", **fields) -> Submission:
    return make_submission(congress, token=token, **fields)


def opened(client: Client, submission: Submission, token: str = "mine") -> str:
    """Come back and read."""
    response = let_in(client, token, submission.case.number)
    assert response.status_code == 303, page(response)
    return page(client.get(response["Location"]))


def again(submission: Submission) -> Submission:
    return Submission.objects.select_related("case__congress").get(pk=submission.pk)


def only_submission() -> Submission:
    return Submission.objects.select_related("case").get()
