"""The signed POST to a gateway, against a gateway on this machine."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured

from notifications.channels import Letter, PermanentFailure, TemporaryFailure, verify
from notifications.webhook import WebhookSender

SECRET = "a-secret-of-the-gateway-1234"
LETTER = Letter("event:1:1", "opinion.accepted", "sms", "13800001234", "标题", "内容")


class Gateway(BaseHTTPRequestHandler):
    """Answers as told and keeps what it got."""

    status = 200
    got: list[tuple[dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        """Keep the request."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append((dict(self.headers), body))
        if type(self).status == 0:
            threading.Event().wait(1.5)
            return
        self.send_response(type(self).status)
        if type(self).status in {301, 302, 307}:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args) -> None:
        """Be quiet."""


@pytest.fixture
def gateway(settings) -> Iterator[str]:
    settings.DEBUG = True  # http is for tests and for one's own machine
    Gateway.status, Gateway.got = 200, []
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sms?office=1"
    server.shutdown()
    server.server_close()


def sender(url: str, **options) -> WebhookSender:
    return WebhookSender(url, SECRET, **({"allow_private": True, "timeout": 5} | options))


def test_the_letter_is_posted_signed_and_with_its_key(gateway) -> None:
    sender(gateway).send(LETTER)
    headers, body = Gateway.got[0]
    assert json.loads(body) == {
        "id": "event:1:1", "kind": "opinion.accepted", "channel": "sms", "to": "13800001234",
        "subject": "标题", "text": "内容",
    }  # fmt: skip
    assert headers["Idempotency-Key"] == "event:1:1"
    moment, digest = (part.split("=")[1] for part in headers["X-Signature"].split(","))
    expected = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert digest == expected


@pytest.mark.parametrize("status", [200, 202, 204, 409])
def test_taken_now_or_before_is_taken(gateway, status: int) -> None:
    Gateway.status = status
    sender(gateway).send(LETTER)
    assert len(Gateway.got) == 1


@pytest.mark.parametrize(
    ("status", "failure"),
    [(400, PermanentFailure), (422, PermanentFailure), (401, TemporaryFailure), (503, TemporaryFailure)],
)
def test_what_the_gateway_refuses_fails_for_good_or_for_now(gateway, status: int, failure: type) -> None:
    Gateway.status = status
    with pytest.raises(failure, match=str(status)):
        sender(gateway).send(LETTER)


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_is_not_followed(gateway, status: int) -> None:
    Gateway.status = status
    with pytest.raises(TemporaryFailure):
        sender(gateway).send(LETTER)
    assert len(Gateway.got) == 1


def test_a_gateway_that_does_not_answer_holds_the_worker_only_for_the_time_out(gateway) -> None:
    Gateway.status = 0
    with pytest.raises(TemporaryFailure, match="时限"):
        sender(gateway, timeout=0.3).send(LETTER)


def test_an_address_inside_is_refused_unless_the_operator_says_so(gateway) -> None:
    with pytest.raises(TemporaryFailure, match="内网"):
        sender(gateway, allow_private=False).send(LETTER)
    assert Gateway.got == []


def test_a_gateway_that_is_away_is_a_temporary_failure(settings) -> None:
    settings.DEBUG = True
    with pytest.raises(TemporaryFailure, match="ConnectionRefusedError"):
        sender("http://127.0.0.1:9/").send(LETTER)


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("http://sms.example.cn/", SECRET),
        ("ftp://sms.example.cn/", SECRET),
        ("https:///path", SECRET),
        ("https://user:pw@sms.example.cn/", SECRET),
        ("https://sms.example.cn/", "short"),
    ],
)
def test_a_channel_set_up_wrongly_does_not_start(settings, url: str, secret: str) -> None:
    options = {"class": "notifications.webhook.WebhookSender", "url": url, "secret": secret}
    settings.NOTIFICATION_CHANNELS = {"sms": options}
    with pytest.raises(ImproperlyConfigured):
        verify()


def test_an_unknown_channel_does_not_start(settings) -> None:
    settings.NOTIFICATION_CHANNELS = {"fax": {"class": "notifications.channels.EmailSender"}}
    with pytest.raises(ImproperlyConfigured):
        verify()
