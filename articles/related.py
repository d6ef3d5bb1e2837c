"""What to read next."""

import math
from collections import defaultdict

from django.db.models import F, QuerySet, Value
from django.utils import timezone

from .models import Article, Listing, RelatedPick, TaggedArticle

SHOWN = 6
_NEWEST = 40
# By judgement: the section says little, and age takes off up to a half.
_SECTION = 0.25
_HALF_LIFE_DAYS = 120


def related(article, language, tags, *, now=None):
    """Up to `SHOWN` published articles for readers of `article` in `language`, best first.

    Editors' picks come first. The rest is scored by shared tags (a rare tag counts more), the main section and
    freshness. Two queries, whatever the size of the archive: of each list only the newest entries are looked at.
    """
    now = now or timezone.now()
    picks, points = _candidates(article, language, tags, now)
    found = Article.objects.published(language, now).for_cards(language).in_bulk({*picks, *points} - {article.pk})

    def rank(candidate):
        age = abs((candidate.published_at - article.published_at).days)
        freshness = 0.5 + 0.5 * 0.5 ** (age / _HALF_LIFE_DAYS)
        return -picks.get(candidate.pk, len(picks)), points[candidate.pk] * freshness, candidate.published_at

    return sorted(found.values(), key=rank, reverse=True)[:SHOWN]


def _candidates(article, language, tags, now):
    """({id: place} of the editors' picks, {id: points before freshness} of the others), by one query."""
    listed = f"listed_at_{language}"
    queries = [_entries(RelatedPick.objects.filter(article=article).order_by("order"), "pick", "order", "other", now)]
    for tag in tags:
        rows = TaggedArticle.objects.filter(tag=tag, **{f"{listed}__lte": now})
        queries.append(
            _entries(rows.order_by(f"-{listed}", "-content_object_id"), "tag", "tag", "content_object", listed)
        )
    if article.main_category_id:
        rows = Listing.objects.current(article.main_category_id, language, now)
        queries.append(_entries(rows, "section", "category", "article", "starts_at"))

    picks, points, of_tag = {}, defaultdict(float), defaultdict(list)
    for source, number, pk, at in queries[0].union(*queries[1:], all=True):
        if source == "pick":
            picks[pk] = number
        elif source == "section":
            points[pk] += _SECTION
        else:
            of_tag[number].append((pk, at))
    for entries in of_tag.values():
        for pk, _at in entries:
            points[pk] += _rarity([at for _pk, at in entries])
    return picks, points


def _entries(rows, source, number, article, at):
    """The first entries of an ordered list as (source, number, article id, moment), fit for a union.

    `number`, `article` and `at` name columns; `at` may be a moment instead.
    """
    # Sliced inside, because SQLite slices no part of a union; and a plain queryset, because the translated ones do not
    # keep the order of columns, by which a union is made.
    first = QuerySet(rows.model).filter(pk__in=rows.values("pk")[:_NEWEST]).order_by()
    at = F(at) if isinstance(at, str) else Value(at)
    columns = {"list_kind": Value(source), "list_number": F(number), "candidate": F(article), "listed": at}
    return first.annotate(**columns).values_list(*columns)


def _rarity(moments):
    """1 for a tag used once, less the more a tag is used; a tag seen `_NEWEST` times is judged by its pace."""
    uses = len(moments)
    if uses >= _NEWEST:
        days = max((max(moments) - min(moments)).days, 1)
        uses = max(uses, uses * 365 / days)
    return 1 / math.log2(1 + uses)
