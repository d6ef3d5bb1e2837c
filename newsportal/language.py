"""Which language a page speaks: what its address says, and nothing else.

Django's own middleware follows the browser and a cookie, and so makes every page vary by both. Here one address is one
page, the same for everybody, and may be kept.
"""

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.utils import translation
from django.utils.encoding import escape_uri_path, iri_to_uri

from newsportal.csp import in_admin


class LanguageMiddleware:
    """Activate the language of the path; in the newsroom, the language its user chose, or Arabic."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        rest = request.path_info
        while _prefix(rest) == settings.LANGUAGE_CODE:
            rest = rest.removeprefix(f"/{settings.LANGUAGE_CODE}") or "/"
        if rest != request.path_info:
            if in_admin(rest):
                return HttpResponsePermanentRedirect(_without_prefix(request))
            # The view sees that it was asked for in another spelling, and leads to the right one in one step.
            request.path_info = rest
        language = _chosen(request) if in_admin(request.path_info) else named(request.path_info)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _prefix(path):
    return f"{path}/".split("/", 2)[1]  # "OPTIONS *" has a path without a slash


def named(path):
    """The language the path of a readers' page names."""
    prefix = _prefix(path)
    return prefix if prefix in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _chosen(request):
    return (request.user.is_authenticated and request.user.language) or settings.LANGUAGE_CODE


def _without_prefix(request):
    # A second slash in front would make the rest another host's name.
    rest = request.path_info.removeprefix(f"/{settings.LANGUAGE_CODE}").lstrip("/")
    query = request.META.get("QUERY_STRING", "")
    return f"/{escape_uri_path(rest)}" + (f"?{iri_to_uri(query)}" if query else "")
