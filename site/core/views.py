"""Pages every site needs: errors in plain Chinese, the health check, the switch to large type."""

import logging

from django.db import DatabaseError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseNotFound,
    HttpResponseRedirect,
    HttpResponseServerError,
)
from django.template import loader
from django.views.decorators.csrf import csrf_exempt, requires_csrf_token
from django.views.decorators.http import require_POST, require_safe

from core.http import no_store, safe_next
from core.text import clean_text

LARGE_TYPE_COOKIE = "large_type"
ONE_YEAR = 365 * 24 * 60 * 60
PLAIN_500 = (
    '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>网站暂时出错</title></head>'
    "<body><h1>网站暂时出错</h1><p>请稍后再试。如正在填写意见，请返回上一页，先把文字复制保存下来。</p></body></html>"
)
logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request the site cannot read."""
    return HttpResponseBadRequest(_error_page("errors/400.html"))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request for what this visitor may not see."""
    return HttpResponseForbidden(_error_page("errors/403.html"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request for what is not there."""
    return HttpResponseNotFound(_error_page("errors/404.html"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the site itself failed; needs neither the database nor, at the worst, the templates."""
    return HttpResponseServerError(_error_page("errors/500.html"))


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form that was turned away, and give the citizen back what was typed."""
    page = _error_page("errors/403_csrf.html", {"text": _posted_text(request)})
    return no_store(HttpResponseForbidden(page))


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell a supervisor whether this process answers and can read the database; no details."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        logger.exception("The health check could not read the database")
        return no_store(HttpResponse("unavailable", status=503, content_type="text/plain"))
    return no_store(HttpResponse("ok", content_type="text/plain"))


# Exempt: another site could at most change the type size; a token would keep every page out of caches.
@csrf_exempt
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off for this browser, and go back."""
    response = HttpResponseRedirect(safe_next(request))
    if request.COOKIES.get(LARGE_TYPE_COOKIE) == "1":
        response.delete_cookie(LARGE_TYPE_COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            LARGE_TYPE_COOKIE,
            "1",
            max_age=ONE_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return no_store(response)


def _posted_text(request: HttpRequest) -> str:
    """Return the text of the refused form, or nothing when the body cannot be read."""
    try:
        return clean_text(request.POST.get("text", ""))
    except Exception:
        logger.warning("The body of a refused form could not be read", exc_info=True)
        return ""


def _error_page(template: str, context: dict[str, str] | None = None) -> str:
    """Render without the request, hence without context processors, which may need what has just failed."""
    try:
        return loader.render_to_string(template, context)
    except Exception:
        logger.exception("The error page %s could not be rendered", template)
        return PLAIN_500
