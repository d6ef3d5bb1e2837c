"""The index, kept in step with the articles: the verbs call `refresh` in their transaction, `rebuild` does the rest.

An entry says when it begins, so nothing has to be done when a time comes; results are asked of `published()` besides.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch

from .. import listings
from ..models import Article, Byline, SearchEntry, SearchWaiting, TaggedArticle
from ..models.search import place_of
from ..models.taxonomy import LANGUAGES
from . import store
from .words import document, version

AT_ONCE = 200  # articles


def refresh(article):
    """Bring the article's entries in step with its row, its lists, tags and authors. The caller holds the lock."""
    _refresh([article.pk])


def refresh_later(articles):
    """Tags or authors of these articles have other names: the newest are brought in step now, the others soon.

    Until then they are found by the names they had.
    """
    ids = list(articles.order_by("-pk").values_list("pk", flat=True).distinct())
    _refresh_locked(ids[:AT_ONCE])
    SearchWaiting.objects.bulk_create(
        (SearchWaiting(article_id=pk) for pk in ids[AT_ONCE:]), batch_size=5000, ignore_conflicts=True
    )


@transaction.atomic
def catch_up(now=None):
    """Bring some of those in step that wait for it, and return how many; a job of the clock."""
    waiting = list(SearchWaiting.objects.select_for_update(skip_locked=True).order_by("-article")[:AT_ONCE])
    if waiting:
        _refresh_locked([each.article_id for each in waiting])
    SearchWaiting.objects.filter(pk__in=[each.pk for each in waiting]).delete()
    return len(waiting)


def rebuild(*, everything=False, progress=lambda items: items):
    """Bring all articles in step whose entries are missing or of another analyser; returns how many were.

    The newest first, some at a time: it can be stopped and begun again, and what is not done yet is found as before.
    """
    done = 0
    while catch_up():
        pass
    # Not "not in": PostgreSQL would go through all articles for each entry once they do not fit its memory.
    SearchEntry.objects.filter(~Exists(Article.objects.released().filter(pk=OuterRef("article")))).delete()
    ids = list(Article.objects.released().order_by("-pk").values_list("pk", flat=True))
    batches = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    for batch in progress(batches):
        wanted = batch if everything else _out_of_step(batch)
        if wanted:
            _refresh_locked(wanted)
            done += len(wanted)
    return done


def _out_of_step(ids):
    """Those of the articles that lack an entry they should have, or have one of another analyser."""
    columns = [f"ready_at_{code}" for code in LANGUAGES]
    found = SearchEntry.objects.filter(article__in=ids, version=version()).values_list("article", "language")
    right = set(found)
    return [
        article.pk
        for article in Article.objects.filter(pk__in=ids).only(*columns)
        if any(getattr(article, f"ready_at_{code}") and (article.pk, code) not in right for code in LANGUAGES)
    ]


@transaction.atomic
def _refresh_locked(ids):
    """Whoever saves one of them meanwhile waits, so that neither writes what the other has outdated."""
    list(Article.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    _refresh(ids)


def _loaded(ids):
    """The articles with all an entry holds, in few queries."""
    tags = Prefetch("tagged_items", TaggedArticle.objects.select_related("tag"))
    authors = Prefetch("bylines", Byline.objects.select_related("author"))
    return list(Article.objects.filter(pk__in=ids).prefetch_related(tags, authors, "listings"))


def _refresh(ids):
    here = {(entry.article_id, entry.language): entry for entry in SearchEntry.objects.filter(article__in=ids)}
    wanted = []
    for article in _loaded(ids):
        filed = {
            "tags": [item.tag for item in article.tagged_items.all()],
            "authors": list(dict.fromkeys(byline.author for byline in article.bylines.all())),
            "sections": {listing.category_id for listing in article.listings.all()} - {None},
        }
        for language in LANGUAGES:
            if starts_at := listings.listed_since(article, language):
                found = document(article, language, **filed)
                entry = SearchEntry(
                    article=article,
                    language=language,
                    place=place_of(starts_at, article.pk),
                    ends_at=article.expires_at,
                    head=found.head,
                    version=version(),
                )
                wanted.append((entry, found))
    store.drop(here.values())
    store.put(wanted)
    gone = here.keys() - {(entry.article_id, entry.language) for entry, _found in wanted}
    SearchEntry.objects.filter(pk__in=[here[key].pk for key in gone]).delete()
