"""What to read next."""

import math
from collections import defaultdict

from django.db.models import F, QuerySet, Value
from django.utils import timezone

from arabic.search import analyse

from .models import Article, Listing, RelatedBan, RelatedPick, SearchEntry, TaggedArticle
from .models.search import moment_of
from .search import store

SHOWN = 6
_NEWEST = 40  # of each list
_LOADED = 40  # of those found
_WORDS = 16  # of the headline, and if they are fewer, of the standfirst
# By judgement. A word of the headline counts somewhat less than a tag as rare, one of the standfirst still less; the
# section says little; age takes off up to a half.
_WORD, _WORD_BELOW, _SECTION = 0.7, 0.4, 0.25
_HALF_LIFE_DAYS = 120


def related(article, language, tags, *, now=None):
    """Up to `SHOWN` published articles for readers of `article` in `language`, best first.

    Editors' picks come first, and what they banned is never there. The rest is scored by shared tags and words of the
    headline and standfirst (rare ones count more), the main section and freshness. Two queries, whatever the size of
    the archive: of each list only the newest entries are looked at.
    """
    now = now or timezone.now()
    words = _words(article, language)
    picks, points, rarity = _candidates(article, language, tags, words, now)
    best = sorted(points, key=lambda pk: (points[pk], pk), reverse=True)[:_LOADED]
    found = Article.objects.published(language, now).for_cards(language).in_bulk({*picks, *best} - {article.pk})

    def rank(candidate):
        age = abs((candidate.published_at - article.published_at).days)
        freshness = 0.5 + 0.5 * 0.5 ** (age / _HALF_LIFE_DAYS)
        below = _stems(getattr(candidate, f"standfirst_{language}"), language)
        shared = sum(rarity[word] for word in words if not below.isdisjoint(word))
        score = (points[candidate.pk] + _WORD_BELOW * shared) * freshness
        return -picks.get(candidate.pk, len(picks)), score, candidate.published_at

    return sorted(found.values(), key=rank, reverse=True)[:SHOWN]


def _words(article, language):
    """What the article is about: words of its headline and standfirst, each as its stems."""
    words = {}
    for name in ("headline", "standfirst"):
        for token in analyse(getattr(article, f"{name}_{language}") or "", language):
            if not token.stop and len(token.exact) > 2 and not token.exact.isdecimal():
                words.setdefault(token.stems[0], token.stems)
    return list(words.values())[:_WORDS]


def _stems(text, language):
    return {stem for token in analyse(text or "", language) for stem in token.stems}


def _candidates(article, language, tags, words, now):
    """What may be related, by one query.

    ({id: place} of the editors' picks, {id: points before freshness} of the others, {word: its rarity})
    """
    listed = f"listed_at_{language}"
    queries = [
        _entries(RelatedPick.objects.filter(article=article).order_by("order"), "pick", "order", "other", now),
        _entries(RelatedBan.objects.filter(article=article), "ban", "other", "other", now),
    ]
    for tag in tags:
        rows = TaggedArticle.objects.filter(tag=tag, **{f"{listed}__lte": now})
        queries.append(
            _entries(rows.order_by(f"-{listed}", "-content_object_id"), "tag", "tag", "content_object", listed)
        )
    if article.main_category_id:
        rows = Listing.objects.current(article.main_category_id, language, now)
        queries.append(_entries(rows, "section", "category", "article", "starts_at"))
    for number, word in enumerate(words):
        rows = store.newest_by_headline(word, language, now, _NEWEST)
        queries.append(_columns(SearchEntry, rows, f"word {number}", "place", "article", now))

    picks, points, banned, lists = {}, defaultdict(float), set(), defaultdict(list)
    for source, number, pk, at in queries[0].union(*queries[1:], all=True):
        if source == "pick":
            picks[pk] = number
        elif source == "ban":
            banned.add(pk)
        elif source == "section":
            points[pk] += _SECTION
        elif source == "tag":
            lists[number].append((pk, at))
        else:
            lists[source].append((pk, moment_of(number)))
    rarity = {name: _rarity([at for _pk, at in entries]) for name, entries in lists.items()}
    for name, entries in lists.items():
        for pk, _at in entries:
            points[pk] += rarity[name] * (_WORD if isinstance(name, str) else 1)
    for pk in banned:
        picks.pop(pk, None)
        points.pop(pk, None)
    # A word no headline has is as rare as can be.
    return picks, points, {word: rarity.get(f"word {number}", 1) for number, word in enumerate(words)}


def _entries(rows, source, number, article, at):
    """The first entries of an ordered list as (source, number, article id, moment), fit for a union.

    `number`, `article` and `at` name columns; `at` may be a moment instead.
    """
    # Sliced inside, because SQLite slices no part of a union.
    return _columns(rows.model, rows.values("pk")[:_NEWEST], source, number, article, at)


def _columns(model, ids, source, number, article, at):
    # A plain queryset, because the translated ones do not keep the order of columns, by which a union is made.
    plain = QuerySet(model).filter(pk__in=ids).order_by()
    at = F(at) if isinstance(at, str) else Value(at)
    columns = {"list_kind": Value(source), "list_number": F(number), "candidate": F(article), "listed": at}
    return plain.annotate(**columns).values_list(*columns)


def _rarity(moments):
    """1 for what is used once, less the more it is used; what is seen `_NEWEST` times is judged by its pace."""
    uses = len(moments)
    if uses >= _NEWEST:
        days = max((max(moments) - min(moments)).days, 1)
        uses = max(uses, uses * 365 / days)
    return 1 / math.log2(1 + uses)
