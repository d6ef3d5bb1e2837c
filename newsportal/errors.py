"""Pages for requests that went wrong.

They are whole files, read once and sent as they are: no database, no template engine and no session is asked, because
any of these may be what has just failed.
"""

from functools import cache

from django.conf import settings
from django.http import HttpResponse


def bad_request(request, exception=None):
    """Answer 400: the request itself was malformed or for a host that is not ours."""
    return _page(400)


def forbidden(request, exception=None):
    """Answer 403."""
    return _page(403)


def csrf_failure(request, reason=""):
    """Answer 403 to a form whose token is missing or old; the reason is in the log."""
    return _page(403)


def server_error(request):
    """Answer 500."""
    return _page(500)


def _page(status):
    response = HttpResponse(_file(status), status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = settings.LANGUAGE_CODE
    return response


@cache
def _file(status):
    return (settings.BASE_DIR / "templates" / f"{status}.html").read_bytes()
