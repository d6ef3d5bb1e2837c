"""Finding what an address names, and the entries of its list."""

import datetime
import unicodedata
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from pagecache.changes import key_of
from pagecache.rendering import depend, until

from ..models import Article, Author, Byline, Kind, Listing, Page, Tag, TaggedArticle
from ..models.taxonomy import LANGUAGES
from ..page_keys import author_list, category_list, tag_list
from .chrome import chrome_of
from .keeping import shows, shows_authors

LATEST = 5
PASSED_OVER = 5  # sponsored stories among the newest, at most, before a list of the latest gets shorter
LONGEST = 400
UNFOLLOWED = datetime.timedelta(seconds=10)


def latest(request):
    """The newest of the site, for pages that have found nothing; as on the front page, none that is paid for."""
    language = get_language()
    ids = Listing.objects.current(None, language).values_list("article", flat=True)[: LATEST + PASSED_OVER]
    found = Article.objects.published(language).for_cards(language).in_order_of(list(ids))
    depend(request, category_list(None, language))
    shows(request, *found)
    return [article for article in found if article.kind != Kind.SPONSORED][:LATEST]


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
    entries = TaggedArticle.objects.filter(tag=OuterRef("pk"))
    found = _with_lists(Tag, entries, "content_object").filter(slug=_as_stored(slug)).first()
    if found is None:
        raise Http404
    depend(request, key_of(found))
    _require_listed(request, found, tag_list)
    return found


def find_author(request, slug):
    entries = Byline.objects.filter(author=OuterRef("pk"))
    found = _by_slug(_with_lists(Author, entries, "article").select_related("photo"), slug)
    shows_authors(request, found)
    _require_listed(request, found, author_list)
    return found


def find_page(request, slug):
    found = _by_slug(Page.objects.all(), slug)
    depend(request, key_of(found))
    return found


def _by_slug(rows, slug):
    """An author or a page by its slug in any language; in another one than this, the page leads to its own address."""
    slug, columns = _as_stored(slug), [f"slug_{code}" for code in _languages()]
    # One question, however it is answered: how long a page takes tells nobody which names there are.
    found = list(rows.filter(reduce(or_, (Q(**{column: slug}) for column in columns))))
    for column in columns:
        for each in found:
            if getattr(each, column) == slug:
                return each
    raise Http404


def _with_lists(model, entries, article):
    """Rows with what their lists, by an `OuterRef`, hold: `next_listed`, when the next entry comes into the one in this
    language, and `last_listed_<language>`, since when the newest stands in each.
    """
    moment = f"listed_at_{get_language()}"
    coming = entries.filter(**{f"{moment}__gt": timezone.now()}).order_by(moment)
    # In order, for PostgreSQL would look for just any entry without asking the index.
    newest = {
        f"last_listed_{code}": Subquery(_newest(entries, code, article).values(f"listed_at_{code}")[:1])
        for code in LANGUAGES
    }
    return model.objects.annotate(next_listed=Subquery(coming.values(moment)[:1]), **newest)


def _require_listed(request, found, key_of_list):
    """404 for a tag or an author that no published article carries: that there is one may be the news itself."""
    language = get_language()
    depend(request, key_of_list(found.pk, language))
    until(request, found.next_listed)
    if getattr(found, f"last_listed_{language}"):
        return
    # It is known by another language's list, if at all; when the last entry of that ends is not followed from here.
    depend(request, *(key_of_list(found.pk, code) for code in LANGUAGES))
    until(request, timezone.now() + UNFOLLOWED, gone=True)
    if not any(getattr(found, f"last_listed_{code}") for code in LANGUAGES):
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
