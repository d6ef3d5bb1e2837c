"""Finding what an address names, and the entries of its list."""

import unicodedata

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from pagecache.changes import key_of
from pagecache.rendering import depend, until

from ..models import Author, Byline, Page, Tag, TaggedArticle
from ..models.taxonomy import LANGUAGES
from ..page_keys import author_list, tag_list
from .chrome import chrome_of
from .keeping import shows_authors

LONGEST = 400


def find_section(request, path):
    """The section at `path` (one slug, or a section's and its subsection's); 404 when there is none."""
    categories = list(chrome_of(request).categories.values())
    found = None
    for slug in filter(None, _as_stored(path).split("/")):
        here = [category for category in categories if category.parent == found]
        found = next(
            (each for code in _languages() for each in here if getattr(each, f"slug_{code}") == slug),
            None,
        )
        if found is None:
            break
    if found is None:
        raise Http404
    found.subsections = [each for each in categories if each.parent == found and each.in_navigation]
    return found


def find_tag(request, slug):
    found = _with_next(Tag, TaggedArticle.objects.filter(tag=OuterRef("pk"))).filter(slug=_as_stored(slug)).first()
    if found is None:
        raise Http404
    depend(request, key_of(found), tag_list(found.pk, get_language()))
    until(request, found.next_listed)
    return found


def find_author(request, slug):
    found = _by_slug(_with_next(Author, Byline.objects.filter(author=OuterRef("pk"))).select_related("photo"), slug)
    shows_authors(request, found)
    depend(request, author_list(found.pk, get_language()))
    until(request, found.next_listed)
    return found


def find_page(request, slug):
    found = _by_slug(Page.objects.all(), slug)
    depend(request, key_of(found))
    return found


def _by_slug(rows, slug):
    """An author or a page by its slug in any language; in another one than this, the page leads to its own address."""
    slug = _as_stored(slug)
    for code in _languages():
        if found := rows.filter(**{f"slug_{code}": slug}).first():
            return found
    raise Http404


def _with_next(model, entries):
    """Rows with `next_listed`: when the next of their entries, by an `OuterRef`, comes into their list."""
    moment = f"listed_at_{get_language()}"
    coming = entries.filter(**{f"{moment}__gt": timezone.now()}).order_by(moment)
    return model.objects.annotate(next_listed=Subquery(coming.values(moment)[:1]))


def tag_entries(tag, language):
    return _newest(TaggedArticle.objects.filter(tag=tag), language, "content_object")


def author_entries(author, language):
    return _newest(Byline.objects.filter(author=author), language, "article")


def _newest(rows, language, article):
    moment, now = f"listed_at_{language}", timezone.now()
    listed = rows.filter(Q(listed_until=None) | Q(listed_until__gt=now), **{f"{moment}__lte": now})
    return listed.order_by(f"-{moment}", f"-{article}_id")


def _languages():
    """This language first, then the others: names in addresses fall back."""
    return dict.fromkeys([get_language(), *LANGUAGES])


def _as_stored(text):
    """Words of an address as they are stored: composed. What no address can hold is not looked for."""
    text = unicodedata.normalize("NFC", text)
    if len(text) > LONGEST or "\x00" in text:
        raise Http404
    return text
