"""Pages for what is not there: 404, and 410 for what was."""

import re
from http import HTTPStatus

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arabic.digits import to_western
from pagecache.rendering import depend

from ..addresses import led_on, old_address, redirect_of, wrong_spelling
from ..models import Article
from ..models.article import FIRST_ID
from ..models.path import path_to
from ..page_keys import ADDRESSES
from .finders import latest
from .head import Head


def not_found(request, exception=None):
    """Answer 404, unless the address leads elsewhere by now. Offers the article whose number the address holds."""
    for code, _name in settings.LANGUAGES:
        if request.path == f"/{code}" and (home := wrong_spelling(request, path_to(code))):
            return home
    depend(request, ADDRESSES)
    old = old_address(request)
    if request.method in ("GET", "HEAD") and (lead := led_on(request, old)):
        return lead
    if old and old.article and old.article.was_published_anywhere():
        return gone(request)
    context = {"suggestion": _article_in(request)}
    return _page(request, "404.html", _("This page is not here"), HTTPStatus.NOT_FOUND, context)


def gone(request, since=None):
    """Answer 410: the article was withdrawn, at `since`, or has expired. Nothing of it is said."""
    depend(request, ADDRESSES)
    if lead := redirect_of(request):
        return lead
    return _page(
        request, "articles/gone.html", _("This article is no longer available"), HTTPStatus.GONE, {"since": since}
    )


def _page(request, template, title, status, context):
    language = get_language()
    head = Head(title=title, paths={language: path_to(language)}, robots="noindex")
    response = render(request, template, {"head": head, "latest": latest(request), **context}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _article_in(request):
    """A published article whose id stands in the path, in this language or another one; or None."""
    for number in re.findall(r"[0-9]{6,18}", to_western(request.path))[:3]:
        depend(request, f"article:{int(number)}")
        article = Article.objects.filter(pk=number).first() if int(number) >= FIRST_ID else None
        languages = article.published_languages() if article else []
        if languages:
            language = get_language() if get_language() in languages else languages[0]
            return {
                "headline": getattr(article, f"headline_{language}"),
                "url": article.get_absolute_url(language),
                "language": language,
            }
    return None
