"""The public page of what is not published, under a banner that says so: for editors, and by a link for others."""

from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import preview
from ..models.path import path_to
from ..models.taxonomy import LANGUAGES
from . import errors, views

# Nobody stores it, lists it, or tells others from where they came.
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


@require_safe
def shared(request, token):
    """What a preview link leads to; 404 when it leads nowhere, whatever the reason."""
    token = token.removesuffix("/")
    link = preview.found(token)
    paths = {code: path_to(code, "preview", token) for code in LANGUAGES}
    if link is None:
        response = errors.not_found(request)
    elif get_language() not in (languages := languages_of(link.revision.content)):
        response = HttpResponseRedirect(paths[languages[0]])
    else:
        banner = {"recipient": link.recipient, "until": link.expires_at}
        response = page(link.article, link.revision, get_language(), paths=paths, **banner)
        if request.method == "GET":
            preview.count(link)
    return _private(response)


def page(article, revision, language, *, paths, **banner):
    """The answer a reader would get if this revision were published now; `paths` are those of the preview itself.

    The revision may be one that nobody saved, of an article that is not there yet (None).
    """
    content, names = revision.content, dict(settings.LANGUAGES)
    with override(language):
        banner["state"] = _state(article, revision)
        banner["languages"] = [
            {"code": code, "name": names[code], "url": paths[code]}
            for code in languages_of(content)
            if code != language
        ]
        with preview.as_published(article, content, language) as shown:
            # What a reader would send, for the page is the same for everybody.
            request = HttpRequest()
            request.method, request.META["RAW_URI"] = "GET", shown.get_absolute_url()
            request.path = request.path_info = unquote(request.META["RAW_URI"])
            request.preview = banner
            return _private(views.article(request, shown.pk))


def _private(response):
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def languages_of(content):
    """The languages in which there is something to see."""
    return [code for code in LANGUAGES if content["headline"][code]]


def _state(article, revision):
    """What readers see of the revision so far, in words."""
    if revision.pk is None:
        return _("Not saved yet")
    if article.published_at and revision.state == revision.State.OPEN:
        return _("Unpublished changes")
    if article.is_scheduled():
        return _("Scheduled")
    return article.get_status_display()
