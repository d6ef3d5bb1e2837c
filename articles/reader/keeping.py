"""What readers' pages depend on, and until when they are right."""

import datetime

from django.utils import timezone
from django.utils.translation import get_language

from images.showing import shows as shows_pictures
from pagecache.changes import key_of
from pagecache.rendering import depend, until

from .. import page_keys
from ..models import Byline, Kind, Listing
from ..models.taxonomy import LANGUAGES
from ..rendering import rendered

PAGE, BEFORE = r"[2-9]|[1-9][0-9]|100", r"[0-9]{1,16}-[0-9]{1,18}"
# What to read next is chosen from whole lists: a page follows them now and then, not with each article that enters one.
CHOICE_AGES = datetime.timedelta(hours=1)


def shows(request, *articles):
    """The page shows these articles, each perhaps with its picture, and none after its end."""
    for article in articles:
        depend(request, key_of(article))
        shows_pictures(request, article.image)
        until(request, article.expires_at, gone=True)


def cards(request, *articles):
    """The page shows cards of these articles; those of opinions show who holds them, by one query for all.

    Gives each opinion its `writers`.
    """
    shows(request, *articles)
    opinions = {article.pk: article for article in articles if article.kind == Kind.OPINION}
    if not opinions:
        return
    rows = Byline.objects.filter(article__in=opinions, role=Byline.Role.WRITING).select_related("author__photo")
    for byline in rows.order_by("article", "order"):
        article = opinions[byline.article_id]
        article.writers = [*getattr(article, "writers", ()), byline.author]
    shows_authors(request, *(author for article in opinions.values() for author in getattr(article, "writers", ())))


def body(request, markup, digits, **story):
    """A stored body made for the page, which shows all it refers to: what is not there may come."""
    made = rendered(markup, digits=digits, **story)
    shows(request, *made.cards)
    shows_pictures(request, *made.pictures)
    depend(request, *(f"image:{pk}" for pk in made.images), *(f"article:{pk}" for pk in made.articles))
    until(request, *made.coming, after=timezone.now())
    return made


def shows_authors(request, *authors):
    """The page shows these authors, each perhaps with a photo."""
    depend(request, *map(key_of, authors))
    shows_pictures(request, *(author.photo for author in authors))


def lists(request, *categories, language=None):
    """The page shows something of the lists of these sections (None: the site's), until the next comes or goes."""
    language = language or get_language()
    depend(request, *(page_keys.category_list(category, language) for category in categories))
    rows = Listing.objects.filter(language=language)
    if len(categories) == 1:
        coming = rows = rows.filter(category=categories[0])
    else:  # What is to come stands in the site's list too; what ends may end in one section alone.
        coming = rows.filter(category=None)
    next_of(request, coming, rows)


def next_of(request, coming, ending):
    """The page is right until the next of these entries of lists comes, or the next of those ends."""
    now = timezone.now()
    starts = coming.filter(starts_at__gt=now).order_by("starts_at").values("pk")[:1]
    ends = ending.filter(ends_at__gt=now).order_by("ends_at").values("pk")[:1]
    # Sliced inside, because SQLite slices no part of a union.
    first = Listing.objects.filter(pk__in=starts).order_by().values_list("starts_at")
    until(request, *(at for (at,) in first.union(Listing.objects.filter(pk__in=ends).values_list("ends_at"), all=True)))


def all_lists(request):
    """The page shows something of the whole site's lists in every language."""
    for language in LANGUAGES:
        lists(request, None, language=language)
