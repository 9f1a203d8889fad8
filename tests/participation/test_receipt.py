"""The receipt: the same however often it is read, for a day, and only at its signed address."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from organizations.models import Congress
from participation.submissions.models import Submission
from participation.submissions.views.receipt import receipt_address
from tests.factories.participation import make_submission, shown_code
from tests.participation.citizen import filled, page, send, token_in


def test_the_receipt_shows_number_and_code_and_the_day_an_answer_is_due(
    client: Client, town: Congress
) -> None:
    fields = filled()
    response = send(client, fields)
    shown = page(client.get(response["Location"]))
    sent = Submission.objects.select_related("case").get()
    assert sent.case.number in shown
    assert shown_code(token_in(fields["ticket"])) in shown
    assert f"{sent.case.due_on.month}月{sent.case.due_on.day}日" in shown
    assert "data-clear-keep" in shown
    assert "data-print" in shown
    assert "<svg" in shown


def test_refreshing_shows_the_same(client: Client, town: Congress) -> None:
    make_submission(town, token="t")
    address = receipt_address("t")
    codes = {client.get(address).context["code"] for _ in range(5)}
    assert codes == {shown_code("t")}
    assert Submission.objects.count() == 1


def test_the_receipt_is_private(client: Client, town: Congress) -> None:
    make_submission(town, token="t")
    response = client.get(receipt_address("t"))
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"


def test_the_receipt_ends_after_a_day(client: Client, town: Congress) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        make_submission(town, token="t")
        address = receipt_address("t")
        clock.shift(timedelta(hours=23, minutes=59))
        assert client.get(address).status_code == 200
        clock.shift(timedelta(minutes=2))
        gone = client.get(address)
    assert gone.status_code == 404
    assert "回执页面只保留24小时" in page(gone)
    assert shown_code("t") not in page(gone)


@pytest.mark.parametrize("key", ["x", "a:b:c", "<b>", "InQi:x:y", "%00", "字"])
def test_a_forged_address_shows_no_receipt(client: Client, db: None, key: str) -> None:
    assert client.get(f"/opinions/receipt/{key}/").status_code == 404


def test_a_signed_token_that_was_never_sent_shows_no_receipt(client: Client, db: None) -> None:
    assert client.get(receipt_address("never")).status_code == 404
