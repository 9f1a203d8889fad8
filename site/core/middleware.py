"""The content security policy: strict on public pages, as loose as Wagtail needs in the admin.

The public policy is the setting ``CONTENT_SECURITY_POLICY``. A view that needs one more source for one page
(the operator's captcha) asks for it with ``allow_sources``.
"""

from collections.abc import Sequence
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

ADMIN_PREFIX = "/admin/"
# Wagtail's date fields and inline panels carry script elements, its editor sets styles, uploads show blobs.
ADMIN_DIRECTIVES: dict[str, list[str]] = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "font-src": [SELF, "data:"],
    "worker-src": [SELF, "blob:"],
    "frame-src": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
_ATTRIBUTE = "_extra_csp_sources"


def allow_sources(request: HttpRequest, sources: dict[str, Sequence[str]]) -> None:
    """Let the page that answers this request also load from these sources."""
    wanted: dict[str, list[str]] = getattr(request, _ATTRIBUTE, {})
    for directive, values in sources.items():
        wanted[directive] = [*wanted.get(directive, [SELF]), *values]
    setattr(request, _ATTRIBUTE, wanted)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Send the policy that fits the page."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the parts django-csp builds the header from."""
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if request.path_info.startswith(ADMIN_PREFIX) and parts.config is None:
            parts.config = dict(ADMIN_DIRECTIVES)
        extra: dict[str, list[str]] = getattr(request, _ATTRIBUTE, {})
        if extra:
            update: dict[str, Any] = dict(parts.update or {})
            for directive, values in extra.items():
                update[directive] = [*update.get(directive, []), *values]
            parts.update = update
        return parts
