"""A letter as a signed POST: to an SMS gateway, or to the message platform of the administration.

The body is JSON; ``X-Signature: t=<seconds>,v1=<hex>`` is HMAC-SHA256 over ``<seconds>.<body>`` with the shared
secret, and ``Idempotency-Key`` stays the same for every attempt. Redirects are not followed, and an address inside
a private network is refused unless the operator says that the gateway stands there.
"""

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from notifications.channels import Letter, PermanentFailure, TemporaryFailure

MINIMUM_SECRET_LENGTH = 24
# The gateway says that this letter is wrong in itself; anything else may be better tomorrow.
NEVER = frozenset({400, 410, 413, 422})
TAKEN_BEFORE = 409


class WebhookSender:
    """Posts letters to one address."""

    def __init__(self, url: str, secret: str, timeout: float = 10, allow_private: bool = False) -> None:
        """Refuse an address or a secret that must not be used."""
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and settings.DEBUG):
            raise ImproperlyConfigured("the address of a webhook must start with https://")
        if not parts.hostname or parts.username or parts.password or parts.fragment:
            raise ImproperlyConfigured("the address of a webhook needs a host and no user or password")
        if len(secret) < MINIMUM_SECRET_LENGTH:
            raise ImproperlyConfigured(f"the secret of a webhook needs {MINIMUM_SECRET_LENGTH} characters")
        self.is_https, self.host = parts.scheme == "https", parts.hostname
        self.port = parts.port or (443 if self.is_https else 80)
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.secret, self.timeout, self.allow_private = secret.encode(), timeout, allow_private

    def send(self, letter: Letter) -> None:
        """Post the letter; only 2xx, or 409 for one taken before, means that it arrived."""
        body = json.dumps(
            {
                "id": letter.key,
                "kind": letter.kind,
                "channel": letter.channel,
                "to": letter.recipient,
                "subject": letter.subject,
                "text": letter.body,
            },
            ensure_ascii=False,
        ).encode()
        status = self._post(body, letter.key)
        if 200 <= status < 300 or status == TAKEN_BEFORE:
            return
        told = _("网关回答 %d") % status
        raise PermanentFailure(told) if status in NEVER else TemporaryFailure(told)

    def signature(self, moment: int, body: bytes) -> str:
        """Return the header that proves who wrote the body, and when."""
        digest = hmac.new(self.secret, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        return f"t={moment},v1={digest}"

    def _post(self, body: bytes, key: str) -> int:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Signature": self.signature(int(time.time()), body),
            "Idempotency-Key": key,
            "Connection": "close",
        }
        try:
            connection = self._connection(self._address())
            try:
                connection.request("POST", self.path, body, headers)
                return connection.getresponse().status
            finally:
                connection.close()
        except TimeoutError:
            raise TemporaryFailure(_("网关没有在时限内回答")) from None
        except (OSError, http.client.HTTPException) as error:
            raise TemporaryFailure(_("连不上网关（%s）") % type(error).__name__) from None

    def _address(self) -> str:
        """Look the host up once and return an address that may be used; the connection goes to this very one."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not self.allow_private and any(not ipaddress.ip_address(one).is_global for one in addresses):
            raise TemporaryFailure(_("网关地址在内网，设置中没有允许"))
        return addresses[0]

    def _connection(self, address: str) -> http.client.HTTPConnection:
        """Connect to the address that was looked at, under the name of the host."""
        sock = socket.create_connection((address, self.port), self.timeout)
        connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            if self.is_https:
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)
        except BaseException:
            sock.close()
            raise
        connection.sock = sock
        return connection
