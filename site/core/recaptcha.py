"""The operator's option ``BOT_CHECK=recaptcha``: a captcha from elsewhere, which may never lose an opinion.

A visitor without JavaScript brings no token; the service may be slow, down or wrong. In each of these cases
the answer here is "not confirmed", and the form falls back to the built-in question.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from typing import Any

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_recaptcha import client

from core.middleware import allow_sources

RESPONSE_FIELD = "g-recaptcha-response"
MAX_TOKEN_LENGTH = 4096
REST_SECONDS = 60
# Where the service's script loads its parts from, beside its own host.
PART_HOSTS = ("https://www.gstatic.com/recaptcha/", "https://www.gstatic.cn/recaptcha/")
_RESTING = "core.recaptcha.resting"
_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="recaptcha")
logger = logging.getLogger(__name__)


def is_on() -> bool:
    """Tell whether the operator turned the captcha on and gave its keys."""
    return (
        settings.BOT_CHECK == "recaptcha"
        and bool(settings.RECAPTCHA_PUBLIC_KEY)
        and bool(settings.RECAPTCHA_PRIVATE_KEY)
    )


def allow_on_page(request: HttpRequest) -> None:
    """Let this one page load the captcha."""
    origin = f"https://{settings.RECAPTCHA_DOMAIN}"
    allow_sources(
        request,
        {
            "script-src": [origin, *PART_HOSTS],
            "frame-src": [origin],
            "connect-src": [origin],
            "img-src": [PART_HOSTS[0]],
        },
    )


def confirms(token: str) -> bool:
    """Ask the service whether the token is good; False when it says no or does not answer in time.

    The visitor's address is not passed on. After a failure the service is left alone for a minute, so that
    a service that is down delays one visitor and not each.
    """
    if not token or len(token) > MAX_TOKEN_LENGTH or _is_resting():
        return False
    # A time limit for the whole exchange: the one of the request counts anew with every packet.
    future = _pool.submit(client.submit, token, settings.RECAPTCHA_PRIVATE_KEY, "")
    try:
        return bool(future.result(timeout=settings.RECAPTCHA_VERIFY_REQUEST_TIMEOUT).is_valid)
    except TooLate:
        future.cancel()
        logger.warning("The captcha service did not answer in time; the built-in question is asked instead")
    except Exception:
        logger.warning("The captcha service failed; the built-in question is asked instead", exc_info=True)
    _rest()
    return False


class RecaptchaWidget(forms.Widget):
    """The captcha's box. Unlike the library's widget it brings no inline script, which our policy forbids."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return the token under the name the service's script gives it."""
        return str(data.get(RESPONSE_FIELD) or "")

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the script element and the box; without JavaScript nothing is seen."""
        return format_html(
            '<script src="https://{}/recaptcha/api.js?hl=zh-CN" async defer></script>'
            '<div class="g-recaptcha" data-sitekey="{}"></div>',
            settings.RECAPTCHA_DOMAIN,
            settings.RECAPTCHA_PUBLIC_KEY,
        )


def _is_resting() -> bool:
    try:
        return bool(cache.get(_RESTING))
    except Exception:
        logger.warning("The cache failed", exc_info=True)
        return False


def _rest() -> None:
    try:
        cache.set(_RESTING, 1, REST_SECONDS)
    except Exception:
        logger.warning("The cache failed", exc_info=True)
