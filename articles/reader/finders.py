"""Finding what an address names, and the entries of its list."""

import unicodedata

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from ..models import Byline, Tag, TaggedArticle
from ..models.taxonomy import LANGUAGES
from .chrome import chrome_of

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


def find_tag(slug):
    return _first(Tag.objects.filter(slug=_as_stored(slug)))


def find_by_slug(model, slug):
    """An author or a page by its slug in any language; in another one than this, the page leads to its own address."""
    slug = _as_stored(slug)
    for code in _languages():
        if found := model.objects.filter(**{f"slug_{code}": slug}).first():
            return found
    raise Http404


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


def _first(rows):
    found = rows.first()
    if found is None:
        raise Http404
    return found
