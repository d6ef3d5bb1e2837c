"""Addresses: one spelling each, old ones led to the new in one step."""

from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.http import HttpResponsePermanentRedirect

from arabic.slugs import slugify

from .models import Redirect
from .models.path import decoded
from .models.taxonomy import LANGUAGES

# For a headline without a letter or digit.
WORDLESS = {"ar": "خبر"}


def propose_slug(text, language):
    return slugify(text) or WORDLESS.get(language, "story")


def absolute(path):
    """The full address of a path of this site. It never comes from the request: that could say anything."""
    return settings.SITE_URL + path


def short_link(article):
    """The address to share, print and say: ASCII, and it leads to the article for good."""
    return absolute(f"/{article.pk}")


def asked_path(request):
    """The path exactly as the client spelled it, where the server tells; else as near as WSGI lets us see it."""
    raw = request.META.get("RAW_URI", "")
    if raw:
        return urlsplit(raw).path if "://" in raw.partition("?")[0] else raw.partition("?")[0]
    return quote(request.path, safe="/")


def wrong_spelling(request, address):
    """A permanent redirect to `address` unless it was asked for in just this spelling; then None.

    Redirects are asked first: an address that an editor leads elsewhere is not corrected into something else.
    """
    if asked_path(request) == address:
        return None
    return redirect_of(request) or _to(request, address)


def redirect_of(request):
    """The redirect an editor, a rename or an import left at this address, or None."""
    return led_on(request, old_address(request))


def led_on(request, lead):
    """The response that leads where this `Redirect` leads; None without one, or when its article cannot be read."""
    if lead is None:
        return None
    if not lead.article:
        path, mark, query = lead.new_path.partition("?")
        if lead.is_for_feed:
            path, mark, query = f"{path.rstrip('/')}/feed/", "", ""
        return _to(request, quote(path) + (mark and mark + quote(query, safe="=&")))
    languages = lead.article.published_languages()
    return _to(request, lead.article.get_absolute_url(languages[0])) if languages else None


def old_address(request):
    """The `Redirect` kept for the address asked for, or None; of a feed, its page's."""
    path = decoded(request.path)
    if "\x00" in path or len(path) > 1000:
        return None
    pages = [path] + ([path.removesuffix("/feed") or "/"] if path.endswith("/feed") else [])
    found = {lead.old_path: lead for lead in Redirect.objects.select_related("article").filter(old_path__in=pages)}
    lead = next((found[page] for page in pages if page in found), None)
    if lead:
        lead.is_for_feed = lead.old_path != path
    return lead


def leave_redirect(old, new):
    """Lead a page's old path to its new one (both percent-encoded), without chains or loops."""
    old, new_key = decoded(old), decoded(new)
    if old == new_key:
        return
    Redirect.objects.filter(old_path=new_key).delete()
    Redirect.objects.filter(new_path__in=[old, f"{old}/"]).update(new_path=unquote(new))
    Redirect.objects.update_or_create(old_path=old, defaults={"new_path": unquote(new), "article": None})


def in_all_languages(thing):
    """{language: path} of a page; only of the languages it has an address in."""
    return {language: thing.get_absolute_url(language) for language in LANGUAGES}


def _to(request, address):
    """A permanent redirect that keeps the query."""
    query = request.META.get("QUERY_STRING", "")
    mark = "&" if "?" in address else "?"
    return HttpResponsePermanentRedirect(f"{address}{mark}{query}" if query else address)
