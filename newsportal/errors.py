"""Pages for requests that went wrong."""

import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation

logger = logging.getLogger(__name__)

READ_ONLY = "25006"  # PostgreSQL's word for it


def bad_request(request, exception=None):
    """Answer 400: the request itself was malformed or for a host that is not ours."""
    return _rendered(request, 400)


def forbidden(request, exception=None):
    """Answer 403."""
    return _rendered(request, 403)


def csrf_failure(request, reason=""):
    """Answer 403 to a form whose token is missing or old; the reason is in the log."""
    return _rendered(request, 403)


def server_error(request):
    """Answer 500 with one whole file, sent as it is; 503 when it is the database that does not answer, or
    takes nothing, as a standby before it takes over.

    No database, no template engine and no session is asked, because any of these may be what has just failed.
    """
    error = sys.exception()
    is_read_only = getattr(error and error.__cause__, "sqlstate", None) == READ_ONLY
    if not isinstance(error, OperationalError | InterfaceError) and not is_read_only:
        return _static(500)
    response = _static(503)
    response.headers["Retry-After"] = "5"
    return response


def _rendered(request, status):
    try:
        response = render(request, f"{status}.html", status=status)
    except Exception:
        logger.exception("The page for status %s could not be rendered.", status)
        return _static(status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = translation.get_language()
    return response


def _static(status):
    page = (settings.BASE_DIR / "templates" / "500.html").read_bytes()
    response = HttpResponse(page, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = settings.LANGUAGE_CODE
    return response
